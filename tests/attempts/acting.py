"""What the steps of the machine are made of: to act on the site as somebody, and see that it does as the books say."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, multiple, precondition

from courses.domain.reasons import Refused
from courses.models import Term
from elearning.accounts.models import User
from quizzes import services
from quizzes.models import Attempt
from tests.attempts import answers, bank, holds
from tests.attempts.books import NOT_FOUND, POLICY, REPEATED, SAVED, Books, Person, Sitting
from tests.attempts.drawn import NOTES, POLICIES, SITTINGS, among
from tests.attempts.drawn import POLICY as NAMED
from tests.attempts.saving import Request, Saved
from tests.quizzes import factories


def if_any(holds_of: Callable[[Sitting], object]) -> Callable[[Callable], Callable]:
    """Make a step only when there is a sitting of which something holds."""
    return precondition(lambda self: any(holds_of(each) for each in self.books.sittings.values()))


unless_just_decided = precondition(lambda self: not self.decided)
"""Make a step only when a learner did something since the last such step: without learners little happens."""


class Acting(RuleBasedStateMachine):
    """One module with an item of every kind, two learners, and whoever administers it.

    They are made once; what an example does to them is rolled back after it. ``reached`` counts the examples that
    came to a place worth coming to.
    """

    site: ClassVar[bank.Sitting]
    other: ClassVar[User]
    reached: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.sent: list[Request] = []
        self.decided = False
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        self.reached.update(["examples", *self.seen])
        for each in self.seen:
            event(each)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(target=SITTINGS, policy=NAMED, grace=among(0, 30), extra=among(0, 25))
    def open_module(self, policy: str, grace: int, extra: int) -> Any:
        """The first learner begins at once: without a sitting there is little to do."""
        self.now, module = factories.NOW, self.site.module
        type(module).objects.filter(pk=module.pk).update(grace_minutes=grace)
        module.refresh_from_db()
        self.term = Term.objects.get(pk=self.site.term.pk)
        items = bank.items()
        self.books = Books(
            people=[Person(self.site.learner), Person(self.other)],
            expiry=self.term.expires_at,
            grace=factories.minutes(grace),
            policy=POLICY,
            sections={item.key: item.section for item in items},
            slides={item.key: list(item.slides) for item in items},
        )
        self.rule_by(policy)
        self.give_time(self.books.people[0], extra, everywhere=True)
        return self.begin_one(self.books.people[0]) or multiple()

    @invariant()
    def is_as_in_the_books(self) -> None:
        holds.everything_is_as_in(self.books)

    def reach(self, place: str, *, reached: object = True) -> None:
        if reached:
            self.seen.add(place)

    def wait_for(self, *, minutes: int) -> None:
        """Let the clock go on; no two policies rule from the same instant."""
        self.now += timedelta(minutes=minutes, seconds=1)

    def rule_by(self, policy: str) -> None:
        self.wait_for(minutes=0)
        values = {**POLICY, **POLICIES[policy]}
        services.change_policy(
            module=self.site.module, policy=factories.policy(**values), reason="Decided", now=self.now, actor=None
        )
        self.books.policy = values

    def give_time(self, person: Person, extra: int, *, everywhere: bool) -> None:
        module = None if everywhere else self.site.module
        given = {"learner": person.user, "module": module, "extra_percent": extra}
        services.accommodate(**given, reason="Agreed", now=self.now, actor=None)
        person.extra = extra

    def begin_one(self, person: Person, unseen: int = 0) -> Sitting | None:
        """Begin, and return the new sitting; None when there is none, because one is open or cannot be begun."""
        self.decided = False
        due = list(self.books.overdue(self.now, person))
        for sitting in due:
            self.books.submit(sitting, self.now)
            self.reach("closed by beginning")
        going_on = self.books.open_one(person)
        reason = "" if going_on else self.books.why_not_begin(person, unseen, self.now)
        given = {"learner": person.user, "term": self.term, "slides_unseen": unseen, "seed": len(self.books.sittings)}
        if reason:
            with pytest.raises(Refused) as caught:
                self.site.begin(self.now, **given)
            assert str(caught.value.reason.code) == reason
            self.reach(f"no beginning: {reason}")
            self.close(due)  # which the test page does that says why
            return None
        attempt = self.site.begin(self.now, **given)
        if going_on:
            assert attempt.pk == going_on.attempt
            self.reach("second beginning")
            return None
        begun = self.books.begin(person, attempt.pk, attempt.paper, self.now)
        holds.paper_is_sound(begun)
        most = begun.policy["max_attempts"]
        self.reach("begun by a grant", reached=most is not None and begun.number > most)
        self.reach("begun after a failure", reached=begun.number > 1)
        self.reach("begun with more time", reached=begun.deadline and begun.extra)
        return begun

    def close(self, due: Iterable[Sitting]) -> None:
        for sitting in due:
            services.close_if_due(attempt=Attempt.objects.complete().get(pk=sitting.attempt), now=self.now)

    def write(
        self,
        sitting: Sitting,
        item: int,
        *,
        how: str | None = None,
        pick: int = 0,
        beside: str = "nothing",
        revision: str | None = None,
    ) -> Request:
        """Return what the page of the ``item`` sends (how None: no answer), or somebody who forges it."""
        place = sitting.paper[(item - 1) % len(sitting.paper)]
        posted, meant = (None, None) if how is None else answers.form(place["item"], place["options"], how, pick)
        known = sitting.saved.get(place["item"], Saved()).revision
        shown = {"shown": known, "older": known + 1 if known == 0 else known - 1}.get(revision)
        return Request(sitting.attempt, item, posted, meant, NOTES[beside], shown)

    def send_as(self, person: Person, request: Request) -> str:
        """Send it, see that it is answered as the books say, and return how."""
        found = outcome(
            services.save_answer,
            learner=person.user,
            attempt_id=request.attempt,
            number=request.number,
            posted=request.posted,
            beside=request.beside,
            revision=request.revision,
            now=self.now,
        )
        own = person is self.books.sittings[request.attempt].person
        expected = self.books.save(request, self.now) if own else NOT_FOUND
        assert found == (SAVED if expected == REPEATED else expected)
        return expected

    def sent_by_its_learner(self, request: Request) -> str:
        self.decided = False
        again = any(each is request for each in self.sent)
        found = self.send_as(self.books.sittings[request.attempt].person, request)
        self.reach(f"again: {found}" if again else f"answer: {found}")
        self.reach("forged answer", reached=request.meant and request.meant.forged and found == NOT_FOUND)
        self.sent.append(request)
        return found

    def answer_whole(self, sitting: Sitting, item: int, how: str, beside: str = "nothing") -> None:
        """Answer an item; of a case settle one question after the other."""
        key = sitting.paper[item - 1]["item"]
        for pick in (3, 1, 5) if key == "case" else (0,):
            self.sent_by_its_learner(self.write(sitting, item, how=how, pick=pick, beside=beside, revision="shown"))
        saved = sitting.saved.get(key)
        worked_through = key == "case" and saved and saved.answer and saved.answer["settled"] == len(answers.QUESTIONS)
        self.reach("case worked through", reached=worked_through)

    def submit(self, sitting: Sitting) -> None:
        self.decided = False
        was_open = sitting.at is None
        given = {"learner": sitting.person.user, "attempt_id": sitting.attempt}
        submitted = services.submit_attempt(**given, now=self.now)
        self.books.submit(sitting, self.now)
        assert (submitted.submitted_at, submitted.in_time) == (sitting.at, sitting.in_time)
        if was_open:
            self.reach("closed at its end", reached=self.now > self.books.end(sitting))
            self.reach("passed" if sitting.earned else "failed" if sitting.in_time else "late")
        else:
            self.reach("handed in again")

    def do(self, service: Callable[..., object], sitting: Sitting, expected: str, **given: Any) -> None:
        """Ask something else than an answer of the site, as the sitting's learner."""
        given |= {"learner": sitting.person.user, "attempt_id": sitting.attempt, "now": self.now}
        assert outcome(service, **given) == (expected or SAVED)
        self.reach(f"{service.__name__}: {expected or 'done'}")


def outcome(service: Callable[..., object], **given: Any) -> str:
    """Call a service and return how it ended; anything else than these is a fault of the site."""
    try:
        service(**given)
    except Refused as refused:
        return str(refused.reason.code)
    except Http404:
        return NOT_FOUND
    return SAVED
