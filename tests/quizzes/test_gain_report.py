"""Learning gain from stored sittings and attempts: for the administration, and for the learner alone."""

import csv
import io
from fractions import Fraction

import pytest
from django.urls import reverse

from elearning.interop.spreadsheet import csv_file
from elearning.standards.admin.gain import HEADER, lines_of, rows
from elearning.standards.models import LearningGain
from quizzes.gain import Own, gain_of, own_gain
from tests import factories
from tests.quizzes.factories import NOW, Sitting, learner, minutes

CHANGE = '<td class="standards__interval">40.0 (12.2 to 67.8)</td>'
LIST = "/admin/standards/learninggain/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def sitting(**values):
    return Sitting(**{"items": 4, "pretest": 4, "pass_percent": 50, **values})


def learnt(of, count, *, before=1, right=3):
    """Let as many learners sit the pre-test and a first attempt."""
    for number in range(count):
        of.learner = learner()
        of.sit_pretest(right=before, now=NOW)
        of.sit(right, NOW + minutes(number + 1))


def page_of(of, name="standards_gain"):
    return reverse(f"admin:{name}", args=[of.edition.pk])


def test_the_first_attempt_is_compared_and_later_ones_are_not():
    of = sitting()
    of.sit_pretest(right=0)
    of.sit(1, NOW + minutes(1))
    of.sit(4, NOW + minutes(600))
    found = gain_of(of.edition).overall
    assert (found.learners, found.pairs, found.before, found.after) == (1, 4, 0, Fraction(1, 4))


def test_who_sat_only_one_of_the_two_is_left_out():
    of = sitting()
    of.sit(4)
    of.learner = learner()
    of.sit_pretest()
    assert gain_of(of.edition).overall is None


def test_a_learner_whose_account_is_gone_is_left_out():
    of = sitting()
    learnt(of, 1)
    of.learner.delete()
    assert gain_of(of.edition).overall is None


def test_objectives_are_those_of_the_pretest_and_the_level_is_knowledge_without_a_case():
    of = sitting()
    learnt(of, 5)
    found = gain_of(of.edition)
    assert {key: (one.learners, one.pairs) for key, one in found.objectives.items()} == {
        "standards": (5, 10),
        "novel": (5, 10),
    }
    assert list(found.levels) == ["3"]


def test_a_level_that_the_module_states_holds():
    of = sitting()
    of.edition.front_matter["objectives"][0]["moore"] = "3b"
    learnt(of, 1)
    assert list(gain_of(of.edition).levels) == ["3", "3b"]


def test_it_takes_as_many_statements_for_one_learner_as_for_three(statements):
    of = sitting()
    learnt(of, 1)
    one = statements(lambda: gain_of(of.edition))
    learnt(of, 2)
    assert (one, statements(lambda: gain_of(of.edition))) == (4, 4)


def test_the_learner_sees_both_counts_after_a_pass():
    of = sitting()
    of.sit_pretest(right=1)
    attempt = of.sit(4, NOW)
    assert own_gain(attempt) == [Own("Choose a standard.", 1, 2, 2), Own("Judge what is new.", 0, 2, 2)]


def result_of(client, of, attempt):
    client.force_login(of.learner)
    return client.get(reverse("test-result", args=[of.module.slug, attempt.pk])).content.decode()


def test_the_result_page_tells_it_to_whom_sat_the_pretest_and_passed(client):
    of = sitting()
    of.sit_pretest(right=1)
    failed = of.sit(1, NOW - minutes(600))
    assert "What you gained" not in result_of(client, of, failed)
    html = result_of(client, of, of.sit(4, NOW))
    before, after = (f'<td class="text-nowrap">{right} of 2</td>' for right in (1, 2))
    assert f'<th scope="row" lang="en">Choose a standard.</th>{before}{after}' in html
    of.learner = learner()
    assert "What you gained" not in result_of(client, of, of.sit(4, NOW))


def test_the_report_shows_the_change_with_its_interval(at_desk):
    of = sitting()
    learnt(of, 4)
    learnt(of, 1, before=3)
    html = at_desk.get(page_of(of)).content.decode()
    assert "5 learners have sat the pre-test and submitted a first attempt: 20 pairs of questions." in html
    row = html.partition('<tr><th scope="row">All questions</th>')[2].partition("</tr>")[0]
    assert row == "<td>5 *</td><td>7 / 20</td><td>15 / 20</td><td>35.0</td><td>75.0</td>" + CHANGE
    assert [name in html for name in ("Choose a standard.", "Level 3: knowledge", "Ada Example")] == [True, True, False]


def test_groups_of_fewer_than_five_show_no_figures(at_desk):
    of = sitting()
    learnt(of, 4)
    html = at_desk.get(page_of(of)).content.decode()
    assert "standards__picture" not in html
    assert "Figures are shown from 5 learners on" in html
    text = at_desk.get(page_of(of, "standards_gain_csv")).content.decode("utf-8-sig")
    assert [row[2:] for row in csv.reader(io.StringIO(text))][1:] == [["fewer than 5", *[""] * 8]] * 4


def test_the_file_has_every_group(at_desk):
    of = sitting()
    learnt(of, 5)
    response = at_desk.get(page_of(of, "standards_gain_csv"))
    name = f"learning-gain-{of.module.slug}-1.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    _, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert [row[1] for row in rows] == [
        "All questions",
        "Choose a standard.",
        "Judge what is new.",
        "Level 3: knowledge",
    ]
    assert rows[0][2:] == ["5", "20", "5", "15", "25.00", "75.00", "50.00", "50.00", "50.00"]


def test_an_objective_is_no_formula():
    of = sitting()
    of.edition.front_matter["objectives"][0]["text"] = "=1+1"
    learnt(of, 1)
    text = csv_file(HEADER, rows(lines_of(gain_of(of.edition), of.edition))).decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(text))][1:3] == ["All questions", "'=1+1"]


def test_the_list_names_editions_with_sittings_in_as_many_statements_for_one_as_for_three(at_desk, statements):
    learnt(sitting(), 1)
    Sitting()
    one = statements(lambda: at_desk.get(LIST))
    learnt(sitting(), 1)
    learnt(sitting(), 2)
    assert statements(lambda: at_desk.get(LIST)) == one
    assert [edition.sat for edition in at_desk.get(LIST).context["editions"]] == [1, 1, 2]


def test_staff_without_the_permission_see_nothing_and_no_single_sitting_is_shown(client, at_desk, administrator):
    of = sitting()
    learnt(of, 1)
    single = f"{LIST}{LearningGain.objects.get().pk}/change/"
    assert at_desk.get(single).status_code == 404
    client.force_login(factories.user("staff@example.org", is_staff=True))
    addresses = [LIST, page_of(of), page_of(of, "standards_gain_csv")]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
