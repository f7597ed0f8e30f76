"""Runs at the same moment, and a run that is killed: everything once. Real threads and connections."""

import pytest

from courses.models import Term
from elearning.audit.models import Entry
from elearning.lifecycle import services
from elearning.lifecycle.models import ExpiryReminder, ScheduledPublication
from elearning.lifecycle.running import PARTS, run
from elearning.notices.models import Notice
from tests.factories import NOW, folder, published
from tests.lifecycle.factories import DAY, at, draft, light, module, started
from tests.lifecycle.test_publications import AT, schedule
from tests.lifecycle.test_renewal import DAYS
from tests.notices.factories import MINUTE, reached
from tests.notices.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def whole_run(now):
    return [run(name, part, now) for name, part in PARTS.items()]


def test_parallel_runs_publish_remind_and_send_once():
    published(folder())
    schedule(draft())
    ending = light("ending")
    people = [started(ending, f"learner{number}@example.org") for number in range(5)]
    now = at(2027, 12, 24)
    outcomes = at_once(lambda: whole_run(now))
    assert [outcome for each in outcomes for outcome in each if outcome.error] == []
    whole_run(now + MINUTE)  # what one run queued after another had looked for mail
    assert Entry.objects.filter(action="edition.published", after__edition=2).count() == 1
    assert ScheduledPublication.objects.get().state == "done"
    assert sorted(address for address in reached() if address.startswith("learner")) == [each.email for each in people]
    assert ExpiryReminder.objects.filter(term__module=ending).count() == 2
    assert Notice.objects.unsent().count() == 0


def test_a_run_killed_while_it_published_has_published_nothing_and_the_next_one_does(monkeypatch):
    published(folder())
    new = draft()
    schedule(new)

    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as power:  # the process ends between publishing and noting so
        power.setattr("elearning.lifecycle.services.publications.record", killed)
        with pytest.raises(Killed):
            whole_run(AT)
    new.refresh_from_db()
    assert (new.published_at, ScheduledPublication.objects.get().state) == (None, "pending")
    assert services.publish_due(now=AT + DAY) == 1
    new.refresh_from_db()
    assert new.published_at == AT + DAY


def test_parallel_renewals_add_one_term():
    sample = module()

    def renew():
        try:
            return services.renew(
                module=sample, days=DAYS, reviewers=["ann"], actor=None, reason="Current.", now=at(2027, 12, 1)
            )
        except services.Refused:
            return None

    added = [term for term in at_once(renew) if term]
    assert len(added) == 1
    assert Term.objects.filter(module=sample).count() == 2


def test_parallel_schedules_leave_one_pending():
    published(folder())
    new = draft()
    at_once(lambda: schedule(new, at=NOW + DAY))
    assert ScheduledPublication.objects.filter(state="pending").count() == 1
    assert ScheduledPublication.objects.filter(state="cancelled").count() == 3
