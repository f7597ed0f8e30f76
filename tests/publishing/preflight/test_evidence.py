"""From what is stored to the report; the command and the pages of the administration that show it."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.urls import reverse

from courses.models import Edition
from elearning.certificates.models import Accreditation
from elearning.publishing.material import gather
from elearning.publishing.preflight.domain.handbook import handbook
from elearning.publishing.preflight.evidence import facts_of
from elearning.publishing.preflight.services import preflight, refusals
from elearning.publishing.services import Refused, load, publish_edition
from tests.certificates.factories import accreditation
from tests.factories import NOW, asking, folder, published
from tests.publishing.folders import run

REVIEWED = {"demonstration": False, "review": {"state": "reviewed", "reviewers": ["Rob Reviewer"]}}
TOO_LONG = {
    "release": date(2027, 1, 1),
    "last_review": date(2027, 1, 1),
    "last_valid_day": date(2030, 1, 1),
    "accreditations": [],
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def for_credit(db):
    return published(asking(**REVIEWED))


@pytest.fixture
def at_desk(clock, client, administrator):
    client.force_login(administrator)
    return client


def draft(files):
    return load(files=files, publish=False, substance=[], actor=None, now=NOW)[0]


def test_facts_say_what_is_stored(for_credit):
    accreditation(for_credit.module, "applied", now=NOW.replace(month=1), body="UEMS", scheme="eaccme")
    found = facts_of(gather(for_credit, NOW))
    assert (found.today, found.edition, found.demonstration, found.unmet) == (date(2027, 3, 1), 1, False, ())
    assert (found.questions, found.drawn, len(found.items), found.policy.pass_percent) == (2, 3, 3, 60)
    assert found.days.last_valid_day == date(2027, 12, 31)
    assert (found.persons[0].name, found.commercial_support) == ("Ann Author", "none")
    assert (found.strict_csp, found.outside, found.unlinked) == (True, (), ())
    applied = next(credit for credit in found.credits if credit.scheme == "eaccme")
    assert (applied.body, applied.state, applied.applied_on) == ("UEMS", "applied", date(2027, 1, 1))


def test_a_grant_is_dated_to_its_first_row_and_the_newest_row_rules(for_credit):
    given = {"body": "ACCME", "scheme": "ama", "professions": ["physician"], "step": Decimal("0.25")}
    given |= {"evaluation_required": True, "closes": date(2027, 12, 31)}
    accreditation(for_credit.module, now=NOW.replace(month=1), opens=date(2027, 1, 2), **given)
    accreditation(for_credit.module, now=NOW, opens=date(2027, 1, 3), **given)
    found = next(credit for credit in facts_of(gather(for_credit, NOW)).credits if credit.scheme == "ama")
    assert (found.granted_on, found.opens, found.state) == (date(2027, 1, 1), date(2027, 1, 3), "granted")


@pytest.mark.parametrize("rows", [1, 3])
def test_gathering_takes_the_same_number_of_statements_however_much_there_is(statements, rows):
    stored = published(folder(slides=rows + 2, items=rows))
    edition = Edition.objects.select_related("module").get(pk=stored.pk)
    for number in range(rows):
        accreditation(edition.module, "applied", body=f"Body {number}")
    assert statements(lambda: preflight(edition=edition, now=NOW)) == 8


def test_the_schemes_are_those_of_the_accreditations_unless_others_are_asked_for(for_credit):
    accreditation(for_credit.module, "applied", scheme="esmo", body="ESMO", step=Decimal(1))
    assert [part.rules.key for part in preflight(edition=for_credit, now=NOW).parts] == ["site", "esmo"]
    chosen = preflight(edition=for_credit, now=NOW, schemes=["italy"])
    assert [part.rules.key for part in chosen.parts] == ["site", "italy"]


def test_publishing_refuses_with_every_rule_of_the_site_that_is_not_met():
    edition = draft(folder(demonstration=False, first_load=TOO_LONG))
    with pytest.raises(Refused) as caught:
        publish_edition(edition=edition, substance=[], actor=None, now=NOW)
    assert caught.value.problems == [
        "clinical-review: awaiting clinical review",
        (
            "life: from 2027-01-01 (the later of release and review) to 2030-01-01; "
            "the last valid day may be 2029-12-31 at the latest"
        ),
    ]


def test_a_demonstration_is_published_with_rules_unmet():
    assert published(folder(first_load=TOO_LONG)).published_at == NOW


def test_what_only_a_person_can_judge_does_not_refuse():
    edition = draft(folder(**REVIEWED))
    assert refusals(edition=edition, now=NOW) == []
    assert publish_edition(edition=edition, substance=[], actor=None, now=NOW).published_at == NOW


def test_the_command_shows_every_rule_and_exits_with_one_where_any_is_not_met(edition):
    code, lines = run("preflight", "sample", "--scheme", "ebap")
    assert code == 1
    assert lines[0].startswith("sample edition 1 (")
    assert "X   ebap.no-going-back: Learners cannot go back to correct an answer. [E7]" in lines
    assert "+   site.dates: AC-12: release, last review and last valid day are shown. [A1, A13]" in lines
    assert lines[-1].startswith("Together: ")


def test_the_command_succeeds_where_nothing_is_unmet(clock, for_credit):
    code, lines = run("preflight", "sample")
    assert (code, lines[-1]) == (0, "Together: 25 met, 0 not met, 1 by hand.")


def test_the_command_takes_the_newest_edition_or_the_one_that_is_named(clock, for_credit):
    draft(asking(**REVIEWED, title="A newer title"))
    assert run("preflight", "sample")[1][0] == "sample edition 2 (2027-03-01)"
    assert run("preflight", "sample", "--edition", "1")[1][0] == "sample edition 1 (2027-03-01)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "There is no module 'nothing'."),
        (["sample", "--edition", "7"], "sample has no edition 7; it has 1."),
    ],
)
def test_the_command_names_what_does_not_exist(edition, arguments, said):
    with pytest.raises(CommandError, match=f"^{said}$"):
        run("preflight", *arguments)


def test_the_command_writes_the_dossier_once(clock, for_credit, tmp_path):
    target = tmp_path / "dossier.zip"
    code, lines = run("preflight", "sample", "--zip", target)
    assert (code, lines[-1].startswith(f"{target}: ")) == (0, True)
    assert "README.txt" in ZipFile(target).namelist()
    with pytest.raises(CommandError, match="File exists; give a new file"):
        run("preflight", "sample", "--zip", target)


def test_the_rules_are_documented():
    page = settings.BASE_DIR / "docs" / "preflight-rules.md"
    assert page.read_text("utf-8") == handbook(), "run: manage.py preflight_rules > docs/preflight-rules.md"
    assert run("preflight_rules")[1] == handbook().splitlines()


def test_the_page_shows_the_schemes_of_the_accreditations_and_then_those_chosen(at_desk, for_credit):
    accreditation(for_credit.module, "applied", scheme="esmo", body="ESMO", step=Decimal(1))
    address = reverse("admin:courses_edition_preflight", args=[for_credit.pk])
    shown = at_desk.get(address)
    assert [part.rules.key for part in shown.context["report"].parts] == ["site", "esmo"]
    assert shown.context["form"]["scheme"].value() == ["esmo"]
    chosen = at_desk.get(address, {"chosen": "yes", "scheme": ["ama", "italy"]})
    assert [part.rules.key for part in chosen.context["report"].parts] == ["site", "ama", "italy"]
    none = at_desk.get(address, {"chosen": "yes"})
    assert [part.rules.key for part in none.context["report"].parts] == ["site"]
    unknown = at_desk.get(address, {"chosen": "yes", "scheme": "acme"})
    assert unknown.context["form"].errors["scheme"] == [
        "Select a valid choice. acme is not one of the available choices."
    ]
    assert [part.rules.key for part in unknown.context["report"].parts] == ["site", "esmo"]


def test_module_edition_and_publishing_lead_to_the_page(at_desk, edition):
    newest = draft(folder(title="A newer title"))
    address = reverse("admin:courses_edition_preflight", args=[newest.pk])
    assert at_desk.get(reverse("admin:courses_module_preflight", args=[edition.module_id])).url == address
    for name, pk in (("courses_edition_change", newest.pk), ("courses_edition_publish", newest.pk)):
        assert address in at_desk.get(reverse(f"admin:{name}", args=[pk])).content.decode()
    module = at_desk.get(reverse("admin:courses_module_change", args=[edition.module_id])).content.decode()
    assert reverse("admin:courses_module_preflight", args=[edition.module_id]) in module


def test_the_dossier_is_downloaded_with_the_schemes_of_the_page(at_desk, for_credit):
    response = at_desk.get(reverse("admin:courses_edition_dossier", args=[for_credit.pk]), {"scheme": "ebap"})
    assert response["Content-Disposition"] == 'attachment; filename="sample-edition-1-dossier.zip"'
    assert "no-store" in response["Cache-Control"]
    assert "09-pre-flight.pdf" in ZipFile(BytesIO(response.content)).namelist()


@pytest.mark.parametrize("name", ["courses_edition_preflight", "courses_edition_dossier"])
def test_only_who_may_change_editions_sees_the_key_of_the_test(clock, client, learner, for_credit, name):
    address = reverse(f"admin:{name}", args=[for_credit.pk])
    client.force_login(learner)
    assert client.get(address).status_code == 302
    learner.is_staff = True
    learner.save()
    assert client.get(address).status_code == 403
    assert client.get(reverse(f"admin:{name}", args=[10**6])).status_code == 403


def test_a_slide_that_would_load_something_from_elsewhere_is_named(for_credit):
    html = '<p><img src="https://tracker.example/x.png"><img src="/own.svg"><img src="//other.example/y.png"></p>'
    material = gather(for_credit, NOW)
    material.slides[0].html = html
    assert facts_of(material).outside == ("https://tracker.example/x.png", "//other.example/y.png")


def test_no_accreditation_is_left_in_doubt_by_rows_of_the_future(for_credit):
    accreditation(for_credit.module, "applied", scheme="esmo", body="ESMO", step=Decimal(1), now=NOW.replace(year=2028))
    assert Accreditation.objects.filter(scheme="esmo").count() == 1
    assert [credit.scheme for credit in facts_of(gather(for_credit, NOW)).credits] == ["own"]
