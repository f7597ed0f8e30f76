"""A database from before the kinds of items: options become content, choices answers, each attempt has its score."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quizzes import scores, services
from quizzes.domain.kinds import WHOLE
from quizzes.models import Attempt, Item, PretestSitting, Response, Score, TestPolicy
from tests.quizzes import factories
from tests.quizzes.factories import NOW, minutes

pytestmark = pytest.mark.django_db(transaction=True)
OLD = [("quizzes", "0005_pretest_permanence")]


@pytest.fixture
def old():
    """The models of that time; afterwards all is as tests need it."""
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    yield executor.loader.project_state(OLD).apps.get_model
    migrated_to_today()
    if connection.vendor == "sqlite":  # where emptying a table deletes its rows (tests/conftest.py)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


def migrated_to_today():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


class Landed:
    """A module with a test of two items and a learner, as they were stored then."""

    def __init__(self, old):
        self.old = old
        self.module = factories.module()
        self.term = factories.term(self.module)
        self.edition = factories.edition(self.module)
        self.learner = factories.learner()
        self.test = old("quizzes", "Test").objects.create(edition_id=self.edition.pk, title="CME test")
        for place in (0, 1):
            self._item(f"item-{place + 1}", place)
        self.policy = old("quizzes", "TestPolicy").objects.create(
            module_id=self.module.pk, pass_percent=50, reveal="never", effective_from=NOW, reason="New"
        )

    def _item(self, key, place):
        texts = {"lead_in_html": "<p>Which?</p>", "rationale_html": "<p>So</p>"}
        listed = {"objectives": ["standards"], "slides": ["biology"], "section": "basics", "references": []}
        item = self.old("quizzes", "Item").objects.create(test=self.test, key=key, position=place, **texts, **listed)
        for position, text in enumerate(("A", "B", "C")):
            self.old("quizzes", "Option").objects.create(
                item=item, position=position, html=text, comment_html=f"<p>{text}</p>", correct=position == place
            )

    def attempt(self, number, chosen, **score):
        row = self.old("quizzes", "Attempt").objects.create(
            learner_id=self.learner.pk,
            module_id=self.module.pk,
            term_id=self.term.pk,
            edition_id=self.edition.pk,
            test=self.test,
            policy=self.policy,
            number=number,
            language="en",
            seed=number,
            paper=[{"item": "item-1", "options": [2, 0, 1]}, {"item": "item-2", "options": [0, 1, 2]}],
            started_at=NOW,
            grace_minutes=0,
            **score,
        )
        for key, option in chosen.items():
            self.old("quizzes", "Response").objects.create(attempt=row, item_key=key, option=option, answered_at=NOW)
        return row.pk


def test_what_was_stored_before_the_kinds_is_carried_over(old):
    landed = Landed(old)
    submitted = {"submitted_at": NOW + minutes(1), "in_time": True, "total": 2}
    failed = landed.attempt(1, {"item-1": 2}, **submitted, correct=0, passed=False)
    passed = landed.attempt(2, {"item-1": 0, "item-2": 2}, **submitted, correct=1, passed=True)
    still_open = landed.attempt(3, {"item-1": 0, "item-2": None})
    migrated_to_today()
    item = Item.objects.get(key="item-2")
    assert (item.kind, item.key_in_words, item.content["options"][0]["comment_html"]) == (
        "single-best-answer", ["B"], "<p>A</p>"
    )  # fmt: skip
    assert dict(Attempt.objects.values_list("pk", "points")) == {failed: 0, passed: WHOLE, still_open: None}
    assert list(Score.objects.values_list("attempt", "number", "correct", "passed")) == [
        (failed, 1, 0, False),
        (passed, 1, 1, True),
    ]
    answered = Response.objects.filter(attempt=still_open).order_by("item_key")
    assert [(row.answer, row.answered) for row in answered] == [(0, True), (None, False)]
    assert list(scores.differences(Attempt.objects.all())) == []
    given = {"learner": landed.learner, "attempt_id": still_open, "now": NOW + minutes(2)}
    services.save_answer(**given, number=2, posted={"option": ["2"]})
    assert services.submit_attempt(**given).correct == 2
    assert TestPolicy.objects.get().rules.waits == (0,)
    assert PretestSitting.objects.count() == 0
