"""The doors to attempts: what a learner may see of the test, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Exists, IntegerField, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from courses.domain.reading import slides_of
from courses.domain.reasons import Reason
from courses.models import Edition, Module, Progress, Term
from elearning.accounts.models import User
from quizzes.domain import rules
from quizzes.domain.blueprint import Row
from quizzes.domain.kinds import KINDS, WHOLE
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.pretest import Question, may_sit
from quizzes.models import (
    Accommodation,
    Attempt,
    AttemptGrant,
    Item,
    ItemCorrection,
    PretestSitting,
    Response,
    Score,
    Test,
    TestPolicy,
)


@dataclass(frozen=True)
class TestSummary:
    """A learner's standing in a module's test. ``policy`` is None where the module has no test.

    ``attempts`` are the submitted ones of the term, newest first. An ``open_attempt`` that is due (``open_is_due``)
    waits for ``services.close_if_due``. ``bank`` counts the edition's items, ``item_count`` those of one attempt, which
    are drawn by ``blueprint``. ``pretest`` counts the items of the edition's pre-test, ``pretested`` says that the
    learner submitted it, ``attempted`` that an attempt was ever begun in this module. ``in_parts`` says that the bank
    has items of several parts. ``slides_again`` are the keys of slides to see again before the next attempt.
    """

    __test__ = False  # not a test of pytest's

    module: Module
    term: Term | None
    policy: Policy | None
    bank: int
    granted: int
    attempts: list[Attempt]
    open_attempt: Attempt | None
    blueprint: list[Row] = field(default_factory=list)
    pretest: int = 0
    pretested: bool = False
    attempted: bool = False
    in_parts: bool = False
    slides_again: tuple[str, ...] = ()

    @property
    def item_count(self) -> int:
        return self.policy.items_of(self.bank) if self.policy else 0

    @property
    def allowed(self) -> int | None:
        """How many attempts the learner has in this term; None: no limit."""
        return self.policy.allowed(self.granted) if self.policy else 0

    @property
    def attempts_left(self) -> int | None:
        """How many the learner may still begin, an open one not counted; None: no limit."""
        if self.allowed is None:
            return None
        return max(0, self.allowed - len(self.attempts) - (self.open_attempt is not None))

    @cached_property
    def passed_attempt(self) -> Attempt | None:
        """The attempt that earned the pass of this term."""
        return next((attempt for attempt in self.attempts if attempt.earns_credit), None)

    def open_is_due(self, now: datetime) -> bool:
        return self.open_attempt is not None and rules.is_due(self.open_attempt.closes_at, now)

    def begin_refusal(self, slides_unseen: int, now: datetime, *, slides_unanswered: int = 0) -> Reason | None:
        """Return why the learner cannot begin an attempt now; the slides are counted as in ``rules.BeginFacts``.

        An open attempt that is due counts as finished, though it is not scored yet.
        """
        return rules.may_begin(self._facts(slides_unseen, slides_unanswered, now), now)

    @property
    def pretest_refusal(self) -> Reason | None:
        """Why the pre-test can no longer be taken."""
        return may_sit(attempted=self.attempted)

    def answers_shown(self, attempt: Attempt, now: datetime) -> bool:
        """Whether the right answers of the submitted ``attempt`` may be shown, by the policy frozen in it."""
        passed = attempt.passed or self.passed_attempt is not None
        of_this_term = self.term is not None and attempt.term_id == self.term.pk
        final = not of_this_term or rules.is_final(self.begin_refusal(0, now))
        return rules.answers_shown(Reveal(attempt.policy.reveal), passed=passed, final=final)

    def _facts(self, slides_unseen: int, slides_unanswered: int, now: datetime) -> rules.BeginFacts:
        due = self.open_is_due(now)
        ends = [attempt.submitted_at for attempt in self.attempts] + ([self.open_attempt.closes_at] if due else [])
        return rules.BeginFacts(
            policy=self.policy,
            opens_at=self.term and self.term.opens_at,
            expires_at=self.term and self.term.expires_at,
            withdrawn=self.module.withdrawn_at is not None,
            slides_unseen=slides_unseen,
            slides_unanswered=slides_unanswered,
            attempt_open=self.open_attempt is not None and not due,
            passed=self.passed_attempt is not None,
            used=len(ends),
            granted=self.granted,
            last_submitted_at=max(ends, default=None),
            slides_again=() if due else self.slides_again,
        )


def test_summary(
    *, learner: User | None, module: Module, edition: Edition | None, term: Term | None, now: datetime
) -> TestSummary:
    """Return the learner's standing (learner None: a visitor's), in two statements, five if slides are asked again."""
    policy = _policy_in_force(learner, module, edition, term, now)
    has_test = policy is not None and policy.bank > 0
    attempts = list(attempts_of(learner).filter(module=module)) if learner else []
    ended = [each for each in attempts if each.submitted_at and term and each.term_id == term.pk]
    remedial = has_test and policy.remedial and ended and not any(each.earns_credit for each in ended)
    return TestSummary(
        module=module,
        term=term,
        policy=policy.rules if has_test else None,
        bank=policy.bank if has_test else 0,
        granted=policy.granted if has_test else 0,
        attempts=ended,
        open_attempt=next((each for each in attempts if not each.submitted_at), None),
        blueprint=[Row(**row) for row in policy.blueprint] if has_test else [],
        pretest=policy.pretest if has_test else 0,
        pretested=has_test and policy.pretested,
        in_parts=has_test and policy.in_parts,
        attempted=bool(attempts),
        slides_again=_slides_again(learner, edition, ended[0]) if remedial else (),
    )


test_summary.__test__ = False  # not a test of pytest's


def attempts_of(learner: User) -> QuerySet[Attempt]:
    """Every attempt of ``learner`` in any module, newest first."""
    return Attempt.objects.complete().filter(learner=learner).order_by("-started_at", "-pk")


def attempt_of(learner: User, attempt_id: int, *, slug: str) -> Attempt:
    """Return the learner's own attempt in the module ``slug``; 404 for any other."""
    return get_object_or_404(Attempt.objects.complete(), pk=attempt_id, learner=learner, module__slug=slug)


