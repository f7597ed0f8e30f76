"""Many writers at once make one chain without a gap, and none waits for another that waits for it."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from courses.models import Module
from elearning.audit.models import Entry
from elearning.audit.services import record
from quizzes import services
from quizzes.domain.policy import Policy, Reveal
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def at_once(work):
    """Call ``work(number)`` in WORKERS threads that start together, each with its own connection."""
    start = Barrier(WORKERS)

    def run(number):
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def verified():
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    return said.getvalue().split(". Head")[0]


def test_parallel_writers_make_one_chain_and_a_failed_one_leaves_no_hole():
    someone = factories.user()

    def write(number):
        for step in range(10):
            with transaction.atomic():
                record(now=NOW, actor=None, action=f"writer-{number}", subject=someone, after={"step": step})
                transaction.set_rollback(number == 0)

    at_once(write)
    written = Entry.objects.order_by("number").values_list("number", "action")
    assert [number for number, _ in written] == list(range(1, 31))
    assert {action for _, action in written} == {"writer-1", "writer-2", "writer-3"}
    assert verified() == "30 entries are intact"


def test_an_administrator_who_changes_a_module_and_learners_who_begin_do_not_wait_for_each_other_for_ever():
    edition = factories.published(factories.folder())
    module, term = edition.module, edition.module.terms.get()
    people = [factories.user(f"p{number}@example.org") for number in range(9)]

    def write(number):
        for step in range(3):
            if number:
                person = people[(number - 1) * 3 + step]
                services.begin_attempt(learner=person, edition=edition, term=term, slides_unseen=0, now=NOW)
            else:
                policy = Policy(pass_percent=70 + step, reveal=Reveal.NEVER)
                now = NOW.replace(second=step + 1)
                services.change_policy(module=module, policy=policy, reason="Trial", now=now, actor=None)

    before = Entry.objects.count()
    at_once(write)
    assert (Entry.objects.count() - before, Module.objects.count()) == (12, 1)
    assert verified() == f"{before + 12} entries are intact"
