"""Item-writing flaws: each with an item that has it and a twin, mended, that has none."""

from dataclasses import replace
from pathlib import Path

import pytest
from django import conf
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.plaintext import words
from courses.domain.problems import Problems
from quizzes.domain.flaws import RULES, ItemText, flaws_of, flaws_of_bank, name_of
from quizzes.domain.flaws import bank as bank_rules
from quizzes.domain.flaws.cues import takes_an
from quizzes.domain.quantities import Quantity, quantity
from quizzes.domain.testfile import read_test
from tests.quizzes.test_testfile import GOOD, KNOWN

STEM = (
    "A 52-year-old woman has new liver metastases of a breast cancer that is HER2 3+ by immunohistochemistry; "
    "LVEF and liver tests are normal."
)
SOUND = ItemText(
    stem=STEM,
    lead_in="Which treatment is the most appropriate?",
    options=(
        "Docetaxel, trastuzumab and pertuzumab",
        "Capecitabine together with lapatinib",
        "Trastuzumab emtansine without taxane",
        "Letrozole together with trastuzumab",
    ),
    correct=0,
)


def options(*texts, correct=0, **values):
    return replace(SOUND, options=texts, correct=correct, **values)


CASES = {
    "no question": ("unfocused-lead-in", replace(SOUND, lead_in="She asks for advice."), SOUND),
    "true or false": (
        "unfocused-lead-in",
        replace(SOUND, lead_in="Which of the following statements about HER2 is true?"),
        replace(SOUND, lead_in="Which step follows an equivocal HER2 result?"),
    ),
    "correct of the following": (
        "unfocused-lead-in",
        replace(SOUND, lead_in="Which of the following is correct?"),
        replace(SOUND, lead_in="The most appropriate treatment is"),
    ),
    "applies to her": (
        "unfocused-lead-in",
        replace(SOUND, lead_in="Which of these applies to her?"),
        replace(SOUND, lead_in="What is the right dose of trastuzumab?"),
    ),
    "not": (
        "negative-lead-in",
        replace(SOUND, lead_in="Which treatment is not appropriate?"),
        replace(SOUND, lead_in="Which treatment suits a patient who has not received a taxane?"),
    ),
    "EXCEPT": (
        "negative-lead-in",
        replace(SOUND, lead_in="Each drug prolongs survival EXCEPT"),
        replace(SOUND, lead_in="Which drug prolongs survival?"),
    ),
    "least": (
        "negative-lead-in",
        replace(SOUND, lead_in="Which drug is least likely to help?"),
        replace(SOUND, lead_in="Which drug is given for at least one year?"),
    ),
    "n't": (
        "negative-lead-in",
        replace(SOUND, lead_in="Which drug shouldn't be given?"),
        replace(SOUND, lead_in="Which drug suits a patient who can't swallow?"),
    ),
    "all of the above": (
        "all-of-the-above",
        options("Docetaxel", "Trastuzumab", "Pertuzumab", "All of the above"),
        options("Docetaxel", "Trastuzumab", "Pertuzumab", "Lapatinib"),
    ),
    "none of the above": (
        "none-of-the-above",
        options("Docetaxel", "Trastuzumab", "Pertuzumab", "None of the above"),
        options("Docetaxel", "Trastuzumab", "Pertuzumab", "Observation"),
    ),
    "letters": (
        "none-of-the-above",
        options("Docetaxel", "Trastuzumab", "Pertuzumab", "Both A and C"),
        options("Hepatitis A and B", "Hepatitis C", "Hepatitis B and D", "Hepatitis E"),
    ),
    "a denial in a clause": (
        "negative-lead-in",
        replace(SOUND, lead_in="Which drugs do not reach the brain?"),
        replace(SOUND, lead_in="Which drug treats a metastasis that does not grow?"),
    ),
    "every time": (
        "absolute-word",
        options("Echo before every dose", "Echo once a month", "Echo twice a year", "Echo if symptoms come"),
        options("Echo every 3 months", "Echo every month", "Echo every other month", "ALL as a second cancer"),
    ),
    "always": (
        "absolute-word",
        options("Always stop trastuzumab", "Reduce the next dose", "Repeat the echo soon", "Go on with treatment"),
        options("Stop trastuzumab for now", "Reduce the next dose", "Repeat the echo soon", "Go on with treatment"),
    ),
    "all patients": (
        "absolute-word",
        options("For all patients", "For older women", "After a relapse", "Before surgery"),
        options("For all-cause death", "For HER2-only tumours", "After a relapse", "Before surgery"),
    ),
    "only": (
        "absolute-word",
        options("Trastuzumab only", "Lapatinib and it", "Letrozole and it", "Docetaxel and it"),
        options("Trastuzumab only", "Lapatinib only", "Letrozole only", "Docetaxel only"),
    ),
    "usually": (
        "vague-frequency",
        options("It usually returns", "It stays stable", "It heals later", "It shrinks early"),
        options(
            "It returns more often than after lapatinib",
            "It stays as it was before lapatinib was given",
            "It heals within a year of lapatinib",
            "It shrinks within weeks of lapatinib",
        ),
    ),
    "longest option": (
        "longest-option-cue",
        options("Docetaxel, trastuzumab and pertuzumab for as long as it helps", *SOUND.options[1:]),
        SOUND,
    ),
    "a before a vowel": (
        "grammatical-cue",
        options("MRI scan", "ultrasound", "biopsy", "puncture", lead_in="The next step is a"),
        options("MRI scan", "ultrasound", "biopsy", "puncture", lead_in="The next step is a(n)"),
    ),
    "an before a consonant": (
        "grammatical-cue",
        options("antibody", "inhibitor", "taxane", "anthracycline", lead_in="The most useful drug is an …"),
        options("antibody", "inhibitor", "alkylator", "anthracycline", lead_in="The most useful drug is an …"),
    ),
    "numbers and words": (
        "heterogeneous-options",
        options("6 months", "12 months", "18 months", "Until progression"),
        options("6 months", "12 months", "18 months", "24 months"),
    ),
    "sentences and fragments": (
        "heterogeneous-options",
        options("She needs an echo first.", "Docetaxel at once", "An MRI of the brain", "A liver biopsy now"),
        options("She needs an echo first.", "She needs a taxane.", "She needs an MRI.", "She needs a biopsy."),
    ),
    "to do beside nouns": (
        "unparallel-options",
        options("To stop trastuzumab", "Another echo soon", "Lower doses of it", "A beta-blocker now"),
        options("To stop trastuzumab", "To repeat the echo", "Lower doses of it", "A beta-blocker now"),
    ),
    "one beginning": (
        "repeated-beginning",
        options(
            "Patients treated with lapatinib",
            "Patients treated with taxanes",
            "Patients treated with letrozole",
            "Patients treated with docetaxel",
        ),
        options(
            "Patients not given lapatinib",
            "Patients treated with taxanes",
            "Patients treated with letrozole",
            "Patients treated with docetaxel",
        ),
    ),
    "options of many words": (
        "long-options",
        options("word " * 23, "term " * 23, "noun " * 23, "verb " * 23),
        options("word " * 22, "term " * 22, "noun " * 22, "verb " * 22),
    ),
    "one option of many words": (
        "long-options",
        options("word " * 15, "term " * 36, "noun " * 15, "verb " * 15),
        options("word " * 15, "term " * 35, "noun " * 15, "verb " * 15),
    ),
    "a long stem": (
        "complicated-stem",
        replace(SOUND, stem="word " * 251),
        replace(SOUND, stem="word " * 250),
    ),
    "a long lead-in": (
        "complicated-stem",
        replace(SOUND, lead_in="Which drug is given " + "first " * 37 + "?"),
        replace(SOUND, lead_in="Which drug is given " + "first " * 35 + "?"),
    ),
    "select all": (
        "all-that-apply",
        replace(SOUND, lead_in="Which drugs help her (choose all that apply)?"),
        replace(SOUND, lead_in="Which drug helps her most?"),
    ),
    "opposites": (
        "logical-cue",
        options("Higher dose", "Lower dose", "Longer course", "Another drug"),
        options("Higher dose", "Lower dose", "Shorter course", "Longer course"),
    ),
    "opposites that are both wrong": (
        "logical-cue",
        options("Higher dose", "Lower dose", "Similar dose", "Another drug"),
        options("Higher dose", "Lower dose", "Longer course", "Another drug", correct=3),
    ),
    "convergence": (
        "convergence-cue",
        options(
            "Docetaxel with trastuzumab",
            "Docetaxel with lapatinib",
            "Letrozole with trastuzumab",
            "Docetaxel with neratinib",
            "Gemcitabine with trastuzumab",
        ),
        options(
            "Docetaxel with trastuzumab",
            "Docetaxel with lapatinib",
            "Letrozole with trastuzumab",
            "Letrozole with lapatinib",
        ),
    ),
    "two units": (
        "inconsistent-numbers",
        options("2 weeks", "6 weeks", "3 months", "12 months"),
        options("2 months", "3 months", "6 months", "12 months"),
    ),
    "ranges and numbers": (
        "inconsistent-numbers",
        options("2 %", "5 to 10 %", "15 %", "20 %"),
        options("2 to 4 %", "5 to 10 %", "15 to 18 %", "20 to 25 %"),
    ),
    "ranges that overlap": (
        "inconsistent-numbers",
        options("2 to 8 %", "5 to 10 %", "15 to 18 %", "20 to 25 %"),
        options("2 to 5 %", "5 to 10 %", "10 to 15 %", "15 to 25 %"),
    ),
    "three options": ("number-of-options", options(*SOUND.options[:3]), SOUND),
    "six options": (
        "number-of-options",
        options("One arm", "Two arms", "Three arms", "Four arms", "Five arms", "Six arms"),
        options("One arm", "Two arms", "Three arms", "Four arms", "Five arms"),
    ),
    "numbers out of order": (
        "numeric-order",
        options("6 %", "2 %", "12 %", "20 %"),
        options("20 %", "12 %", "6 %", "2 %"),
    ),
    "what only looks like numbers": (
        "numeric-order",
        options("12 mm", "46 mm", "47 mm", "23 mm"),
        options("46XX", "1/10", "120/80 mmHg", "23X"),
    ),
    "ranges out of order": (
        "numeric-order",
        options("5 to 10 weeks", "1 to 4 weeks", "11 to 20 weeks", "21 to 30 weeks"),
        options("1 to 4 weeks", "5 to 10 weeks", "11 to 20 weeks", "21 to 30 weeks"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_flaw_is_named_and_the_mended_item_has_none(case):
    name, flawed, mended = CASES[case]
    assert [flaw.name for flaw in flaws_of(flawed)] == [name]
    assert flaws_of(mended) == []


def test_every_rule_has_a_case_and_a_docstring():
    rules = RULES[ItemText]
    assert {name_of(rule) for rule in rules} == {name for name, _, _ in CASES.values()}
    assert [rule for rule in (*rules, *bank_rules.BANK_RULES, bank_rules.key_position) if not rule.__doc__] == []


def test_a_flaw_of_an_option_stands_at_the_option():
    (flaw,) = flaws_of(CASES["all of the above"][1])
    assert flaw.place == ("options", 3)


@pytest.mark.parametrize("case", ["not", "usually", "a before a vowel", "all patients"])
def test_an_item_in_another_language_is_not_judged_by_english_words(case):
    assert flaws_of(CASES[case][1], english=False) == []


def bank(count, **values):
    """Items of which the first four have their right option in another place each, and so on."""
    turned = [SOUND.options[-place:] + SOUND.options[:-place] for place in range(4)]
    return [replace(SOUND, options=turned[i % 4], correct=i % 4, **values) for i in range(count)]


LONG = "Docetaxel, trastuzumab, pertuzumab"
BANKS = {
    "key-position": (bank(4) + bank(1) * 4, bank(8)),
    "mostly-recall": (bank(4) + bank(5, stem="A short stem."), bank(4) + bank(4, stem="A short stem.")),
    "key-is-longest-often": (
        [replace(item, options=tuple("Letrozole" if o != SOUND.options[0] else LONG[:20] for o in item.options))
         for item in bank(4)] + bank(4),
        [replace(item, options=tuple(o.ljust(40, "x") if o == SOUND.options[3] else o for o in item.options))
         for item in bank(8)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BANKS)
def test_a_flaw_of_the_bank_is_named_and_the_mended_bank_does_not_have_it(name):
    flawed, mended = ({flaw.name for flaw in flaws_of_bank(items, shuffled=False)} for items in BANKS[name])
    assert name in flawed
    assert name not in mended


def test_where_options_are_shuffled_the_place_of_the_key_does_not_matter():
    assert "key-position" not in {flaw.name for flaw in flaws_of_bank(BANKS["key-position"][0], shuffled=True)}


def test_a_small_bank_is_not_judged_as_a_whole():
    assert flaws_of_bank(bank(1, stem="") * 4, shuffled=False) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", Quantity(12, 12, "")),
        ("0.69", Quantity(0.69, 0.69, "")),
        ("0,69", Quantity(0.69, 0.69, "")),
        ("1,200 patients", Quantity(1200, 1200, "patient")),
        ("> 10 %", Quantity(10, 10, "%")),
        ("About 3 to 5 weeks", Quantity(3, 5, "week")),
        ("5–10 mg", Quantity(5, 10, "mg")),
        ("-2.5 °C", Quantity(-2.5, -2.5, "°c")),
        ("Trastuzumab for 12 months", None),
        ("12 months of trastuzumab", None),
        ("5-fluorouracil", None),
        ("", None),
    ],
)
def test_only_a_number_with_its_unit_is_a_quantity(text, found):
    assert quantity(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("antibody", True),
        ("hour", True),
        ("taxane", False),
        ("unit", False),
        ("European guideline", False),
        ("uninformed guess", True),
        ("HER2 test", None),
        ("MRI", None),
        ("8 mg dose", None),
        ("", None),
    ],
)
def test_the_article_follows_the_sound_where_it_is_known(text, expected):
    assert takes_an(text) is expected


texts = st.text(max_size=40) | st.sampled_from([*SOUND.options, "All of the above", "12 %", "5 to 10", "never"])


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.lists(texts, min_size=1, max_size=8), st.data())
def test_whatever_is_written_the_rules_answer_with_a_place_in_the_item(stem, lead_in, written, data):
    correct = data.draw(st.integers(0, len(written) - 1))
    item = ItemText(words(stem), words(lead_in), tuple(words(text) for text in written), correct)
    for flaw in flaws_of(item):
        assert flaw.place[0] in {"stem", "lead_in", "options"}
        assert all(0 <= index < len(written) for index in flaw.place[1:])
    flaws_of_bank([item] * 5, shuffled=False)


def test_the_authors_guide_names_every_flaw():
    guide = (Path(conf.settings.BASE_DIR) / "docs" / "authoring.md").read_text()
    of_kinds = {rule for rules in RULES.values() for rule in rules}
    rules = (*of_kinds, *bank_rules.BANK_RULES, bank_rules.key_position)
    assert [name_of(rule) for rule in rules if f"`{name_of(rule)}`" not in guide] == []


def warnings(text, **values):
    problems = Problems()
    read_test(
        "test.yaml", text, known=KNOWN, passage=lambda _path, _line, text: f"<p>{text}</p>", problems=problems, **values
    )
    assert problems.sorted() == []
    return [str(warning) for warning in problems.warnings]


def test_a_warning_names_the_flaw_and_stands_at_its_line():
    text = GOOD.replace("text: Lapatinib", "text: Always [0.69](ev:cleopatra.os.hr)")
    assert warnings(text) == [
        "test.yaml:19: warning, absolute-word: 'Always': absolute words betray wrong options; say what holds for whom",
        "test.yaml:15: warning, number-of-options: 2 options; write 4 or 5",
    ]


def test_an_item_of_a_module_in_german_is_judged_by_its_form():
    text = GOOD.replace("text: Lapatinib", "text: Always")
    assert warnings(text, language="de-CH") == ["test.yaml:15: warning, number-of-options: 2 options; write 4 or 5"]


def test_a_bank_is_warned_of_where_its_items_begin():
    entry = GOOD[GOOD.index("  - key") :]
    text = GOOD + "".join(entry.replace("first-line", f"item-{i}") for i in range(4))
    lines = [line for line in warnings(text) if line.startswith("test.yaml:11:")]
    assert [line.split(": ")[1] for line in lines] == [
        "warning, mostly-recall",
        "warning, key-is-longest-often",
        "warning, key-position",
    ]
