"""The schemes under which bodies give credit, and what each of them fixes. Credit is Decimal throughout.

Sources, as numbered in docs/accreditation.md: AMA PRA credit is designated in quarters of an hour, 60 minutes are one
credit, physicians only (A14, A18); an enduring material lives three years without review (A1, A13). ECMECs: half a
credit for 30 minutes, only after the feedback form (E6); a module two years (E5). ACOE: one hour is one credit, after
evaluation and self-test (E3, E4). EBAP: 60 minutes are one credit, 75 % (E7). ESMO: one point for a passed module (S1).
"""

from dataclasses import dataclass
from decimal import Decimal

ALL_PROFESSIONS: tuple[str, ...] = ()
"""A scheme that serves whomever its accreditation names."""
STEPS = (Decimal("0.25"), Decimal("0.5"), Decimal(1))


@dataclass(frozen=True)
class Scheme:
    """A kind of credit.

    ``credit`` and ``credits`` are its name for one and for several, empty where each body names its own.
    ``minutes_per_credit`` is None where the credit is for passing and does not depend on time. ``life_months`` is how
    long a module may carry it without review (None: the body says). ``only_for`` are the professions it can be given
    to at all (keys of elearning.accounts.professions). ``score_percent`` is the least score it asks for.
    """

    key: str
    title: str
    credit: str
    credits: str
    step: Decimal
    minutes_per_credit: int | None = 60
    life_months: int | None = None
    only_for: tuple[str, ...] = ALL_PROFESSIONS
    evaluation_required: bool = False
    score_percent: int | None = None


AMA, EACCME, ESMO, ACOE, EBAP, NATIONAL, OWN = "ama", "eaccme", "esmo", "acoe", "ebap", "national", "own"

SCHEMES = {
    scheme.key: scheme
    for scheme in (
        Scheme(
            AMA,
            "AMA PRA Category 1 Credit",
            "AMA PRA Category 1 Credit",
            "AMA PRA Category 1 Credits",
            Decimal("0.25"),
            life_months=36,
            only_for=("physician",),
            evaluation_required=True,
        ),
        Scheme(
            EACCME,
            "EACCME: European CME credit (ECMEC)",
            "ECMEC®",
            "ECMEC®s",
            Decimal("0.5"),
            life_months=24,
            only_for=("physician",),
            evaluation_required=True,
        ),
        Scheme(ESMO, "ESMO-MORA points", "ESMO-MORA point", "ESMO-MORA points", Decimal(1), minutes_per_credit=None),
        Scheme(ACOE, "ACOE credit", "ACOE credit", "ACOE credits", Decimal("0.5"), evaluation_required=True),
        Scheme(EBAP, "EBAP credit", "EBAP credit", "EBAP credits", Decimal(1), score_percent=75),
        Scheme(NATIONAL, "A national body's credit", "", "", Decimal("0.5")),
        Scheme(OWN, "The provider's own scheme", "", "", Decimal("0.5")),
    )
}
