"""Questions, abbreviations and figures in a translation; an answer is the learner's, whatever the language."""

import re
from html import unescape

import pytest
from django.test import Client

from courses import access, services
from courses.models import Progress, SlideTranslation
from elearning.publishing.services import rebuild
from tests.factories import (
    CHECK,
    GERMAN_CHECK,
    NOW,
    asking,
    asking_in_german,
    folder,
    german,
    published,
    slide,
    translated_slide,
)

MODULE, GERMAN = "/modules/sample/", "/modules/sample/de/"
ONE, TWO = (f"{GERMAN}slides/{key}/" for key in ("one", "two"))
CHECK_URL, CASE_URL = f"{ONE}questions/scored-two-plus/", f"{TWO}questions/early-relapse/"
OWN_ONE = f"{MODULE}slides/one/"
OWN_CHECK_URL = f"{OWN_ONE}questions/scored-two-plus/"
IN_PLACE = {"X-Fragment": "1"}


@pytest.fixture
def files():
    return {**asking(), **asking_in_german()}


@pytest.fixture
def reader(signed_in, learner, files):
    services.start_module(learner=learner, edition=published(files), now=NOW)
    return signed_in


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def version(client, path):
    return re.search(r'name="version" value="([^"]*)"', client.get(path).content.decode())[1]


def answer(client, url, option, headers=None):
    fields = {"version": version(client, url.partition("questions/")[0]), "option": str(option)}
    return client.post(url, fields, headers=headers or {})


def stored(key="one"):
    return Progress.objects.get(slide_key=key).answers


def test_a_translated_slide_asks_in_its_language(reader):
    page = reader.get(ONE)
    said = text(page)
    assert said.index("Davor.") < said.index("Wie wird sie eingeordnet?") < said.index("HER2-positiv")
    assert "How is it classified?" not in said
    assert '<legend class="question__text" lang="de">' in page.content.decode()
    assert '<legend class="question__text" lang="en">' in reader.get(OWN_ONE).content.decode()


def test_an_answer_in_a_translation_is_told_in_its_language_and_stays_in_it(reader):
    response = answer(reader, CHECK_URL, 0)
    assert (response.status_code, response.headers["Location"]) == (303, "../../#question-scored-two-plus")
    page = reader.get(ONE)
    assert "Ihre Antwort: A. HER2-low Richtig, denn sie ist nicht amplifiziert" in text(page)
    assert page.content.decode().count('<a class="outline__slide" href="../') == 3
    assert Progress.objects.get().language == "de"


def test_a_case_in_a_translation_shows_its_guideline_and_trial_in_the_language(reader):
    answer(reader, CASE_URL, 2)
    said = text(reader.get(TWO))
    assert "Ihre Antwort: C. Operation Eine Operation kommt zu früh." in said
    assert "Empfohlen B. Docetaxel mit zwei Antikörpern" in said
    assert "Stand der Leitlinie, Oktober 2021 Die Gesellschaft empfiehlt zwei Antikörper" in said
    assert "Die Studie dahinter CLEOPATRA fand eine HR von 0,69" in said


@pytest.mark.parametrize(("there", "here"), [(OWN_CHECK_URL, ONE), (CHECK_URL, OWN_ONE)])
def test_an_answer_given_in_one_language_counts_and_is_told_in_the_other(reader, learner, there, here):
    answer(reader, there, 0)
    because = {ONE: "Richtig, denn sie ist nicht", OWN_ONE: "Right, because it is not"}
    assert because[here] in text(reader.get(here))
    summary = access.summary(
        access.newest_edition("sample"), access.progress_of(learner, access.newest_edition("sample").module)
    )
    assert (summary.answered, summary.finished, summary.asking) == (1, {"one"}, frozenset())
    assert list(stored()) == ["scored-two-plus"]


def test_both_languages_name_the_same_version_of_the_question(reader):
    assert version(reader, ONE) == version(reader, OWN_ONE)


def test_the_player_s_script_gets_the_block_in_the_language_of_the_address(reader):
    assert "Richtig, denn sie ist nicht amplifiziert" in text(answer(reader, CHECK_URL, 0, IN_PLACE))
    assert "Right, because it is not amplified" in text(answer(reader, OWN_CHECK_URL, 0, IN_PLACE))
    assert stored()["scored-two-plus"]["option"] == 0


