"""Translations: what they may hold, and that nothing that was measured is lost or added by translating."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.comparison import evidence_in
from courses.domain.content import read_content
from courses.domain.problems import Problems
from tests.courses.domain.build import lines
from tests.factories import EVIDENCE, REFERENCES, folder, german, slide, translated_slide

ORIGINAL, ONE, TWO = "1-basics/01-one.md", "de/1-basics/01-one.md", "de/1-basics/02-two.md"
MODULE = "de/module.yaml"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"/>'
PICTURE = """![A cell](../media/cell.svg)
Caption: A cell.
Abbreviations: none
Description: A round cell."""
CHART = """```evidence
chart: bars
title: Median overall survival
unit: months
rows:
  - {label: With, value: cleopatra.os.ptd}
  - {label: Without, value: cleopatra.os.td}
caption: The medians.
abbreviations: none
```"""
GERMAN_CHART = CHART.replace("Median overall survival", "Medianes Überleben").replace("With", "Mit")


def read(files):
    problems = Problems()
    return read_content({path: text for path, text in files.items() if text is not None}, problems), lines(problems)


def found(**changes):
    """What is wrong with the small module and its translation after the files in ``changes`` are put in place."""
    return read({**folder(), **german(), **changes})[1]


def test_a_translation_holds_front_matter_and_slides_rendered_in_its_language():
    content, problems = read({**folder(), **german()})
    assert problems == []
    translation = content.translations["de"]
    assert translation.front == {
        "title": "Ein Beispielmodul",
        "review": {"state": "awaiting clinical review", "reviewers": []},
        "ai_assisted": None,
        "abstract_html": "<p>Worum es geht.</p>",
        "audience": ["Auszubildende"],
        "objectives": {"know": "Wissen, was es zu wissen gibt."},
        "sections": {"basics": {"title": "Grundlagen", "outline_html": "<p>Die Grundlagen.</p>"}},
    }
    assert list(translation.slides) == ["one"]
    assert translation.slides["one"].title == "Über one"
    assert '<data class="datum" value="cleopatra.os.hr">0,69</data>' in translation.slides["one"].html
    assert translation.slides["one"].references == ["swain2020"]
    assert ">0.69</data>" in content.slides[0].html


@pytest.mark.parametrize("written", ["0.69", "0,69"])
def test_a_figure_is_written_with_either_decimal_sign_and_shown_with_that_of_the_language(written):
    text = translated_slide("one", body=f"HR [{written}](ev:cleopatra.os.hr) [@swain2020].")
    content, problems = read({**folder(), **german(), ONE: text})
    assert problems == []
    assert ">0,69</data>" in content.translations["de"].slides["one"].html


def test_a_figure_that_differs_from_the_evidence_is_refused_in_a_translation_too():
    text = translated_slide("one", body="HR [0,96](ev:cleopatra.os.hr) [@swain2020].")
    assert found(**{ONE: text}) == [
        f"{ONE}:6: the text says '0,96', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)"
    ]


def test_dates_and_large_numbers_are_shown_in_the_language():
    evidence = EVIDENCE.replace('td: "40.8"', 'td: "40.8", n: "1,234", day: "2025-12-15"').encode()
    body = "[1,234](ev:cleopatra.os.n) on [{}](ev:cleopatra.os.day)"
    original = slide("two", body=body.format("15 December 2025"))
    files = {**folder(), **german(), "evidence.yaml": evidence, "1-basics/02-two.md": original}
    content, problems = read({**files, TWO: translated_slide("two", body=body.format("15. Dezember 2025"))})
    assert problems == []
    html = content.translations["de"].slides["two"].html
    assert re.findall(r"<data[^>]*>([^<]*)<", html) == ["1\N{NO-BREAK SPACE}234", "15. Dezember 2025"]
    assert read({**files, TWO: translated_slide("two", body=body.format("15 December 2025"))})[1] == [
        (
            f"{TWO}:6: the text says '15 December 2025', but cleopatra.os.day is '15. Dezember 2025' "
            "(check_module --fix rewrites it)"
        ),
    ]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {MODULE: None},
            [f"{ONE}: de/module.yaml is missing; it holds the title and the review of this translation"],
        ),
        ({MODULE: b"title: [\n"}, [f"{MODULE}:2: not valid YAML: expected the node content, but found '<stream end>'"]),
        (
            {MODULE: german(title=None, review=None)[MODULE]},
            [f"{MODULE}:1: 'review' is missing", f"{MODULE}:1: 'title' is missing"],
        ),
        (
            {MODULE: german(review={"state": "reviewed", "reviewers": []})[MODULE]},
            [f"{MODULE}:11: a reviewed module names its reviewers"],
        ),
        (
            {MODULE: german(objectives={"other": "Text", "know": ""})[MODULE]},
            [
                f"{MODULE}:6: module.yaml has no 'other' in objectives; it has know",
                f"{MODULE}:7: 'know': write some text",
            ],
        ),
        (
            {MODULE: german(sections={"other": {"title": "x"}})[MODULE]},
            [f"{MODULE}:8: module.yaml has no 'other' in sections; it has basics, practice"],
        ),
        (
            {MODULE: german(sections=["basics"])[MODULE]},
            [f"{MODULE}:7: 'sections': write a mapping with the keys basics, practice"],
        ),
        (
            {MODULE: german(sections={"basics": {"name": "x"}})[MODULE]},
            [f"{MODULE}:9: unknown key 'name'; known are title, outline"],
        ),
        (
            {MODULE: german(slug="sample")[MODULE]},
            [
                (
                    f"{MODULE}:14: unknown key 'slug'; known are title, abstract, need, method, requirements, lineage, "
                    "privacy, commercial_support, audience, keywords, glossary, objectives, sections, review, "
                    "ai_assisted"
                ),
            ],
        ),
        ({TWO: translated_slide("nine")}, [f"{TWO}:2: the module has no slide 'nine' to translate"]),
        (
            {TWO: german()[ONE]},
            [f"{TWO}:2: the slide 'one' is already translated by {ONE}"],
        ),
        (
            {"de/2-practice/02-two.md": translated_slide("two")},
            ["de/2-practice/02-two.md:2: the slide 'two' is in the section 'basics', not in 'practice'"],
        ),
        (
            {TWO: translated_slide("two", objectives=["know"])},
            [f"{TWO}:4: unknown key 'objectives'; known are key, title, trade_names, ai_assisted"],
        ),
        (
            {TWO: translated_slide("two").replace(b"## Notes", b"")},
            [f"{TWO}:11: the slide has no '## Notes' section with the spoken text"],
        ),
        (
            {"de/notes.txt": b"x"},
            ["de/notes.txt: this file has no place in a module; see docs/authoring.md, The folder"],
        ),
        (
            {"deu/module.yaml": b"x"},
            ["deu/module.yaml: this file has no place in a module; see docs/authoring.md, The folder"],
        ),
    ],
)
def test_a_faulty_translation_names_file_and_line(changes, problems):
    assert found(**changes) == problems


def test_the_modules_own_language_is_no_translation():
    files = {path.replace("de/", "en/"): text for path, text in german().items()}
    assert read({**folder(), **files})[1] == [
        "en/1-basics/01-one.md: 'en' is the module's own language; move its files out of en/"
    ]
    files["en/1-basics/01-one.md"] = files["en/1-basics/01-one.md"].replace(b"0,69", b"0.69")
    assert read({**folder(language="de"), **files})[1] == []


def compared(original, translation, **files):
    if "[@" in original + translation:  # the notes cite nothing then, so that citations of the body are compared
        texts = {
            ORIGINAL: slide("one", body=original, notes="Some notes."),
            ONE: translated_slide("one", body=translation, notes="Notizen."),
        }
    else:
        texts = {ORIGINAL: slide("one", body=original), ONE: translated_slide("one", body=translation)}
    return found(**{"media/cell.svg": SVG, **texts, **files})


@pytest.mark.parametrize(
    ("original", "translation", "problems"),
    [
        (
            "[0.69](ev:cleopatra.os.hr) [@swain2020]",
            "Nichts.",
            [
                f"{ONE}: the translation leaves out [@swain2020] that {ORIGINAL}:8 shows",
                f"{ONE}: the translation leaves out ev:cleopatra.os.hr that {ORIGINAL}:8 shows",
            ],
        ),
        (
            "Nothing.",
            "Erstens.\n\n[0,69](ev:cleopatra.os.hr) [@swain2020]",
            [
                f"{ONE}:8: the translation shows [@swain2020], which {ORIGINAL} does not",
                f"{ONE}:8: the translation shows ev:cleopatra.os.hr, which {ORIGINAL} does not",
            ],
        ),
        (
            "[0.58](ev:cleopatra.os.ci_low) [0.82](ev:cleopatra.os.ci_high)",
            "[0,58](ev:cleopatra.os.ci_low) [0,58](ev:cleopatra.os.ci_low)",
            [f"{ONE}: the translation leaves out ev:cleopatra.os.ci_high that {ORIGINAL}:8 shows"],
        ),
        (PICTURE, "Nichts.", [f"{ONE}: the translation leaves out the picture media/cell.svg that {ORIGINAL}:8 shows"]),
        (
            CHART,
            "Nichts.",
            [
                (
                    f"{ONE}: the translation leaves out the chart (bars) of cleopatra.os.ptd, cleopatra.os.td "
                    f"that {ORIGINAL}:8 shows"
                ),
            ],
        ),
        (
            CHART,
            GERMAN_CHART.replace("cleopatra.os.td", "cleopatra.os.hr"),
            [
                (
                    f"{ONE}: the translation leaves out the chart (bars) of cleopatra.os.ptd, cleopatra.os.td "
                    f"that {ORIGINAL}:8 shows"
                ),
                (
                    f"{ONE}:6: the translation shows the chart (bars) of cleopatra.os.ptd, cleopatra.os.hr, "
                    f"which {ORIGINAL} does not"
                ),
            ],
        ),
        (f"{CHART}\n\n{PICTURE}", f"{PICTURE}\n\n{GERMAN_CHART}", []),
        (PICTURE, PICTURE.replace("../media", "../../media"), []),
    ],
)
def test_a_translation_shows_what_the_original_shows_and_nothing_else(original, translation, problems):
    assert compared(original, translation) == problems


def test_a_figure_may_move_between_body_and_notes():
    figure = "[0.69](ev:cleopatra.os.hr) [@swain2020]"
    assert found(**{ONE: translated_slide("one", body="Ein Text.", notes=figure)}) == []


def test_a_chart_of_a_translation_has_the_decimal_sign_and_the_words_of_its_language():
    files = {ORIGINAL: slide("one", body=CHART), ONE: translated_slide("one", body=GERMAN_CHART)}
    content, problems = read({**folder(), **german(), **files})
    assert problems == []
    html = content.translations["de"].slides["one"].html
    assert ("57,1" in html, "57.1" in html) == (True, False)
    assert '<span class="figure__number">Abbildung 1.</span>' in html


def test_a_translated_slide_numbers_its_figures_as_the_original_does_and_changes_no_number_there():
    table = (
        CHART.replace("bars", "table").replace("unit: months", "columns: [a, b]").replace("{label: With, value:", "[x,")
    )
    table = re.sub(r"  - .*", "  - [x, y]", table)
    files = {
        **folder(),
        "media/cell.svg": SVG,
        ORIGINAL: slide("one", body=f"{CHART}\n\n{table}", notes=PICTURE),
        "1-basics/02-two.md": slide("two", body=f"{PICTURE}\n\n{CHART}\n\n{table}", notes="Some notes."),
        "2-practice/03-three.md": slide("three", body=CHART),
    }
    translations = {
        **german(),
        "de/2-practice/03-three.md": translated_slide("three", body=GERMAN_CHART),
        TWO: translated_slide("two", body=f"{PICTURE}\n\n{table}", notes=GERMAN_CHART),
    }
    del translations[ONE]
    content, problems = read({**files, **translations})
    assert problems == []

    def numbers(slides):
        found = {each.key: re.findall(r'figure__number">([^<]*)\.<', each.html + each.notes_html) for each in slides}
        return {key: found[key] for key in sorted(found)}

    assert numbers(content.translations["de"].slides.values()) == {
        "three": ["Abbildung 5"],
        "two": ["Abbildung 3", "Tabelle 2", "Abbildung 4"],
    }
    alone = numbers(read(files)[0].slides)
    assert numbers(content.slides) == alone
    assert alone == {
        "one": ["Figure 1", "Table 1", "Figure 2"],
        "three": ["Figure 5"],
        "two": ["Figure 3", "Figure 4", "Table 2"],
    }


def test_a_timeline_of_a_translation_has_the_dates_of_its_language():
    evidence = EVIDENCE.replace('td: "40.8"', 'td: "40.8", day: "2025-12-15"').encode()
    block = CHART.replace("bars", "timeline").replace("unit: months\n", "")
    block = re.sub(r"  - .*\n  - .*", "  - {label: FDA, date: cleopatra.os.day}", block)
    files = {"evidence.yaml": evidence, ORIGINAL: slide("one", body=block), ONE: translated_slide("one", body=block)}
    content, problems = read({**folder(), **german(), **files})
    assert problems == []
    assert ">15. Dezember 2025</time>" in content.translations["de"].slides["one"].html
    assert ">15 December 2025</time>" in content.slides[0].html


def test_what_is_compared_of_cells_groups_and_lanes_are_all_their_addresses():
    block = """```evidence
chart: table
columns: [a, b]
rows:
  - ["PFS", "{a.b.c} ({a.b.low}–{a.b.high})"]
  - {label: 'x {a.b.d}', values: [e.f.g, –], group: "{h.i.j}"}
  - {label: x, datum: k.l, date: m.n.o}
```"""
    assert list(evidence_in(f"---\nkey: x\n---\n\n{block}\n")) == [
        "the chart (table) of a.b.c, a.b.low, a.b.high, a.b.d, e.f.g, –, h.i.j, k.l, m.n.o"
    ]


ADDRESSES = st.lists(st.sampled_from(["os.hr", "os.ci_low", "os.ci_high", "os.ptd", "os.td"]), max_size=6)
VALUES = {"os.hr": "0.69", "os.ci_low": "0.58", "os.ci_high": "0.82", "os.ptd": "57.1", "os.td": "40.8"}


@settings(max_examples=200, deadline=None)  # each example reads a whole folder
@given(ADDRESSES, ADDRESSES, ADDRESSES)
def test_every_figure_left_out_or_added_is_named_and_nothing_else(there, here, spoken):
    def text(addresses):
        return "\n\n".join(f"Wert [{VALUES[each]}](ev:cleopatra.{each})." for each in addresses) or "Ohne Wert."

    files = {
        ORIGINAL: slide("one", body=text(there)),
        ONE: translated_slide("one", body=text(here), notes=f"{text(spoken)} [@swain2020]"),
    }
    named = {"leaves out": set(), "shows": set()}
    for problem in found(**files):
        verb, address = re.search(r"the translation (leaves out|shows) ev:cleopatra\.([a-z_.]+)", problem).groups()
        named[verb].add(address)
    assert named == {"leaves out": set(there) - {*here, *spoken}, "shows": {*here, *spoken} - set(there)}


def test_references_are_numbered_in_the_order_of_the_translation():
    references = (
        f"{REFERENCES}modi2022:\n  type: trial\n  authors: M\n  title: T\n  source: S\n  year: '2022'\n  pmid: '1'\n"
    )
    files = {
        "references.yaml": references.encode(),
        ORIGINAL: slide("one", body="A [@swain2020], b [@modi2022]."),
        ONE: translated_slide("one", body="B [@modi2022], A [@swain2020]."),
    }
    content, problems = read({**folder(), **german(), **files})
    assert problems == []
    assert content.slides[0].references == ["swain2020", "modi2022"]
    assert content.translations["de"].slides["one"].references == ["modi2022", "swain2020"]


def warned(original, translation):
    problems = Problems()
    files = {ORIGINAL: slide("one", body=original), ONE: translated_slide("one", body=translation)}
    read_content({**folder(), **german(), **files}, problems)
    assert problems.found == []
    return [str(warning) for warning in problems.warnings]


@pytest.mark.parametrize(
    ("original", "translation", "only_there", "only_here"),
    [
        ("8 mg/kg, then 6 mg/kg", "8 mg/kg, dann 8 mg/kg", "6", "8"),
        ("LVEF of at least 50 %", "LVEF mindestens 40 %", "50", "40"),
        ("a ratio of 2.0", "ein Quotient", "2.0", "none"),
        ("two weeks", "2 Wochen", "none", "2"),
    ],
)
def test_numbers_that_are_not_the_same_are_pointed_out(original, translation, only_there, only_here):
    assert warned(original, translation) == [
        f"{ONE}: warning, other-numbers: only {ORIGINAL} has {only_there}, only the translation has {only_here}"
    ]


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("a ratio of 2.0 in 1,234 women", "ein Quotient von 2,0 bei 1.234 Frauen"),
        ("HER2, T-DM1, 95 % CI, 15 December 2025", "15. Dezember 2025: 95-%-KI, T-DM1"),
        ("HR [0.69](ev:cleopatra.os.hr) [@swain2020]", "[0,69](ev:cleopatra.os.hr) [@swain2020] bleibt"),
    ],
)
def test_numbers_that_are_only_written_otherwise_are_the_same(original, translation):
    assert warned(original, translation) == []
