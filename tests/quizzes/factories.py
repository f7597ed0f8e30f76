"""Modules with a test, and learners before it. Plain functions; every argument has a value that works."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from courses.domain import terms
from courses.models import Edition, Module, Progress, Term
from elearning.accounts.models import User
from quizzes import access, services
from quizzes.domain.blueprint import Row
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.testfile import ItemContent, TestContent
from quizzes.models import Attempt, PretestSitting, TestPolicy

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
REFERENCE = {
    "key": "swain2020",
    "type": "trial",
    "authors": "Swain SM, et al.",
    "title": "End-of-study results",
    "source": "Lancet Oncol",
    "year": "2020",
    "details": "21(4):519-530",
    "doi": "10.1016/S1470-2045(19)30863-0",
    "pmid": "32171426",
    "url": "",
}
_numbers = count(1)


def learner(email: str = "") -> User:
    return User.objects.create_user(
        email or f"learner{next(_numbers)}@example.org", "demo-elearning", name="Ada Example"
    )


def module(slug: str = "", *, time_zone: str = "Europe/Zurich", grace_minutes: int = 0) -> Module:
    return Module.objects.create(
        slug=slug or f"module-{next(_numbers)}",
        title="HER2-positive breast cancer",
        access="registered",
        time_zone=time_zone,
        grace_minutes=grace_minutes,
        created_at=NOW,
    )


def term(
    of: Module, *, release: date = date(2027, 1, 1), last_valid_day: date = date(2027, 12, 31), number: int = 1
) -> Term:
    return Term.objects.create(
        module=of,
        number=number,
        release=release,
        last_review=release,
        last_valid_day=last_valid_day,
        opens_at=terms.opens_at(release, of.time_zone),
        expires_at=terms.expires_at(last_valid_day, of.time_zone),
    )


def edition(of: Module, number: int = 1) -> Edition:
    """The edition that learners read from now on: two sections of a slide each, both required."""
    outline = [
        {
            "key": section,
            "title": section.capitalize(),
            "outline_html": "",
            "slides": [
                {"key": key, "title": f"About {key}", "position": place, "seconds": 60, "required": True, "since": 1}
            ],
        }
        for place, (section, key) in enumerate([("basics", "biology"), ("practice", "testing")], start=1)
    ]
    made = Edition.objects.create(
        module=of,
        number=number,
        content_hash=str(number),
        title=of.title,
        language="en",
        front_matter={
            "objectives": [
                {"key": "standards", "text": "Choose a standard."},
                {"key": "novel", "text": "Judge what is new."},
            ]
        },
        outline=outline,
        renderer=1,
        loaded_at=NOW,
        published_at=NOW,
    )
    of.current_edition = made
    of.save()
    return made


def policy(**values: object) -> Policy:
    return Policy(
        **{"pass_percent": 75, "reveal": Reveal.AFTER_SUBMIT, "max_attempts": 3, "wait_minutes": 60, **values}
    )


def option(html: str, comment_html: str = "", *, correct: bool = False, anchored: bool = False) -> dict[str, object]:
    return {"html": html, "comment_html": comment_html, "correct": correct, "anchored": anchored}


def item(
    key: str,
    *,
    objectives: tuple[str, ...] = ("standards",),
    slides: tuple[str, ...] = ("biology",),
    section: str = "basics",
    enemies: tuple[str, ...] = (),
    matches: str = "",
) -> ItemContent:
    """An item of three options whose first is correct."""
    options = [option(f"{key} option {i}", f"<p>{key} comment {i}</p>", correct=i == 0) for i in range(3)]
    return ItemContent(
        key=key,
        kind="single-best-answer",
        content={"options": options},
        section=section,
        stem_html=f"<p>{key} stem</p>",
        lead_in_html=f"<p>{key} lead-in?</p>",
        rationale_html=f"<p>{key} rationale</p>",
        objectives=objectives,
        slides=slides,
        references=(REFERENCE,),
        enemies=enemies,
        matches=matches,
    )


def reads(learner: User, of: Edition, now: datetime = NOW) -> None:
    """Let ``learner`` have seen every slide of an edition that ``edition`` made."""
    Progress.objects.bulk_create(
        Progress(
            learner=learner,
            module=of.module,
            slide_key=key,
            edition=of,
            content_hash="",
            first_seen=now,
            last_seen=now,
        )
        for key in ("biology", "testing")
    )


class Sitting:
    """A module in its term with a test of ``items`` items (``item-1`` …) under a policy, and a learner before it.

    ``blueprint`` draws from both sections; then the items lie in them by turns. The pre-test has ``pretest`` items
    (``early-1`` matches ``item-1`` …), which by turns serve the objectives "standards" and "novel".
    """

    def __init__(
        self,
        *,
        items: int = 4,
        grace_minutes: int = 0,
        slug: str = "",
        blueprint: tuple[Row, ...] = (),
        pretest: int = 0,
        **values: object,
    ) -> None:
        self.module = module(slug, grace_minutes=grace_minutes)
        self.term = term(self.module)
        self.edition = edition(self.module)
        self.policy = policy(**values)
        sections = ["practice", "basics"] if blueprint else ["basics"]
        bank = [item(f"item-{i}", section=sections[i % len(sections)]) for i in range(1, items + 1)]
        early = [
            item(
                f"early-{i}",
                objectives=(["novel", "standards"][i % 2],),
                slides=(["testing", "biology"][i % 2],),
                matches=f"item-{i}",
            )
            for i in range(1, pretest + 1)
        ]
        content = TestContent("CME test", self.policy, tuple(bank), blueprint, tuple(early))
        self.test = services.store_test(edition=self.edition, content=content)
        self.policy_row: TestPolicy = services.first_policy(
            module=self.module, policy=self.policy, now=self.term.opens_at, actor=None
        )
        self.learner = learner()

    def begin(self, now: datetime = NOW, **values: object) -> Attempt:
        asked = {"learner": self.learner, "edition": self.edition, "term": self.term, "slides_unseen": 0, "seed": 7}
        return services.begin_attempt(**{**asked, "now": now, **values})

    def answer(self, attempt: Attempt, right: int, now: datetime = NOW) -> None:
        """Answer every item of the paper, the first ``right`` of them rightly."""
        for number, place in enumerate(attempt.paper, start=1):
            option = 0 if number <= right else 1
            services.save_answer(
                learner=self.learner,
                attempt_id=attempt.pk,
                number=number,
                posted={"option": [str(place["options"].index(option) + 1)]},
                now=now,
            )

    def submit(self, attempt: Attempt, now: datetime = NOW) -> Attempt:
        return services.submit_attempt(learner=self.learner, attempt_id=attempt.pk, now=now)

    def sit(self, right: int, now: datetime = NOW) -> Attempt:
        """Begin, answer and submit an attempt at one instant."""
        attempt = self.begin(now)
        self.answer(attempt, right, now)
        return self.submit(attempt, now)

    def sit_pretest(self, *, right: int | None = None, now: datetime = NOW, **values: object) -> PretestSitting:
        """Submit the pre-test with its first ``right`` items right (None: all), the next one wrong, the rest blank."""
        keys = list(access.questions_of(self.edition))
        count = len(keys) if right is None else right
        answers = {key: 0 if place < count else 1 for place, key in enumerate(keys[: count + 1])}
        given = {"learner": self.learner, "edition": self.edition, "answers": answers, "now": now}
        return services.submit_pretest(**{**given, **values})


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