def test_a_slide_that_is_not_translated_asks_in_the_original_and_stays_in_the_reading(signed_in, learner):
    services.start_module(
        learner=learner, edition=published({**asking(), "de/module.yaml": german()["de/module.yaml"]}), now=NOW
    )
    response = answer(signed_in, CHECK_URL, 1)
    assert (response.status_code, response.headers["Location"]) == (303, "../../#question-scored-two-plus")
    page = signed_in.get(ONE)
    assert "Your answer: B. HER2-positive Wrong, because it is not amplified." in text(page)
    assert '<legend class="question__text" lang="en">' in page.content.decode()
    assert Progress.objects.get().language == "de"


def test_a_form_without_a_choice_comes_back_in_the_language_with_links_that_lead_to_the_same_places(reader):
    html = reader.post(CHECK_URL, {"version": version(reader, ONE)}).content.decode()
    assert "Wie wird sie eingeordnet?" in html
    assert 'action="../../questions/scored-two-plus/"' in html
    assert 'href="../../../two/" rel="next"' in html
    assert f'href="{ONE}" hreflang="de" lang="de" aria-current="true"' in html
    assert f'href="{OWN_ONE}" hreflang="en"' in html
    assert f'data-seen-url="{ONE}seen/"' in html


def test_a_corrected_translation_keeps_the_feedback_and_a_changed_original_hides_it_in_every_language(reader):
    answer(reader, CHECK_URL, 0)
    better = GERMAN_CHECK.replace("Richtig, denn", "Das stimmt, denn")
    published({**asking(), **asking_in_german(check=better)})
    assert "Das stimmt, denn sie ist nicht amplifiziert" in text(reader.get(ONE))
    assert "Right, because it is not amplified" in text(reader.get(OWN_ONE))
    published({**asking(check=CHECK.replace("A biopsy", "This biopsy")), **asking_in_german(check=better)})
    for path in (ONE, OWN_ONE):
        html = reader.get(path).content.decode()
        assert ("question__feedback" in html, "data-open" in html) == (False, False)


def test_outline_and_overview_of_a_translation_tell_open_questions(reader):
    reader.get(ONE)
    overview = reader.get(f"{GERMAN}slides/").content.decode()
    assert re.findall(r"thumb__(asking|seen)\"", overview) == ["asking"]
    assert 'class="outline__asking"' in reader.get(TWO).content.decode()
    answer(reader, CHECK_URL, 0)
    assert 'class="outline__seen"' in reader.get(TWO).content.decode()
    assert re.findall(r"thumb__(asking|seen)\"", reader.get(f"{GERMAN}slides/").content.decode()) == ["seen", "asking"]


def test_the_print_view_of_a_translation_has_its_questions_and_answers(reader):
    page = reader.get(f"{GERMAN}print/")
    said = text(page)
    assert "Wie wird sie eingeordnet?" in said
    assert "Richtig, denn sie ist nicht amplifiziert" in said
    assert "Die Gesellschaft empfiehlt zwei Antikörper" in said
    assert ("How is it classified?" in said, 'data-question="scored-two-plus"></div>' in page.content.decode()) == (
        False,
        False,
    )
    assert "How is it classified?" in text(reader.get(f"{MODULE}print/"))


def test_another_learner_finds_the_question_open(reader, other_learner):
    answer(reader, CHECK_URL, 0)
    other = Client()
    other.force_login(other_learner)
    services.start_module(learner=other_learner, edition=access.newest_edition("sample"), now=NOW)
    html = other.get(ONE).content.decode()
    assert ("question__feedback" in html, "data-open" in html) == (False, True)


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_an_answer_in_a_language_that_was_dropped_meanwhile_is_sent_to_the_original(reader, headers):
    sent = {"version": version(reader, ONE), "option": "0"}
    published(asking())
    response = reader.post(CHECK_URL, sent, headers=headers)
    assert (response.status_code, response.url) == (302, MODULE)
    assert stored() == {}


def test_a_language_or_a_question_that_never_was_is_not_found(reader):
    assert reader.post(CHECK_URL.replace("/de/", "/fr/")).status_code == 404
    assert reader.post(f"{TWO}questions/scored-two-plus/").status_code == 404


def test_who_may_not_answer_is_sent_to_the_page_in_the_language(files, signed_in):
    published(files)
    assert signed_in.post(CHECK_URL, {"option": "0"}).url == GERMAN
    assert Client().post(CHECK_URL, {"option": "0"}).url == f"/accounts/login/?next={GERMAN}"
    assert signed_in.post(CHECK_URL, {"option": "0"}, headers=IN_PLACE).status_code == 403


def test_a_visitor_of_a_public_module_is_told_in_the_language(client, clock, db):
    published({**asking(access="public"), **asking_in_german()})
    assert "Falsch, denn sie ist nicht amplifiziert." in text(answer(client, CHECK_URL, 1))
    assert Progress.objects.count() == 0


