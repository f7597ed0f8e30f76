"""What a step of the machine may do, how often beside the others, and with which arguments (one of each tuple)."""

from random import Random
from typing import Any

Table = dict[str, tuple[int, dict[str, tuple[Any, ...]]]]


def drawn(table: Table, random: Random) -> tuple[str, dict[str, Any]]:
    """Draw the name of a method and its arguments."""
    (name,) = random.choices(list(table), [often for often, _ in table.values()])
    return name, {argument: random.choice(values) for argument, values in table[name][1].items()}


POLICIES = (
    {"partial_credit": True, "section_percents": {"basics": 50, "practice": 25}},
    {"time_limit_minutes": 30, "pause_minutes": 10, "max_attempts": 3, "later_waits": (120, 7)},
    {"back": False, "time_limit_minutes": 45, "pause_minutes": 1, "wait_minutes": 0, "max_attempts": None},
    {"draw": 4, "remedial": True, "max_attempts": None, "wait_minutes": 5, "pass_percent": 75},
    {"pass_percent": 13, "max_attempts": 1},
)
BOTH = (True, False)
WHO = (0, 0, 1)
HOW = ("right", "right", "wrong", "part", "other", "blank", "alien", "forged")
BESIDE = (
    {},
    {},
    {"flagged": True},
    {"flagged": False, "note": ""},
    {"note": "Ask <b>Ann</b> ≥ 2", "confidence": "guess"},
    {"note": "x" * 2000, "struck": [2, 1, 2]},
    {"struck": [99, 1], "confidence": "sure"},
    {"struck": [], "flagged": True, "confidence": "unsure"},
)
NUMBER = (1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 0, 9)
REVISION = (None, None, "shown", "older")
LEARNING: Table = {
    "sit": (5, {"right": ("enough", "enough", "too few", "all"), "hand_in": (True, True, False)}),
    "begin": (2, {"unseen": (0, 2)}),
    "answer": (
        6,
        {"number": NUMBER, "how": HOW, "pick": tuple(range(12)), "beside": BESIDE, "revision": REVISION},
    ),
    "annotate": (1, {"number": NUMBER, "beside": BESIDE, "revision": REVISION}),
    "send_again": (4, {"which": (-1, -1, -2, -3)}),
    "send_swapped": (2, {"number": NUMBER, "first": HOW, "second": HOW, "shown": BOTH}),
    "work_through_case": (1, {"how": ("right", "wrong", "part", "other")}),
    "show": (1, {"number": NUMBER}),
    "leave": (2, {"number": ("reached", "reached", 1, 9)}),
    "pause": (3, {"minutes": (0, 1, 8, 61), "resume": BOTH}),
    "resume": (1, {}),
    "hand_in": (2, {"again": BOTH}),
    "reach_for_anothers": (1, {"which": (-1, -2)}),
    "see_slides": (1, {"slides": (["biology"], ["testing"], ["biology", "testing"])}),
}
INSTANTS = ("deadline", "deadline", "end", "end_of_pause", "end_of_wait", "end_of_wait", "expiry", "end_of_credit")
MEANWHILE: Table = {
    "wait": (2, {"minutes": (0, 1, 8, 61)}),
    "come_to": (
        6,
        {
            "who": WHO,
            "what": INSTANTS,
            "seconds": (-1, 0, 1),
            "then": ("begin", "answer", "hand_in", "close_overdue"),
        },
    ),
    "change_policy": (1, {"policy": POLICIES}),
    "grant": (2, {"who": WHO}),
    "accommodate": (1, {"who": WHO, "extra": (0, 25, 100), "everywhere": BOTH}),
    "correct": (6, {"pick": tuple(range(16)), "neutral": BOTH, "take_passes_away": BOTH}),
    "withdraw": (1, {"who": WHO, "for_good": BOTH}),
    "move_the_expiry": (1, {"days": (-30, 1, 90)}),
}

FIRST = {"number": 1, "pick": 0, "beside": {}}
AGAIN = (
    ("begin", {"unseen": 0}),
    ("begin", {"unseen": 0}),
    ("answer", {**FIRST, "how": "right", "revision": "shown"}),
    ("send_again", {"which": -1}),
    ("answer", {**FIRST, "how": "wrong", "revision": None}),
    ("answer", {**FIRST, "how": "right", "revision": None}),
    ("send_again", {"which": -2}),
    ("send_swapped", {"number": 2, "first": "right", "second": "wrong", "shown": False}),
    ("reach_for_anothers", {"which": -1}),
)
SHARES, PAUSES, NO_WAY_BACK, REMEDIAL, ONE_ATTEMPT = POLICIES
OPENINGS: tuple[tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]], ...] = (
    (SHARES, []),
    ({**SHARES, "shuffle_items": False}, [*AGAIN]),
    (SHARES, [("begin", {"unseen": 0}), ("come_to", {"what": "end_of_credit", "seconds": 1, "then": "hand_in"})]),
    (SHARES, [("send_swapped", {"number": 1, "first": "right", "second": "wrong", "shown": True})]),
    (SHARES, [("withdraw", {"for_good": False}), ("begin", {"unseen": 2})]),
    (SHARES, [("come_to", {"what": "expiry", "seconds": 0, "then": "begin"})]),
    (PAUSES, [("pause", {"minutes": 8, "resume": True}), *[("pause", {"minutes": 8, "resume": False})] * 2]),
    (PAUSES, [("begin", {"unseen": 0}), ("come_to", {"what": "end", "seconds": 0, "then": "close_overdue"})]),
    (PAUSES, [("begin", {"unseen": 0}), ("come_to", {"what": "end", "seconds": 1, "then": "begin"})]),
    (PAUSES, [("accommodate", {"extra": 25, "everywhere": True}), ("begin", {"unseen": 0})]),
    (PAUSES, [("begin", {"unseen": 0}), ("wait", {"minutes": 61}), ("hand_in", {"again": True})]),
    (PAUSES, [("sit", {"right": "too few", "hand_in": True}), ("begin", {"unseen": 0})]),
    (NO_WAY_BACK, [("sit", {"right": "enough", "hand_in": False}), ("send_again", {"which": -3})]),
    (REMEDIAL, [("sit", {"right": "too few", "hand_in": True}), ("begin", {"unseen": 0})]),
    (ONE_ATTEMPT, [("grant", {})]),
    (ONE_ATTEMPT, [("correct", {"pick": 0, "neutral": True, "take_passes_away": False})]),
    (ONE_ATTEMPT, [("correct", {"pick": 1, "neutral": False, "take_passes_away": False})]),
    (ONE_ATTEMPT, [("correct", {"pick": 1, "neutral": False, "take_passes_away": True})]),
)
"""How an example begins: a policy, and what the first learner and administrators do. So every place is reached."""
