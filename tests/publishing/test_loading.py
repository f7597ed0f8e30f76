"""Folders into the database and back."""

from datetime import date, timedelta

import pytest
import yaml

from courses.domain import markup
from courses.models import Blob, Edition, Module, Slide, SourceFile, Term
from courses.services import change_module, change_term
from elearning.audit.models import Entry
from elearning.certificates.models import Accreditation
from elearning.publishing import services
from elearning.publishing.preflight.services import refusals
from quizzes.models import TestPolicy
from tests.factories import MODULE, NOW, folder, slide
from tests.publishing.folders import database, read, run, write

pytestmark = pytest.mark.django_db

ONE, TWO = "1-basics/01-one.md", "1-basics/02-two.md"
REVIEWED = {"demonstration": False, "review": {"state": "reviewed", "reviewers": ["Pia Planner"]}}


def load(files, *, publish=True, substance=(), now=NOW):
    return services.load(files=files, publish=publish, substance=substance, actor=None, now=now)


def since(edition):
    return dict(edition.slides.values_list("key", "substance_since"))


def test_loading_stores_a_draft_and_publishing_makes_it_the_one_learners_read(tmp_path):
    path = write(tmp_path / "module", folder())
    assert run("load_module", path) == (0, ["sample edition 1 stored; it is a draft."])
    assert Edition.objects.get().published_at is None
    assert run("load_module", path, publish=True) == (0, ["sample edition 1 is already stored; it is published."])
    assert Edition.objects.get().published_at is not None


def test_loading_the_same_folder_twice_changes_nothing(tmp_path):
    path = write(tmp_path / "module", folder())
    run("load_module", path, publish=True)
    before = database()
    assert run("load_module", path, publish=True) == (0, ["sample edition 1 is already stored; it is published."])
    assert database() == before


def test_loading_leaves_one_audit_row_for_each_thing_it_made():
    load(folder())
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "module.created",
        "term.added",
        "edition.loaded",
        "disclosure.declared",
        "policy.changed",
        "accreditation.recorded",
        "edition.published",
    ]


def test_files_shared_by_editions_are_stored_once():
    files = folder()
    load(files)
    load({**files, ONE: slide("one", body="Changed.")})
    assert SourceFile.objects.count() == 2 * len(files)
    assert Blob.objects.count() == len(set(files.values())) + 1


