"""Reading a module in another language: its pages, what is not translated, progress, and languages that go."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from courses import access, services
from courses.kept import identity
from courses.languages import Reading, name_in, name_of
from courses.models import Progress, Start
from tests.factories import NOW, folder, german, on_page, published, translated_slide

MODULE, GERMAN = "/modules/sample/", "/modules/sample/de/"
ONE, TWO, THREE = (f"{GERMAN}slides/{key}/" for key in ("one", "two", "three"))
PAGES = ["", "slides/", "slides/one/", "print/"]
AWAITING = "Übersetzung: klinische Prüfung ausstehend"
UNTRANSLATED = "Noch nicht übersetzt: diese Folie steht auf Englisch."
NOT_YET = "Not yet translated: this slide is in English."


@pytest.fixture
def edition(db):
    return published({**folder(), **german()})


@pytest.fixture
def reader(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    return signed_in


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def in_language(html, text):
    """The language of the element whose text begins with ``text``."""
    return re.search(rf'<[^>]*\slang="([^"]*)"[^>]*>(?:\s*<(?:span|p|li)>)*\s*{re.escape(text)}', html)[1]


def links(html):
    return re.findall(
        r'<a class="languages__link" href="([^"]*)" hreflang="([^"]*)" lang="([^"]*)"( aria-current)?', html
    )


def test_the_module_page_is_in_the_language_and_what_is_not_translated_in_the_original(reader):
    html = page(reader, GERMAN)
    assert "<title>Ein Beispielmodul · " in html
    for text in (
        "Ein Beispielmodul",
        "Worum es geht.",
        "Auszubildende",
        "Wissen, was es",
        "Grundlagen",
        "Die Grundlagen.",
        "Über one",
    ):
        assert in_language(html, text) == "de"
    for text in ("Why it is needed.", "Practice", "The practice.", "About two", "Read the slides and pass"):
        assert in_language(html, text) == "en"
    assert "A sample module" not in html


def test_the_module_page_tells_how_far_translation_and_review_are_and_that_the_test_is_not_translated(reader):
    html = page(reader, GERMAN)
    assert f"<strong>{AWAITING}</strong>" in html
    assert "1 von 3 Folien sind übersetzt; die übrigen stehen auf Englisch. Der CME-Test ist auf Englisch." in html
    assert "Clinical review of the translation: awaiting clinical review." in html
    assert "Clinical review of the translation" not in page(reader, MODULE)


def test_a_translation_that_is_complete_and_reviewed_says_so(signed_in, learner):
    files = {**folder(), **german(review={"state": "reviewed", "reviewers": ["Pia Planner"]})}
    files |= {"de/1-basics/02-two.md": translated_slide("two"), "de/2-practice/03-three.md": translated_slide("three")}
    services.start_module(learner=learner, edition=published(files), now=NOW)
    html = page(signed_in, GERMAN)
    assert "<strong>Übersetzung: klinisch geprüft</strong>" in html
    assert ("Folien sind übersetzt" in html, "Der CME-Test ist auf Englisch." in html) == (False, True)
    assert "reviewed (Pia Planner)." in html


def test_a_translated_slide_is_in_the_language_under_its_state_of_review(reader):
    html = page(reader, ONE)
    assert "<title>Über one · Ein Beispielmodul</title>" in html
    article = re.search(r'<article class="slide" lang="([^"]*)".*?</article>', html, re.DOTALL)
    assert article[1] == "de"
    assert ('value="cleopatra.os.hr">0,69<' in article[0], f'lang="de">{AWAITING}</p>' in article[0]) == (True, True)
    assert re.search(r'id="notes" lang="de">\s*<p>Notizen.', html)
    assert in_language(html, "Grundlagen") == "de"
    assert UNTRANSLATED not in html


def test_a_slide_that_is_not_translated_is_in_the_original_under_a_note_in_both_languages(reader):
    html = page(reader, TWO)
    article = re.search(r'<article class="slide" lang="([^"]*)".*?</article>', html, re.DOTALL)
    assert article[1] == "en"
    assert (f'lang="de">{UNTRANSLATED}</p>' in article[0], f'lang="en">{NOT_YET}</p>' in article[0]) == (True, True)
    assert ("A body." in article[0], AWAITING in html) == (True, False)


def test_the_original_says_nothing_of_translations_but_in_the_switch(reader):
    for path in PAGES:
        html = page(reader, MODULE + path)
        assert [word in html for word in (AWAITING, UNTRANSLATED, NOT_YET, "Über one", "0,69")] == [False] * 5


def test_a_module_without_translations_has_no_switch(signed_in, learner):
    services.start_module(learner=learner, edition=published(folder(slug="plain")), now=NOW)
    for path in PAGES:
        html = page(signed_in, f"/modules/plain/{path}")
        assert ("languages__" in html, "hreflang" in html) == (False, False)


@pytest.mark.parametrize("path", ["", "slides/", "slides/one/"])
def test_the_switch_leads_to_the_same_page_in_each_language_named_in_itself(reader, path):
    own, german = (f"{MODULE}{path}", "en", "en"), (f"{GERMAN}{path}", "de", "de")
    english_page, german_page = page(reader, MODULE + path), page(reader, GERMAN + path)
    assert links(english_page) == [(*own, " aria-current"), (*german, "")]
    assert links(german_page) == [(*own, ""), (*german, " aria-current")]
    assert re.findall(r'languages__name">([^<]*)<', german_page) == ["English", "Deutsch"]


@pytest.mark.parametrize("path", PAGES)
def test_search_engines_are_told_of_the_page_in_each_language(reader, path):
    alternates = [("en", f"http://testserver{MODULE}{path}"), ("de", f"http://testserver{GERMAN}{path}")]
    for base in (MODULE, GERMAN):
        found = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page(reader, base + path))
        assert found == alternates


def test_links_inside_the_pages_keep_the_language(reader):
    slide = page(reader, TWO)
    assert re.findall(r'href="\.\./([^"/]+)/" rel="(?:prev|next)"', slide) == ["one", "three"]
    assert f'data-seen-url="{TWO}seen/"' in slide
    assert f'<h1 class="player__module"><a href="{GERMAN}" lang="de">Ein Beispielmodul</a>' in slide
    overview = page(reader, f"{GERMAN}slides/")
    assert (f'href="{GERMAN}"' in overview, f'href="{GERMAN}print/"' in overview) == (True, True)
    assert f'href="{GERMAN}slides/"' in page(reader, f"{GERMAN}print/")
    assert f'action="{GERMAN}start/"' in page(reader, GERMAN)


def test_the_overview_and_the_outline_show_each_title_in_its_language(reader):
    overview, outline = page(reader, f"{GERMAN}slides/"), page(reader, TWO).partition('id="outline"')[2]
    assert re.findall(r'thumb__title" lang="([^"]*)">([^<]*)<', overview) == [
        ("de", "Über one"),
        ("en", "About two"),
        ("en", "About three"),
    ]
    assert re.findall(r'</span> <span lang="([^"]*)">([^<]*)</span>', outline) == [
        ("de", "Über one"),
        ("en", "About two"),
        ("en", "About three"),
    ]


def test_the_print_view_holds_every_slide_in_the_language_that_it_has(reader):
    html = page(reader, f"{GERMAN}print/")
    assert re.findall(r'<article class="handout__slide" lang="([^"]*)"', html) == ["de", "en", "en"]
    assert (html.count(AWAITING), html.count(UNTRANSLATED), html.count(NOT_YET)) == (2, 2, 2)
    assert ("0,69" in html, "0.69" in html, "Notizen" in html) == (True, False, True)


def test_a_fragment_fetched_ahead_is_in_the_language(reader):
    html = reader.get(ONE, headers={"X-Fragment": "1"}).content.decode()
    assert ("Über one" in html, "<html" in html) == (True, False)
    assert 'data-section-language="de"' in html


@pytest.mark.parametrize("path", PAGES)
def test_a_language_in_which_the_module_never_was_is_not_found(reader, path):
    assert reader.get(f"/modules/sample/fr/{path}").status_code == 404
    assert reader.get(f"/modules/sample/xx-YY/{path}").status_code == 404


def test_what_is_not_a_language_code_is_not_found(reader):
    for code in ("deu", "DE", "d", "de-at", "start"):
        assert reader.get(f"/modules/sample/{code}/").status_code in {404, 405}


@pytest.mark.parametrize("path", PAGES)
def test_the_modules_own_language_has_one_address(reader, path):
    assert reader.get(f"/modules/sample/en/{path}").url == MODULE + path


@pytest.mark.parametrize("path", PAGES)
def test_a_language_that_a_later_edition_drops_leads_to_the_original(reader, path):
    published(folder())
    response = reader.get(GERMAN + path)
    assert (response.status_code, response.url) == (302, MODULE + path)


def test_a_page_still_open_in_a_language_that_was_dropped_is_sent_to_the_original(reader):
    published(folder())
    assert reader.post(f"{ONE}seen/").url == MODULE
    assert reader.post(f"{GERMAN}start/").url == MODULE
    assert Progress.objects.count() == 0


def test_a_draft_in_a_language_does_not_make_the_language_known(reader):
    from elearning.publishing import services as publishing

    files = {**folder(), **{path.replace("de/", "fr/"): text for path, text in german().items()}}
    files["fr/1-basics/01-one.md"] = files["fr/1-basics/01-one.md"].replace(b"0,69", b"0.69")
    publishing.load(files=files, publish=False, substance=[], actor=None, now=NOW)
    assert reader.get("/modules/sample/fr/").status_code == 404


def test_a_slide_that_does_not_exist_is_not_found_in_any_language(reader):
    assert reader.get(f"{GERMAN}slides/nine/").status_code == 404
    assert reader.get("/modules/nothing/de/").status_code == 404


def test_starting_in_a_language_leads_to_the_slide_in_it(signed_in, edition, learner):
    assert signed_in.post(f"{GERMAN}start/", on_page(edition)).url == ONE
    assert Start.objects.values_list("learner", "edition__number").get() == (learner.pk, 1)
    signed_in.get(TWO)
    assert signed_in.post(f"{GERMAN}start/").url == TWO
    assert signed_in.post(f"{MODULE}start/").url == f"{MODULE}slides/two/"


@pytest.mark.parametrize("path", PAGES[1:])
def test_who_has_not_started_or_signed_in_is_sent_to_the_page_in_the_language(signed_in, edition, path):
    assert signed_in.get(GERMAN + path).url == GERMAN
    assert Client().get(GERMAN + path).url == f"/accounts/login/?next={GERMAN}"
    assert signed_in.post(f"{ONE}seen/").status_code == 403
    assert signed_in.post(f"{GERMAN}start/").url == GERMAN


def test_progress_is_of_the_slide_whatever_the_language(reader, learner, clock):
    reader.get(ONE)
    clock.move_to(NOW + timedelta(seconds=40))
    reader.get(f"{MODULE}slides/two/")
    clock.move_to(NOW + timedelta(seconds=50))
    reader.get(f"{MODULE}slides/one/")
    rows = Progress.objects.order_by("slide_key").values_list("slide_key", "active_seconds", "language")
    assert list(rows) == [("one", 40, ""), ("two", 10, "")]
    summary = access.summary(
        access.newest_edition("sample"), access.progress_of(learner, learner.progress.first().module)
    )
    assert (summary.seen, summary.unseen) == ({"one", "two"}, 1)
    assert page(reader, f"{GERMAN}slides/").count("thumb__seen") == 2


def test_the_language_of_the_last_reading_is_kept_for_each_slide(reader):
    reader.post(f"{ONE}seen/")
    reader.get(TWO)
    reader.get(f"{MODULE}slides/three/")
    reader.post(f"{THREE}seen/", {"leaving": "1"})
    rows = Progress.objects.order_by("slide_key").values_list("slide_key", "language")
    assert list(rows) == [("one", "de"), ("three", ""), ("two", "de")]


def test_progress_belongs_to_the_slide_of_the_original(reader, edition):
    reader.get(ONE)
    assert Progress.objects.get().content_hash == edition.slides.get(key="one").content_hash


def test_another_learner_sees_nothing_of_it(reader, other_learner, edition):
    reader.get(ONE)
    services.start_module(learner=other_learner, edition=edition, now=NOW)
    other = Client()
    other.force_login(other_learner)
    assert page(other, f"{GERMAN}slides/").count("thumb__seen") == 0
    assert other.get("/my-learning/").context["modules"][0]["reading"].language == "en"


def test_my_learning_goes_on_in_the_language_last_read(reader):
    reader.get(TWO)
    html = page(reader, "/my-learning/")
    assert (f'action="{GERMAN}start/"' in html, in_language(html, "Ein Beispielmodul")) == (True, "de")
    reader.get(f"{MODULE}slides/two/")
    assert f'action="{MODULE}start/"' in page(reader, "/my-learning/")
    reader.get(TWO)
    published(folder())
    assert f'action="{MODULE}start/"' in page(reader, "/my-learning/")


def test_the_home_page_lists_the_languages_of_each_module(client, edition):
    published(folder(slug="plain"))
    cards = client.get("/").context["modules"]
    assert [card["languages"] for card in cards] == [[("en", "English"), ("de", "Deutsch")], [("en", "English")]]
    assert '<span lang="en">English</span>, <span lang="de">Deutsch</span>' in client.get("/").content.decode()


def test_a_public_module_is_read_in_every_language_without_an_account(client, clock, db):
    published({**folder(access="public"), **german()})
    assert [client.get(GERMAN + path).status_code for path in PAGES] == [200] * 4
    assert client.post(f"{GERMAN}start/").url == ONE
    assert client.post(f"{ONE}seen/").status_code == 204
    assert Progress.objects.count() == 0


def test_a_module_in_german_is_translated_into_english_by_the_same_rules(signed_in, learner):
    files = folder(language="de", slug="umgekehrt")
    files["1-basics/01-one.md"] = files["1-basics/01-one.md"].replace(b"0.69", b"0,69")
    files |= {path.replace("de/", "en/"): text for path, text in german().items()}
    files["en/1-basics/01-one.md"] = files["en/1-basics/01-one.md"].replace(b"0,69", b"0.69")
    services.start_module(learner=learner, edition=published(files), now=NOW)
    html = page(signed_in, "/modules/umgekehrt/en/slides/two/")
    assert 'lang="en">Not yet translated: this slide is in German.</p>' in html
    assert 'lang="de">Noch nicht übersetzt: diese Folie steht auf Deutsch.</p>' in html
    assert "Translation: awaiting clinical review" in page(signed_in, "/modules/umgekehrt/en/slides/one/")


def test_a_language_without_words_of_its_own_is_told_in_english_once(signed_in, learner):
    files = {**folder(), **{path.replace("de/", "fr/"): text for path, text in german().items()}}
    files["fr/1-basics/01-one.md"] = files["fr/1-basics/01-one.md"].replace(b"0,69", b"0.69")
    services.start_module(learner=learner, edition=published(files), now=NOW)
    html = page(signed_in, "/modules/sample/fr/slides/two/")
    assert re.findall(r'<p class="translation[^"]*" lang="([^"]*)">([^<]*)<', html) == [("en", NOT_YET)]
    assert 'lang="en">Translation: awaiting clinical review</p>' in page(signed_in, "/modules/sample/fr/slides/one/")


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Deutsch"), ("en", "English"), ("de-AT", "Deutsch"), ("fr", "français"), ("xx", "xx")]
)
def test_a_language_is_named_in_itself(language, name):
    assert name_of(language) == name


def test_a_language_is_named_in_the_readers_language():
    assert [name_in("en", "de"), name_in("de", "en"), name_in("xx", "en")] == ["Englisch", "German", "xx"]


def test_what_is_kept_of_an_edition_is_kept_for_each_language(edition):
    from courses.languages import identity_of

    own, german = (identity_of(Reading(edition, language)) for language in ("en", "de"))
    assert own != german
    assert own[:-1] == german[:-1] == identity(edition)
