"""What Hypothesis draws for the steps of the machine. A value that stands first is the one a story is shrunk to."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle

SITTINGS = Bundle("sitting")
HANDED_IN = Bundle("handed_in")
REQUESTS = Bundle("request")


def among(*values: Any) -> st.SearchStrategy[Any]:
    """One of ``values``; what stands there twice comes twice as often."""
    return st.sampled_from(values)


POLICIES: dict[str, dict[str, Any]] = {
    "one attempt": {"pass_percent": 13, "max_attempts": 1, "wait_minutes": 0, "time_limit_minutes": 60},
    "pauses": {"time_limit_minutes": 30, "pause_minutes": 10, "max_attempts": 3, "later_waits": (120, 7)},
    "no way back": {"back": False, "time_limit_minutes": 45, "pause_minutes": 1, "wait_minutes": 0},
    "shares": {
        "partial_credit": True,
        "section_percents": {"basics": 50, "practice": 25},
        "time_limit_minutes": 60,
        "pause_minutes": 8,
    },
    "slides again": {"draw": 4, "remedial": True, "max_attempts": None, "wait_minutes": 5, "pass_percent": 75},
}
NOTES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a flag": {"flagged": True},
    "no flag, no note": {"flagged": False, "note": ""},
    "a note": {"note": "Ask <b>Ann</b> ≥ 2", "confidence": "guess"},
    "a long note": {"note": "x" * 2000, "struck": [2, 1, 2]},
    "struck out": {"struck": [1], "confidence": "sure"},
    "struck out what is not there": {"struck": [99, 1]},
    "nothing struck out": {"struck": [], "flagged": True, "confidence": "unsure"},
}
POLICY = st.sampled_from(list(POLICIES))
NOTED = st.sampled_from(list(NOTES))
WHO = among(0, 0, 1)
ITEM = among(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 1, 2, 0, 9, 10**30)
HOW = among("right", "wrong", "right", "wrong", "part", "other", "blank", "alien", "forged", None)
"""None: nothing, only what stands beside the answer."""
PICK = st.integers(0, 5)
"""Which question of a case is answered, and whether it is settled; which of the forged forms is sent."""
REVISION = among("shown", None, "shown", "older")
RIGHT = among("enough", "too few", "all")
SECONDS = among(0, -1, 1)
