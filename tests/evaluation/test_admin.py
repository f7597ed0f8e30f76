"""What administrators learn from evaluations: together, without names."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.evaluation import services
from elearning.evaluation.domain import form, report
from elearning.evaluation.models import Commitment, Outcome
from tests import factories
from tests.evaluation.factories import NOW, Passed, evaluate
from tests.quizzes.factories import learner

LIST = "/admin/evaluation/evaluation/"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def passed(db):
    return Passed()


def sent_by_others(passed, count, **changes):
    """Let ``count`` more learners pass and evaluate."""
    own, sent = passed.learner, []
    for _ in range(count):
        passed.learner = learner()
        sent.append(evaluate(passed.sit(4), **changes))
    passed.learner = own
    return sent


def page_of(passed, name="evaluation_results"):
    return reverse(f"admin:{name}", args=[passed.term.pk])


def table(html, caption):
    return html.partition(caption)[2].partition("</table>")[0]


def test_the_list_tells_how_many_of_those_who_passed_answered(at_desk, passed):
    sent_by_others(passed, 2)
    ((term, rate),) = at_desk.get(LIST).context["terms"]
    assert (term, term.sent, term.passed, rate) == (passed.term, 2, 3, 66)


def test_the_list_takes_as_many_statements_for_one_module_as_for_three(at_desk, statements, db):
    def more():
        Passed().evaluate()

    more()
    one = statements(lambda: at_desk.get(LIST))
    more()
    more()
    assert statements(lambda: at_desk.get(LIST)) == one


def test_with_fewer_than_five_only_counts_are_told(at_desk, passed):
    sent_by_others(passed, 4, balance=["no"], bias=["Slide 4 praises."], improve=["Shorter."])
    html = at_desk.get(page_of(passed)).content.decode()
    assert "4 of 5 who passed have answered (80 %)." in html
    assert "4 of 4 found the content not balanced, or biased." in html
    assert [text in html for text in ("Slide 4 praises.", "Shorter.", "results__table")] == [False, False, False]
    assert "Slide 4 praises." not in at_desk.get(page_of(passed, "evaluation_results_csv")).content.decode()


def test_from_five_on_answers_are_told_those_about_bias_first_and_without_names(at_desk, passed):
    sent_by_others(passed, 4, improve=["Add cases."])
    sent_by_others(passed, 1, balance=["no"], bias=["Slide 4 praises."], improve=["Be shorter."])
    html = at_desk.get(page_of(passed)).content.decode()
    assert html.index("Slide 4 praises.") < html.index("Add cases.") < html.index("Be shorter.")
    assert "Choose a standard." in html
    assert '<tr><th scope="row">partly met</th><td>5</td><td>100 %</td>' in table(html, "“Choose a standard.”")
    assert "1 of 5 found the content not balanced, or biased." in html
    assert "Ada Example" not in html
    assert "learner" not in html.partition('id="content-main"')[2]


def test_the_results_take_as_many_statements_for_five_as_for_eight(at_desk, passed, statements):
    sent_by_others(passed, 5)
    five = statements(lambda: at_desk.get(page_of(passed)))
    sent_by_others(passed, 3)
    assert statements(lambda: at_desk.get(page_of(passed))) == five


def test_what_became_of_plans_is_counted(at_desk, passed):
    for number, sent in enumerate(sent_by_others(passed, 5, changes=["team"])):
        outcome = Outcome.DONE if number < 3 else Outcome.PARTLY
        if number < 4:
            services.answer_commitments(evaluation=sent, answers={1: (outcome, "")}, actor=sent.learner, now=NOW)
    counted = table(at_desk.get(page_of(passed)).content.decode(), "What became of the plans?")
    assert Commitment.objects.count() == 5
    assert '<tr><th scope="row">I did it</th><td>3</td><td>75 %</td>' in counted
    assert '<tr><th scope="row">I did a part of it</th><td>1</td><td>25 %</td>' in counted


def test_the_file_has_every_count_and_text_and_no_formula(at_desk, passed):
    sent_by_others(passed, 5, improve=['=HYPERLINK("https://example.org")'])
    response = at_desk.get(page_of(passed, "evaluation_results_csv"))
    assert response.headers["Content-Disposition"] == (f'attachment; filename="evaluation-{passed.module.slug}-1.csv"')
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert header == ["question", "about", "answer", "count", "of"]
    assert rows[:2] == [
        ["Evaluations", "", "of those who passed", "5", "6"],
        ["Was the content balanced and free from commercial bias?", "", "No", "0", "5"],
    ]
    assert ["How far did you meet this objective?", "Choose a standard.", "partly met", "5", "5"] in rows
    assert ["What should we improve first?", "", '\'=HYPERLINK("https://example.org")', "1", "5"] in rows


def test_no_single_evaluation_is_shown(at_desk, passed):
    sent = passed.evaluate()
    assert at_desk.get(f"{LIST}{sent.pk}/change/").status_code == 404
    assert at_desk.get(f"{LIST}add/").status_code == 403


def test_staff_without_the_permission_see_nothing(client, passed):
    passed.evaluate()
    client.force_login(factories.user("staff@example.org", is_staff=True))
    addresses = [LIST, page_of(passed), page_of(passed, "evaluation_results_csv")]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


QUESTIONS = form.questions([{"key": "know", "text": "Know."}])
steps = st.lists(st.sampled_from(["1", "2", "3", "4", "5"]))


@settings(max_examples=200)
@given(steps)
def test_counts_are_those_of_the_answers_and_shares_stay_within_a_hundred(given):
    sheets = [{"relevance": value} for value in given]
    found = next(each for each in report.distributions(QUESTIONS, sheets) if each.question.key == "relevance")
    assert [count for _, count in found.counts] == [given.count(value) for value in "12345"]
    assert found.answered == len(given)
    assert all(0 <= found.share(count) <= 100 for _, count in found.counts)
    assert (found.mean is None) == (not given)


def test_a_mean_is_rounded_to_one_decimal():
    sheets = [{"relevance": value} for value in ("1", "2", "2")]
    assert report.distributions(QUESTIONS, sheets)[1].mean == 1.7
