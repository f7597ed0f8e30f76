"""What a step of the machine may do, how often beside the others, and with which arguments."""

from typing import Any

from hypothesis import strategies as st

from tests.credit.books import ITEMS, SCHEMES

Table = dict[str, tuple[int, dict[str, st.SearchStrategy[Any]]]]


def one_of(table: Table) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """The name of a method and its arguments; the number says how often, beside the others."""
    names = [name for name, (often, _) in table.items() for _ in range(often)]
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), st.fixed_dictionaries(table[name][1])))


def among(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


WISH = {
    "profession": among("physician", "nurse", "physician", "nurse", "other", ""),
    "amount": among("all", "all", "step", "all", "step", "too-much", "off-step", "nothing"),
}
LEARNING: Table = {
    "earn": (
        3,
        {
            "profession": among("physician", "nurse"),
            "amount": among("all", "step", "too-much"),
            "evaluate": among(True, True, False),
        },
    ),
    "correct": (
        4,
        {"which": among("newest", "oldest"), "stale": among(False, False, True), "keep": st.booleans(), **WISH},
    ),
    "finish": (1, {"profession": among("physician", "nurse"), "amount": among("all", "step")}),
    "sit": (
        2,
        {
            "seconds": among(1200, 300),
            "right": among(ITEMS, 1, 0),
            "pause": among("end", "none", "hours"),
            "hand_in": among(True, True, False),
        },
    ),
    "claim": (2, {"which": among("passed", "passed", "own", "another"), **WISH}),
    "evaluate": (1, {"which": among("passed", "own", "another"), "complete": st.booleans()}),
    "read": (1, {"seconds": among(60, 300, 1200)}),
    "hand_in": (1, {}),
    "reach_for_anothers": (1, {}),
    "erase": (1, {}),
}
MEANWHILE: Table = {
    "wait": (3, {"hours": among(0, 1, 23, 24 * 10)}),
    "come_to": (
        2,
        {"what": among("expiry", "end_of_credit", "end_of_claims", "end_of_corrections"), "seconds": among(-1, 0, 1)},
    ),
    "renew": (3, {}),
    "revoke": (2, {"which": among(0, -1)}),
    "issue_anew": (1, {"which": among(0, -1)}),
    "move_the_expiry": (1, {"days": among(-60, -1, 1, 90)}),
    "extend_after_a_late_test": (1, {}),
    "withdraw_or_bring_back": (1, {}),
    "close_what_is_over": (1, {}),
    "accredit": (
        2,
        {
            "scheme": among(*SCHEMES),
            "state": among("granted", "granted", "withdrawn", "applied"),
            "steps": st.integers(1, 4),
            "days": among(30, 400),
        },
    ),
}
