"""What a journey finds when it begins: modules, people, attempts; made by the services, at a time that it chooses."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

import courses.services
import elearning.certificates.services
import elearning.delivery.services
import elearning.evaluation.services
import elearning.followup.services
import elearning.transcript.services
import quizzes.services
from courses import access
from courses.domain.problems import Problems
from courses.models import Edition, Module
from elearning.accounts.models import User
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Completion
from elearning.delivery.domain.bodies import BODIES, PARS
from elearning.evaluation.domain import form
from elearning.followup import access as followups
from elearning.notices.models import Notice
from elearning.publishing.folder import read_folder
from elearning.transcript.domain.documents import Document
from quizzes.models import Attempt, Item
from tests import factories
from tests.quizzes import eight as eight_kinds
from tests.quizzes.filling import posts, right_posts

HER2 = Path(settings.BASE_DIR) / "courses" / "content" / "her2-metastatic-breast-cancer"
Learner = User


def learner(email: str, name: str, **fields: Any) -> Learner:
    made = factories.user(email, name=name, **fields)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def her2(now: datetime) -> Edition:
    problems = Problems()
    edition = factories.published(read_folder(HER2, problems), now)
    assert problems.sorted() == []
    return _valid_for_a_year(edition, now)


def sample(now: datetime, *, slides: int = 5, items: int = 3, pretest: int = 0, **policy: Any) -> Edition:
    files = factories.folder(slides=slides, items=items, pretest=pretest, policy=policy)
    edition = factories.published(files, now)
    return _valid_for_a_year(edition, now)


def eight(now: datetime, **policy: Any) -> Edition:
    """Return a module whose test has an item of each kind."""
    return _valid_for_a_year(factories.published(eight_kinds.folder(**policy), now), now)


def asking(now: datetime, **module: Any) -> Edition:
    """Return a module of three slides: the first asks a check question, the second a case."""
    return _valid_for_a_year(factories.published(factories.asking(slug="asking", **module), now), now)


def translated(now: datetime) -> Edition:
    """A small module in English whose first two slides ask something; the first one is translated into German."""
    files = {**factories.asking(slug="translated", title="A translated module"), **factories.asking_in_german()}
    del files["de/1-basics/02-two.md"]
    return _valid_for_a_year(factories.published(files, now), now)


def _valid_for_a_year(edition: Edition, now: datetime) -> Edition:
    today = now.date()
    days = {
        "release": today - timedelta(days=30),
        "last_review": today - timedelta(days=30),
        "last_valid_day": today + timedelta(days=365),
    }
    return _with_days(edition, days, now)


def expired(edition: Edition, now: datetime) -> Edition:
    """Return the module of ``edition`` after its last day, which was the day before yesterday."""
    return _with_days(edition, {"last_valid_day": now.date() - timedelta(days=2)}, now)


def _with_days(edition: Edition, days: dict[str, Any], now: datetime) -> Edition:
    term = edition.module.terms.get()
    courses.services.change_term(term=term, days=days, actor=None, reason="For the journey.", now=now)
    return access.newest_edition(edition.module.slug)


def has_read(person: Learner, edition: Edition, now: datetime, *, answering: bool = True) -> None:
    """Let ``person`` have begun the module, seen every slide and answered its questions, the last one at ``now``."""
    courses.services.start_module(learner=person, edition=edition, now=now)
    for slide in edition.slides.select_related("edition"):
        marks = access.progress_of(person, edition.module)
        courses.services.record_visit(learner=person, slide=slide, marks=marks, now=now)
        for question in slide.questions if answering else ():
            asked = {"slide": slide, "question": question, "option": 0}
            courses.services.answer_question(learner=person, **asked, marks=marks, now=now)


def allows_reports(person: Learner, now: datetime) -> None:
    """Let ``person`` enter a number and allow reports to a body that asks for more."""
    number = {"kind": "npi", "value": "1234567893", "state": "", "profession": ""}
    elearning.delivery.services.add_licence(learner=person, **number, now=now)
    elearning.delivery.services.give_consent(learner=person, body=BODIES[PARS], now=now)


def accredited(edition: Edition, now: datetime) -> None:
    """Let two bodies give credit for the module since yesterday: one to physicians after evaluation, one to all."""
    Module.objects.filter(pk=edition.module_id).update(demonstration=False)
    edition.module.refresh_from_db()
    today = now.date()
    days = {"opens": today - timedelta(days=20), "closes": today + timedelta(days=300), "reason": "Letter."}
    ama = {"body": "Council A", "scheme": "ama", "step": Decimal("0.25"), "professions": ["physician"]}
    own = {"body": "The society", "scheme": "own", "credit_name": "CME point", "professions": ["physician", "nurse"]}
    for values, maximum in ((ama, Decimal(1)), (own, Decimal(2))):
        elearning.certificates.services.set_accreditation(
            module=edition.module,
            state=AccreditationState.GRANTED,
            maximum_credit=maximum,
            evaluation_required=True,
            actor=None,
            now=now - timedelta(days=1),
            **values,
            **days,
        )


def has_evaluated(person: Learner, attempt: Attempt, now: datetime) -> None:
    questions = form.questions(attempt.edition.front_matter["objectives"])
    given = {one.key: [one.choices[-1].value] if one.choices else ["Nothing."] for one in questions}
    elearning.evaluation.services.submit_evaluation(learner=person, attempt=attempt, given=given, language="", now=now)


def learnt_elsewhere(person: Learner, now: datetime) -> None:
    """Let ``person`` add an external credit with a file."""
    values = {"title": "Ward round in oncology", "body": "A hospital", "credit_name": "CPD hour", "note": "Weekly"}
    values |= {"amount": Decimal("1.5"), "completed_on": now.date() - timedelta(days=400)}
    proof = Document("pdf", "proof.pdf", b"%PDF-1.7\n%%EOF\n")
    elearning.transcript.services.add_credit(learner=person, values=values, document=proof, today=now.date(), now=now)


def is_asked_again(person: Learner, completion: Completion, now: datetime) -> str:
    """Let ``person`` have answered a question of the follow-up; return the token of the next one's link."""
    services = elearning.followup.services
    services.begin(learner=person, completion=completion, per_week=3, language="", now=now)
    asked = now + timedelta(days=9)
    for later in (timedelta(), timedelta(days=2)):
        assert services.ask_by_mail(learner=person, now=asked + later)
        review = followups.complete_reviews().latest("pk")
        if not later:
            question = followups.question_of(review)
            item, edition = question.item, str(question.edition.number)
            (sent,) = posts(item, question.order, item.by_kind.key(item.content))
            services.answer(review=review, posted=sent, edition=edition, confidence="sure", now=asked)
    mail = Notice.objects.get(kind="followup-question", key=str(review.pk))
    return mail.body.split("/follow-up/")[1].split("/")[0]


