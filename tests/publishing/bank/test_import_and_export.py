"""Questions of other systems come into a draft edition after a dry run; the items of an edition go out again."""

import zipfile
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import Edition
from elearning.audit.models import Entry
from elearning.publishing.bank import services
from elearning.publishing.bank.plan import Defaults
from elearning.publishing.services import files_of, load
from quizzes.domain.exchange.formats import FORMATS
from quizzes.models import Item
from tests.factories import folder
from tests.publishing.folders import database, run
from tests.quizzes.exchange.questions import SVG, single

GIFT = b"""// [id:dose]
::Dose::A man of 60 kg.{=5 mg#Right. ~10 mg#Too much.####The label says so.}

Write.{}

::item-1::Is it?{=Yes#So. ~No#Not so.####Because.}
"""
DEFAULTS = Defaults(("know",), ("one",), ("swain2020",))
OPTIONS = ["--objective", "know", "--slide", "one", "--reference", "swain2020"]


def plan(content=GIFT, name="bank.gift", defaults=DEFAULTS, module=None):
    module = module or Edition.objects.get(number=1).module
    return services.plan_import(module=module, content=content, name=name, format="", defaults=defaults)


def test_a_dry_run_says_what_would_come_and_changes_nothing(edition, django_assert_num_queries):
    before = database()
    found = plan()
    assert [(question.key, question.kind) for question in found.added] == [
        ("dose", "single-best-answer"),
        ("item-1-2", "single-best-answer"),
    ]
    assert [str(problem) for problem in found.unread] == [
        "bank.gift:4: an essay (an empty answer block) has no counterpart: nobody marks texts here"
    ]
    assert (found.faults, found.is_ready) == ([], True)
    assert "'dose': warning, unfocused-lead-in" in str(found.advice[0])
    assert database() == before


def test_an_import_makes_one_draft_with_the_new_items_last_and_an_audit_row(edition, administrator, now):
    made = services.import_items(plan=plan(), actor=administrator, now=now)
    assert (made.number, made.published_at) == (2, None)
    keys = list(Item.objects.filter(test__edition=made).order_by("position").values_list("key", flat=True))
    assert keys == ["item-1", "item-2", "item-3", "dose", "item-1-2"]
    dose = Item.objects.get(test__edition=made, key="dose")
    assert (dose.lead_in_html, dose.rationale_html, dose.objectives) == (
        "<p>A man of 60&nbsp;kg.</p>",
        "<p>The label says so.</p>",
        ["know"],
    )
    before, after = files_of(edition), files_of(made)
    assert after["test.yaml"].startswith(before["test.yaml"].rstrip(b"\n"))
    assert {path for path in after if after[path] != before.get(path)} == {"test.yaml"}
    entry = Entry.objects.filter(action="items.imported").get()
    assert (entry.actor_id, entry.after["format"], entry.after["items"]) == (
        administrator.pk,
        "gift",
        ["dose", "item-1-2"],
    )


def test_the_same_file_again_adds_nothing(edition, now):
    services.import_items(plan=plan(), actor=None, now=now)
    again = plan()
    assert (again.added, again.skipped) == ([], ["dose", "item-1-2"])
    with pytest.raises(services.Refused):
        services.import_items(plan=again, actor=None, now=now)


def test_what_is_missing_is_listed_and_refuses_all(edition, now):
    found = plan(defaults=Defaults())
    assert [str(problem) for problem in found.faults] == [
        "bank.gift:2: 'dose': no objective, no slide, no reference",
        "bank.gift:6: 'item-1-2': no objective, no slide, no reference",
    ]
    before = database()
    with pytest.raises(services.Refused):
        services.import_items(plan=found, actor=None, now=now)
    assert database() == before


def test_defaults_fill_only_what_is_missing(edition):
    text = b"Who?{=a#Mine. ~b}"
    found = plan(text, defaults=Defaults(("know",), ("one",), ("swain2020",), "Reason.", "To be written."))
    (question,) = found.added
    assert question.rationale_html == "<p>Reason.</p>"
    assert [part["comment_html"] for part in question.parts] == ["<p>Mine.</p>", "<p>To be written.</p>"]
    assert found.is_ready


def test_a_fault_of_the_rules_is_named_at_the_question(edition):
    found = plan(b"Q?{=a [x#A. ~b#B.####The hazard ratio was HR 0.69.}")
    (fault,) = found.faults
    assert str(fault).startswith("bank.gift:1: 'q': 'HR 0.69' looks like ")


def test_a_plan_made_before_another_edition_is_refused(edition, now):
    old = plan()
    load(files={**folder(), "README.md": b"New."}, publish=False, substance=(), actor=None, now=now)
    with pytest.raises(services.Refused, match="newer edition"):
        services.import_items(plan=old, actor=None, now=now)


def test_windows_line_ends_and_a_byte_order_mark_are_kept(edition, now):
    files = folder()
    files["test.yaml"] = b"\xef\xbb\xbf" + files["test.yaml"].replace(b"\n", b"\r\n")
    load(files=files, publish=False, substance=(), actor=None, now=now)
    made = services.import_items(plan=plan(), actor=None, now=now)
    text = files_of(made)["test.yaml"]
    assert text.startswith(files["test.yaml"].rstrip(b"\r\n"))
    assert text.count(b"\n") == text.count(b"\r\n")


