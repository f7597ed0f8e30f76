"""What administrators and the clock do: the rules of the machine in which nobody learns."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import multiple, rule

import courses.services
from quizzes import scores, services
from quizzes.domain.kinds import KINDS
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item
from tests.attempts import answers
from tests.attempts.acting import Acting, unless_just_decided
from tests.attempts.books import Sitting
from tests.attempts.drawn import HANDED_IN, POLICY, SECONDS, SITTINGS, WHO, among


class Administered(Acting):
    @unless_just_decided
    @rule(policy=POLICY)
    def change_policy(self, policy: str) -> None:
        self.decided = True
        self.rule_by(policy)

    @rule(target=SITTINGS, sitting=HANDED_IN)
    def grant(self, sitting: Sitting) -> Any:
        """Allow the learner one attempt more, who begins it if nothing else stands against it."""
        person = sitting.person
        services.grant_attempt(learner=person.user, term=self.term, reason="Power cut", now=self.now, actor=None)
        person.granted += 1
        return self.begin_one(person) or multiple()

    @unless_just_decided
    @rule(who=WHO, extra=among(25, 100, 0), everywhere=st.booleans())
    def accommodate(self, who: int, extra: int, everywhere: bool) -> None:
        self.decided = True
        self.give_time(self.books.people[who], extra, everywhere=everywhere)

    @rule(
        sitting=HANDED_IN,
        decisive=among(True, True, False),
        pick=st.integers(0, 7),
        neutral=among(False, False, True),
        take_passes_away=st.booleans(),
    )
    def correct(self, sitting: Sitting, decisive: bool, pick: int, neutral: bool, take_passes_away: bool) -> None:
        """Neutralise an item or give it another key: the second one, or when it has that the first.

        It is ``decisive`` when this learner had it right and passed, or had it wrong and failed.
        """
        result = sitting.results[-1]
        wanted = {key for key, mark in result.marks.items() if (mark == 1) is (result.passed is decisive)}
        keys = [key for key in KINDS if key in wanted] or list(KINDS)
        key = keys[pick % len(keys)]
        neutral = neutral or key not in answers.REKEYED
        right = None if neutral else answers.REKEYED[key]
        if right is not None and self.books.keys[key] == right:
            right = answers.RIGHT[key]
        _, affected = services.correct_item(
            item=Item.objects.get(test=self.site.test, key=key),
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
            self.reach(f"correction: {how}", reached=attempts)
        self.reach("correction: neutralised" if neutral else "correction: rekeyed")
        assert list(scores.differences(Attempt.objects.all())) == []

    @unless_just_decided
    @rule(for_good=st.booleans())
    def withdraw(self, for_good: bool) -> None:
        """Withdraw the module, for a minute or until this comes again."""
        self.decided = True
        self.set_withdrawal(None if self.books.withdrawn else self.now)
        if self.books.withdrawn and not for_good:
            self.wait_for(minutes=1)
            self.set_withdrawal(None)

    def set_withdrawal(self, at: datetime | None) -> None:
        values = {"withdrawn_at": at, "withdrawn_reason": "Outdated" if at else ""}
        courses.services.change_module(
            module=self.site.module, values=values, actor=None, reason="Decided", now=self.now
        )
        self.site.module.refresh_from_db()
        self.books.withdrawn = at

    @unless_just_decided
    @rule(days=among(30, 0, -1))
    def move_the_expiry(self, days: int) -> None:
        """Let the module expire so many days from now."""
        self.decided = True
        last = max(self.term.release, self.now.date() + timedelta(days=days))
        values = {"actor": None, "reason": "Decided", "now": self.now}
        self.term = courses.services.change_term(term=self.term, days={"last_valid_day": last}, **values)
        self.books.expiry = self.term.expires_at

    @rule()
    def close_overdue(self) -> None:
        """Without arguments and always possible, this is the step to which others are shrunk before they go."""
        due = list(self.books.overdue(self.now))
        assert services.close_overdue(now=self.now) == len(due)
        for sitting in due:
            self.books.submit(sitting, self.now)
            self.reach("closed by the clock")

    # The clock, which only goes on

    @rule(minutes=among(1, 8, 61))
    def wait(self, minutes: int) -> None:
        self.wait_for(minutes=minutes)

    @rule(target=SITTINGS, sitting=HANDED_IN, seconds=SECONDS)
    def wait_out(self, sitting: Sitting, seconds: int) -> Any:
        """Come to the second at which the next attempt can begin, or to one beside it, and begin it."""
        self.come_to(self.books.next_at(sitting.person), seconds)
        return self.begin_one(sitting.person) or multiple()

    @rule(
        target=SITTINGS,
        sitting=SITTINGS,
        end=among("deadline", "pause", "deadline", "credit"),
        seconds=SECONDS,
        then=among("answer", "hand in", "begin", "close what is over"),
    )
    def come_to_the_end(self, sitting: Sitting, end: str, seconds: int, then: str) -> Any:
        """Come to the second at which time or pause of an attempt end, or to one beside it, and do something there."""
        pause = sitting.paused and sitting.paused + sitting.left
        instant = {"deadline": sitting.latest, "pause": pause, "credit": self.books.end_of_credit}[end]
        if instant is None:
            return multiple()
        self.come_to(instant, seconds)
        if then == "begin":
            return self.begin_one(sitting.person) or multiple()
        if then == "answer":
            self.sent_by_its_learner(self.write(sitting, sitting.reached, how="right"))
        elif then == "hand in":
            self.submit(sitting)
        else:
            self.close_overdue()
        return multiple()

    def come_to(self, instant: datetime, seconds: int) -> None:
        self.now = max(self.now, instant + timedelta(seconds=seconds))
