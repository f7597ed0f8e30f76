"""Learners with credit that bodies can be told of. Plain functions; every argument has a value that works."""

from datetime import date, timedelta
from decimal import Decimal

from elearning.accounts.models import User
from elearning.certificates.models import Accreditation, Certificate
from elearning.delivery import services
from elearning.delivery.domain.bodies import BODIES, Body
from elearning.delivery.models import Batch
from tests.certificates.factories import Passed
from tests.interop.records import EFN, VNR
from tests.quizzes.factories import NOW

PERIOD = (date(2027, 1, 1), date(2027, 12, 31))
LATER = NOW + timedelta(days=1)
PARS, CE_BROKER, EIV, MORA = BODIES.values()
REFERENCES = {"ama": "201234567", "national": VNR, "esmo": "ESMO-7"}


class Credited(Passed):
    """Ada, a physician, who passed and claimed one credit of this scheme."""

    def __init__(self, scheme: str = "ama", amount: str = "1", **values: object) -> None:
        super().__init__(**values)
        Accreditation.objects.create(  # without the evaluation that its scheme asks for: it is not what is tried here
            module=self.module,
            body="A body",
            scheme=scheme,
            credit_name="Fortbildungspunkt" if scheme == "national" else "",
            state="granted",
            reference_number=REFERENCES.get(scheme, ""),
            maximum_credit=Decimal(1),
            step=Decimal("0.25"),
            professions=["physician"],
            opens=PERIOD[0],
            closes=PERIOD[1],
            demonstration=False,
            effective_from=NOW - timedelta(days=30),
            reason="Letter",
        )
        self.certificate: Certificate = self.claim(**{scheme: amount})


def known(learner: User) -> None:
    """Let ``learner`` enter everything that any body asks for."""
    services.save_identity(
        learner=learner,
        given_name="Ada",
        family_name="Example",
        birth_day=29,
        birth_month=2,
        country="CH",
        now=NOW,
    )
    for kind, value, state, profession in (
        ("npi", "1234567893", "", ""),
        ("licence", "ME123456", "FL", "ME"),
        ("efn", EFN, "", ""),
        ("esmo", "123456", "", ""),
    ):
        services.add_licence(learner=learner, kind=kind, value=value, state=state, profession=profession, now=NOW)


def ready(scheme: str = "ama", body: Body = PARS) -> Credited:
    """A credit that the next report to ``body`` holds."""
    credited = Credited(scheme)
    known(credited.learner)
    services.give_consent(learner=credited.learner, body=body, now=NOW)
    return credited


def batch(actor: User, format_key: str = "pars-json", now=LATER) -> Batch:
    return services.make_batch(format_key=format_key, period=PERIOD, actor=actor, now=now)
