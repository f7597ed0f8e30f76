import pytest

from courses.domain.problems import Problems
from courses.domain.slidefile import read_slide, reading_seconds
from tests.courses.domain.build import lines, markup
from tests.factories import slide


def read(source):
    problems = Problems()
    text = source if isinstance(source, str) else source.decode()
    return read_slide("1-basics/01-one.md", "basics", text, markup(problems), problems), lines(problems)


def test_a_slide_is_read_with_its_body_notes_and_references():
    found, problems = read(
        slide("one", "The title", "HR [0.69](ev:cleopatra.os.hr) [@modi2022].", "Spoken [@swain2020].")
    )
    assert problems == []
    assert (found.key, found.title, found.section, found.required) == ("one", "The title", "basics", True)
    assert (found.objectives, found.references) == (["know"], ["modi2022", "swain2020"])
    assert found.notes_html == '<p>Spoken<sup class="citation"><a href="#reference-2">2</a></sup>.</p>'


@pytest.mark.parametrize(
    ("notes", "seconds"),
    [
        ("", 0),
        ("word " * 130, 60),
        ("word " * 65, 30),
        (
            "trastuzumab-deruxtecan patient's 0.69 " * 130,
            180,
        ),  # a hyphenated word, a genitive and a figure are one word each
        ("[0.69](ev:cleopatra.os.hr) " * 130, 60),  # the address is not spoken
        ("word [@swain2020; @modi2022] " * 130, 60),  # nor is a citation
        ("[the label](https://a.org/a-very-long-address) " * 65, 60),
    ],
)
def test_reading_time_is_that_of_the_spoken_words_at_130_a_minute(notes, seconds):
    assert reading_seconds(notes) == seconds


def test_the_time_comes_from_the_notes_unless_the_author_gives_minutes_with_a_reason():
    assert read(slide("one", notes="word " * 65))[0].seconds == 30
    found, problems = read(slide("one", notes="word " * 65, minutes=4, minutes_reason="A table to study."))
    assert (found.seconds, problems) == (240, [])


def test_a_slide_can_be_left_out_of_what_the_test_waits_for():
    assert read(slide("one", required=False))[0].required is False


def test_ai_help_is_kept_as_plain_values():
    note = {"tool": "A tool", "date": __import__("datetime").date(2027, 1, 2), "task": "Draft"}
    found, problems = read(slide("one", ai_assisted=note))
    assert problems == []
    assert found.ai_assisted == {
        "tool": "A tool",
        "version": "",
        "date": "2027-01-02",
        "task": "Draft",
        "reviewer": None,
        "reviewed_on": None,
    }


PLACE = "1-basics/01-one.md"
GOOD = slide("one").decode()
NOTES = "Some notes [@swain2020].\n"
CITES_NOTHING = "6: the slide cites nothing; write [@key], or 'statement: false' above where it states nothing"


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("No front matter", ["1: a slide begins with its front matter between two lines of ---"]),
        ("---\nkey: one\n", ["1: a slide begins with its front matter between two lines of ---"]),
        ("", ["1: a slide begins with its front matter between two lines of ---"]),
        (
            "---\nkey: [\n---\nx\n## Notes\ny",
            ["2: not valid YAML: expected the node content, but found '<stream end>'"],
        ),
        (GOOD.replace("title: About one\n", ""), ["2: 'title' is missing"]),
        (GOOD.replace("key: one\n", ""), ["2: 'key' is missing"]),
        (GOOD.replace("key: one", "key: One"), ["2: 'key': 'One': use lower-case letters, digits and hyphens"]),
        (GOOD.replace("objectives:\n- know\n", "objectives: []\n"), ["4: 'objectives': write at least 1"]),
        (
            GOOD.replace("objectives:", "minutes: 3\nobjectives:"),
            ["4: 'minutes' needs 'minutes_reason': why the computed time is wrong"],
        ),
        (GOOD.replace("objectives:", "minutes: 0\nobjectives:"), ["4: 'minutes': write a whole number from 1 to 60"]),
        (
            GOOD.replace("objectives:", "colour: red\nobjectives:"),
            [
                (
                    "4: unknown key 'colour'; known are key, title, objectives, required, "
                    "statement, minutes, minutes_reason, trade_names, ai_assisted"
                )
            ],
        ),
        (GOOD.replace("A body.\n", ""), ["6: the body of the slide is empty"]),
        (
            GOOD.replace("Some notes [@swain2020].\n", ""),
            [CITES_NOTHING, "10: the notes of the slide are empty"],
        ),
        (GOOD.replace("## Notes", "Notes"), ["13: the slide has no '## Notes' section with the spoken text"]),
        (
            GOOD.replace("A body.", "A body <br>."),
            ["8: raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it"],
        ),
        (
            GOOD.replace("Some notes [@swain2020].", "One.\n\n[@nobody]"),
            [CITES_NOTHING, "14: references.yaml has no 'nobody'"],
        ),
        (GOOD.replace("objectives:", "ai_assisted: yes\nobjectives:"), ["4: 'date' is missing"]),
    ],
)
def test_a_faulty_slide_names_its_faults_and_their_lines(source, problems):
    _, found = read(source)
    if "ai_assisted" in source:
        assert f"{PLACE}:{problems[0]}" in found
    else:
        assert found == [f"{PLACE}:{problem}" for problem in problems]


def test_a_trade_name_is_warned_of_unless_the_slide_says_why_it_is_needed():
    body = "Given as HERCEPTIN [@swain2020].\n\n[Trastuzumab](https://a.org/enhertu) and Enhertu and Enhertu."
    problems = Problems()
    source = slide("one", "About Perjeta", body, "Spoken [@swain2020].").decode()
    read_slide("1-basics/01-one.md", "basics", source, markup(problems), problems)
    first = source.split("\n").index("Given as HERCEPTIN [@swain2020].") + 1
    why = "or say why not in 'trade_names' above"
    assert [str(warning).partition(".md:")[2] for warning in problems.warnings] == [
        f"3: warning, trade-name: write pertuzumab instead of Perjeta, {why}",
        f"{first}: warning, trade-name: write trastuzumab instead of Herceptin, {why}",
        f"{first + 2}: warning, trade-name: write trastuzumab deruxtecan instead of Enhertu, {why}",
    ]
    assert problems.found == []
    excused = source.replace("title:", "trade_names: The label is quoted.\ntitle:")
    quiet = Problems()
    read_slide("1-basics/01-one.md", "basics", excused, markup(quiet), quiet)
    assert (quiet.warnings, quiet.found) == ([], [])
