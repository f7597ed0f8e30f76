"""Abbreviations are explained where a slide uses them first."""

import re

import pytest

from courses.domain.content import read_content
from courses.domain.glossary import Glossary
from courses.domain.problems import Problems
from tests.factories import CHECK, asking, folder, german, slide, translated_slide

GLOSSARY = Glossary({"OS": "overall survival", "T-DXd": "trastuzumab deruxtecan", "ADC": "antibody-drug conjugate"})


def explained(html):
    """The abbreviations that ``html`` explains, in order."""
    return re.findall(r"<abbr[^>]*>([^<]*)</abbr>", html)


def test_an_abbreviation_is_explained_once_and_can_be_reached_by_keyboard():
    told = []
    assert GLOSSARY.marked("<p>OS and OS.</p>", "one", told) == (
        '<p><span class="term"><abbr tabindex="0" aria-describedby="term-one-1">OS</abbr>'
        '<span class="term__meaning" role="tooltip" id="term-one-1">overall survival</span></span> and OS.</p>'
    )
    assert told == ["OS"]
    assert GLOSSARY.marked("<p>OS</p>", "one", told) == "<p>OS</p>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>An ADC; two ADCs</p>", ["ADC"]),
        ("<p>ADCs</p>", ["ADC"]),
        ("<p>T-DXd (OS)</p>", ["T-DXd", "OS"]),
        ("<p>xOS, OSx, OS-free, pre-OS, T-DXds-x</p>", []),
        ("<h3>OS</h3><a href='#'>OS</a><code>OS</code><p title='OS'>-</p>", []),
        ("<table><tr><th>OS</th><td>OS</td></tr></table>", ["OS"]),
        ("<a href='#'><em>OS</em></a> <em>OS</em>", ["OS"]),
        ("<p>&OS; os</p>", []),
    ],
)
def test_whole_words_are_explained_outside_headings_links_and_code(html, found):
    assert explained(GLOSSARY.marked(html, "one", [])) == found


def test_an_abbreviation_may_hold_any_sign():
    glossary = Glossary({"R&D": "research & development", "p<q": "less", "C++": "plus", "a.b|c": "bar"})
    html = glossary.marked("<p>R&amp;D p&lt;q C++ axb a.b|c R&amp;D</p>", "one", [])
    assert explained(html) == ["R&amp;D", "p&lt;q", "C++", "a.b|c"]
    assert html.endswith("R&amp;D</p>")


def test_an_abbreviation_that_is_a_number_leaves_citations_and_figures_alone():
    files = folder(glossary={"0": "nil", "1": "one"})
    files["1-basics/02-two.md"] = slide("two", body="HR [0.69](ev:cleopatra.os.hr) in 1 [@swain2020].")
    two = read_content(files, Problems()).slides[1].html
    assert explained(two) == ["1"]
    assert ('value="cleopatra.os.hr">0.69<' in two, 'href="#reference-1"' in two) == (True, True)


def test_a_slide_explains_in_its_notes_what_its_body_did_not_name():
    files = folder(glossary={"OS": "overall <survival>", "HR": "hazard ratio"})
    files["1-basics/02-two.md"] = slide(
        "two", body="The OS [@swain2020].", notes="OS and HR [0.69](ev:cleopatra.os.hr)."
    )
    problems = Problems()
    content = read_content(files, problems)
    assert problems.found == []
    two = content.slides[1]
    assert (explained(two.html), explained(two.notes_html)) == (["OS"], ["HR"])
    assert "overall &lt;survival&gt;" in two.html
    ids = re.findall(r'id="(term-[^"]+)"', two.html + two.notes_html)
    assert ids == ["term-two-1", "term-two-2"]


def test_a_question_explains_only_what_everybody_sees_and_the_text_around_it_did_not():
    files = asking(glossary={"IHC": "staining", "HER2": "a receptor", "OS": "overall survival"})
    check = CHECK.replace("amplified.", "amplified for OS.")
    files["1-basics/01-one.md"] = slide("one", body=f"IHC first.\n\n{check}", notes="HER2 and OS.")
    one = read_content(files, Problems()).slides[0]
    asked = one.questions[0]
    assert (explained(one.html), explained(asked.question), explained(one.notes_html)) == (["IHC"], ["OS"], ["HER2"])
    assert explained("".join(option.text + option.comment for option in asked.options)) == []


def test_without_a_glossary_text_stays_as_it_is():
    assert Glossary({}).marked("<p>OS</p>", "one", []) == "<p>OS</p>"


def in_german(**front):
    """What a German slide explains, each abbreviation with its meaning and the language said of that, and problems."""
    files = folder(glossary={"OS": "overall survival", "HR": "hazard ratio"}) | german(**front)
    files["de/1-basics/02-two.md"] = translated_slide("two", body="OS, HR, KI.", notes="KI und OS [@swain2020].")
    problems = Problems()
    content = read_content(files, problems)
    two = content.translations["de"].slides["two"]
    meanings = re.findall(r'role="tooltip" id="[^"]*"(?: lang="([^"]*)")?>([^<]*)<', two.html + two.notes_html)
    return meanings, [str(problem) for problem in problems.sorted()]


def test_a_translated_slide_explains_in_its_language_and_falls_back_abbreviation_by_abbreviation():
    meanings, problems = in_german(glossary={"OS": "Gesamtüberleben", "KI": "Konfidenzintervall"})
    assert problems == []
    assert meanings == [("", "Gesamtüberleben"), ("en", "hazard ratio"), ("", "Konfidenzintervall")]


def test_a_translation_without_a_glossary_has_that_of_the_original_in_its_language():
    assert in_german()[0] == [("en", "overall survival"), ("en", "hazard ratio")]


def test_a_faulty_glossary_of_a_translation_is_named_with_file_and_line():
    assert in_german(glossary=["OS"])[1] == ["de/module.yaml:14: 'glossary': write a mapping of names to texts"]
