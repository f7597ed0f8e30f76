"""Requests and runs at the same moment: one evaluation, one e-mail, on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest

from elearning.audit.models import Entry
from elearning.evaluation import due
from elearning.evaluation.models import Commitment, Evaluation
from elearning.notices.models import Notice
from tests.certificates.test_parallel import at_once
from tests.evaluation.factories import NOW, Passed

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_submits_give_one_evaluation():
    passed = Passed()
    found = at_once(lambda number: passed.evaluate(improve=[f"Wish {number}"]).pk)
    assert len(set(found)) == 1
    assert (Evaluation.objects.count(), Commitment.objects.count()) == (1, 1)
    assert Entry.objects.filter(action="evaluation.submitted").count() == 1


def test_parallel_runs_ask_once():
    Passed().evaluate(reminder=["30", "90"], changes=["team", "guideline"])
    asked = at_once(lambda _: due.run(NOW + timedelta(days=30)))
    assert (sum(asked), Notice.objects.count()) == (1, 1)
