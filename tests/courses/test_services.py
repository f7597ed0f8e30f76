"""Terms, modules and visits as the services write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from courses import access, services
from courses.models import Module, Progress, Slide, Start, Term
from elearning.audit.models import Entry
from tests.factories import NOW, folder, published, slide

pytestmark = pytest.mark.django_db

DAYS = {"release": date(2028, 1, 1), "last_review": date(2028, 1, 1), "last_valid_day": date(2029, 12, 31)}


def visit(learner, key, after=0, number=None):
    """The learner sees a slide ``after`` seconds."""
    shown = Slide.objects.select_related("edition__module").filter(key=key).order_by("-edition__number")
    row = shown.filter(edition__number=number).get() if number else shown.first()
    marks = access.progress_of(learner, row.edition.module)
    services.record_visit(learner=learner, slide=row, marks=marks, now=NOW + timedelta(seconds=after))


def seconds():
    return dict(Progress.objects.values_list("slide_key", "active_seconds"))


def test_a_renewal_adds_a_term_and_leaves_the_earlier_one(edition, administrator):
    before = Term.objects.values().get()
    term = services.add_term(module=edition.module, **DAYS, actor=administrator, reason="Renewed", now=NOW)
    assert (term.number, term.opens_at, term.expires_at) == (
        2, datetime(2027, 12, 31, 23, tzinfo=UTC), datetime(2029, 12, 31, 23, tzinfo=UTC),
    )  # fmt: skip
    assert Term.objects.values().get(number=1) == before
    entry = Entry.objects.first()
    assert (entry.action, entry.actor_id, entry.reason) == ("term.added", administrator.pk, "Renewed")
    assert entry.after == {"release": "2028-01-01", "last_review": "2028-01-01", "last_valid_day": "2029-12-31"}


def test_a_new_last_day_moves_the_expiry_and_is_audited(edition, administrator):
    services.change_term(
        term=Term.objects.get(),
        days={"last_valid_day": date(2027, 6, 30)},
        actor=administrator,
        reason="Shorter",
        now=NOW,
    )
    assert Term.objects.get().expires_at == datetime(2027, 6, 30, 22, tzinfo=UTC)
    entry = Entry.objects.first()
    assert (entry.action, entry.before, entry.after, entry.reason) == (
        "term.changed", {"last_valid_day": "2027-12-31"}, {"last_valid_day": "2027-06-30"}, "Shorter",
    )  # fmt: skip


def test_a_term_that_the_database_refuses_leaves_no_audit_row(edition):
    entries = Entry.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        services.change_term(
            term=Term.objects.get(), days={"last_valid_day": date(2020, 1, 1)}, actor=None, reason="r", now=NOW
        )
    assert Entry.objects.count() == entries


def test_a_module_s_change_is_audited_with_what_was_before(edition):
    values = {"claim_days": 30, "withdrawn_at": NOW, "withdrawn_reason": "An error"}
    services.change_module(module=edition.module, values=values, actor=None, reason="Found", now=NOW)
    assert Module.objects.values("claim_days", "withdrawn_at", "withdrawn_reason").get() == values
    entry = Entry.objects.first()
    assert entry.before == {"claim_days": 90, "withdrawn_at": None, "withdrawn_reason": ""}
    assert entry.after == {"claim_days": 30, "withdrawn_at": "2027-03-01T12:00:00Z", "withdrawn_reason": "An error"}


def test_a_start_is_noted_once_for_each_edition(edition, learner):
    services.start_module(learner=learner, edition=edition, now=NOW)
    services.start_module(learner=learner, edition=edition, now=NOW + timedelta(days=1))
    assert list(Start.objects.values_list("learner", "edition", "at")) == [(learner.pk, edition.pk, NOW)]


def test_the_time_between_two_slides_goes_to_the_first(edition, learner):
    visit(learner, "one")
    visit(learner, "two", after=40)
    visit(learner, "three", after=45)
    assert seconds() == {"one": 40, "two": 5, "three": 0}


def test_a_long_absence_counts_five_minutes_at_most(edition, learner):
    visit(learner, "one")
    visit(learner, "two", after=3600)
    visit(learner, "one", after=3600 + 299)
    assert seconds() == {"one": 300, "two": 299}


def test_reloading_a_slide_adds_the_time_since_it_was_shown(edition, learner):
    visit(learner, "one")
    visit(learner, "one", after=10)
    visit(learner, "one", after=25)
    assert seconds() == {"one": 25}
    assert Progress.objects.values_list("first_seen", "last_seen").get() == (NOW, NOW + timedelta(seconds=25))


def test_a_clock_that_goes_back_takes_no_time_away(edition, learner):
    visit(learner, "one")
    visit(learner, "one", after=-60)
    assert Progress.objects.values_list("first_seen", "last_seen", "active_seconds").get() == (NOW, NOW, 0)


def test_a_visit_is_one_statement(edition, learner, statements):
    visit(learner, "one")
    row = Slide.objects.select_related("edition__module").get(key="two")
    marks = access.progress_of(learner, row.edition.module)
    assert statements(lambda: services.record_visit(learner=learner, slide=row, marks=marks, now=NOW)) == 1


def test_two_visits_from_the_same_marks_make_one_row_each(edition, learner):
    row = Slide.objects.select_related("edition__module").get(key="one")
    for _ in range(2):
        services.record_visit(learner=learner, slide=row, marks={}, now=NOW)
    assert seconds() == {"one": 0}


def test_progress_survives_a_new_edition_by_its_keys(edition, learner):
    visit(learner, "one")
    visit(learner, "two", after=1)
    newer = published({**folder(slides=4), "1-basics/01-one.md": slide("one", body="Spelling.")})
    progress = access.summary(newer, access.progress_of(learner, newer.module))
    assert (progress.seen, progress.unseen, progress.resume) == ({"one", "two"}, 2, "two")


def test_a_slide_changed_in_substance_must_be_seen_again(edition, learner):
    from elearning.publishing.services import load

    for key in ("one", "two", "three"):
        visit(learner, key)
    files = {**folder(), "1-basics/01-one.md": slide("one", body="Another truth.")}
    newer, _ = load(files=files, publish=True, substance=["one"], actor=None, now=NOW)
    assert access.summary(newer, access.progress_of(learner, newer.module)).unseen == 1
    visit(learner, "one", after=9)
    assert access.summary(newer, access.progress_of(learner, newer.module)).unseen == 0
    assert Progress.objects.get(slide_key="one").edition == newer


def test_progress_is_only_ever_one_s_own(edition, learner, other_learner):
    visit(other_learner, "one")
    assert access.progress_of(learner, edition.module) == {}
    assert access.progress_by_module(learner) == {}
    visit(learner, "two")
    assert list(access.progress_of(learner, edition.module)) == ["two"]
    assert list(access.progress_of(other_learner, edition.module)) == ["one"]
