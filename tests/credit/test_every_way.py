"""Learners, administrators and the clock at random through all gates: what must never happen does not.

The machine keeps books of its own (``books``), from what each of them did and when; after every step the database is
compared with them (``holds``).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import elearning.evaluation.services as evaluations
import elearning.privacy.services as privacy
import quizzes.services
from courses.domain.reasons import Refused
from courses.models import Progress, Term
from elearning.accounts.models import User
from elearning.certificates import access, services
from elearning.certificates.domain.claiming import WrongClaim
from elearning.certificates.models import Accreditation, Completion
from elearning.evaluation.domain import form
from quizzes.models import Attempt
from tests.certificates.factories import administrator
from tests.credit import holds
from tests.credit.administered import Administered
from tests.credit.books import ITEMS, PASS_PERCENT, SCHEMES, Books, Person, Sitting
from tests.credit.tables import LEARNING, MEANWHILE, among, one_of
from tests.quizzes import factories

BEGIN = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
NOT_HAD = (Refused, ValidationError, WrongClaim, Attempt.DoesNotExist, Http404)
"""How a request that cannot be granted ends; anything else is a fault of the site."""


class Credit(Administered, RuleBasedStateMachine):
    """One module with a test of two items, two learners, and whoever administers it.

    They are made once; what an example does to them is rolled back after it.
    """

    site: ClassVar[factories.Sitting]
    other: ClassVar[User]
    admin: ClassVar[User]
    reached: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        self.reached.update(["examples", *self.seen])
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        grace=among(0, 30), claim_days=among(90, 10), granted=st.lists(among(*SCHEMES), min_size=1, unique=True)
    )
    def furnish(self, grace: int, claim_days: int, granted: list[str]) -> None:
        self.now, module = BEGIN, self.site.module
        type(module).objects.filter(pk=module.pk).update(grace_minutes=grace, claim_days=claim_days)
        module.refresh_from_db()
        self.term = Term.objects.get(pk=self.site.term.pk)
        people = [Person(self.site.learner), Person(self.other)]
        self.books = Books(people, timedelta(minutes=grace), claim_days, {self.term.pk: self.term.last_valid_day})
        self.issued: dict[str, holds.Row] = {}
        self.asked: Person | None = None  # for whom certificates may be issued in this step
        self.changed = False
        for scheme in granted:
            values = self.accreditation(scheme, 4, 400)
            common = {"module": module, "demonstration": False, "effective_from": self.now, "reason": "Letter"}
            row = Accreditation.objects.create(state="granted", **common, **values)
            self.write_down(row)

    @rule(who=among(0, 0, 1), what=one_of(LEARNING))
    def learn(self, who: int, what: tuple[str, dict[str, Any]]) -> None:
        person, (name, given) = self.books.people[who], what
        if not person.erased:
            getattr(self, name)(person, **given)

    @rule(who=among(0, 0, 1), what=one_of(LEARNING))
    def learn_more(self, who: int, what: tuple[str, dict[str, Any]]) -> None:
        """The same again: Hypothesis leaves rules out of an example at will, and without learners little happens."""
        self.learn(who=who, what=what)

    @rule(what=one_of(MEANWHILE))
    def meanwhile(self, what: tuple[str, dict[str, Any]]) -> None:
        """What administrators and the clock do."""
        name, given = what
        getattr(self, name)(**given)

    @invariant()
    def holds(self) -> None:
        rows = holds.certificates()
        assert {number: rows.get(number) for number in self.issued} == self.issued
        new = [row for number, row in rows.items() if number not in self.issued]
        for row in new:
            assert self.books.sittings[row["completion__attempt_id"]].person is self.asked
            holds.every_gate_was_passed(row, self.books, self.now)
        if new or self.changed:
            holds.there_is_one_of_each(rows.values(), self.books)
            holds.numbers_say_how_they_stand(rows.values(), self.books)
        self.seen.update(["certificate"] * bool(new), ["credit"] * any(row["claim__credit"] for row in new))
        self.issued, self.asked, self.changed = rows, None, False

    # Learners

    def read(self, person: Person, seconds: int) -> None:
        values = {"edition": self.site.edition, "content_hash": "1", "first_seen": BEGIN}
        person.seconds += seconds
        Progress.objects.update_or_create(
            learner=person.user,
            module=self.site.module,
            slide_key="biology",
            defaults={"last_seen": self.now, "active_seconds": person.seconds},
            create_defaults={**values, "last_seen": self.now, "active_seconds": person.seconds},
        )

    def sit(self, person: Person, *, seconds: int, right: int, pause: str, hand_in: bool) -> None:
        self.read(person, seconds)
        try:
            attempt = self.site.begin(self.now, learner=person.user, term=self.term)
        except Refused:
            self.books.close_overdue(self.now, person)
            return
        self.books.close_overdue(self.now, person)
        if attempt.pk not in self.books.sittings:
            assert self.now < self.books.expiry(self.term.pk)
            assert self.books.withdrawn is None
            self.books.sittings[attempt.pk] = Sitting(person, self.term.pk, self.now)
        self.answer(person, attempt, right)
        self.wait(hours={"hours": 5}.get(pause, 0))
        if pause == "end":
            self.come_to("end_of_credit", seconds=right - 1)
        if hand_in:
            self.hand_in(person)

    def answer(self, person: Person, attempt: Attempt, right: int) -> None:
        """Answer the first items rightly, the next one wrongly if there is one, and leave the rest."""
        for number, place in enumerate(attempt.paper[: right + 1], start=1):
            shown = place["options"].index(0 if number <= right else 1) + 1
            quizzes.services.save_answer(
                learner=person.user, attempt_id=attempt.pk, number=number, posted={"option": [str(shown)]}, now=self.now
            )
        self.books.sittings[attempt.pk].right = right

    def hand_in(self, person: Person) -> None:
        key = self.books.pick(person, "own")
        if key is not None:
            sitting = self.books.sittings[key]
            quizzes.services.submit_attempt(learner=person.user, attempt_id=key, now=self.now)
            self.books.close(sitting, self.now)
            self.seen.update(["late"] * (sitting.passed and not sitting.in_time))

    def evaluate(self, person: Person, *, which: str, complete: bool) -> None:
        key = self.books.pick(person, which)
        if key is None:
            return
        questions = form.questions(self.site.edition.front_matter["objectives"])[: None if complete else 1]
        given = {one.key: [one.choices[-1].value] if one.choices else ["Nothing."] for one in questions}
        try:
            evaluations.submit_evaluation(
                learner=person.user, attempt=Attempt(pk=key), given=given, language="", now=self.now
            )
        except (*NOT_HAD, evaluations.Incomplete):
            return
        sitting = self.books.sittings[key]
        if sitting.term not in person.evaluated:
            assert (complete, sitting.person is person, sitting.passed, sitting.in_time) == (True, True, True, True)
            assert self.now < self.books.end_of_claims(sitting.term)
            person.evaluated[sitting.term] = self.now

    def claim(self, person: Person, *, which: str, profession: str, amount: str) -> None:
        key = self.books.pick(person, which)
        if key is None:
            return
        with self.asking(person):
            wish = self.wish(profession, amount)
            services.claim_certificates(learner=person.user, attempt=Attempt(pk=key), wish=wish, now=self.now)
            term = self.books.sittings[key].term
            if term in person.counted:
                self.asked = None  # a second claim gives what there is
                self.seen.add("second claim")
            else:
                person.claimed(term)

    def finish(self, person: Person, *, profession: str, amount: str) -> None:
        self.evaluate(person, which="passed", complete=True)
        self.claim(person, which="passed", profession=profession, amount=amount)

    def earn(self, person: Person, *, profession: str, amount: str, evaluate: bool) -> None:
        """What most learners do, so that most examples come to what lies behind the gates."""
        self.sit(person, seconds=1200, right=ITEMS, pause="none", hand_in=True)
        if evaluate:
            self.evaluate(person, which="passed", complete=True)
        self.claim(person, which="passed", profession=profession, amount=amount)

    def correct(self, person: Person, *, which: str, stale: bool, keep: bool, profession: str, amount: str) -> None:
        """Ask for something else or, to ``keep`` all, for another name only; ``stale``: having seen an older issue."""
        held = Completion.objects.filter(learner=person.user).order_by("pk")
        completion = held.last() if which == "newest" else held.first()
        if completion is None:
            return
        rows = self.issued.values()
        before = holds.newest(rows, completion.pk)
        wish = self.wish(profession, amount)
        if keep:
            profession = before[0]["claim__profession"] or "other"
            wish = services.Wish(f"Ada {len(rows)}", profession, holds.credits_of(before))
        with self.asking(person):
            new = services.correct_certificates(
                completion=completion,
                generation=before[0]["generation"] - stale,
                wish=wish,
                actor=person.user,
                now=self.now,
            )
            if new[0].number in self.issued:
                self.asked = None  # what is asked for was there already
                return
            assert not stale
            holds.correction_was_allowed(rows, completion.pk, self.books, self.now)
            if keep:
                credit = {row.claim.accreditation_id: row.claim.credit for row in new if row.claim}
                assert credit == holds.credits_of(before)
            self.seen.add("correction")

    def reach_for_anothers(self, person: Person) -> None:
        """Ask at each door for what belongs to the other learner."""
        module, key = self.site.module, self.books.pick(person, "another")
        if key is not None:
            refused(lambda: access.passed_attempt(person.user, module, key))
            refused(lambda: quizzes.services.submit_attempt(learner=person.user, attempt_id=key, now=self.now))
        for row in self.issued.values():
            if self.books.sittings[row["completion__attempt_id"]].person is not person:
                refused(lambda number=row["number"]: access.certificate_of(person.user, number))
                self.seen.add("another's")

    def erase(self, person: Person) -> None:
        privacy.erase_account(user=person.user, actor=person.user, now=self.now)
        person.erased = self.changed = True
        if any(term in person.counted for term in self.books.last_days):
            self.seen.add("erasure")

    def wish(self, profession: str, amount: str) -> services.Wish:
        """The same of every grant there ever was, open to this learner or not."""
        credit = {}
        for one in self.books.grants:
            step = SCHEMES[one.scheme]["step"]
            amounts = {"all": one.maximum, "step": step, "too-much": one.maximum + step, "off-step": step / 2}
            credit[one.key] = amounts.get(amount, Decimal(0))
        return services.Wish("Ada Example", profession, credit)

    @contextmanager
    def asking(self, person: Person) -> Iterator[None]:
        """Certificates may be issued to ``person`` in this step, unless what was asked for cannot be had."""
        self.asked = person
        try:
            yield
        except NOT_HAD:
            self.asked = None


def refused(ask: Callable[[], object]) -> None:
    with pytest.raises(Http404):
        ask()


REACHED = {
    "certificate",
    "credit",
    "correction",
    "late",
    "erasure",
    "renewal",
    "revocation",
    "second claim",
    "another's",
}


@pytest.mark.django_db
def test_no_way_through_the_gates_gives_credit_that_was_not_earned():
    Credit.site = factories.Sitting(items=ITEMS, pass_percent=PASS_PERCENT, wait_minutes=0, max_attempts=None)
    Credit.other = factories.learner()
    Credit.admin = administrator()
    Credit.reached = Counter()
    run_state_machine_as_test(
        Credit,
        settings=settings(
            max_examples=200,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Credit.reached["credit"] >= 20
    assert set(+Credit.reached) >= REACHED
