"""What administrators and the clock do to the machine's module, written into its books."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import courses.services
from courses.models import Term
from quizzes import scores, services
from quizzes.domain.kinds import KINDS
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item
from tests.attempts import answers, bank
from tests.attempts.books import POLICY, Books, Person, Sitting
from tests.quizzes import factories


class Administered:
    """The part of the machine (``test_every_sitting.Sittings``) in which nobody learns."""

    site: bank.Sitting
    books: Books
    term: Term
    now: datetime
    seen: set[str]
    sit: Callable[..., None]
    begin: Callable[..., None]
    go_on: Callable[..., None]
    answer: Callable[..., None]
    hand_in: Callable[..., None]

    # Administrators

    def change_policy(self, *, policy: dict[str, Any]) -> None:
        self.wait(minutes=0)
        values = {**POLICY, **policy}
        services.change_policy(
            module=self.site.module, policy=factories.policy(**values), reason="Decided", now=self.now, actor=None
        )
        self.books.policy = values

    def grant(self, *, who: int) -> None:
        person = self.books.people[who]
        self.sit(person, right="too few", hand_in=True)
        self.begin(person, unseen=0)
        services.grant_attempt(learner=person.user, term=self.term, reason="Power cut", now=self.now, actor=None)
        person.granted += 1
        most = self.books.policy["max_attempts"]
        if most is not None and len(self.books.of(person)) >= most:
            self.seen.add("another attempt granted")
        self.begin(person, unseen=0)

    def accommodate(self, *, who: int, extra: int, everywhere: bool) -> None:
        person, module = self.books.people[who], None if everywhere else self.site.module
        given = {"learner": person.user, "module": module, "extra_percent": extra}
        services.accommodate(**given, reason="Agreed", now=self.now, actor=None)
        person.extra = extra
        self.seen.update(["more time"] * (extra > 0))

    def correct(self, *, pick: int, neutral: bool, take_passes_away: bool) -> None:
        """Neutralise an item or give it another key: the second one, or when it has that the first again.

        By turns one that somebody had right and one that somebody missed: there it moves most.
        """
        if not any(each.results for each in self.books.sittings.values()):
            self.sit(self.books.people[0], right="enough" if pick % 2 else "too few", hand_in=True)
        marks = [each.results[-1].marks.items() for each in self.books.sittings.values() if each.results]
        wanted = sorted({key for each in marks for key, mark in each if (mark == 1) is bool(pick % 2)})
        key = (wanted or list(KINDS))[pick // 2 % len(wanted or KINDS)]
        neutral = neutral or key not in answers.REKEYED
        right = None if neutral else answers.REKEYED[key]
        if right is not None and self.books.keys[key] == right:
            right = answers.RIGHT[key]
        item = Item.objects.get(test=self.site.test, key=key)
        _, affected = services.correct_item(
            item=item,
            effect=Effect.NEUTRALISED if neutral else Effect.REKEYED,
            content=None if neutral else answers.with_key(key, right),
            take_passes_away=take_passes_away,
            reason="Flawed",
            now=self.now,
            actor=None,
        )
        expected = self.books.correct(key, right, take_passes_away=take_passes_away)
        for how, attempts in expected.items():
            assert getattr(affected, how) == len(attempts)
            self.seen.update([f"correction: {how}"] * bool(attempts))
        assert list(scores.differences(Attempt.objects.all())) == []

    def withdraw(self, *, who: int, for_good: bool) -> None:
        """Withdraw the module or bring it back, and see who can begin."""
        self.set_withdrawal(None if self.books.withdrawn else self.now)
        self.begin(self.books.people[who], unseen=0)
        if self.books.withdrawn and not for_good:
            self.wait(minutes=1)
            self.set_withdrawal(None)

    def set_withdrawal(self, at: datetime | None) -> None:
        values = {"withdrawn_at": at, "withdrawn_reason": "Outdated" if at else ""}
        courses.services.change_module(
            module=self.site.module, values=values, actor=None, reason="Decided", now=self.now
        )
        self.site.module.refresh_from_db()
        self.books.withdrawn = at

    def move_the_expiry(self, *, days: int) -> None:
        last = max(self.term.release, self.term.last_valid_day + timedelta(days=days))
        values = {"actor": None, "reason": "Decided", "now": self.now}
        self.term = courses.services.change_term(term=self.term, days={"last_valid_day": last}, **values)
        self.books.expiry = self.term.expires_at

    def close_overdue(self) -> None:
        due = list(self.books.overdue(self.now))
        assert services.close_overdue(now=self.now) == len(due)
        for sitting in due:
            self.books.submit(sitting, self.now)
            self.seen.add("closed by the clock")

    def close(self, due: Iterable[Sitting]) -> None:
        for attempt, sitting in self.books.sittings.items():
            if sitting in due:
                services.close_if_due(attempt=Attempt.objects.complete().get(pk=attempt), now=self.now)

    # The clock, which only goes on

    def wait(self, *, minutes: int) -> None:
        self.now += timedelta(minutes=minutes, seconds=1)

    def come_to(self, *, who: int, what: str, seconds: int, then: str) -> None:
        """Come to when something ends, or to the second before or after it, and do something there."""
        person = self.books.people[who]
        if what not in ("end_of_wait", "expiry"):
            self.go_on(person)
        instant = self.instant(person, what)
        if instant is None:
            return
        self.now = max(self.now, instant + timedelta(seconds=seconds))
        if what == "end_of_credit":
            self.hand_in(person, again=True)
        elif what in ("end_of_wait", "expiry") or then == "begin":
            self.begin(person, unseen=0)
        elif then == "answer":
            reached = max([each.reached for each in self.books.of(person)], default=1)
            self.answer(person, number=reached, how="right", pick=0)
        elif then == "hand_in":
            self.hand_in(person, again=True)
        else:
            self.close_overdue()

    def instant(self, person: Person, what: str) -> datetime | None:
        if what in ("expiry", "end_of_credit"):
            return getattr(self.books, what)
        sitting = self.books.open_one(person)
        if what == "end_of_wait":
            return None if sitting or not self.books.of(person) else self.books.next_at(person)
        if sitting is None:
            return None
        if what == "end_of_pause":
            return sitting.paused and sitting.paused + sitting.left
        return sitting.deadline if what == "deadline" else self.books.end(sitting)
