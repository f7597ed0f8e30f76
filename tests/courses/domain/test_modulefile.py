from datetime import date

import pytest
import yaml

from courses.domain.content import read_content
from courses.domain.firstload import FirstLoad
from courses.domain.problems import Problems
from tests.courses.domain.build import lines
from tests.factories import MODULE, folder


def read(**changes):
    problems = Problems()
    content = read_content(folder(**changes), problems)
    return content and content.module, lines(problems)


def with_disclosure(**changes):
    row = {
        "company": "A company",
        "nature": "consultant",
        "from": date(2026, 1, 1),
        "until": None,
        "relevant": True,
        "mitigation": "Peer review",
        "mitigated_by": "Pia Planner",
        "mitigated_on": date(2026, 12, 1),
        **changes,
    }
    return [{**MODULE["contributors"][0], "disclosures": [row]}]


def test_the_front_matter_is_ready_for_a_page():
    module, found = read(mesh=["Breast Neoplasms"], contributors=with_disclosure())
    assert found == []
    assert module.front["abstract_html"] == "<p>What the module is about.</p>"
    assert module.front["mesh"] == ["Breast Neoplasms"]
    assert module.front["objectives"] == [
        {"key": "know", "text": "Know what there is to know.", "section": None, "moore": ""}
    ]
    assert module.front["contributors"][0]["disclosed_on"] == "2027-01-01"
    assert module.front["contributors"][0]["disclosures"][0]["from"] == "2026-01-01"
    assert module.front["ai_assisted"] is None
    assert module.sections[0] == {"key": "basics", "title": "Basics", "outline_html": "<p>The basics.</p>"}


def test_an_objective_may_belong_to_a_section_and_corrections_may_name_a_slide():
    errata = [{"date": date(2027, 2, 1), "slide": "two", "text": "HR [0.69](ev:cleopatra.os.hr), *not* another."}]
    objectives = [{"key": "know", "text": "Know."}, {"key": "do", "text": "Do.", "section": "practice"}]
    module, found = read(errata=errata, objectives=objectives, glossary={"OS": "overall survival"})
    assert found == []
    assert [objective["section"] for objective in module.front["objectives"]] == [None, "practice"]
    assert [(erratum["date"], erratum["slide"]) for erratum in module.front["errata"]] == [("2027-02-01", "two")]
    assert "<em>not</em>" in module.front["errata"][0]["html"]
    assert module.front["glossary"] == {"OS": "overall survival"}


@pytest.mark.parametrize(("written", "level"), [("3a", "3a"), (4, "4"), ("5", "5")])
def test_an_objective_may_say_which_level_of_outcomes_it_is(written, level):
    module, found = read(objectives=[{"key": "know", "text": "Know.", "moore": written}])
    assert (found, [objective["moore"] for objective in module.front["objectives"]]) == ([], [level])


def test_the_first_load_has_days_and_defaults():
    module, _ = read()
    rows = [{"body": "A society", "scheme": "own", "credit_name": "Points", "state": "none"}]
    assert module.first_load == FirstLoad(date(2027, 1, 1), date(2027, 1, 1), date(2027, 12, 31), 90, 0, rows)


