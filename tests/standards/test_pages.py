"""A judge's pages: whom they open to, what they show in which round, and that nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from elearning.standards import access
from elearning.standards.models import Rating
from tests.factories import user
from tests.quizzes.factories import Sitting
from tests.standards.factories import close, firsts, judges, panel, rate, seats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def made():
    return panel()


@pytest.fixture
def seat(made):
    return seats(made)[0]


@pytest.fixture
def browser(seat):
    return browser_of(seat.user)


def page_of(of, name="panel"):
    return reverse(name, args=[of.pk])


def send(browser, of, *typed, number=1):
    fields = {f"item-item-{place}": text for place, text in enumerate(typed, start=1)}
    return browser.post(page_of(of), {"number": number, **fields})


def values(html):
    return re.findall(r'name="item-item-\d" value="(.*?)"', html)


def test_another_panel_is_not_found_for_judges_of_others_for_learners_and_for_administrators(made, administrator):
    other = panel(Sitting(items=3), people=[user("x@example.org"), user("y@example.org")])
    for person in (seats(other)[0].user, user("z@example.org"), administrator):
        browser = browser_of(person)
        found = [browser.get(page_of(made, name)).status_code for name in ("panel", "panel-hofstee")]
        found += [send(browser, made, "50").status_code, browser.post(page_of(made, "panel-hofstee"), {}).status_code]
        assert found == [404, 404, 404, 404]
    assert Rating.objects.count() == 0


def test_a_visitor_is_asked_to_sign_in(made):
    assert Client().get(page_of(made)).url == f"/accounts/login/?next=/panels/{made.pk}/"


def test_the_own_panels_are_listed_in_as_many_statements_for_one_as_for_three(browser, seat, statements):
    one = statements(lambda: browser.get("/panels/"))
    people = [seat.user, seats(seat.panel)[1].user]
    for title in ("Second", "Third"):
        panel(Sitting(items=1), people=people, title=title)
    assert statements(lambda: browser.get("/panels/")) == one
    html = browser.get("/panels/").content.decode()
    assert [title in html for title in ("Spring panel", "Second", "Third")] == [True, True, True]
    assert "You are on no panel." in browser_of(user("z@example.org")).get("/panels/").content.decode()


def test_every_item_is_shown_with_its_right_answer_and_an_empty_field(browser, made):
    response = browser.get(page_of(made))
    html = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert values(html) == ["", "", ""]
    assert html.count('<li class="judging__right">') == 3
    assert re.search(r'<li class="judging__right">item-1 option 0 <strong class="tag">right</strong></li>', html)


def test_what_is_saved_is_shown_again(browser, made, seat):
    response = send(browser, made, "50", "70 %", "")
    assert (response.status_code, response.url) == (302, page_of(made))
    assert access.ratings_of(seat) == {1: {"item-1": 50, "item-2": 70}}
    html = browser.get(page_of(made)).content.decode()
    assert values(html) == ["50", "70", ""]
    assert "Saved. One item has no number yet." in html
    assert "2 of 3 saved in this round" in html


def test_all_wrong_numbers_are_named_at_once_and_nothing_typed_is_lost(browser, made):
    response = send(browser, made, "fifty", "101", "70")
    html = response.content.decode()
    assert response.status_code == 422
    assert "2 numbers need a correction" in html
    assert values(html) == ["fifty", "101", "70"]
    assert html.count("Write a whole number from 0 to 100.") == 4
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("typed", ["-1", "7.5", "1e1", "٣", "<b>", "0" * 30])
def test_only_a_whole_number_is_one(browser, made, typed):
    assert send(browser, made, typed).status_code == 422


def test_the_second_round_shows_the_spread_without_names_the_own_number_and_how_learners_did():
    sitting = Sitting(items=3, pass_percent=100)
    firsts(sitting, 0, 0, 1, 3, 3)
    made = panel(sitting)
    first, other = seats(made)
    rate(first, 40, 60, 70)
    rate(other, 80, 61, 70)
    assert "80" not in re.sub(r"\D", " ", browser_of(first.user).get(page_of(made)).content.decode()).split()
    close(made)
    html = browser_of(first.user).get(page_of(made)).content.decode()
    assert "First round: you said 40. All 2 judges: 40 to 80, mean 60.0." in html
    assert "Of 5 learners" in html
    assert html.count("The judges differ most here") == 2
    assert values(html) == ["40", "60", "70"]
    assert "They count only once you save them here." in html
    assert [who in html for who in (other.user.name, other.user.email)] == [False, False]


def test_the_page_takes_as_many_statements_for_one_item_as_for_three_in_both_rounds(statements):
    people, counts = judges(), []
    for items in (1, 3):
        made = panel(Sitting(items=items), people=people)
        for judge in seats(made):
            rate(judge, *[50] * items)
        browser = browser_of(people[0])
        first = statements(lambda b=browser, m=made: b.get(page_of(m)))
        close(made)
        counts.append((first, statements(lambda b=browser, m=made: b.get(page_of(m)))))
    assert counts[0] == counts[1]


def test_numbers_sent_after_the_round_are_kept_in_the_form_and_not_taken(browser, made, seat):
    close(made)
    response = send(browser, made, "50", "60", "70", number=1)
    html = response.content.decode()
    assert response.status_code == 422
    assert "This round was closed meanwhile" in html
    assert values(html) == ["50", "60", "70"]
    assert '<input type="hidden" name="number" value="2">' in html
    assert access.ratings_of(seat) == {}


def test_a_closed_panel_shows_the_own_numbers_and_has_no_form(browser, made, seat):
    rate(seat, 50, 60, 70)
    close(made, finish=True)
    html = browser.get(page_of(made)).content.decode()
    assert [word in html for word in ("The panel is closed.", "Save my numbers", "<strong>60</strong>")] == [
        True,
        False,
        True,
    ]
    assert "The panel is closed." in browser.get(page_of(made, "panel-hofstee")).content.decode()


HOFSTEE = {"min_pass": "50", "max_pass": "80 %", "min_fail": "0", "max_fail": "30"}


def test_the_four_numbers_are_saved_and_shown(browser, made):
    assert browser.post(page_of(made, "panel-hofstee"), HOFSTEE).url == page_of(made)
    assert "You find pass marks from 50 to 80 % acceptable, and that 0 to 30 % fail." in (
        browser.get(page_of(made)).content.decode()
    )
    assert 'value="80"' in browser.get(page_of(made, "panel-hofstee")).content.decode()


def test_four_numbers_out_of_order_or_missing_are_named_at_once(browser, made):
    response = browser.post(page_of(made, "panel-hofstee"), {**HOFSTEE, "max_pass": "40", "max_fail": ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert "This is below the lowest, 50." in html
    assert "This field is required." in html
    assert 'value="40"' in html


def test_four_numbers_after_the_end_are_not_taken(browser, made):
    close(made, finish=True)
    response = browser.post(page_of(made, "panel-hofstee"), HOFSTEE)
    assert (response.status_code, "The panel was closed meanwhile" in response.content.decode()) == (422, True)
