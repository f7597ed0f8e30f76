"""Learners who passed, and the certificates they hold. Plain functions; every argument has a value that works."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from courses.models import Edition, Module
from elearning.accounts.models import User
from elearning.certificates import access, services
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Accreditation, Certificate
from quizzes.models import Attempt
from tests.quizzes.factories import NOW, Sitting

BODY = "Demonstration Council"
CREDIT = "Demonstration point"


class Passed(Sitting):
    """A sitting whose learner passed at ``NOW`` (or at ``at``), of an edition with this front matter."""

    def __init__(self, *, at=NOW, front_matter: dict | None = None, **values: object) -> None:
        super().__init__(**values)
        # front_matter is no column that the permanence of published editions covers: it is derived from the sources
        Edition.objects.filter(pk=self.edition.pk).update(front_matter=front_matter or {})
        self.edition.refresh_from_db()
        self.attempt: Attempt = self.sit(4, at)

    def claim_all(self, name: str = "Ada Example", now=NOW, profession: str = "", **claimed: Any) -> list[Certificate]:
        """Claim ``claimed``: amounts by the scheme's key."""
        wish = services.Wish(name, profession, self.amounts(claimed))
        return services.claim_certificates(learner=self.learner, attempt=self.attempt, wish=wish, now=now)

    def claim(self, name: str = "Ada Example", now=NOW, profession: str = "physician", **claimed: Any) -> Certificate:
        """The only certificate that follows from the claim."""
        (certificate,) = self.claim_all(name, now, profession, **claimed)
        return certificate

    def correct(
        self, certificate: Certificate, name: str, now=NOW, profession: str = "physician", **claimed: Any
    ) -> Certificate:
        """The first of the certificates issued anew."""
        return services.correct_certificates(
            completion=certificate.completion,
            generation=certificate.generation,
            wish=services.Wish(name, profession, self.amounts(claimed)),
            actor=self.learner,
            now=now,
        )[0]

    def amounts(self, claimed: dict[str, Any]) -> dict[int, Decimal]:
        rows = {row.scheme: row.pk for row in access.accreditations_at(self.module, self.attempt.submitted_at)}
        return {rows[scheme]: Decimal(credit) for scheme, credit in claimed.items()}


def administrator() -> User:
    return User.objects.create_superuser("admin@example.org", "demo-elearning")


def accreditation(module: Module, state: str = "granted", **values: Any) -> Accreditation:
    """An accreditation recorded before anybody took the test; granted, it is open throughout 2027."""
    granted = {
        "maximum_credit": Decimal(1),
        "opens": date(2027, 1, 1),
        "closes": date(2027, 12, 31),
        "professions": ["physician", "nurse"],
    }
    given = {
        "body": BODY,
        "scheme": "own",
        "credit_name": CREDIT if values.get("scheme", "own") == "own" else "",
        "reason": "Letter of the body",
        "actor": None,
        "now": NOW - timedelta(days=30),
        **(granted if state == "granted" else {}),
        **values,
    }
    return services.set_accreditation(module=module, state=AccreditationState(state), **given)
