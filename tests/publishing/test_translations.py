"""Translations into the database and back."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from courses.domain import markup
from courses.models import Edition, Slide, SlideTranslation
from elearning.audit.immutability import KeepRows
from elearning.publishing import services
from tests.factories import NOW, folder, german, published, slide, translated_slide
from tests.publishing.folders import database, read, run, write

pytestmark = pytest.mark.django_db

ONE, TWO = "de/1-basics/01-one.md", "de/1-basics/02-two.md"
AI = {"tool": "A tool", "date": NOW.date(), "task": "Translation."}


@pytest.fixture
def files():
    return {**folder(), **german()}


def test_loading_stores_what_is_translated_of_front_matter_slides_and_outline(files):
    edition = published(files)
    row = SlideTranslation.objects.get()
    assert (row.slide.key, row.language, row.title, row.ai_assisted) == ("one", "de", "Über one", None)
    assert '<data class="datum" value="cleopatra.os.hr">0,69</data>' in row.html
    assert row.notes_html == '<p>Notizen<sup class="citation"><a href="#reference-1">1</a></sup>.</p>'
    assert [reference["number"] for reference in row.references] == [1]
    assert edition.translations["de"]["title"] == "Ein Beispielmodul"
    assert edition.translations["de"]["abstract_html"] == "<p>Worum es geht.</p>"
    titles = {entry["key"]: entry["titles"] for section in edition.outline for entry in section["slides"]}
    assert titles == {"one": {"de": "Über one"}, "two": {}, "three": {}}


def test_a_changed_translation_makes_another_edition_and_asks_nobody_to_read_again(files):
    published(files)
    edition = published({**files, TWO: translated_slide("two")})
    assert edition.number == 2
    assert dict(edition.slides.values_list("key", "substance_since")) == {"one": 1, "two": 1, "three": 1}
    assert services.changed_slides(edition) == []
    assert SlideTranslation.objects.filter(slide__edition=edition).count() == 2


def test_what_is_dumped_of_a_translation_is_what_was_loaded_and_loading_it_changes_nothing(files, tmp_path):
    run("load_module", write(tmp_path / "module", files))
    assert run("dump_module", "sample", tmp_path / "out")[0] == 0
    assert read(tmp_path / "out") == files
    before = database()
    assert run("load_module", tmp_path / "out")[0] == 0
    assert database() == before


def test_a_faulty_translation_loads_nothing(files, tmp_path):
    path = write(tmp_path / "module", {**files, ONE: translated_slide("one", notes="Notizen.")})
    code, said = run("load_module", path)
    assert (code, Edition.objects.count()) == (1, 0)
    assert said == [
        f"{ONE}: the translation leaves out [@swain2020] that 1-basics/01-one.md:8 shows",
        f"{ONE}: the translation leaves out ev:cleopatra.os.hr that 1-basics/01-one.md:8 shows",
    ]


def test_the_check_says_how_much_is_translated(files, tmp_path):
    files["fr/module.yaml"] = german(objectives=None, sections=None, abstract=None, audience=None)["de/module.yaml"]
    code, said = run("check_module", write(tmp_path / "module", files))
    own = "No problems: 3 slides, 1 minutes, 3 test items, 0 check questions, 0 cases."
    assert (code, said[-1]) == (0, f"{own} de: 1 of 3 slides translated. fr: 0 of 3 slides translated.")


def test_fix_writes_figures_and_dates_as_the_language_of_each_file_does(files, tmp_path):
    evidence = folder()["evidence.yaml"].replace(b'td: "40.8"', b'td: "40.8", day: "2025-12-15"')
    text = "[0.7](ev:cleopatra.os.hr) [x](ev:cleopatra.os.day) [@swain2020]"
    files |= {"evidence.yaml": evidence, "1-basics/01-one.md": slide("one", body=text)}
    files |= {ONE: translated_slide("one", body=text), "de/module.yaml": german(need=text[:-13])["de/module.yaml"]}
    path = write(tmp_path / "module", files)
    assert run("check_module", path, fix=True)[0] == 0
    fixed = read(path)
    assert "[0.69](ev:cleopatra.os.hr) [15 December 2025](ev:" in fixed["1-basics/01-one.md"].decode()
    assert "[0,69](ev:cleopatra.os.hr) [15. Dezember 2025](ev:" in fixed[ONE].decode()
    assert "[0,69](ev:cleopatra.os.hr) [15. Dezember 2025](ev:" in fixed["de/module.yaml"].decode()


def test_a_new_renderer_renders_translations_again(files, monkeypatch):
    edition = published(files)
    before = SlideTranslation.objects.values().get()
    translations = edition.translations
    SlideTranslation.objects.update(html="old", notes_html="old", references=[])
    Edition.objects.update(translations={}, renderer=0)
    monkeypatch.setattr("courses.services.editions.RENDERER", markup.RENDERER)
    assert run("rebuild_editions") == (0, ["sample edition 1 rendered again."])
    assert SlideTranslation.objects.values().get() == before
    assert Edition.objects.get().translations == translations


def test_a_slide_has_one_translation_in_a_language(files):
    published(files)
    row = SlideTranslation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SlideTranslation.objects.create(slide=row.slide, language="de", title="x", html="", notes_html="")
    SlideTranslation.objects.create(slide=row.slide, language="fr", title="x", html="", notes_html="")


@pytest.mark.parametrize("changes", [{"title": "x"}, {"language": "fr"}, {"content_hash": "x"}, {"slide": "other"}])
def test_a_stored_translation_stays_what_it_is(files, changes):
    published(files)
    values = {name: Slide.objects.last().pk if value == "other" else value for name, value in changes.items()}
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        SlideTranslation.objects.update(**values)
    assert "rows of courses_slidetranslation are permanent" in str(caught.value)


def test_a_stored_translation_is_not_deleted(files, kept_rows):
    published(files)
    kept_rows("courses", "courses_slidetranslation")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        SlideTranslation.objects.all()._raw_delete("default")
    assert "rows of courses_slidetranslation are permanent" in str(caught.value)


def test_a_module_for_credit_is_published_only_with_reviewed_translations():
    reviewed = {"state": "reviewed", "reviewers": ["Pia Planner"]}
    credit = {**folder(demonstration=False, review=reviewed), **german()}
    with pytest.raises(services.Refused) as caught:
        published(credit)
    assert caught.value.problems == ["translation-review: de"]
    assert published({**credit, **german(review=reviewed)}).published_at == NOW


def test_text_translated_with_ai_help_is_signed_off_like_any_other():
    reviewed = {"state": "reviewed", "reviewers": ["Pia Planner"]}
    credit = {**folder(demonstration=False, review=reviewed), **german(review=reviewed)}
    body = "HR [0,69](ev:cleopatra.os.hr) [@swain2020]."
    for translation in (
        {ONE: translated_slide("one", body=body, ai_assisted=AI)},
        german(review=reviewed, ai_assisted=AI),
    ):
        with pytest.raises(services.Refused) as caught:
            published({**credit, **translation})
        assert caught.value.problems == ["ai-review"]


def test_a_rule_that_is_repeated_replaces_the_triggers_that_were_there():
    rule = KeepRows("courses_slidetranslation", ["language"], again=True)
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        rule.database_forwards("courses", editor, None, None)
        rule.database_backwards("courses", editor, None, None)
    published({**folder(), **german()})
    assert SlideTranslation.objects.update(title="x") == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        SlideTranslation.objects.update(language="fr")
