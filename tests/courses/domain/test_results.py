"""What looks like the result of a trial is found, and what does not is left alone."""

import pytest

from courses.domain.results import unbound_results
from elearning.publishing.services import check
from tests import factories


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The HR was 0.69.", "a hazard ratio", "HR was 0.69"),
        ("Hazard Ratio 0,69", "a hazard ratio", "Hazard Ratio 0,69"),
        ("(95 % CI [0.58](ev:a.b.c) to 0.82)", "a confidence interval", "CI □ to 0.82"),
        ("p < 0.001", "a p value", "p < 0.001"),
        ("p-Wert = 0,02", "a p value", "p-Wert = 0,02"),
        ("a median of 57 months", "a result in months", "57 months"),
        ("Median survival\nwas 12 months.", "a result in months", "12 months"),
        ("it took 28.8 months", "a result in months", "28.8 months"),
        ("Gesamtüberleben: 28,8 Monate", "a result in months", "28,8 Monate"),
        ("a response rate of 80 %", "a share of patients", "80 %"),
        ("31 % fewer deaths: the risk of death fell", "a share of patients", "31 %"),
        ("44.3 % of them", "a percentage with decimals", "44.3 %"),
        ("| PFS | 18.7 |", "a result in a table", "18.7"),
        ('- ["PFS", "18.7", "{a.b.c}"]', "a result in a table", "18.7"),
        ("0.69 (0.58–0.82)", "a ratio with its interval", "0.69 (0.58–0.82"),
    ],
)
def test_a_result_that_is_not_bound_is_found(text, kind, words):
    assert [(found[1], found[2]) for found in unbound_results(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "HR [0.69](ev:a.b.hr) (95 % CI [0.58](ev:a.b.ci_low) to [0.82](ev:a.b.ci_high); p [<0.001](ev:a.b.p))",
        '- ["Alive at 12 months, %", "{a.b.c}"]',
        "HR-positive disease, hormone receptor (HR) positive",
        "IHC 3+ means complete staining of more than 10 % of cells.",
        "Hold treatment when LVEF falls below 50 %.",
        "Measure LVEF every 3 months; survival is not the aim.",
        "A relapse within 6 months, whatever the survival.",
        "She survived. Her LVEF is 62 %.",
        "Given on 25 September 1998, edition 2.1, dose 5.4 mg/kg.",
        "`HR 0.69` in code, [a link](https://example.org/HR-0.69)",
    ],
)
def test_what_is_bound_or_no_result_is_left_alone(text):
    assert list(unbound_results(text)) == []


def test_the_line_of_each_result_is_told():
    text = "One.\n\n```evidence\nlabel: [0.6](ev:a.b.c)\n```\n\nmedian\n7 months; HR 0.5"
    assert [found[0] for found in unbound_results(text)] == [7, 7]


def test_titles_notes_and_items_are_looked_at_too():
    test = factories.test_file().replace(b"rationale: Because.", b"rationale: Median survival was 57 months.", 1)
    two = factories.slide("two", title="A median of 57 months", notes="HR 0.69 [@swain2020].")
    _, problems = check({**factories.folder(), "1-basics/02-two.md": two, "test.yaml": test})
    bind = "bind it to evidence.yaml as [0.69](ev:trial.datum.value)"
    assert [(problem.path, problem.message) for problem in problems] == [
        ("1-basics/02-two.md", f"'57 months' looks like a result in months; {bind}"),
        ("1-basics/02-two.md", f"'HR 0.69' looks like a hazard ratio; {bind}"),
        ("test.yaml", f"'57 months' looks like a result in months; {bind}"),
    ]