def test_what_is_dumped_is_what_was_loaded_byte_for_byte(tmp_path):
    strange = {
        "README.md": b"Tabs\tand no line end, \xc3\xa9",
        ONE: b"\xef\xbb\xbf" + folder()[ONE].replace(b"\n", b"\r\n"),
    }
    files = {**folder(), **strange, "media/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'}
    run("load_module", write(tmp_path / "module", files))
    code, said = run("dump_module", "sample", tmp_path / "out")
    assert (code, said) == (0, [f"sample edition 1: {len(files)} files written to {tmp_path / 'out'}."])
    assert read(tmp_path / "out") == files
    before = database()
    assert run("load_module", tmp_path / "out")[0] == 0
    assert database() == before


def test_an_older_edition_can_be_dumped_by_its_number(tmp_path):
    load(folder())
    load({**folder(), ONE: slide("one", body="Changed.")})
    run("dump_module", "sample", tmp_path / "first", edition=1)
    run("dump_module", "sample", tmp_path / "newest")
    assert read(tmp_path / "first") == folder()
    assert read(tmp_path / "newest")[ONE] == slide("one", body="Changed.")


@pytest.mark.parametrize(
    ("slug", "filled", "said"),
    [
        ("nothing", False, "There is no such edition of 'nothing'."),
        ("sample", True, " is not empty; give a new folder"),
    ],
)
def test_a_dump_never_overwrites_and_names_what_is_wrong(slug, filled, said, tmp_path):
    from django.core.management.base import CommandError

    load(folder())
    if filled:
        write(tmp_path, {"mine.txt": b"x"})
    with pytest.raises(CommandError) as caught:
        run("dump_module", slug, tmp_path)
    assert str(caught.value).endswith(said)
    assert read(tmp_path) == ({"mine.txt": b"x"} if filled else {})


def test_fix_rewrites_figures_from_the_evidence_and_nothing_else(tmp_path):
    wrong = slide(
        "two",
        body="HR [0.7](ev:cleopatra.os.hr), [57](ev:cleopatra.os.ptd), [0.62](ev:cleopatra.pfs.hr).",
        notes="[0.9](ev:cleopatra.os.hr) [@swain2020]",
    )
    path = write(tmp_path / "module", {**folder(), TWO: wrong})
    code, said = run("check_module", path, fix=True)
    assert said == [
        f"{TWO}: figures rewritten from evidence.yaml",
        f"{TWO}:8: 'cleopatra.pfs' is not confirmed (confirmed: partly), so it cannot be shown",
    ]
    assert code == 1
    fixed = slide(
        "two",
        body="HR [0.69](ev:cleopatra.os.hr), [57.1](ev:cleopatra.os.ptd), [0.62](ev:cleopatra.pfs.hr).",
        notes="[0.69](ev:cleopatra.os.hr) [@swain2020]",
    )
    assert read(path) == {**folder(), TWO: fixed}
    assert run("check_module", path, fix=True)[1] == said[1:]


def test_fix_writes_a_german_figure_with_its_comma_and_leaves_right_ones_alone(tmp_path):
    body = "HR [0,69](ev:cleopatra.os.hr) [0.69](ev:cleopatra.os.hr) [0,7](ev:cleopatra.os.hr)."
    path = write(tmp_path / "module", {**folder(language="de"), TWO: slide("two", body=body)})
    assert run("check_module", path, fix=True)[0] == 0
    assert read(path)[TWO] == slide("two", body=body.replace("0,7]", "0,69]"))


def test_fix_reaches_the_test_s_items(tmp_path):
    files = folder()
    files["test.yaml"] = files["test.yaml"].replace(
        b"rationale: Because.", b"rationale: HR [0.7](ev:cleopatra.os.hr).", 1
    )
    path = write(tmp_path / "module", files)
    assert run("check_module", path)[0] == 1
    assert run("check_module", path, fix=True)[0] == 0
    assert b"[0.69](ev:cleopatra.os.hr)" in read(path)["test.yaml"]


def test_a_slide_changed_in_substance_is_asked_for_again_and_only_that_one():
    first, _ = load(folder())
    assert since(first) == {"one": 1, "two": 1, "three": 1}
    second, _ = load(
        {**folder(slides=4), ONE: slide("one", body="New."), TWO: slide("two", body="Spelling.")}, substance=["one"]
    )
    assert since(second) == {"one": 2, "two": 1, "three": 1, "slide-4": 2}
    third, _ = load({**folder(slides=4), ONE: slide("one", body="Newer.")})
    assert since(third) == {"one": 2, "two": 1, "three": 1, "slide-4": 2}
    assert {slide["key"]: slide["since"] for section in third.outline for slide in section["slides"]} == since(third)


def test_the_command_takes_the_keys_of_slides_changed_in_substance(tmp_path):
    load(folder())
    path = write(tmp_path / "module", {**folder(), ONE: slide("one", body="New.")})
    run("load_module", path, publish=True, substance="one, two")
    assert since(Edition.objects.get(number=2)) == {"one": 2, "two": 2, "three": 1}


def test_an_unknown_key_of_substance_is_refused_and_nothing_is_loaded(tmp_path):
    load(folder())
    before = database()
    path = write(tmp_path / "module", {**folder(), ONE: slide("one", body="New.")})
    assert run("load_module", path, publish=True, substance="nowhere") == (1, ["the edition has no slide 'nowhere'"])
    assert database() == before


def test_the_slides_that_changed_are_those_of_the_published_edition_before():
    load(folder())
    draft, _ = load({**folder(slides=4), ONE: slide("one", body="New.")}, publish=False)
    assert [each.key for each in services.changed_slides(draft)] == ["one"]
    assert services.changed_slides(Edition.objects.get(number=1)) == []


def test_later_loads_never_overwrite_what_an_administrator_owns():
    edition, _ = load(folder())
    change_term(
        term=Term.objects.get(), days={"last_valid_day": date(2028, 6, 30)}, actor=None, reason="Extended", now=NOW
    )
    change_module(
        module=edition.module, values={"claim_days": 10, "access": "members"}, actor=None, reason="r", now=NOW
    )
    changed = {
        **folder(
            policy={"pass_percent": 90}, access="public", time_zone="UTC", demonstration=False, title="Another title"
        ),
    }
    changed["module.yaml"] = yaml.safe_dump(
        {
            **MODULE,
            "title": "Another title",
            "access": "public",
            "time_zone": "UTC",
            "first_load": {
                **MODULE["first_load"],
                "last_valid_day": date(2030, 1, 1),
                "claim_days": 5,
                "accreditations": [{"body": "Other", "scheme": "own", "credit_name": "Points", "state": "applied"}],
            },
        }
    ).encode()
    load(changed)
    module = Module.objects.get()
    assert (module.title, module.access, module.time_zone, module.demonstration) == (
        "Another title",
        "members",
        "Europe/Zurich",
        True,
    )
    assert (module.claim_days, Term.objects.get().last_valid_day) == (10, date(2028, 6, 30))
    assert (TestPolicy.objects.get().pass_percent, Accreditation.objects.get().body) == (60, "A society")


def test_a_draft_older_than_what_learners_read_is_not_published():
    draft, _ = load(folder(), publish=False)
    load(folder(title="Newer"))
    with pytest.raises(services.Refused) as caught:
        services.publish_edition(edition=draft, substance=[], actor=None, now=NOW)
    assert caught.value.problems == ["learners already read edition 2; load the folder again to make a newer one"]
    assert Module.objects.get().title == "Newer"


def test_publishing_twice_changes_nothing():
    edition, _ = load(folder())
    before = database()
    again = services.publish_edition(edition=edition, substance=["one"], actor=None, now=NOW + timedelta(days=1))
    assert (again.published_at, since(again), database()) == (NOW, {"one": 1, "two": 1, "three": 1}, before)


def test_a_module_for_credit_is_published_only_when_every_rule_is_met(tmp_path):
    path = write(tmp_path / "module", folder(demonstration=False))
    before = database()
    assert run("load_module", path, publish=True) == (1, ["clinical-review: awaiting clinical review"])
    assert database() == before
    edition, _ = load(folder(**REVIEWED))
    assert edition.published_at == NOW


def test_the_rules_of_a_scheme_that_is_applied_for_hold_up_publication_too():
    first = {**MODULE["first_load"], "accreditations": [{"body": "EBAP", "scheme": "ebap", "state": "applied"}]}
    with pytest.raises(services.Refused) as caught:
        load(folder(**REVIEWED, first_load=first))
    assert [problem.partition(":")[0] for problem in caught.value.problems][:2] == [
        "ebap.no-going-back",
        "ebap.pass-mark",
    ]


def test_ai_text_that_nobody_signed_off_is_not_published_for_credit():
    files = {
        **folder(**REVIEWED),
        TWO: slide("two", ai_assisted={"tool": "x", "date": date(2027, 1, 1), "task": "Draft"}),
    }
    with pytest.raises(services.Refused) as caught:
        load(files)
    assert caught.value.problems == ["ai-review"]


def test_today_is_a_day_of_the_module_s_own_time_zone():
    contributors = [{**MODULE["contributors"][0], "disclosed_on": date(2026, 3, 1)}]
    edition, _ = load(folder(time_zone="Asia/Kolkata", contributors=contributors, **REVIEWED), publish=False)
    evening = NOW.replace(hour=18, minute=29)
    assert refusals(edition=edition, now=evening) == []
    later = refusals(edition=edition, now=evening + timedelta(minutes=1))
    assert later == ["disclosure-stale: Ann Author"]


def test_an_older_rendering_is_made_again_and_the_sources_stay(monkeypatch):
    edition, _ = load(folder())
    html = dict(Slide.objects.values_list("key", "html"))
    files = services.files_of(edition)
    Slide.objects.update(html="old", notes_html="old")
    Edition.objects.update(renderer=markup.RENDERER - 1, front_matter={})
    assert run("rebuild_editions") == (0, ["sample edition 1 rendered again."])
    edition.refresh_from_db()
    assert dict(Slide.objects.values_list("key", "html")) == html
    assert (edition.renderer, edition.front_matter["audience"]) == (markup.RENDERER, ["Trainees"])
    assert (services.files_of(edition), since(edition)) == (files, {"one": 1, "two": 1, "three": 1})
    assert run("rebuild_editions") == (0, [])


def test_an_edition_that_cannot_be_rendered_again_is_named_and_the_others_are():
    first, _ = load(folder())
    load(folder(slug="other"))
    SourceFile.objects.create(edition=first, path="notes.txt", blob=Blob.objects.first())
    Edition.objects.update(renderer=markup.RENDERER - 1)
    assert run("rebuild_editions") == (
        1,
        [
            "sample edition 1 stays as it is:",
            "notes.txt: this file has no place in a module; see docs/authoring.md, The folder",
            "other edition 1 rendered again.",
        ],
    )


def test_a_published_page_shows_the_words_of_its_files():
    edition, _ = load(folder())
    assert edition.slides.get(key="one").html == (
        '<p>HR <data class="datum" value="cleopatra.os.hr">0.69</data>'
        '<sup class="citation"><a href="#reference-1">1</a></sup>.</p>'
    )
    assert edition.slides.get(key="one").references[0]["pmid"] == "32171426"