def responses_of(attempt: Attempt) -> dict[str, Response]:
    """Return the saved responses by item key."""
    return {response.item_key: response for response in attempt.responses.all()}


def items_of(attempt: Attempt, *keys: str) -> dict[str, Item]:
    """Return the items of the paper (or only those with ``keys``) by key."""
    wanted = keys or [place["item"] for place in attempt.paper]
    return {item.key: item for item in Item.objects.filter(test_id=attempt.test_id, key__in=wanted)}


def newest_score(attempt: Attempt) -> Score | None:
    """Return the score that stands, with its correction; None before the attempt is submitted."""
    return Score.objects.select_related("correction").filter(attempt=attempt).order_by("-number").first()


def corrections_of(attempt: Attempt) -> dict[str, ItemCorrection]:
    """Return what was corrected in the attempt's items, the newest correction of each, by the item's key."""
    rows = ItemCorrection.objects.filter(test_id=attempt.test_id).order_by("pk")
    return {row.item_key: row for row in rows}


def seen_items(attempts: Iterable[Attempt]) -> frozenset[str]:
    """Return the keys of the items that the papers of ``attempts`` hold."""
    return frozenset(place["item"] for attempt in attempts for place in attempt.paper)


def extra_percent_of(learner: User, module: Module) -> int:
    """Return how much more time, in per cent, the learner has in tests of ``module``."""
    given = Accommodation.objects.filter(Q(module=module) | Q(module=None), learner=learner).order_by("-at", "-pk")
    return given.values_list("extra_percent", flat=True).first() or 0


def pretest_items(edition: Edition) -> list[Item]:
    """Return the items of the edition's pre-test in order (none where it has no pre-test)."""
    return list(Item.objects.pretest().filter(test__edition=edition).order_by("position"))


def questions_of(edition: Edition) -> dict[str, Question]:
    """Return what scoring needs of the items of the edition's pre-test, by their keys, in order."""
    return {item.key: question_of(item) for item in pretest_items(edition)}


def question_of(item: Item) -> Question:
    return Question(item.kind, item.content, item.objectives[0], tuple(item.slides))


def sitting_of(learner: User, module: Module) -> PretestSitting | None:
    """Return the learner's own sitting of the module's pre-test, with its edition."""
    return PretestSitting.objects.select_related("edition").filter(learner=learner, module=module).first()


def _policy_in_force(
    learner: User | None, module: Module, edition: Edition | None, term: Term | None, now: datetime
) -> TestPolicy | None:
    """Return the ruling policy; beside it what ``TestSummary`` says by the same names of the test and its learner."""
    items = Item.objects.filter(test__edition=edition)
    sittings = PretestSitting.objects.filter(learner__isnull=False, learner=learner, module=module)
    grants = AttemptGrant.objects.filter(learner=learner, term=term)
    blueprint = Subquery(Test.objects.filter(edition=edition).values("blueprint")[:1])
    beside = {
        "bank": _count(items.bank(), "test"),
        "granted": _count(grants, "term"),
        "blueprint": blueprint,
        "pretest": _count(items.pretest(), "test"),
        "pretested": Exists(sittings),
        "in_parts": Exists(items.bank().exclude(kind__in=[kind.name for kind in KINDS.values() if kind.single])),
    }
    return TestPolicy.objects.in_force(module, now).annotate(**beside).first()


def _count(rows: QuerySet, group: str) -> Coalesce:
    """Return the number of ``rows`` (all of one ``group``) as a part of another statement."""
    counted = rows.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _slides_again(learner: User, edition: Edition | None, last: Attempt) -> tuple[str, ...]:
    """Return the slides of the items missed in ``last`` that learners read now and this one has not seen since."""
    score = newest_score(last)
    if score is None or edition is None:
        return ()
    missed = [key for key, mark in score.marks.items() if mark < WHOLE]
    named = Item.objects.filter(test_id=last.test_id, key__in=missed).values_list("slides", flat=True)
    wanted = {key for slides in named for key in slides}
    progress = Progress.objects.filter(learner=learner, module=last.module, last_seen__gt=last.submitted_at)
    seen = set(progress.filter(slide_key__in=wanted).values_list("slide_key", flat=True))
    return tuple(slide["key"] for slide in slides_of(edition.outline) if slide["key"] in wanted - seen)
