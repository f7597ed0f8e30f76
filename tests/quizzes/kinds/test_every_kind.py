"""What holds of an item of any kind."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.kinds import KINDS, WHOLE
from tests.quizzes.filling import posts
from tests.quizzes.kinds.samples import FIELDS, content_of, entry, read

ENOUGH = settings(max_examples=200, deadline=None)
NAMES = list(FIELDS)
CONTENTS = {name: content_of(name) for name in NAMES}
SHARED = {"multiple-response", "multiple-true-false", "extended-matching", "ordering", "case"}
kinds = pytest.mark.parametrize("name", NAMES)


class Filled:
    """What ``filling.posts`` asks of an item."""

    def __init__(self, name):
        self.kind, self.content = name, CONTENTS[name]


def saved(name, order, answer):
    """The answer after its forms were sent one by one."""
    given = None
    for posted in posts(Filled(name), order, answer):
        given = KINDS[name].parse(CONTENTS[name], order, posted, given)
    return given


def order_of(name, seed=7):
    return KINDS[name].order(CONTENTS[name], Random(seed), shuffle=True)


def any_given(given):
    return any(each is not None for each in given)


ONE, SEVERAL = st.integers(0, 3), st.sets(st.integers(0, 3), min_size=1).map(sorted)
TRUTHS = st.tuples(*[st.sampled_from([True, False, None])] * 3).map(list).filter(any_given)
MATCHES = st.tuples(*[st.none() | st.integers(0, 5)] * 2).map(list).filter(any_given)
NUMBERS = st.decimals(0, 99, places=1).map(str)
PLAIN_NUMBERS = st.integers(0, 9).map(lambda number: {"value": str(number), "unit": ""})
ANSWERS = {
    "single-best-answer": st.integers(0, 4),
    "multiple-response": SEVERAL,
    "multiple-true-false": TRUTHS,
    "extended-matching": MATCHES,
    "ordering": st.permutations(range(4)).map(list),
    "numeric": st.fixed_dictionaries({"value": NUMBERS, "unit": st.sampled_from(["days", "months"])}),
    "hotspot": st.integers(0, 2),
    "case": st.tuples(ONE, SEVERAL, PLAIN_NUMBERS).map(lambda given: {"answers": list(given), "settled": 3}),
}
"""Some answer that a learner could give to the sample of each kind, complete or not."""


def test_every_kind_has_a_sample():
    assert list(KINDS) == NAMES == list(ANSWERS)


@kinds
def test_what_is_exported_is_read_again_as_the_same(name):
    content, problems = read(entry(name))
    exported = KINDS[name].export(content.items[0].content)
    again, problems = read({**entry(name), **_without_paragraphs(exported)})
    assert problems == []
    assert again.items[0].content == content.items[0].content


def _without_paragraphs(value):
    """The Markdown of the samples: their renderer only puts a paragraph around it."""
    if isinstance(value, dict):
        return {key: _without_paragraphs(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_paragraphs(each) for each in value]
    return value.removeprefix("<p>").removesuffix("</p>") if isinstance(value, str) else value


@kinds
def test_the_key_is_wholly_right_and_a_blank_earns_nothing(name):
    kind, content = KINDS[name], CONTENTS[name]
    for partial in (False, True):
        assert kind.grade(content, kind.key(content), partial=partial) == WHOLE
        assert kind.grade(content, None, partial=partial) == 0
    assert kind.answered(content, kind.key(content))
    assert kind.describe(content, kind.key(content)) != []
    assert kind.describe(content, None) == []


@kinds
@ENOUGH
@given(st.data())
def test_an_answer_is_saved_as_it_was_given_whatever_the_order_shown(name, data):
    order = order_of(name, data.draw(st.integers(0, 99)))
    answer = data.draw(ANSWERS[name])
    assert saved(name, order, answer) == answer


@kinds
@ENOUGH
@given(st.data())
def test_marks_lie_between_nothing_and_the_whole_and_shares_never_take_away(name, data):
    kind, content = KINDS[name], CONTENTS[name]
    answer = data.draw(ANSWERS[name])
    strict, shared = (kind.grade(content, answer, partial=partial) for partial in (False, True))
    assert 0 <= strict <= shared <= WHOLE
    assert (shared == WHOLE) is (strict == WHOLE)
    if name not in SHARED:
        assert strict in (0, WHOLE)


@kinds
@ENOUGH
@given(st.dictionaries(st.sampled_from(
    ["option", "value", "unit", "question", "next", *(f"{name}-{place}" for name in ("statement", "vignette", "step")
    for place in range(9))]), st.lists(st.text(max_size=6) | st.sampled_from(["1", "9", "true", "-1", "0"]), max_size=3)
))  # fmt: skip
def test_whatever_is_posted_becomes_an_answer_that_can_be_graded_and_shown_or_is_refused(name, posted):
    kind, content, order = KINDS[name], CONTENTS[name], order_of(name)
    try:
        answer = kind.parse(content, order, posted, None)
    except ValueError:
        return
    assert 0 <= kind.grade(content, answer, partial=True) <= WHOLE
    assert kind.answered(content, answer) in (True, False)
    assert isinstance(kind.describe(content, answer), list)
    assert isinstance(kind.render(content, order, answer), dict)


@kinds
def test_another_key_is_asked_for_and_none_is_given_by_nothing(name):
    kind, content = KINDS[name], CONTENTS[name]
    assert kind.key_fields(content) != {}
    assert kind.rekeyed(content, {}) is None


def test_a_question_of_a_case_that_is_given_no_whole_key_keeps_its_own():
    kind, content = KINDS["case"], CONTENTS["case"]
    right = kind.rekeyed(content, {"0": [2], "2_tolerance": "0.1"})
    assert kind.key(right)["answers"] == [2, *kind.key(content)["answers"][1:]]
    assert right["questions"][1:] == content["questions"][1:]


@kinds
def test_the_order_is_the_same_for_the_same_seed(name):
    assert order_of(name, 3) == order_of(name, 3)


@ENOUGH
@given(st.integers(0, 10**6))
def test_an_anchored_option_stays_in_its_place_and_steps_are_never_shown_in_their_order(seed):
    assert order_of("single-best-answer", seed)[-1] == 4
    assert order_of("ordering", seed) != [0, 1, 2, 3]
    unshuffled = KINDS["single-best-answer"].order(CONTENTS["single-best-answer"], Random(seed), shuffle=False)
    assert unshuffled == [0, 1, 2, 3, 4]
