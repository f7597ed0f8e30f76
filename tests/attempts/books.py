"""The books of the machine: who did what when, and what follows from it. Nothing of the rules under test is called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from elearning.accounts.models import User
from tests.attempts import answers
from tests.attempts.saving import Request, Saved, after, contradicts

WHOLE = 840
CLOSED, PAUSED, LEFT, NEWER = "attempt-closed", "attempt-paused", "item-left", "answer-newer"
SETTLED = "answer-settled"
SAVED, REPEATED, NOT_FOUND = "saved", "saved before", "not found"
POLICY = {
    "pass_percent": 50,
    "max_attempts": 2,
    "wait_minutes": 60,
    "later_waits": (),
    "draw": None,
    "time_limit_minutes": None,
    "pause_minutes": 0,
    "back": True,
    "partial_credit": False,
    "remedial": False,
    "section_percents": {},
}


@dataclass
class Person:
    """A learner. ``slides`` says when each was last seen, ``extra`` how much more time there is, in per cent."""

    user: User
    granted: int = 0
    extra: int = 0
    slides: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What an attempt scored, by the keys as they stood then."""

    correct: int
    total: int
    points: Fraction
    passed: bool
    held: bool
    marks: Mapping[str, Fraction]


@dataclass
class Sitting:
    """An attempt by its number in the database. ``paused`` is since when the clock stands still, ``left`` for how long
    it may."""

    attempt: int
    person: Person
    policy: Mapping[str, Any]
    number: int
    begun: datetime
    deadline: datetime | None
    left: timedelta
    extra: int
    paper: list[dict[str, Any]]
    paused: datetime | None = None
    reached: int = 1
    saved: dict[str, Saved] = field(default_factory=dict)
    at: datetime | None = None
    in_time: bool | None = None
    results: list[Result] = field(default_factory=list)

    def stands_still(self, now: datetime) -> bool:
        return self.paused is not None and now < self.paused + self.left

    def run_on(self, now: datetime) -> None:
        """Let the clock run again."""
        if self.paused is not None:
            stood = min(now - self.paused, self.left)
            self.deadline, self.left, self.paused = self.deadline + stood, self.left - stood, None

    @property
    def latest(self) -> datetime | None:
        """When its own time ends if nothing happens any more."""
        return self.deadline and self.deadline + (self.left if self.paused else timedelta())

    @property
    def earned(self) -> bool:
        return bool(self.results and self.results[-1].passed and self.in_time)