def begin(person: Learner, edition: Edition, now: datetime) -> Attempt:
    term = access.current_term(edition.module, now)
    return quizzes.services.begin_attempt(learner=person, edition=edition, term=term, slides_unseen=0, now=now)


def finish(attempt: Attempt, now: datetime, *, right: bool) -> Attempt:
    """Answer every item right, or every one wrong (those of which no option is chosen stay blank), and submit."""
    for number in range(1, len(attempt.paper) + 1):
        for posted in right_posts(attempt, number) if right else wrong_posts(attempt, number):
            given = {"learner": attempt.learner, "attempt_id": attempt.pk, "number": number, "now": now}
            quizzes.services.save_answer(**given, posted=posted)
    return quizzes.services.submit_attempt(learner=attempt.learner, attempt_id=attempt.pk, now=now)


def wrong_posts(attempt: Attempt, number: int) -> list[dict[str, list[str]]]:
    """Return the form that chooses a wrong option of item ``number``; none where no one option is chosen."""
    item = Item.objects.get(test=attempt.test_id, key=attempt.paper[number - 1]["item"])
    chosen = item.kind in ("single-best-answer", "hotspot")
    return [{"option": [str(option_shown(attempt, number, right=False))]}] if chosen else []


def option_shown(attempt: Attempt, number: int, *, right: bool) -> int:
    """Return the place (from 1) at which item ``number`` of the attempt shows its right option, or a wrong one."""
    place = attempt.paper[number - 1]
    item = Item.objects.get(test=attempt.test_id, key=place["item"])
    correct = item.by_kind.key(item.content)
    position = place["options"].index(correct)
    return (position if right else (position + 1) % len(place["options"])) + 1
