"""What is asked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.evaluation.domain import form
from elearning.evaluation.domain.form import Kind

OWN_ONE = {"key": "choose", "text": "Choose a first-line treatment."}
OWN_TWO = {"key": "name", "text": "Name the drugs."}
OF_A_SECTION = {"key": "detail", "text": "Know a detail.", "section": "basics"}


def test_each_objective_of_the_module_is_rated_by_itself_and_those_of_sections_are_not():
    asked = form.questions([OWN_ONE, OF_A_SECTION, OWN_TWO])
    assert [(one.key, one.subject) for one in asked if one.key.startswith(form.OBJECTIVE)] == [
        ("objective:choose", "Choose a first-line treatment."),
        ("objective:name", "Name the drugs."),
    ]


def test_where_the_module_has_no_objective_of_its_own_those_of_its_sections_are_rated():
    assert form.questions([OF_A_SECTION])[0].subject == "Know a detail."


def test_after_the_objectives_come_the_module_and_the_practice():
    assert [one.key for one in form.questions([OWN_ONE])] == [
        "objective:choose",
        "relevance",
        "new",
        "level",
        "time",
        "balance",
        "bias",
        "improve",
        "intention",
        "reason",
        "changes",
        "own-change",
        "reminder",
    ]


def test_ratings_have_five_steps_in_words():
    (rating, *_) = form.questions([OWN_ONE])
    assert [(choice.value, choice.text) for choice in rating.choices] == [
        ("1", "not met"),
        ("2", "slightly met"),
        ("3", "partly met"),
        ("4", "mostly met"),
        ("5", "fully met"),
    ]


def test_each_objective_can_become_a_commitment():
    changes = next(one for one in form.questions([OWN_ONE, OWN_TWO]) if one.key == "changes")
    assert [choice.subject for choice in changes.choices if choice.subject] == [OWN_ONE["text"], OWN_TWO["text"]]


objectives = st.lists(
    st.fixed_dictionaries(
        {"key": st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), "text": st.text(min_size=1)},
        optional={"section": st.sampled_from(["basics", "practice"])},
    ),
    unique_by=lambda row: row["key"],
)


@settings(max_examples=200)
@given(objectives)
def test_every_question_can_be_told_apart_and_waits_only_for_one_before_it(rows):
    asked = form.questions(rows)
    keys = [one.key for one in asked]
    assert len(set(keys)) == len(keys)
    for place, one in enumerate(asked):
        values = [choice.value for choice in one.choices]
        assert len(set(values)) == len(values)
        assert (one.kind is Kind.TEXT) == (values == [])
        if one.when:
            awaited = next(before for before in asked[:place] if before.key == one.when[0])
            assert one.when[1] in {choice.value for choice in awaited.choices}
