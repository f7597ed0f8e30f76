"""Two runners and two writers at once: one mail for each occasion."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from elearning.notices.models import Notice
from elearning.notices.services import queue, send_pending
from tests.factories import NOW
from tests.notices.factories import put, reached

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(call, times=4):
    start = Barrier(times)

    def run(_):
        start.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def test_parallel_runners_send_each_notice_once():
    for number in range(20):
        put(str(number))
    sent = at_once(lambda: send_pending(now=NOW))
    assert sum(sent) == 20
    assert sorted(reached()) == sorted(f"reader{number}@example.org" for number in range(20))


def test_parallel_writers_queue_one_notice():
    message = {"kind": "test", "key": "1", "to": "reader@example.org", "subject": "A", "body": "B", "now": NOW}
    assert sorted(at_once(lambda: queue(**message))) == [False, False, False, True]
    assert Notice.objects.count() == 1
