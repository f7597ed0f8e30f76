"""Where a credit stands with a body: pure rules."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.delivery.domain.bodies import BODIES, body_of, person_problems
from elearning.delivery.domain.standing import Line, Standing, State, action_due, may_become, standing
from elearning.interop.formats import FORMATS
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.reported import Action, Identity
from tests.interop.records import identity

ADD, DELETE = Action.ADD, Action.DELETE
WRONG = [Problem(ProblemCode.NAME_MISSING)]


@pytest.mark.parametrize(
    ("valid", "consent", "problems", "lines", "expected"),
    [
        (True, False, [], [], Standing.NO_CONSENT),
        (True, True, [], [], Standing.WAITING),
        (True, True, WRONG, [], Standing.INCOMPLETE),
        (True, True, [], [Line(ADD, State.EXPORTED)], Standing.EXPORTED),
        (True, False, [], [Line(ADD, State.SENT)], Standing.SENT),
        (True, True, WRONG, [Line(ADD, State.ACCEPTED)], Standing.ACCEPTED),
        (True, True, [], [Line(ADD, State.REJECTED)], Standing.REJECTED),
        (True, False, [], [Line(ADD, State.REJECTED)], Standing.NO_CONSENT),
        (True, True, [], [Line(ADD, State.REJECTED), Line(ADD, State.SENT)], Standing.SENT),
        (False, True, [], [], Standing.NOT_REPORTED),
        (False, True, [], [Line(ADD, State.REJECTED)], Standing.NOT_REPORTED),
        (False, False, [], [Line(ADD, State.ACCEPTED)], Standing.TO_TAKE_BACK),
        (False, True, [], [Line(ADD, State.ACCEPTED), Line(DELETE, State.REJECTED)], Standing.TO_TAKE_BACK),
        (False, True, [], [Line(ADD, State.ACCEPTED), Line(DELETE, State.EXPORTED)], Standing.TAKEN_BACK),
    ],
)
def test_a_credit_stands(valid, consent, problems, lines, expected):
    assert standing(valid=valid, consent=consent, problems=problems, lines=lines) is expected


LINES = st.lists(st.builds(Line, st.sampled_from(Action), st.sampled_from(State)), max_size=5)


@settings(max_examples=200)
@given(st.booleans(), st.sampled_from([[], WRONG]), LINES)
def test_nothing_is_added_without_consent_or_for_a_certificate_that_no_longer_holds(valid, problems, lines):
    where = standing(valid=valid, consent=False, problems=problems, lines=lines)
    assert action_due(where) is not ADD
    invalid = standing(valid=False, consent=True, problems=problems, lines=lines)
    assert action_due(invalid) is not ADD


@settings(max_examples=200)
@given(st.booleans(), st.booleans(), LINES)
def test_what_a_body_knows_is_not_told_twice(valid, consent, lines):
    where = standing(valid=valid, consent=consent, problems=[], lines=lines)
    told = {line.action for line in lines if line.stands}
    assert action_due(where) not in told


def test_a_body_answers_once_and_may_reject_later():
    order = list(State)
    allowed = {(old, new) for old, new in product(order, order) if old is not new and may_become(old, new)}
    exported, sent, accepted, rejected = order
    assert allowed == {
        (exported, sent),
        (exported, accepted),
        (exported, rejected),
        (sent, accepted),
        (sent, rejected),
        (accepted, rejected),
    }


def test_every_format_of_a_body_exists_and_leads_back_to_it():
    assert all(key in FORMATS and body_of(key) is body for body in BODIES.values() for key in body.formats)
    with pytest.raises(KeyError):
        body_of("csv")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("pars", ["name-missing", "identifier-missing", "birthday-missing"]),
        ("cebroker", ["name-missing", "identifier-missing"]),
        ("eiv", ["identifier-missing"]),
        ("mora", ["name-missing"]),
    ],
)
def test_a_body_misses_of_a_person(key, expected):
    assert [str(one.code) for one in person_problems(BODIES[key], Identity())] == expected
    assert person_problems(BODIES[key], identity()) == []
