"""Learners with a transcript. Plain functions; every argument has a value that works."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from PIL import Image

from elearning.accounts.models import User
from elearning.certificates.models import Certificate
from elearning.transcript import services
from elearning.transcript.domain.documents import Document
from elearning.transcript.models import ExternalCredit
from tests.certificates.factories import BODY, CREDIT, Passed, accreditation
from tests.factories import NOW

PDF = b"%PDF-1.7\n% a certificate from elsewhere\n%%EOF\n"
VALUES = {
    "title": "Ward round in oncology",
    "body": "A hospital",
    "credit_name": "CPD hour",
    "amount": Decimal("1.50"),
    "completed_on": date(2027, 2, 1),
    "note": "",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "white").save(file, kind)
    return file.getvalue()


def earned(
    learner: User,
    amount: str = "1",
    at: datetime = NOW,
    profession: str = "physician",
    body: str = BODY,
    credit_name: str = CREDIT,
) -> Certificate:
    """A certificate of ``learner`` from a module of its own whose ``body`` gives credit."""
    passed = _PassedBy(learner, at)
    accreditation(passed.module, body=body, credit_name=credit_name, maximum_credit=Decimal(10), step=Decimal("0.25"))
    return passed.claim(learner.name, at, profession, own=amount)


def attended(learner: User, at: datetime = NOW) -> Certificate:
    """A certificate of ``learner`` without credit."""
    return _PassedBy(learner, at).claim(learner.name, at, "")


class _PassedBy(Passed):
    def __init__(self, learner: User, at: datetime) -> None:
        self.someone = learner
        super().__init__(at=at)

    def sit(self, right: int, now: datetime = NOW):
        self.learner = self.someone
        return super().sit(right, now)


def declared(learner: User, document: Document | None = None, **values: object) -> ExternalCredit:
    given = {**VALUES, **values}
    return services.add_credit(learner=learner, values=given, document=document, today=NOW.date(), now=NOW)


def document(content: bytes = PDF, name: str = "proof.pdf", kind: str = "pdf") -> Document:
    return Document(kind, name, content)
