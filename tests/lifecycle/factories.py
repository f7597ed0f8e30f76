"""Modules near their end, and the days and people of a life cycle. Plain functions; every argument has a value."""

from datetime import UTC, date, datetime, timedelta

import courses.services
from courses.models import Edition, Module, Term
from elearning.accounts.models import User
from elearning.lifecycle.models import Responsible
from elearning.notices.models import Notice
from elearning.publishing.services import load
from tests import factories
from tests.quizzes import factories as quizzes

NOW = factories.NOW
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def module(slug: str = "sample", *, last_valid_day: date = date(2027, 12, 31), **values: object) -> Module:
    """A published module, valid from 2027-01-01 to ``last_valid_day``."""
    files = factories.folder(slug=slug, title=f"The module {slug}", **values)
    made = factories.published(files).module
    days = {"last_valid_day": last_valid_day}
    courses.services.change_term(term=made.terms.get(), days=days, actor=None, reason="For the test.", now=NOW)
    return Module.objects.get(pk=made.pk)


def light(slug: str = "sample", *, last_valid_day: date = date(2027, 12, 31), **values: object) -> Module:
    """A module like ``module``, put into the database without its folder: for what does not read its content."""
    made = quizzes.module(slug, **values)
    made.title = f"The module {slug}"
    quizzes.term(made, last_valid_day=last_valid_day)
    quizzes.edition(made)
    return made


def term_of(of: Module) -> Term:
    return of.terms.order_by("-number").first()


def started(of: Module, email: str, at: datetime = NOW, **fields: object) -> User:
    """A learner who began the module at ``at``."""
    learner = factories.user(email, **fields)
    courses.services.start_module(learner=learner, edition=of.current_edition, now=at)
    return learner


def responsible(of: Module, email: str, **fields: object) -> User:
    person = factories.user(email, **{"is_staff": True, **fields})
    Responsible.objects.create(module=of, user=person)
    return person


def draft(slug: str = "sample", title: str = "A changed module", **values: object) -> Edition:
    files = factories.folder(slug=slug, title=title, **values)
    return load(files=files, publish=False, substance=[], actor=None, now=NOW)[0]


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def waiting(kind: str) -> list[str]:
    """The addresses for which mail of this kind was queued, in order."""
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))
