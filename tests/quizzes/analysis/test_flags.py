"""What the figures say to an author."""

import numpy as np
import pytest

from quizzes.domain.analysis import analyse, dif
from quizzes.domain.analysis.advice import ADVICE
from quizzes.domain.analysis.drift import Earlier
from quizzes.domain.analysis.sheets import Sheets
from tests.quizzes.analysis.columns import single_choice

N = 1000


def sheets_with(chosen, *, seconds=30.0, professions=None):
    """Sheets of ten sound items and, first, one answered as ``chosen(ability, random)`` says (0 is the key)."""
    random = np.random.default_rng(5)
    ability = random.normal(size=N)
    right = random.random((N, 10)) < 1 / (1 + np.exp(0.5 - 1.5 * ability[:, None]))
    others = np.where(right, 0, random.integers(1, 4, (N, 10)))
    answers = np.column_stack([chosen(ability, random), others])
    drawn = np.ones(N, dtype=bool)
    columns = tuple(single_choice(f"i{place}", "ABCD", 0, answers[:, place], drawn) for place in range(11))
    times = np.column_stack([np.full(N, seconds), np.full((N, 10), 30.0)])
    if seconds == "rushed":
        times[:, 0] = np.where(np.arange(N) < N / 4, 1.0, 60.0)
    known = np.full(N, -1) if professions is None else professions
    return Sheets(columns, (answers == 0).astype(float), times.astype(float), known, ("doctor", "nurse"))


def flags(sheets, **values):
    return {flag.advice.key: flag.values for flag in analyse(sheets, **values).items[0].flags}


def logistic(value):
    return 1 / (1 + np.exp(-value))


def sound(ability, random):
    return np.where(random.random(N) < logistic(1.5 * ability), 0, random.integers(1, 4, N))


def test_a_sound_item_has_no_flag():
    assert flags(sheets_with(sound)) == {}


def test_a_key_that_the_best_avoid_is_told_with_the_option_they_take():
    def wrong_key(ability, random):
        return np.where(random.random(N) < logistic(1.5 * ability), 2, random.integers(0, 4, N))

    found = flags(sheets_with(wrong_key))
    assert (found["key-avoided"]["option"], list(found)[:2]) == ("C", ["key-avoided", "negative"])
    assert found["key-avoided"]["upper"] > 70
    assert found["key-avoided"]["lower"] < 45


def test_a_second_right_answer_is_suspected():
    def two_keys(ability, random):
        good = random.random(N) < logistic(2 * ability - 0.5)
        return np.where(good, np.where(random.random(N) < 0.6, 0, 1), random.choice([0, 2, 3], N))

    assert list(flags(sheets_with(two_keys))) == ["second-key"]


def test_guessing_hardly_tells_learners_apart():
    def guessed(_, random):
        return random.integers(0, 4, N)

    assert set(flags(sheets_with(guessed))) == {"hard", "weak"}


def test_an_easy_item_is_told_once_and_not_for_each_distractor():
    def easy(_, random):
        return np.where(random.random(N) < 0.985, 0, 1)

    assert set(flags(sheets_with(easy))) == {"easy"}


def test_a_distractor_that_nobody_takes_is_named():
    def unused(ability, random):
        return np.where(random.random(N) < logistic(1.5 * ability), 0, random.integers(1, 3, N))

    assert flags(sheets_with(unused)) == {"unused": {"options": "D (0 %)"}}


def test_blanks_and_haste_are_told():
    def blank(ability, random):
        return np.where(random.random(N) < 0.2, -1, sound(ability, random))

    assert set(flags(sheets_with(blank, seconds="rushed"))) == {"blank", "rapid"}


@pytest.mark.parametrize(("before", "told"), [(0.30, True), (0.45, False)])
def test_a_change_since_an_earlier_edition_is_told_where_it_is_large(before, told):
    found = flags(sheets_with(sound), earlier={"i0": [Earlier("1", 800, before, reworded=False)]})
    assert ("drift" in found) == told


def test_a_profession_for_which_the_item_is_harder_is_told():
    nurses = np.random.default_rng(6).integers(0, 2, N)

    def harder(ability, random):
        return np.where(random.random(N) < logistic(1.5 * ability + 0.8 - 1.6 * nurses), 0, random.integers(1, 4, N))

    sheets = sheets_with(harder, professions=nurses)
    (one,) = analyse(sheets).items[0].dif
    assert (one.result.grade, one.result.delta < -1.5) == (dif.Grade.C, (one.reference == "doctor"))
    assert flags(sheets)["harder-for"]["easier"] == "doctor"


def test_few_learners_of_a_profession_are_not_compared():
    nurses = (np.arange(N) < 29).astype(int)
    assert analyse(sheets_with(sound, professions=nurses)).items[0].dif == ()


def test_from_fewer_than_thirty_learners_nothing_is_flagged_but_what_is_certain():
    sheets = sheets_with(sound)
    few = sheets.where(np.arange(N) < 29)
    assert [one.flags for one in analyse(few).items] == [()] * 11


def test_every_advice_says_what_was_found_and_what_to_do_for_every_figure_it_gets():
    """Each has its own name, and its places are filled by the values that its flag brings."""
    values = {
        **dict.fromkeys(["option", "options", "upper", "lower", "figure", "share", "seconds"], "x"),
        **dict.fromkeys(["focal", "reference", "easier", "grade", "now", "before", "edition"], "x"),
    }
    assert len({one.key for one in ADVICE}) == len(ADVICE)
    for one in ADVICE:
        assert "%" not in (one.found % values).replace(" %", "")
        assert (one.do % values).endswith(".")
