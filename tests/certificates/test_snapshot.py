"""What is frozen of the rules: completions are evidence, so it stays the same to the byte."""

import json

import pytest

from elearning.certificates import access
from elearning.certificates.models import Completion
from elearning.certificates.snapshot import completion_snapshot
from tests.certificates.factories import NOW, Passed, accreditation

pytestmark = pytest.mark.django_db
RULES = (
    '{"pass_percent": 75, "section_percents": {"basics": 60}, "max_attempts": 4, "wait_minutes": 60, '
    '"later_waits": [120, 1440], "remedial": true, "draw": 3, "shuffle_items": false, "shuffle_options": false, '
    '"time_limit_minutes": 30, "pause_minutes": 5, "layout": "one", "back": true, "partial_credit": true, '
    '"confidence": true, "reveal": "after_pass"}'
)


def test_the_rules_of_the_attempt_are_frozen_as_ever():
    rules = {**json.loads(RULES), "later_waits": (120, 1440)}
    passed = Passed(**rules)
    accreditation(passed.module)
    frozen = completion_snapshot(access.earned_by(passed.learner, passed.attempt, NOW), NOW)
    assert json.dumps(frozen["policy"]) == RULES
    passed.claim()
    assert Completion.objects.get().snapshot == json.loads(json.dumps(frozen))
