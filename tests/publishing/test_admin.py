"""The administration of modules, terms and editions: every change has a reason and an audit row."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from django.contrib import admin

from courses import services as courses
from courses.models import Edition, Module, Progress, Term
from elearning.accounts.models import User
from elearning.audit.models import Entry
from elearning.publishing.services import load
from tests.factories import NOW, folder, published, slide, user

TERM = {
    "release": "2027-01-01",
    "last_review": "2027-01-01",
    "last_valid_day": "2027-06-30",
    "reason": "Asked by the board",
}


@pytest.fixture
def at_desk(clock, client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def url(model, page, *keys):
    from django.urls import reverse

    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=keys)


def newest():
    entry = Entry.objects.first()
    return entry.action, entry.actor_id, entry.before, entry.after, entry.reason


def errors(response):
    return {field: list(found) for field, found in response.context["adminform"].form.errors.items()}


def test_a_new_last_day_moves_the_expiry_and_is_audited(at_desk, edition, administrator):
    term = Term.objects.get()
    assert at_desk.post(url(Term, "change", term.pk), TERM).status_code == 302
    assert Term.objects.values_list("last_valid_day", "expires_at").get() == (
        date(2027, 6, 30),
        datetime(2027, 6, 30, 22, tzinfo=UTC),
    )
    assert newest() == (
        "term.changed",
        administrator.pk,
        {"last_valid_day": "2027-12-31"},
        {"last_valid_day": "2027-06-30"},
        "Asked by the board",
    )


def test_an_earlier_expiry_closes_the_test_at_once(at_desk, edition, learner):
    courses.start_module(learner=learner, edition=edition, now=NOW)
    at_desk.post(url(Term, "change", Term.objects.get().pk), {**TERM, "last_valid_day": "2027-02-28"})
    at_desk.force_login(learner)
    response = at_desk.get("/modules/sample/")
    assert response.context["banner"]["kind"] == "expired"
    assert (
        response.context["journey"][2]["reason"]
        == "The CME test closed on 1 March 2027, 00:00 (CET). The slides can still be read."
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"reason": ""}, {"reason": ["This field is required."]}),
        ({"reason": "   "}, {"reason": ["This field is required."]}),
        (
            {"last_valid_day": "2026-12-31", "last_review": "2026-12-01"},
            {"__all__": ["The last valid day comes before the release."]},
        ),
        ({"last_review": "2027-07-01"}, {"__all__": ["The last review comes after the last valid day."]}),
        ({"last_valid_day": "9999-12-31"}, {"last_valid_day": ["Write a day before the year 2200."]}),
        ({"release": ""}, {"release": ["This field is required."]}),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_the_reason(at_desk, edition, changes, found):
    before, entries = Term.objects.values().get(), Entry.objects.count()
    response = at_desk.post(url(Term, "change", before["id"]), {**TERM, **changes})
    assert errors(response) == found
    assert (Term.objects.values().get(), Entry.objects.count()) == (before, entries)


def test_terms_keep_their_order_when_they_are_changed(at_desk, edition):
    days = {"release": date(2028, 1, 1), "last_review": date(2028, 1, 1), "last_valid_day": date(2029, 12, 31)}
    later = courses.add_term(module=edition.module, **days, actor=None, reason="Renewed.", now=NOW)
    late = {**TERM, "release": "2028-01-01", "last_review": "2028-01-01", "last_valid_day": "2030-01-01"}
    response = at_desk.post(url(Term, "change", Term.objects.get(number=1).pk), late)
    assert errors(response) == {"release": ["A later term of this module was released on or before this day."]}
    early = {**TERM, "last_valid_day": "2029-12-31"}
    assert errors(at_desk.post(url(Term, "change", later.pk), early)) == {
        "release": ["An earlier term of this module was released on or after this day."]
    }


def test_saving_without_a_change_writes_no_audit_row(at_desk, edition):
    entries = Entry.objects.count()
    at_desk.post(url(Term, "change", Term.objects.get().pk), {**TERM, "last_valid_day": "2027-12-31"})
    assert Entry.objects.count() == entries


MODULE = {"access": "members", "claim_days": "30", "grace_minutes": "15", "replaces": "", "reason": "Agreed"}


def module_form(**changes):
    return {**MODULE, "withdrawn_at_0": "", "withdrawn_at_1": "", "withdrawn_reason": "", **changes}


def test_a_module_s_rules_are_changed_with_an_audit_row(at_desk, edition, administrator):
    assert at_desk.post(url(Module, "change", edition.module_id), module_form()).status_code == 302
    assert Module.objects.values_list("access", "claim_days", "grace_minutes").get() == ("members", 30, 15)
    assert newest() == (
        "module.changed",
        administrator.pk,
        {"access": "registered", "claim_days": 90, "grace_minutes": 0},
        {"access": "members", "claim_days": 30, "grace_minutes": 15},
        "Agreed",
    )


def test_a_module_is_withdrawn_with_a_reason_only(at_desk, edition):
    when = {"withdrawn_at_0": "2027-03-01", "withdrawn_at_1": "12:00:00"}
    response = at_desk.post(url(Module, "change", edition.module_id), module_form(**when))
    assert errors(response) == {"__all__": ["Say why the module is withdrawn."]}
    assert Module.objects.get().withdrawn_at is None
    at_desk.post(url(Module, "change", edition.module_id), module_form(**when, withdrawn_reason="A wrong dose"))
    assert Module.objects.get().withdrawn_at == datetime(2027, 3, 1, 11, tzinfo=UTC)
    assert newest()[3]["withdrawn_reason"] == "A wrong dose"


def test_a_module_does_not_replace_itself(at_desk, edition):
    response = at_desk.post(url(Module, "change", edition.module_id), module_form(replaces=edition.module_id))
    assert errors(response) == {"__all__": ["A module cannot replace itself."]}


def test_a_draft_is_published_with_the_slides_to_read_again(at_desk, edition, administrator):
    files = {**folder(), "1-basics/01-one.md": slide("one", body="New.")}
    draft, _ = load(files=files, publish=False, substance=[], actor=None, now=NOW)
    page = at_desk.get(url(Edition, "change", draft.pk))
    assert url(Edition, "publish", draft.pk) in page.content.decode()
    shown = at_desk.get(url(Edition, "publish", draft.pk))
    assert [each.key for each in shown.context["changed"]] == ["one"]
    assert shown.context["unmet"] == ["clinical-review: awaiting clinical review"]
    assert at_desk.post(url(Edition, "publish", draft.pk), {"substance": ["one"]}).url == url(
        Edition, "change", draft.pk
    )
    draft.refresh_from_db()
    assert (draft.published_at, draft.slides.get(key="one").substance_since) == (NOW, 2)
    assert newest()[:4] == ("edition.published", administrator.pk, {"edition": 1}, {"edition": 2, "substance": ["one"]})


def test_a_slide_that_did_not_change_cannot_be_asked_for_again(at_desk, edition):
    draft, _ = load(
        files={**folder(), "1-basics/01-one.md": slide("one", body="New.")},
        publish=False,
        substance=[],
        actor=None,
        now=NOW,
    )
    response = at_desk.post(url(Edition, "publish", draft.pk), {"substance": ["two"]})
    assert list(response.context["form"].errors) == ["substance"]
    draft.refresh_from_db()
    assert draft.published_at is None


def test_an_edition_for_credit_with_unmet_rules_is_not_published(at_desk, db):
    draft, _ = load(files=folder(demonstration=False), publish=False, substance=[], actor=None, now=NOW)
    response = at_desk.post(url(Edition, "publish", draft.pk), follow=True)
    assert "Clinical-review: awaiting clinical review" in response.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_published_edition_cannot_be_edited_and_the_page_says_how_to_do_it_right(at_desk, edition):
    page = at_desk.get(url(Edition, "change", edition.pk))
    assert "A published edition never changes" in page.content.decode()
    assert "manage.py load_module" in page.content.decode()
    assert at_desk.post(url(Edition, "change", edition.pk), {"title": "Other"}).status_code == 403
    assert at_desk.post(url(Edition, "delete", edition.pk), {"post": "yes"}).status_code == 403
    assert Edition.objects.get().title == "A sample module"


@pytest.mark.parametrize("model", [Module, Term, Edition, Entry, Progress, User])
def test_nothing_of_value_is_deleted_in_the_administration(at_desk, edition, learner, model):
    row = model.objects.first() or Progress.objects.create(
        learner=learner, module=edition.module, slide_key="one", edition=edition, first_seen=NOW, last_seen=NOW
    )
    assert at_desk.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()
    assert at_desk.get(url(model, "changelist")).status_code == 200


def test_publishing_needs_the_right_to_change_editions(clock, client, edition):
    draft, _ = load(files=folder(title="New"), publish=False, substance=[], actor=None, now=NOW)
    client.force_login(user("staff@example.org", is_staff=True))
    assert client.post(url(Edition, "publish", draft.pk)).status_code == 403
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_user_s_rights_are_changed_with_an_audit_row(at_desk, learner, administrator):
    sent = {"is_member": "on", "is_active": "on"}
    assert at_desk.post(url(User, "change", learner.pk), sent).status_code == 302
    learner.refresh_from_db()
    assert (learner.is_member, learner.is_staff) == (True, False)
    assert newest() == ("account.rights-changed", administrator.pk, {"is_member": False}, {"is_member": True}, "")


def test_the_history_of_a_term_is_its_audit_trail(at_desk, edition):
    term = Term.objects.get()
    at_desk.post(url(Term, "change", term.pk), TERM)
    response = at_desk.get(url(Term, "history", term.pk))
    assert [entry.action for entry in response.context["entries"]] == ["term.changed", "term.added"]
    page = response.content.decode()
    assert ("Asked by the board" in page, "2027-06-30" in page) == (True, True)


SHOWN = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"courses", "quizzes", "certificates", "audit", "accounts"}
]


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_every_page_of_the_administration_opens_for_administrators_only(
    clock, client, administrator, learner, edition, model
):
    courses.start_module(learner=learner, edition=edition, now=NOW)
    Progress.objects.create(
        learner=learner, module=edition.module, slide_key="one", edition=edition, first_seen=NOW, last_seen=NOW
    )
    row = model._default_manager.first()
    pages = [url(model, "changelist"), f"{url(model, 'changelist')}?q=one"] + (
        [url(model, "change", row.pk), url(model, "history", row.pk)] if row else []
    )
    for page in pages:
        client.logout()
        assert client.get(page).url == f"/accounts/login/?{urlencode({'next': page}, safe='/')}"
        client.force_login(learner)
        assert client.get(page, follow=True).status_code == 403
        client.force_login(administrator)
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("model", [Module, Term, Edition, Progress, User, Entry])
def test_a_list_takes_the_same_statements_for_one_row_and_for_three(at_desk, statements, model):
    taken = []
    for number, slug in enumerate(("alpha", "beta", "gamma")):
        edition = published(folder(slug=slug, title=slug))
        learner = user(f"reader{number}@example.org")
        Progress.objects.create(
            learner=learner, module=edition.module, slide_key="one", edition=edition, first_seen=NOW, last_seen=NOW
        )
        taken.append(statements(lambda: at_desk.get(url(model, "changelist"))))
    assert taken[1] == taken[2]
