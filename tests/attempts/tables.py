"""What a step of the machine may do, how often beside the others, and with which arguments."""

from hypothesis import strategies as st

from tests.credit.tables import Table, among

POLICIES = (
    {"partial_credit": True, "section_percents": {"basics": 50, "practice": 25}},
    {"time_limit_minutes": 30, "pause_minutes": 10, "max_attempts": 3, "later_waits": (120, 7)},
    {"back": False, "time_limit_minutes": 45, "pause_minutes": 1, "wait_minutes": 0, "max_attempts": None},
    {"draw": 4, "remedial": True, "max_attempts": None, "wait_minutes": 5, "pass_percent": 75},
    {"pass_percent": 12, "max_attempts": 1},
)
HOW = among("right", "right", "wrong", "part", "other", "blank", "alien", "forged")
BESIDE = st.fixed_dictionaries(
    {},
    optional={
        "flagged": st.booleans(),
        "note": among("", "Ask <b>Ann</b> ≥ 2", "x" * 2000),
        "struck": among([], [1], [2, 1, 2], [99]),
        "confidence": among("sure", "unsure", "guess"),
    },
)
NUMBER = among(1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 0, 9)
REVISION = among(None, "shown", "shown", "older")
ANSWER = {"number": NUMBER, "how": HOW, "pick": st.integers(0, 11), "beside": BESIDE, "revision": REVISION}
LEARNING: Table = {
    "sit": (4, {"right": st.integers(0, 8), "hand_in": among(True, True, False)}),
    "begin": (2, {"unseen": among(0, 0, 0, 2)}),
    "answer": (7, ANSWER),
    "note": (1, {"number": NUMBER, "beside": BESIDE, "revision": REVISION}),
    "send_again": (2, {"which": among(-1, -1, -2, -3)}),
    "send_swapped": (1, {"number": NUMBER, "first": HOW, "second": HOW, "shown": st.booleans()}),
    "work_through_case": (1, {"how": among("right", "wrong", "part", "other")}),
    "show": (1, {"number": NUMBER}),
    "leave": (3, {"number": among("reached", "reached", 1, 9)}),
    "pause": (2, {}),
    "resume": (1, {}),
    "hand_in": (2, {"again": st.booleans()}),
    "reach_for_anothers": (1, {"which": among(-1, -2)}),
    "see_slides": (1, {"slides": among(["biology"], ["testing"], ["biology", "testing"])}),
}
INSTANTS = ("deadline", "deadline", "end", "end_of_pause", "end_of_wait", "expiry", "end_of_credit")
MEANWHILE: Table = {
    "wait": (3, {"minutes": among(0, 1, 8, 61)}),
    "come_to": (5, {"who": among(0, 0, 1), "what": among(*INSTANTS), "seconds": among(-1, 0, 1)}),
    "change_policy": (1, {"policy": among(*POLICIES)}),
    "grant": (1, {"who": among(0, 0, 1)}),
    "accommodate": (1, {"who": among(0, 0, 1), "extra": among(0, 25, 100), "everywhere": st.booleans()}),
    "correct": (
        4,
        {
            "pick": st.integers(0, 7),
            "neutral": st.booleans(),
            "take_passes_away": st.booleans(),
        },
    ),
    "close_overdue": (1, {}),
    "withdraw_or_bring_back": (1, {}),
    "move_the_expiry": (1, {"days": among(-30, 1, 90)}),
}
