"""Panels in the administration: made by addresses, closed round by round, their result and the way to the policy."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from elearning.standards import services
from elearning.standards.models import Panel
from quizzes.models import TestPolicy
from tests.factories import user
from tests.quizzes.factories import NOW, Sitting
from tests.standards.factories import HOFSTEE, close, firsts, judges, panel, rate, seats

LIST = "/admin/standards/panel/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def page_of(of, name="change"):
    return reverse(f"admin:standards_panel_{name}", args=[of.pk])


def add(at_desk, sitting, addresses, **changes):
    return at_desk.post(
        f"{LIST}add/", {"test": sitting.test.pk, "title": "Spring", "rounds": 2, "judges": addresses, **changes}
    )


def test_a_panel_is_made_of_accounts_by_their_addresses(at_desk):
    judges()
    sitting = Sitting(items=3)
    response = add(at_desk, sitting, "Judge1@Example.org\njudge0@example.org, judge1@example.org")
    made = Panel.objects.get()
    assert response.url == page_of(made)
    assert [seat.user.email for seat in seats(made)] == ["judge1@example.org", "judge0@example.org"]
    assert "Round 1 of 2 is open." in at_desk.get(response.url).content.decode()


def test_every_unknown_address_is_named_and_what_was_written_stays(at_desk):
    judges()
    response = add(at_desk, Sitting(), "judge0@example.org\nnobody@example.org\nno-one@example.org")
    html = response.content.decode()
    assert "No account has the address nobody@example.org, no-one@example.org." in html
    assert "judge0@example.org\nnobody@example.org\nno-one@example.org</textarea>" in html
    assert Panel.objects.count() == 0


def test_one_judge_and_a_second_open_panel_are_refused(at_desk):
    judges()
    sitting = Sitting(items=3)
    assert "Name at least two judges." in add(at_desk, sitting, "judge0@example.org").content.decode()
    both = "judge0@example.org judge1@example.org"
    add(at_desk, sitting, both)
    assert "A panel of this test is open already." in add(at_desk, sitting, both).content.decode()
    assert Panel.objects.count() == 1


def test_judges_are_added_by_their_addresses(at_desk):
    made = panel(people=judges(3)[:2])
    page, add_judges = page_of(made), page_of(made, "judges")
    assert f'href="{add_judges}">Add judges</a>' in at_desk.get(page).content.decode()
    refused = at_desk.post(add_judges, {"judges": "judge2@example.org nobody@example.org"})
    assert "No account has the address nobody@example.org." in refused.content.decode()
    assert made.judges.count() == 2
    assert at_desk.post(add_judges, {"judges": "Judge2@example.org"}).url == page
    assert [seat.user.email for seat in seats(made)][2:] == ["judge2@example.org"]
    close(made)
    assert "Add judges" not in at_desk.get(page).content.decode()
    late = at_desk.post(add_judges, {"judges": "judge2@example.org"}, follow=True).content.decode()
    assert "nobody can be added any more." in late


def rated_panel(sitting=None):
    made = panel(sitting)
    first, other = seats(made)
    rate(first, 50, 60, 70)
    rate(other, 70, 80, 94)
    return made


def test_ratings_of_the_open_round_are_counted_and_not_shown(at_desk):
    made = rated_panel()
    html = at_desk.get(page_of(made)).content.decode()
    assert html.count("<td>3 of 3</td>") == 2
    assert ["Cut score" in html, "standards__dot" in html, ">94<" in html] == [False, False, False]


def test_closing_rounds_shows_the_result_with_its_spread(at_desk):
    made = rated_panel()
    assert at_desk.post(page_of(made, "close"), {"number": 1, "next": ""}).url == page_of(made)
    html = at_desk.get(page_of(made)).content.decode()
    assert "<strong>71 %</strong> (exactly 70.67 %, rounded up)" in html
    assert "Cut score 70.67 %, which is 2.12 of 3 items." in html
    assert "standard deviation 0.45 items, standard error of the cut score 0.32 items." in html
    assert html.count('<circle class="standards__dot"') == 6
    row = html.partition('<th scope="row">item-3 (discuss)</th>')[2].partition("</tr>")[0]
    assert row == "<td>70</td><td>94</td><td>82.0</td><td>17.0</td><td>–</td>"
    at_desk.post(page_of(made, "close"), {"number": 2, "finish": ""})
    html = at_desk.get(page_of(made)).content.decode()
    assert "Closed on 1 March 2027." in html
    assert "Round 2 has no result: 0 judges rated every item" in html
    assert "Fewer than two judges gave the four numbers." in html


def test_the_link_fills_in_the_pass_mark_and_changes_no_policy(at_desk):
    made = close(rated_panel(), finish=True)
    before = TestPolicy.objects.count()
    link = at_desk.get(page_of(made)).context["policy_link"]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["module"], asked["pass_percent"]) == ([str(made.test.edition.module_id)], ["71"])
    html = at_desk.get(link).content.decode()
    assert 'name="pass_percent" value="71"' in html
    assert "Standard set by the panel “Spring panel”: cut score 70.67 %." in html
    assert TestPolicy.objects.count() == before


def test_the_check_after_hofstee_is_shown_with_its_picture(at_desk):
    sitting = Sitting(items=3, pass_percent=100)
    firsts(sitting, 0, 1, 2, 3, 3)
    made = rated_panel(sitting)
    for judge in seats(made):
        services.judge_hofstee(judge=judge, values=HOFSTEE, now=NOW)
    close(made, finish=True)
    html = at_desk.get(page_of(made)).content.decode()
    assert "against the first attempts of 5 learners" in html
    assert html.count("Pass mark 60.00 %, of which 40.0 % would fail") == 2
    assert '<polyline class="standards__curve" points="0,300 0,300 0,240 ' in html


def test_the_page_takes_as_many_statements_for_two_judges_as_for_five(at_desk, statements):
    counts = []
    people = judges(5)
    for count in (2, 5):
        made = panel(Sitting(items=3), people=people[:count])
        for judge in seats(made):
            rate(judge, 50, 60, 70)
            services.judge_hofstee(judge=judge, values=HOFSTEE, now=NOW)
        close(made, finish=True)
        counts.append(statements(lambda m=made: at_desk.get(page_of(m))))
    assert counts[0] == counts[1]


def test_the_list_takes_as_many_statements_for_one_panel_as_for_three(at_desk, statements):
    people = judges()
    panel(Sitting(items=1), people=people)
    one = statements(lambda: at_desk.get(LIST))
    for _ in range(2):
        panel(Sitting(items=1), people=people)
    assert statements(lambda: at_desk.get(LIST)) == one


def test_who_may_only_look_closes_nothing_and_who_may_not_look_sees_nothing(client):
    made = rated_panel()
    staff = user("staff@example.org", is_staff=True)
    client.force_login(staff)
    assert [client.get(LIST).status_code, client.get(page_of(made)).status_code] == [403, 403]
    assert client.post(page_of(made, "close"), {"number": 1}).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_panel"))
    html = client.get(page_of(made)).content.decode()
    assert "Close the panel for good" not in html
    assert client.post(page_of(made, "close"), {"number": 1}).status_code == 403
    assert client.get(page_of(made, "judges")).status_code == 403
    assert "Add judges" not in html
    assert Panel.objects.get().round == 1


@pytest.mark.parametrize("number", ["", "x", "2", "-1"])
def test_another_round_than_the_open_one_is_not_closed(at_desk, number):
    made = rated_panel()
    at_desk.post(page_of(made, "close"), {"number": number})
    assert (Panel.objects.get().round, Panel.objects.get().closed_at) == (1, None)


@pytest.mark.parametrize("wrong", ["0", "x", "9" * 30])
def test_a_panel_that_is_none_is_not_found(at_desk, wrong):
    assert at_desk.get(f"{LIST}{wrong}/change/").status_code == 404


def test_the_history_is_that_of_the_audit(at_desk):
    made = close(rated_panel())
    assert "panel.round-closed" in at_desk.get(page_of(made, "history")).content.decode()
