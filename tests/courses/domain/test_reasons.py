import pytest

from courses.domain.reasons import Code, Reason, Refused, refuse


def test_no_reason_refuses_nothing():
    assert refuse(None) is None


def test_a_reason_is_raised_and_carried():
    with pytest.raises(Refused) as caught:
        refuse(Reason(Code.WAIT, {"until": 5}))
    assert caught.value.reason == Reason(Code.WAIT, {"until": 5})
    assert str(caught.value) == "wait"
