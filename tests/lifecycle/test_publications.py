"""Publishing at a set time: once, by the same rules as by hand, and told where it could not be."""

from datetime import timedelta

import pytest

from courses.models import Edition, Module
from elearning.audit.models import Entry
from elearning.lifecycle import services
from elearning.lifecycle.models import ScheduledPublication
from elearning.publishing.services import Refused, publish_edition
from tests import factories
from tests.factories import NOW
from tests.lifecycle.factories import DAY, MINUTE, draft, waiting

pytestmark = pytest.mark.django_db
AT = NOW + DAY


def schedule(edition, at=AT, actor=None, substance=(), now=NOW):
    return services.schedule_publication(
        edition=edition, at=at, substance=substance, actor=actor, reason="After the congress.", now=now
    )


def became():
    return ScheduledPublication.objects.values_list("state", "outcome", "settled_at").get()


def test_a_draft_is_published_at_its_time_and_not_before(edition, administrator):
    new = draft()
    schedule(new, actor=administrator)
    assert services.publish_due(now=AT - MINUTE) == 0
    assert Module.objects.get().current_edition_id == edition.pk
    assert services.publish_due(now=AT + 3 * MINUTE) == 1
    assert Module.objects.get().current_edition_id == new.pk
    assert became() == ("done", "", AT + 3 * MINUTE)
    entry = Entry.objects.get(action="edition.published", subject_id=str(new.pk))
    assert (entry.actor_id, entry.at) == (administrator.pk, AT + 3 * MINUTE)


def test_the_slides_chosen_when_it_was_scheduled_are_to_be_read_again(edition):
    new = draft(slides=3)
    schedule(new, substance=["two"])
    services.publish_due(now=AT)
    assert dict(new.slides.values_list("key", "substance_since")) == {"one": 1, "two": 2, "three": 1}


def test_running_again_publishes_nothing_more(edition):
    schedule(draft())
    entries = [services.publish_due(now=AT), Entry.objects.count(), services.publish_due(now=AT + DAY)]
    assert entries == [1, Entry.objects.count(), 0]


def test_rules_that_are_not_met_refuse_it_and_the_administrators_are_told(administrator):
    new = draft("for-credit", demonstration=False)
    schedule(new, actor=administrator)
    assert services.publish_due(now=AT) == 1
    state, outcome, _ = became()
    assert (state, outcome) == ("failed", "clinical-review: awaiting clinical review")
    assert Edition.objects.get().published_at is None
    assert waiting("publication-not-done") == ["education@example.org", "admin@example.org"]
    assert services.publish_due(now=AT + DAY) == 0


def test_a_newer_draft_cancels_it_and_says_so(edition, administrator):
    old = draft(title="Second")
    schedule(old, actor=administrator)
    draft(title="Third")
    assert services.publish_due(now=NOW + MINUTE) == 1
    assert became()[:2] == (
        "cancelled",
        "Edition 3 was loaded meanwhile. Publish that one, or load this content again.",
    )
    assert "admin@example.org" in waiting("publication-not-done")
    old.refresh_from_db()
    assert old.published_at is None


def test_an_edition_published_by_hand_is_not_published_again(edition):
    new = draft()
    schedule(new)
    publish_edition(edition=new, substance=[], actor=None, now=NOW + MINUTE)
    assert services.publish_due(now=AT) == 1
    assert became()[:2] == ("cancelled", "This edition was published by hand.")


def test_another_time_takes_the_place_of_the_first(edition):
    new = draft()
    first, second = schedule(new), schedule(new, at=AT + DAY)
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("cancelled", "Another time was set.")
    assert services.publish_due(now=AT) == 0
    assert services.publish_due(now=second.at) == 1


def test_what_was_cancelled_is_not_published_and_what_was_settled_is_not_cancelled(edition):
    new = draft()
    first = schedule(new)
    services.cancel_publication(scheduled=first, actor=None, reason="Not yet.", now=NOW)
    assert services.publish_due(now=AT) == 0
    second = schedule(new)
    services.publish_due(now=AT)
    settled = services.cancel_publication(scheduled=second, actor=None, reason="Too late.", now=AT + MINUTE)
    assert (settled.state, settled.outcome) == ("done", "")


@pytest.mark.parametrize(("at", "sentence"), [(NOW, "This time is over"), (NOW - DAY, "This time is over")])
def test_a_time_that_is_over_is_refused(edition, at, sentence):
    with pytest.raises(Refused, match=sentence):
        schedule(draft(), at=at)


def test_a_published_edition_is_not_scheduled(edition):
    with pytest.raises(Refused, match="already published"):
        schedule(edition)


def test_one_that_meets_an_error_holds_no_other_up_and_stays_for_the_next_run(edition):
    broken, good = draft(), draft("other")
    schedule(broken, at=AT)
    schedule(good, at=AT + MINUTE)
    outline = [
        {"key": "basics", "title": "Basics", "slides": [{"key": "nowhere"}]}
    ]  # no service leaves a draft like this
    Edition.objects.filter(pk=broken.pk).update(outline=outline)
    with pytest.raises(ExceptionGroup, match="Scheduled publications failed"):
        services.publish_due(now=AT + timedelta(hours=1))
    states = ScheduledPublication.objects.order_by("at").values_list("state", flat=True)
    assert list(states) == ["pending", "done"]


def test_every_scheduled_publication_has_its_reason_in_the_audit(edition, administrator):
    schedule(draft(), actor=administrator)
    services.publish_due(now=AT)
    found = Entry.objects.filter(action__startswith="publication.").order_by("pk")
    assert [(entry.action, entry.reason) for entry in found] == [
        ("publication.scheduled", "After the congress."),
        ("publication.done", ""),
    ]


def test_whoever_scheduled_it_may_have_closed_the_account_since(edition):
    leaving = factories.user("leaving@example.org", is_staff=True)
    schedule(draft(), actor=leaving)
    leaving.delete()
    assert services.publish_due(now=AT) == 1
    assert became()[0] == "done"
