"""The kinds of items. A new kind is a file here, a line below, and a template in ``templates/quizzes/kinds``."""

from quizzes.domain.kinds.case import Case, kind_named
from quizzes.domain.kinds.choice import MultipleResponse, SingleBestAnswer
from quizzes.domain.kinds.contract import WHOLE, Answer, Content, KeyField, Kind, Order, Part, Posted, Settled
from quizzes.domain.kinds.hotspot import Hotspot
from quizzes.domain.kinds.matching import ExtendedMatching
from quizzes.domain.kinds.numeric import Numeric
from quizzes.domain.kinds.ordering import Ordering
from quizzes.domain.kinds.reader import Reader
from quizzes.domain.kinds.truefalse import MultipleTrueFalse

__all__ = [
    "KINDS",
    "WHOLE",
    "Answer",
    "Content",
    "KeyField",
    "Kind",
    "Order",
    "Part",
    "Posted",
    "Reader",
    "Settled",
    "kind_named",
    "kind_of",
]

SIMPLE: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SingleBestAnswer(),
        MultipleResponse(),
        MultipleTrueFalse(),
        ExtendedMatching(),
        Ordering(),
        Numeric(),
        Hotspot(),
    )
}
KINDS: dict[str, Kind] = {**SIMPLE, Case.name: Case(SIMPLE)}
"""Every kind by its name, that of test.yaml's default first."""


def kind_of(name: str) -> Kind:
    return KINDS[name]
