"""Renewing and extending: one transaction, a reason, an audit row, reviews by name."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

import courses.services
from courses import access as courses_access
from courses.models import Term
from elearning.audit.models import Entry
from elearning.certificates.domain.statement import AccreditationState
from elearning.lifecycle import access, services
from elearning.lifecycle.domain.renewal import Code, Days, Limit
from elearning.lifecycle.models import Review
from tests import factories
from tests.certificates.factories import accreditation
from tests.lifecycle.factories import NOW, at, module, responsible, term_of

pytestmark = pytest.mark.django_db
LATER = at(2027, 12, 1)
DAYS = Days(release=date(2028, 1, 1), last_review=date(2027, 12, 1), last_valid_day=date(2029, 6, 30))


def renew(of, *, days=DAYS, reviewers=("ann",), actor=None, now=LATER):
    return services.renew(module=of, days=days, reviewers=reviewers, actor=actor, reason="Still current.", now=now)


def extend(of, last_valid_day, now=NOW):
    return services.extend(module=of, last_valid_day=last_valid_day, actor=None, reason="Asked for.", now=now)


def refused(call):
    with pytest.raises(services.Refused) as found:
        call()
    return [problem.code for problem in found.value.problems]


def test_a_renewal_adds_a_term_that_its_reviewers_affirm_and_leaves_the_old_one(administrator):
    sample = module()
    before = Term.objects.values().get()
    term = renew(sample, actor=administrator)
    assert (term.number, term.release, term.last_valid_day) == (2, date(2028, 1, 1), date(2029, 6, 30))
    assert (term.opens_at, term.expires_at) == (
        datetime(2027, 12, 31, 23, tzinfo=UTC),
        datetime(2029, 6, 30, 22, tzinfo=UTC),
    )
    assert Term.objects.values().get(number=1) == before
    review = Review.objects.get()
    assert (review.term, review.name, review.credentials, review.role) == (term, "Ann Author", "MD", "author")
    assert (review.disclosed_on, review.reviewed_on, review.statement) == (
        date(2027, 1, 1),
        date(2027, 12, 1),
        "Reviewed and still current.",
    )
    entry = Entry.objects.get(action="module.renewed")
    assert (entry.actor_id, entry.after, entry.reason) == (
        administrator.pk,
        {"term": 2, "reviewers": ["ann"], "edition": 1},
        "Still current.",
    )


def test_the_old_term_rules_until_the_release_of_the_new_one():
    sample = module()
    renew(sample)
    midnight = datetime(2027, 12, 31, 23, tzinfo=UTC)
    ruling = [courses_access.current_term(sample, now).number for now in (LATER, midnight)]
    assert ruling == [1, 2]


def test_a_second_press_of_the_button_adds_no_second_term():
    sample = module()
    renew(sample)
    assert refused(lambda: renew(sample)) == [Code.RELEASE_NOT_LATER, Code.REVIEW_NOT_LATER]
    assert Term.objects.count() == 2


def test_a_module_that_nobody_affirms_is_renewed_with_a_new_edition_only():
    sample = module()
    assert refused(lambda: renew(sample, reviewers=())) == [Code.NOT_REVIEWED]
    factories.published(factories.folder(slug="sample", title="Changed"), at(2027, 11, 1))
    assert renew(sample, reviewers=()).number == 2
    assert Review.objects.count() == 0


def test_an_edition_published_before_the_last_review_is_no_new_one():
    sample = module()
    term = term_of(sample)
    factories.published(factories.folder(slug="sample", title="Changed"), at(2027, 11, 1))
    days = {"last_review": date(2027, 11, 1)}
    courses.services.change_term(term=term, days=days, actor=None, reason="Reviewed.", now=NOW)
    assert refused(lambda: renew(sample, reviewers=())) == [Code.NOT_REVIEWED]


def test_whoever_disclosed_more_than_twelve_months_ago_affirms_nothing():
    sample = module()
    days = Days(release=date(2028, 1, 3), last_review=date(2028, 1, 2), last_valid_day=date(2028, 12, 31))
    assert refused(lambda: renew(sample, days=days, now=at(2028, 1, 2))) == [Code.REVIEWER_NOT_DISCLOSED]
    assert (Term.objects.count(), Review.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("state", "limits"),
    [
        (AccreditationState.NONE, ()),
        (AccreditationState.REFUSED, ()),
        (AccreditationState.APPLIED, (Limit("EACCME: European CME credit (ECMEC)", 24),)),
        (AccreditationState.WITHDRAWN, ()),
    ],
)
def test_schemes_whose_credit_is_granted_or_applied_for_limit_the_life_of_a_module(state, limits):
    sample = module()
    accreditation(sample, state=state.value, scheme="eaccme", credit_name="")
    assert access.limits_of(sample, NOW) == limits


def test_a_renewal_longer_than_a_scheme_allows_is_refused():
    sample = module()
    accreditation(sample, state="applied", scheme="eaccme", credit_name="")
    days = Days(date(2028, 1, 1), date(2027, 12, 1), date(2029, 12, 1))
    assert refused(lambda: renew(sample, days=days)) == [Code.LIFE_TOO_LONG]


def test_an_extension_moves_the_last_day_with_its_reason_in_the_audit():
    sample = module()
    term = extend(sample, date(2028, 6, 30))
    assert (term.number, term.expires_at) == (1, datetime(2028, 6, 30, 22, tzinfo=UTC))
    entry = Entry.objects.filter(action="term.changed").first()
    assert (entry.before, entry.after, entry.reason) == (
        {"last_valid_day": "2027-12-31"},
        {"last_valid_day": "2028-06-30"},
        "Asked for.",
    )


def test_an_extension_longer_than_a_scheme_allows_is_refused_and_changes_nothing():
    sample = module()
    accreditation(sample, state="applied", scheme="eaccme", credit_name="")
    entries = Entry.objects.count()
    assert refused(lambda: extend(sample, date(2029, 1, 1))) == [Code.LIFE_TOO_LONG]
    assert (term_of(sample).last_valid_day, Entry.objects.count()) == (date(2027, 12, 31), entries)
    assert extend(sample, date(2028, 12, 31)).last_valid_day == date(2028, 12, 31)


def test_an_extension_opens_an_expired_module_again():
    sample = module(last_valid_day=date(2027, 3, 10))
    extend(sample, date(2027, 6, 30), now=at(2027, 4, 1))
    assert courses_access.window_of(courses_access.current_term(sample, at(2027, 4, 1))).validity(at(2027, 4, 1)) == (
        "valid"
    )


def test_terms_begin_in_the_order_of_their_numbers():
    sample = module()
    days = {"release": date(2027, 1, 1), "last_review": date(2027, 1, 1), "last_valid_day": date(2028, 12, 31)}
    with pytest.raises(ValueError, match="The term before was released on 2027-01-01"):
        courses.services.add_term(module=sample, **days, actor=None, reason="Wrong.", now=NOW)


def test_who_is_responsible_is_noted_with_an_audit_row(administrator):
    sample = module()
    old, new = responsible(sample, "old@example.org"), factories.user("new@example.org", is_staff=True)
    for _ in range(2):
        services.set_responsible(module=sample, users=[new], actor=administrator, now=NOW)
    assert access.addresses_for(sample) == [(str(new.pk), "new@example.org")]
    entry = Entry.objects.get(action="module.responsible-changed")
    assert (entry.before, entry.after) == ({"users": [old.pk]}, {"users": [new.pk]})


def test_a_review_is_never_changed_or_deleted(kept_rows):
    kept_rows("elearning.lifecycle", "lifecycle_review")
    renew(module())
    for change in (lambda: Review.objects.update(name="Somebody Else"), lambda: Review.objects.all().delete()):
        with pytest.raises(DatabaseError, match="rows of lifecycle_review are permanent"), transaction.atomic():
            change()
    assert Review.objects.get().name == "Ann Author"
