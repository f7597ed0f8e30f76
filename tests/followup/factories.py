"""Learners who passed and wished to be asked again. Plain functions; every argument has a value that works."""

import re
from datetime import timedelta

from courses.models import Edition, Module
from elearning.accounts.models import User
from elearning.certificates.models import Completion
from elearning.followup import access, services
from elearning.followup.models import Card, Enrolment, Review
from elearning.notices.models import Notice
from quizzes.domain.kinds import WHOLE
from quizzes.models import Attempt, Item, Response, Score
from tests.quizzes.factories import NOW, Sitting

DAY = timedelta(days=1)


class Followed(Sitting):
    """A sitting of four items, the last of the paper missed, whose learner passed at NOW and is asked again.

    ``confidence`` gives that of items by their place in the paper (from 1).
    """

    def __init__(self, *, right: int = 3, confidence: dict[int, str] | None = None, begin=True, learner=None, **values):
        super().__init__(**values)
        self.learner = learner or self.learner
        self.attempt = self.passed(right)
        for place, said in (confidence or {}).items():
            Response.objects.filter(attempt=self.attempt, item_key=self.key(place)).update(confidence=said)
        self.completion = completed(self.attempt)
        self.enrolment = self.begin_followup() if begin else None

    def passed(self, right: int = 3, at=NOW, **values) -> Attempt:
        """An attempt of the learner's with its score, written as it stands after a submit: the journey sits one."""
        keys = list(self.test.items.order_by("position").values_list("key", flat=True))
        marks = {key: WHOLE if place < right else 0 for place, key in enumerate(keys)}
        numbers = {"correct": right, "total": len(keys), "points": right * WHOLE, "passed": True}
        belongs = {"module": self.module, "term": self.term, "edition": self.edition, "test": self.test}
        frozen = {"policy": self.policy_row, "language": "en", "seed": 7, "grace_minutes": 0, "number": 1}
        paper = [{"item": key, "options": [0, 1, 2]} for key in keys]
        times = {"started_at": at, "submitted_at": at, "in_time": True}
        row = {**belongs, **frozen, **times, **numbers, "paper": paper, "learner": self.learner, **values}
        attempt = Attempt.objects.create(**row)
        answers = [Response(attempt=attempt, item_key=key, answer=0, answered=True, answered_at=at) for key in keys]
        Response.objects.bulk_create(answers)
        Score.objects.create(attempt=attempt, number=1, marks=marks, sections={}, at=at, **numbers)
        return attempt

    def key(self, place: int) -> str:
        """The key of the item in ``place`` (from 1) of the paper."""
        return self.attempt.paper[place - 1]["item"]

    def begin_followup(self, now=NOW, **values) -> Enrolment:
        wish = {"per_week": 3, "language": "", **values}
        return services.begin(learner=self.learner, completion=self.completion, **wish, now=now)

    def cards(self) -> list[Card]:
        return list(self.enrolment.cards.order_by("rank"))

    def asked(self, now=NOW + DAY) -> Review:
        """The question that is mailed at ``now``."""
        assert services.ask_by_mail(learner=self.learner, now=now)
        return Review.objects.latest("pk")


def completed(attempt) -> Completion:
    return Completion.objects.create(
        learner=attempt.learner,
        module=attempt.module,
        term=attempt.term,
        edition=attempt.edition,
        attempt=attempt,
        completed_at=attempt.submitted_at,
        snapshot={},
    )


def complete(review: Review) -> Review:
    """The question as its door gives it."""
    return access.complete_reviews().get(pk=review.pk)


def posted(review: Review, *, right: bool = True) -> dict[str, list[str]]:
    """What the form of the question sends for its right option, or for a wrong one."""
    order = access.question_of(complete(review)).order
    return {"option": [str(order.index(0 if right else 1) + 1)]}


def answer(review: Review, *, right: bool = True, confidence: str = "", now=NOW + DAY) -> Review:
    review = complete(review)
    edition = str(review.card.enrolment.module.current_edition.number)
    sent = posted(review, right=right)
    return services.answer(review=review, posted=sent, confidence=confidence, edition=edition, now=now)


def addresses(notice: Notice) -> list[str]:
    """The paths to which a mail links."""
    return [link.removeprefix("http://testserver") for link in links_in(notice.body)]


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def newer_edition(of: Followed, *, keys: list[str], kind: str = "single-best-answer") -> Edition:
    """Publish a second edition with those items of the first one that have these keys, all of ``kind``."""
    edition = Edition.objects.get(pk=of.edition.pk)
    edition.pk, edition.number, edition.content_hash = None, 2, "2"
    edition.save(force_insert=True)
    test = of.test
    items = list(Item.objects.filter(test=test, key__in=keys))
    test.pk, test.edition = None, edition
    test.save(force_insert=True)
    for row in items:
        row.pk, row.test, row.kind, row.stem_html = None, test, kind, "<p>Revised stem</p>"
        row.save(force_insert=True)
    Module.objects.filter(pk=of.module.pk).update(current_edition=edition)
    return edition


def visitor_named(email: str) -> User:
    return User.objects.create_user(email, "demo-elearning", name="Bo Other")