@pytest.mark.parametrize("name", ["gift", "moodle", "csv", "qti21", "qti22", "qti30"])
def test_what_was_exported_is_known_when_it_comes_back(edition, now, name):
    _, writing = services.export_items(module=edition.module, format=name, actor=None, now=now)
    assert writing.left_out == []
    found = plan(writing.content, name="bank.csv" if name == "csv" else "bank")
    assert (found.added, found.skipped) == ([], ["item-1", "item-2", "item-3"])


def test_an_export_says_that_no_format_holds_enemies(edition, now):
    Item.objects.filter(key="item-2").update(enemies=["item-1", "item-3"])
    _, writing = services.export_items(module=edition.module, format="qti30", actor=None, now=now)
    assert [str(problem) for problem in writing.left_out] == ["item-2: which items are its enemies (item-1, item-3)"]


def test_a_hotspot_brings_its_picture_under_a_free_name(edition, now):
    files = {**folder(), "media/axilla.svg": SVG.replace(b"Axilla", b"Other")}
    load(files=files, publish=False, substance=(), actor=None, now=now)
    made = services.import_items(plan=plan(package(), "spot.zip"), actor=None, now=now)
    after = files_of(made)
    assert {path for path in after if path.startswith("media/")} == {"media/axilla.svg", "media/axilla-2.svg"}
    item = Item.objects.get(test__edition=made, key="spot")
    assert (item.content["path"], item.content["width"]) == ("media/axilla-2.svg", 40)


def package():
    from quizzes.domain.exchange.formats import FORMATS
    from quizzes.domain.exchange.question import HOTSPOT, Question

    area = {"html": "left", "comment_html": "<p>So.</p>", "correct": True, "shape": "circle", "coords": [9, 9, 3]}
    areas = [area, {**area, "html": "right", "correct": False}]
    picture = {"path": "media/axilla.svg", "picture_html": '<img src="x" alt="An axilla">', "width": 40, "height": 30}
    content = {**picture, "areas": areas}
    spot = Question(HOTSPOT, content, "spot", lead_in_html="<p>Where?</p>", rationale_html="<p>There.</p>")
    return FORMATS["qti30"].write([spot], {"media/axilla.svg": SVG}).content


def test_the_command_reports_first_and_stores_when_told_to(edition, tmp_path):
    path = tmp_path / "bank.gift"
    path.write_bytes(GIFT)
    code, lines = run("import_items", "sample", path, *OPTIONS)
    assert (code, lines[0]) == (1, "2 new items (2 single-best-answer) for sample edition 1.")
    assert lines[1].startswith("cannot be represented: bank.gift:4: an essay")
    assert Edition.objects.count() == 1
    code, lines = run("import_items", "sample", path, *OPTIONS, "--apply")
    assert (code, lines[-1]) == (0, "sample edition 2 stored; it is a draft.")
    path.write_bytes(b"Who?{=a#A. ~b#B.####Because.}")
    assert run("import_items", "sample", path, *OPTIONS)[0] == 0
    for arguments, reason in ((("none", path), "no module"), (("sample", tmp_path / "x"), "no file")):
        with pytest.raises(CommandError, match=reason):
            call_command("import_items", *map(str, arguments))
    path.write_bytes(b"Who?{=a ~b}")
    with pytest.raises(CommandError, match="nothing can be imported"):
        run("import_items", "sample", path, "--apply")


def test_the_export_command_writes_a_file_and_names_what_is_lost(edition, tmp_path, capsysbinary):
    path = tmp_path / "bank.zip"
    call_command("export_items", "sample", "--format", "qti30", "--output", str(path))
    names = zipfile.ZipFile(BytesIO(path.read_bytes())).namelist()
    assert names == ["imsmanifest.xml", "items/item-1.xml", "items/item-2.xml", "items/item-3.xml"]
    call_command("export_items", "sample", "--format", "aiken")
    out, err = capsysbinary.readouterr()
    assert out.startswith(b"The case of item-1. Which answer is right?\nA) Wrong answer to item-1\n")
    assert err.count(b"Aiken has no place for them") == 3
    assert Entry.objects.filter(action="items.exported").count() == 2
    with pytest.raises(CommandError, match="no module"):
        call_command("export_items", "none", "--format", "csv")


def test_a_module_without_a_published_edition_exports_nothing(db, now):
    draft, _ = load(files=folder(), publish=False, substance=(), actor=None, now=now)
    with pytest.raises(services.Refused):
        services.export_items(module=draft.module, format="csv", actor=None, now=now)


def test_a_picture_in_a_question_comes_into_the_module_once(edition, administrator, now):
    shown = single(
        stem_html='<p>A man.</p>\n<p><img src="media/axilla.svg" alt="An axilla"></p>', rationale_html="<p>So.</p>"
    )
    package = FORMATS["qti30"].write([shown], {"media/axilla.svg": SVG}).content
    made = services.import_items(plan=plan(package, "bank.zip"), actor=administrator, now=now)
    assert files_of(made)["media/axilla.svg"] == SVG
    stem = Item.objects.get(test__edition=made, key="plain").stem_html
    assert stem.startswith('<p>A man.</p>\n<p class="item-picture"><img src="/modules/')
    assert (plan(package, "bank.zip").added, plan(package, "bank.zip").skipped) == ([], ["plain"])


def test_more_items_than_a_test_may_have_are_refused_before_they_take_minutes(edition):
    found = plan("".join(f"Question {number}?{{=a ~b}}\n\n" for number in range(501)).encode())
    assert [str(problem) for problem in found.faults] == [
        "bank.gift: 501 new items; a test may have 500, split the file"
    ]
    assert not found.is_ready
