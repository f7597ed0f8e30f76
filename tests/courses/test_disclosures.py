"""Disclosures from the folder to the page: what is stored, what is shown at which instant, who saw which version."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from courses import disclosures, services
from courses.models import (
    CommercialSupport,
    Contributor,
    Declaration,
    Disclosure,
    DisclosureStatement,
    Mitigation,
    Start,
)
from elearning.audit.models import Entry
from elearning.publishing import services as publishing
from tests.courses.disclosing import CONSULTANT, ROW, ann, contributors, enter
from tests.factories import NOW, folder, on_page, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MODULE, START, ONE = "/modules/sample/", "/modules/sample/start/", "/modules/sample/slides/one/"
UNMITIGATED = {name: value for name, value in ROW.items() if not name.startswith("mitigat")}
REVIEWED = {"demonstration": False, "review": {"state": "reviewed", "reviewers": ["Pia"]}}
NONE = "Ann Author has no relationship with an ineligible company to disclose."
CHANGED = "The contributors' disclosures on this page have changed. Read them first, then go on; your progress is kept."


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def text(edition, at=NOW):
    """What the page says of Ann."""
    return disclosures.statement_of(edition, at).persons[0].text


def declarations():
    return list(Declaration.objects.order_by("pk").values_list("source", "declared_on"))


def decide(administrator, now=NOW, **values):
    given = {"relevant": True, "step": "Peer review", "mitigated_by": "Pia", "mitigated_on": now.date(), **values}
    row = Disclosure.objects.latest("pk")
    return services.decide_relationship(disclosure=row, **given, actor=administrator, now=now)


# From the folder


def test_loading_stores_contributors_their_declaration_and_its_mitigation():
    edition = published(folder(contributors=contributors(ROW)))
    assert Contributor.objects.values_list("key", "name", "role", "credentials", "email").get() == (
        "ann", "Ann Author", "author", "MD", "",
    )  # fmt: skip
    assert declarations() == [("folder", date(2027, 1, 1))]
    assert Disclosure.objects.values_list("company", "nature", "begins", "ends").get() == (
        "A company", "consultant", date(2026, 1, 1), None,
    )  # fmt: skip
    assert Mitigation.objects.values_list("relevant", "step", "mitigated_by", "mitigated_on").get() == (
        True, "Peer review", "Pia", date(2027, 1, 1),
    )  # fmt: skip
    assert (
        text(edition) == "Ann Author has reported: A company (consultant). All relevant relationships were mitigated."
    )


def test_the_same_again_in_a_later_edition_adds_nothing():
    published(folder(contributors=contributors(ROW)))
    published(folder(contributors=contributors(ROW), title="Another title"))
    assert (declarations(), Mitigation.objects.count()) == ([("folder", date(2027, 1, 1))], 1)


def test_a_later_day_and_a_correction_of_the_same_day_are_declared_anew():
    published(folder(contributors=contributors()))
    published(folder(contributors=contributors(ROW)))
    edition = published(folder(contributors=contributors(disclosed_on=date(2027, 2, 1))))
    assert [day for _, day in declarations()] == [date(2027, 1, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert text(edition) == NONE


def test_an_earlier_day_is_no_news():
    published(folder())
    published(folder(contributors=contributors(ROW, disclosed_on=date(2026, 12, 1))))
    assert declarations() == [("folder", date(2027, 1, 1))]


def test_a_mitigation_that_the_folder_brings_later_is_stored_once():
    published(folder(contributors=contributors(UNMITIGATED)))
    assert text(published(folder(contributors=contributors(ROW)))).endswith("relevant relationships were mitigated.")
    published(folder(contributors=contributors(ROW), title="Again"))
    assert list(Mitigation.objects.values_list("relevant", "step")) == [(True, ""), (True, "Peer review")]
    assert len(declarations()) == 1


def test_a_folder_never_overrules_an_administrator_s_decision(administrator):
    published(folder(contributors=contributors(UNMITIGATED)))
    decide(administrator, relevant=False, step="")
    edition = published(folder(contributors=contributors(ROW)))
    assert text(edition).endswith("None of these relationships is relevant to the content.")


def test_a_folder_never_overrules_what_was_declared_later(administrator):
    published(folder())
    enter(administrator, CONSULTANT)
    edition = published(folder(title="Again", contributors=contributors(disclosed_on=date(2027, 3, 1))))
    assert text(edition).startswith("Ann Author has reported: Roche (consultant).")


def test_a_folder_may_leave_disclosing_to_the_form():
    edition = published(folder(contributors=contributors(disclosed_on=None) and [
        {name: value for name, value in contributors(disclosed_on=None)[0].items() if name != "disclosures"}
    ]))  # fmt: skip
    assert (declarations(), text(edition)) == ([], "Ann Author has not disclosed yet.")


def test_editions_stored_before_there_were_rows_get_theirs(administrator):
    from importlib import import_module

    checked, _ = publishing.check(folder(contributors=contributors({**ROW, "until": date(2026, 12, 31)})))
    edition, _ = services.store_edition(content=checked.content, files=checked.files, actor=None, now=NOW)
    migration = import_module("courses.migrations.0006_disclosures_of_stored_editions")
    for _ in range(2):
        migration.store_contributors(apps, None)
    assert (declarations(), Mitigation.objects.count()) == ([("folder", date(2027, 1, 1))], 1)
    assert text(edition) == (
        "Ann Author has reported: A company (consultant, until 2026-12-31). All relevant relationships were mitigated."
    )


# What is shown at which instant


def test_the_statement_is_that_of_its_instant(edition, administrator):
    enter(administrator, CONSULTANT, now=NOW + DAY)
    decide(administrator, now=NOW + 2 * DAY)
    said_at = [disclosures.statement_of(edition, NOW + days * DAY) for days in (0, 1, 2)]
    reported = "Ann Author has reported: Roche (consultant)."
    assert [each.persons[0].text for each in said_at] == [
        NONE,
        f"{reported} The provider has not finished reviewing these relationships.",
        f"{reported} All relevant relationships were mitigated.",
    ]
    assert [each.persons[0].declared_on for each in said_at] == ["2027-01-01", "2027-03-02", "2027-03-02"]
    assert disclosures.current(ann().module, NOW + 2 * DAY) == said_at[2]


def test_commercial_support_is_said_from_its_rows_once_there_were_any(edition, administrator):
    def shown(at=NOW):
        return disclosures.statement_of(edition, at).commercial_support

    assert shown() == "none"
    given = {"module": edition.module, "actor": administrator, "now": NOW}
    services.add_support(values={"company": "Acme", "nature": "financial", "description": ""}, **given)
    values = {"company": "Beta", "nature": "in-kind", "description": "two microscopes"}
    services.add_support(values=values, **given)
    assert shown() == "financial support from Acme; in-kind support from Beta (two microscopes)"
    for support in CommercialSupport.objects.all():
        services.end_support(support=support, actor=administrator, now=NOW + DAY)
        services.end_support(support=support, actor=administrator, now=NOW + 2 * DAY)
    assert (shown(NOW + DAY), shown()) == (
        "none",
        "financial support from Acme; in-kind support from Beta (two microscopes)",
    )
    assert list(Entry.objects.filter(action__startswith="support").values_list("action", flat=True)) == [
        "support.ended", "support.ended", "support.added", "support.added",
    ]  # fmt: skip


def test_the_module_page_shows_statement_and_support(signed_in, edition, administrator):
    enter(administrator, CONSULTANT)
    values = {"company": "Acme", "nature": "financial", "description": ""}
    services.add_support(module=edition.module, values=values, actor=administrator, now=NOW)
    page = " ".join(signed_in.get(MODULE).content.decode().split())
    assert "Ann Author has reported: Roche (consultant). The provider has not finished" in page
    assert "Commercial support: financial support from Acme." in page


# Who saw which version


def test_a_start_notes_the_statement_that_was_on_the_page(signed_in, learner, edition):
    signed_in.post(START, on_page(edition))
    statement = DisclosureStatement.objects.get()
    assert Start.objects.values_list("learner", "statement").get() == (learner.pk, statement.pk)
    assert (statement.first_shown_at, statement.content["persons"][0]["text"]) == (NOW, NONE)
    assert disclosures.shown_to(learner, edition) == statement


def test_two_learners_share_the_statement_they_were_shown(learner, other_learner, edition):
    for person in (learner, other_learner):
        services.start_module(learner=person, edition=edition, now=NOW)
    assert DisclosureStatement.objects.get().starts.count() == 2


def test_disclosures_that_changed_after_the_page_was_read_are_shown_first(signed_in, edition, administrator):
    sent = on_page(edition)
    enter(administrator, CONSULTANT)
    response = signed_in.post(START, sent)
    assert (response.url, said(response), Start.objects.count()) == (MODULE, [CHANGED], 0)
    assert signed_in.post(START, on_page(edition)).url == ONE


def test_disclosures_that_changed_since_the_start_are_asked_to_be_read_and_nothing_is_lost(
    signed_in, clock, edition, administrator
):
    signed_in.post(START, on_page(edition))
    signed_in.get("/modules/sample/slides/two/")
    assert signed_in.get(MODULE).context["disclosures_changed"] is False
    enter(administrator, CONSULTANT)
    assert signed_in.get(ONE).status_code == 200
    clock.move_to(NOW + timedelta(seconds=5))
    signed_in.get("/modules/sample/slides/two/")
    page = signed_in.get(MODULE)
    assert "The disclosures of the contributors have changed since you began." in page.content.decode()
    response = signed_in.post(START)  # the button of My learning, which shows no disclosures
    assert (response.url, said(response)) == (MODULE, [CHANGED])
    assert signed_in.post(START, on_page(edition)).url == "/modules/sample/slides/two/"
    assert [start.statement.content["persons"][0]["text"][:23] for start in Start.objects.order_by("pk")] == [
        NONE[:23],
        "Ann Author has reported",
    ]
    assert signed_in.get(MODULE).context["disclosures_changed"] is False
    assert signed_in.post(START).url == "/modules/sample/slides/two/"


def test_a_start_older_than_statements_is_no_news_on_the_page(signed_in, learner, edition):
    Start.objects.create(learner=learner, module=edition.module, edition=edition, at=NOW)
    assert signed_in.get(MODULE).context["disclosures_changed"] is False
    assert signed_in.post(START, on_page(edition)).url == ONE
    assert disclosures.shown_to(learner, edition).content["persons"][0]["text"] == NONE


def test_changed_disclosures_never_stop_an_open_attempt(signed_in, learner, edition, administrator):
    signed_in.post(START, on_page(edition))
    for key in ("one", "two", "three"):
        signed_in.get(f"/modules/sample/slides/{key}/")
    item = signed_in.post("/modules/sample/test/begin/").url
    enter(administrator, CONSULTANT)
    assert signed_in.get(item).status_code == 200


# Publication


def fault(administrator, *relationships, days=0, **changes):
    """Why a draft cannot be published ``days`` after Ann declared this."""
    edition, _ = publishing.load(files=folder(**REVIEWED), publish=False, substance=[], actor=None, now=NOW)
    enter(administrator, *relationships, **changes)
    with pytest.raises(publishing.Refused) as caught:
        publishing.publish_edition(edition=edition, substance=[], actor=None, now=NOW + days * DAY)
    return caught.value.problems


def test_publication_is_refused_by_the_name_of_the_contributor(administrator):
    assert fault(administrator, CONSULTANT) == ["disclosure-unmitigated: Ann Author"]
    assert fault(administrator, days=366) == ["disclosure-stale: Ann Author"]
    assert fault(administrator, refused=True) == ["disclosure-refused: Ann Author"]


def test_a_contributor_who_has_not_disclosed_refuses_publication():
    person = contributors(disclosed_on=None)[0]
    del person["disclosures"]
    with pytest.raises(publishing.Refused) as caught:
        published(folder(**REVIEWED, contributors=[person]))
    assert caught.value.problems == ["disclosure-missing: Ann Author"]


def test_once_all_is_decided_it_is_published(administrator):
    edition, _ = publishing.load(files=folder(**REVIEWED), publish=False, substance=[], actor=None, now=NOW)
    enter(administrator, CONSULTANT)
    decide(administrator)
    publishing.publish_edition(edition=edition, substance=[], actor=None, now=NOW)
    assert ann().module.current_edition == edition


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"refused": True}, "Ann Author declined to disclose and may not control content."),
        ({"on": date(2026, 1, 1)}, "The disclosure of Ann Author is older than twelve months."),
        (
            {"relationships": (CONSULTANT,)},
            "A relevant relationship of Ann Author has no recorded mitigation.",
        ),
    ],
)
def test_a_demonstration_lists_what_stands_against_its_contributors(
    client, clock, edition, administrator, declared, sentence
):
    rows = declared.pop("relationships", ())
    enter(administrator, *rows, **declared)
    assert sentence in client.get(MODULE).content.decode()


def test_what_was_decided_and_declared_is_in_the_audit_without_names(edition, administrator):
    enter(administrator, CONSULTANT)
    decide(administrator)
    rows = Entry.objects.order_by("-pk").values_list("action", "actor_id", "after")
    assert list(rows[:2]) == [
        ("disclosure.decided", administrator.pk, {"relevant": True, "mitigated": True}),
        (
            "disclosure.declared",
            administrator.pk,
            {"declared_on": "2027-03-01", "source": "administrator", "relationships": 1, "refused": False},
        ),
    ]


def test_reading_the_statement_takes_the_same_statements_for_one_relationship_and_for_many(
    edition, administrator, statements
):
    taken = []
    for count in (1, 3):
        enter(administrator, *[CONSULTANT] * count)
        taken.append(statements(lambda: disclosures.statement_of(edition, NOW)))
    assert taken == [2, 2]