def test_an_answered_question_is_told_in_no_more_statements(reader, statements):
    answer(reader, CHECK_URL, 0)
    assert statements(lambda: reader.get(ONE)) == 5


def test_questions_of_translations_are_stored_and_rendered_again(db, files):
    edition = published(files)
    rows = {row.slide.key: row.questions for row in SlideTranslation.objects.all()}
    assert [question["hash"] for question in rows["one"]] == [
        question["hash"] for question in edition.slides.get(key="one").questions
    ]
    assert "line" not in rows["one"][0]
    SlideTranslation.objects.update(questions=[])
    rebuild(edition=edition)
    assert {row.slide.key: row.questions for row in SlideTranslation.objects.all()} == rows


def test_the_module_page_lists_the_glossary_in_the_language_and_what_is_left_in_the_original(client, clock, db):
    files = {**folder(glossary={"OS": "overall survival", "HR": "hazard ratio"})}
    published({**files, **german(glossary={"OS": "Gesamtüberleben", "KI": "Konfidenzintervall"})})
    listed = r'<dt>([^<]*)</dt><dd lang="([^"]*)">([^<]*)</dd>'
    assert re.findall(listed, client.get(GERMAN).content.decode()) == [
        ("HR", "en", "hazard ratio"),
        ("KI", "de", "Konfidenzintervall"),
        ("OS", "de", "Gesamtüberleben"),
    ]
    assert re.findall(listed, client.get(MODULE).content.decode()) == [
        ("HR", "en", "hazard ratio"),
        ("OS", "en", "overall survival"),
    ]


def test_the_print_view_lists_the_glossary_in_the_language(signed_in, learner):
    files = {**folder(glossary={"OS": "overall survival"}), **german(glossary={"OS": "Gesamtüberleben"})}
    services.start_module(learner=learner, edition=published(files), now=NOW)
    assert '<dt>OS</dt><dd lang="de">Gesamtüberleben</dd>' in signed_in.get(f"{GERMAN}print/").content.decode()


def test_objectives_of_a_section_and_corrections_are_on_the_module_page_in_the_language(client, clock, db):
    objectives = [
        {"key": "know", "text": "Know."},
        {"key": "do", "text": "Do it.", "section": "basics"},
        {"key": "more", "text": "Do more.", "section": "practice"},
    ]
    errata = [{"date": NOW.date(), "slide": "one", "text": "A ratio was wrong."}]
    files = folder(objectives=objectives, errata=errata)
    files["test.yaml"] = files["test.yaml"].replace(b"- know", b"- know\n  - do\n  - more")
    published({**files, **german(objectives={"do": "Es tun."})})
    html = client.get(GERMAN).content.decode()
    assert '<h3>In “<span lang="de">Grundlagen</span>”</h3>' in html
    assert '<h3>In “<span lang="en">Practice</span>”</h3>' in html
    assert re.findall(r'<li lang="([^"]*)"><span>([^<]*)</span>', html) == [
        ("en", "Know."),
        ("de", "Es tun."),
        ("en", "Do more."),
    ]
    assert (f'<a href="{ONE}">' in html, '<div lang="en"><p>A ratio was wrong.</p></div>' in html) == (True, True)


def test_an_edition_stored_without_a_glossary_is_read_as_ever(client, clock, db):
    edition = published({**folder(), **german()})
    del edition.front_matter["glossary"], edition.front_matter["errata"]
    edition.save(update_fields=["front_matter"])
    assert [client.get(path).status_code for path in (MODULE, GERMAN)] == [200, 200]


def test_figures_have_the_same_numbers_in_both_languages(signed_in, learner):
    chart = (
        "```evidence\nchart: bars\ntitle: {}\nunit: months\nrows:\n  - {{label: x, value: cleopatra.os.ptd}}\n"
        "caption: {}\nabbreviations: none\n```"
    )
    files = {**folder(), **german()}
    for key, place in (("one", "1-basics/01-one.md"), ("two", "1-basics/02-two.md")):
        files[place] = slide(key, body=chart.format("Medians", "Months."))
        files[f"de/{place}"] = translated_slide(key, body=chart.format("Mediane", "Monate."))
    del files["de/1-basics/01-one.md"]
    services.start_module(learner=learner, edition=published(files), now=NOW)
    number = r'figure__number">([^<]*)<'
    html = signed_in.get(f"{GERMAN}print/").content.decode()
    assert re.findall(number, html) == ["Figure 1.", "Abbildung 2."]
    assert re.findall(number, signed_in.get(TWO).content.decode()) == ["Abbildung 2."]
