"""Requests at the same moment: one badge each, and no position twice, on SQLite and PostgreSQL."""

import pytest

from elearning.badges import services as badges
from elearning.badges.models import Badge, PublicKey, StatusList
from elearning.certificates import access
from tests.certificates.factories import NOW, Passed
from tests.certificates.test_parallel import WORKERS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def own_certificate():
    passed = Passed()
    return access.certificate_of(passed.learner, passed.claim().number)


def test_parallel_downloads_make_one_badge():
    own = own_certificate()
    found = at_once(lambda _: badges.badge_of(certificate=own, now=NOW).jwt)
    assert len(set(found)) == 1
    assert Badge.objects.count() == 1


def test_first_badges_of_different_learners_share_one_list_and_one_key(monkeypatch):
    monkeypatch.setattr(badges.statuslist, "BITS", 8)  # few positions: two drawn at once would collide
    own = [own_certificate() for _ in range(WORKERS)]
    at_once(lambda number: badges.badge_of(certificate=own[number], now=NOW).pk)
    assert (StatusList.objects.count(), PublicKey.objects.count(), Badge.objects.count()) == (1, 1, WORKERS)