def problem_of(problems):
    """The problems without their lines, which depend on how the factory writes the file."""
    return [problem.split(":", 2)[2].strip() for problem in problems]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": None}, "'title' is missing"),
        ({"objectives": [{"key": "know", "text": "a", "section": "x"}]}, "'section': there is no section 'x'"),
        ({"objectives": [{"key": "know", "text": "a", "moore": 3}]}, "'moore': '3' is not one of 3a, 3b, 4, 5"),
        ({"errata": [{"date": date(2027, 2, 1), "slide": "x", "text": "a"}]}, "'slide': there is no slide 'x'"),
        ({"errata": [{"date": date(2027, 2, 1)}]}, "'text' is missing"),
        ({"glossary": ["OS"]}, "'glossary': write a mapping of names to texts"),
        (
            {"glossary": {"NO": False}},
            "'glossary': write 'NO' and its meaning as texts (in quotation marks where YAML sees none)",
        ),
        (
            {"titel": "x"},
            "unknown key 'titel'; known are slug, title, language, demonstration, access, time_zone",
        ),
        ({"slug": "Not A Slug"}, "'slug': 'Not A Slug': use lower-case letters, digits and hyphens"),
        ({"language": "english"}, "'language': write a language code as en or pt-BR"),
        ({"demonstration": "yes"}, "'demonstration': write true or false"),
        ({"access": "all"}, "'access': 'all' is not one of public, registered, members"),
        ({"time_zone": "Zurich"}, "'time_zone': 'Zurich' is not a time zone; write a name as Europe/Zurich"),
        ({"time_zone": "Europe"}, "'time_zone': 'Europe' is not a time zone; write a name as Europe/Zurich"),
        ({"audience": []}, "'audience': write at least 1"),
        (
            {"abstract": "<script>alert(1)</script>"},
            "raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it",
        ),
        (
            {"need": "See [@swain2020]"},
            "citations, pictures and charts belong on slides; here write text and bound figures",
        ),
        (
            {"objectives": [{"key": "know", "text": "a"}, {"key": "know", "text": "b"}]},
            "'know' is already a key in objectives",
        ),
        ({"contributors": []}, "'contributors': write a list with at least one entry"),
        ({"contributors": "Ann"}, "'contributors': write a list with at least one entry"),
        (
            {"licence": {"name": "x", "holder": "y", "url": "ftp://a"}},
            "'url': write an address that begins with https://",
        ),
        ({"review": {"state": "reviewed"}}, "a reviewed module names its reviewers"),
        ({"review": {"state": "fine"}}, "'state': 'fine' is not one of draft, awaiting clinical review, reviewed"),
        ({"contributors": with_disclosure(nature="friend")}, None),
        (
            {"contributors": [{**MODULE["contributors"][0], "role": "boss"}]},
            "'role': 'boss' is not one of author, editor, reviewer, planner",
        ),
        ({"contributors": [{**MODULE["contributors"][0], "disclosures": None}]}, "'disclosures' is missing"),
        ({"contributors": ["Ann"]}, None),
        ({"ai_assisted": {"tool": "x", "task": "y"}}, "'date' is missing"),
        ({"first_load": "soon"}, None),
        (
            {"first_load": {**MODULE["first_load"], "last_valid_day": date(2026, 12, 31)}},
            "'last_valid_day' comes before the release or the last review",
        ),
        (
            {"first_load": {**MODULE["first_load"], "last_valid_day": date(9999, 12, 31)}},
            "'last_valid_day': write a day before the year 2200",
        ),
        (
            {"first_load": {**MODULE["first_load"], "claim_days": -1}},
            "'claim_days': write a whole number from 0 to 3650",
        ),
        (
            {
                "first_load": {
                    **MODULE["first_load"],
                    "accreditations": [{"body": "b", "scheme": "own", "credit_name": "Points", "state": "granted"}],
                }
            },
            "'state': 'granted' is not one of none, applied",
        ),
    ],
)
def test_a_wrong_value_is_named(changes, problem):
    _, found = read(**changes)
    assert found != []
    assert problem is None or any(each.startswith(problem) for each in problem_of(found))


def test_problems_stand_at_the_lines_of_their_values():
    files = folder()
    text = files["module.yaml"].decode()
    files["module.yaml"] = text.replace("role: author", "role: boss").encode()
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "role: author" in row)
    problems = Problems()
    read_content(files, problems)
    assert lines(problems) == [f"module.yaml:{line}: 'role': 'boss' is not one of author, editor, reviewer, planner"]


def test_a_module_file_that_is_a_list_is_refused():
    problems = Problems()
    assert read_content({**folder(), "module.yaml": yaml.safe_dump(["a"]).encode()}, problems) is None
    assert lines(problems) == ["module.yaml:1: write a mapping that begins with 'slug:'"]