@dataclass
class Books:
    """All that happened to the module. ``keys`` are the right answers as they stand; None: the item counts no more."""

    people: list[Person]
    expiry: datetime
    grace: timedelta
    policy: Mapping[str, Any]
    sections: Mapping[str, str]
    slides: Mapping[str, list[str]]
    withdrawn: datetime | None = None
    sittings: dict[int, Sitting] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=lambda: dict(answers.RIGHT))

    # When

    @property
    def end_of_credit(self) -> datetime:
        graceful = self.expiry + self.grace
        return min(graceful, self.withdrawn) if self.withdrawn else graceful

    def end(self, sitting: Sitting) -> datetime:
        """The first instant at which nothing can be saved any more."""
        return min(filter(None, [sitting.latest, self.end_of_credit]))

    def is_over(self, sitting: Sitting, now: datetime) -> bool:
        return sitting.at is not None or now >= self.end(sitting)

    def of(self, person: Person) -> list[Sitting]:
        return [each for each in self.sittings.values() if each.person is person]

    def open_one(self, person: Person) -> Sitting | None:
        return next((each for each in self.of(person) if each.at is None), None)

    # Beginning

    def why_not_begin(self, person: Person, unseen: int, now: datetime) -> str:
        """Why the person, who has no attempt open, cannot begin one; "" if nothing stands against it."""
        ended = self.of(person)
        if self.withdrawn:
            return "withdrawn"
        if any(each.earned for each in ended):
            return "already-passed"
        if now >= self.expiry:
            return "expired"
        if unseen:
            return "slides-unseen"
        most = self.policy["max_attempts"]
        if most is not None and len(ended) >= most + person.granted:
            return "no-attempts-left"
        return self._why_not_again(person, now) if ended else ""

    def _why_not_again(self, person: Person, now: datetime) -> str:
        if self.to_see_again(self.of(person)[-1]):
            return "slides-again"
        return "wait" if now < self.next_at(person) else ""

    def next_at(self, person: Person) -> datetime:
        """When the wait after the person's last attempt that ended is over."""
        ended = [each for each in self.of(person) if each.at]
        waits = [self.policy["wait_minutes"], *self.policy["later_waits"]]
        minutes = waits[len(ended) - 1] if len(ended) <= len(waits) else waits[-1]
        return max(each.at for each in ended) + timedelta(minutes=minutes)

    def to_see_again(self, sitting: Sitting) -> set[str]:
        """The slides of the items missed in ``sitting`` that its learner has not seen since, if the policy asks."""
        if not self.policy["remedial"]:
            return set()
        missed = [key for key, mark in sitting.results[-1].marks.items() if mark < 1]
        return {slide for key in missed for slide in self.slides[key]} - {
            slide for slide, seen in sitting.person.slides.items() if seen > sitting.at
        }

    def begin(self, person: Person, attempt: int, paper: list[dict[str, Any]], now: datetime) -> Sitting:
        minutes, extra = self.policy["time_limit_minutes"], person.extra
        deadline = minutes and now + timedelta(minutes=minutes) + timedelta(minutes=minutes) * extra / 100
        left = timedelta(minutes=self.policy["pause_minutes"])
        number = len(self.of(person)) + 1
        begun = Sitting(attempt, person, dict(self.policy), number, now, deadline, left, extra, paper)
        self.sittings[attempt] = begun
        return begun

    # Sitting

    def why_not_open(self, sitting: Sitting, number: int, now: datetime) -> str:
        if self.is_over(sitting, now):
            return CLOSED
        if sitting.stands_still(now):
            return PAUSED
        if not 1 <= number <= len(sitting.paper):
            return NOT_FOUND
        return "" if sitting.policy["back"] or number == sitting.reached else LEFT

    def why_not_leave(self, sitting: Sitting, number: int, now: datetime) -> str:
        reason = self.why_not_open(sitting, number, now)
        return "" if reason == LEFT else reason

    def pause(self, sitting: Sitting, now: datetime) -> str:
        """Let the clock stand still, or return why it cannot."""
        if self.is_over(sitting, now):
            return CLOSED
        if sitting.stands_still(now):
            return ""
        if not sitting.left or sitting.paused is not None:
            return "no-pause-left"  # an earlier pause ended itself because it was all used up
        sitting.paused = now
        return ""

    def save(self, request: Request, now: datetime) -> str:
        """Write down what a request of the attempt's own learner saves, and return how it is answered."""
        sitting = self.sittings[request.attempt]
        reason = self.why_not_open(sitting, request.number, now)
        if reason and (reason != LEFT or request.number > sitting.reached):
            return reason
        place = sitting.paper[request.number - 1]
        saved = sitting.saved.get(place["item"], Saved())
        if contradicts(saved, request):
            return SETTLED
        if (becomes := after(saved, place, request)) is None:
            return NOT_FOUND
        if reason or request.revision not in (None, saved.revision):
            return REPEATED if replace(becomes, revision=saved.revision) == saved else reason or NEWER
        sitting.saved[place["item"]] = replace(becomes, answered_at=now)
        return SAVED

    # The end

    def submit(self, sitting: Sitting, now: datetime) -> None:
        """Write down that it was handed in, or found to be over, unless it was before."""
        if sitting.at is None:
            end = self.end(sitting)
            sitting.at = max(sitting.begun, min(now, end))
            sitting.in_time = sitting.at < self.end_of_credit
            sitting.results.append(self.result(sitting))

    def overdue(self, now: datetime, person: Person | None = None) -> Iterator[Sitting]:
        for sitting in self.sittings.values():
            if sitting.at is None and person in (None, sitting.person) and now >= self.end(sitting):
                yield sitting

    def correct(self, key: str, right: Any, *, take_passes_away: bool) -> Mapping[str, list[int]]:
        """Write down another key (None: the item counts no more); return whom it moved, by how."""
        self.keys[key] = right
        moved: dict[str, list[int]] = {"gained": [], "lost": [], "held": []}
        for attempt, sitting in self.sittings.items():
            if sitting.at is None or all(place["item"] != key for place in sitting.paper):
                continue
            before = sitting.results[-1].passed
            result = self.result(sitting, keep=before and not take_passes_away)
            sitting.results.append(result)
            if result.held:
                moved["held"].append(attempt)
            elif result.passed != before:
                moved["gained" if result.passed else "lost"].append(attempt)
        return moved

    def result(self, sitting: Sitting, *, keep: bool = False) -> Result:
        """Score it by the keys as they stand; ``keep`` a pass whatever comes out."""
        partial, percents = sitting.policy["partial_credit"], sitting.policy["section_percents"]
        keys = [place["item"] for place in sitting.paper if self.keys[place["item"]] is not None]
        given = {key: saved.answer for key, saved in sitting.saved.items()}
        marks = {key: answers.mark(key, self.keys[key], given.get(key), partial=partial) for key in keys}
        passed = _reaches(marks.values(), sitting.policy["pass_percent"]) and all(
            _reaches([mark for key, mark in marks.items() if self.sections[key] == section], percent)
            for section, percent in percents.items()
        )
        held = keep and not passed
        right = sum(mark == 1 for mark in marks.values())
        return Result(right, len(marks), WHOLE * sum(marks.values(), Fraction()), passed or held, held, marks)


def _reaches(marks: Any, percent: int) -> bool:
    """Whether the mean of the marks is the pass mark or more; of nothing, nothing is asked."""
    marks = list(marks)
    return not marks or Fraction(sum(marks), len(marks)) >= Fraction(percent, 100)
