"""The pages of the analysis in the administration."""

import csv
import io
from functools import partial

import pytest
from django.urls import reverse

from quizzes import services
from quizzes.domain.scoring import Effect
from quizzes.models import Item
from tests import factories
from tests.quizzes.analysis.crowd import crowd
from tests.quizzes.factories import NOW, Sitting


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def sitting(db):
    return Sitting(items=4)


def page(sitting, *key):
    return reverse(f"admin:quizzes_test_analysis{'_item' if key else ''}", args=[sitting.test.pk, *key])


def file(sitting):
    return reverse("admin:quizzes_test_analysis_csv", args=[sitting.test.pk])


def flawed(sitting):
    """A crowd sat; then the key of item-2 turns out to be another option, and it is corrected wrongly."""
    crowd(sitting, 120)
    item = Item.objects.select_related("test__edition").get(test=sitting.test, key="item-2")
    options = [{**option, "correct": place == 1} for place, option in enumerate(item.content["options"])]
    services.correct_item(
        item=item, effect=Effect.REKEYED, content={"options": options}, reason="Wrong.", now=NOW, actor=None
    )


def test_the_test_leads_to_its_analysis(at_desk, sitting):
    html = at_desk.get(reverse("admin:quizzes_test_change", args=[sitting.test.pk])).content.decode()
    assert f'href="{page(sitting)}"' in html


def test_before_anybody_sat_there_is_a_sentence_and_every_item_page_opens(at_desk, sitting):
    assert "Nobody has submitted this test yet." in at_desk.get(page(sitting)).content.decode()
    html = at_desk.get(page(sitting, "item-1")).content.decode()
    assert "told from 30 learners on" in html


def test_items_with_the_gravest_flags_come_first(at_desk, sitting):
    flawed(sitting)
    response = at_desk.get(page(sitting))
    assert next(one.figures.key for one, _, _ in response.context["items"]) == "item-2"
    html = response.content.decode()
    assert "120 first attempts were analysed." in html
    assert "The best learners avoid the key" in html
    assert "item-2 lead-in?" in html


def test_the_page_of_an_item_has_picture_and_table_of_the_same_figures(at_desk, sitting):
    flawed(sitting)
    response = at_desk.get(page(sitting, "item-2"))
    html, figures = response.content.decode(), response.context["figures"]
    assert html.count("<polyline") == len(figures.choices) == 3
    assert html.count('<tr class="analysis__key">') == 1
    group = figures.trace[-1]
    assert f'<td class="number">{round(group.shares[0] * 100)} %</td>' in html
    assert "item-2 option 1" in html
    assert "Check the key first, then whether A is right too" in html
    assert "style=" not in html.partition('id="content-main"')[2].partition("<footer")[0]


def test_nobody_is_named(at_desk, sitting):
    crowd(sitting, 60)
    for address in (page(sitting), page(sitting, "item-1"), file(sitting)):
        html = at_desk.get(address).content.decode()
        assert "Ada Example" not in html
        assert "crowd1-" not in html


def test_an_item_that_counts_for_nobody_is_named_and_has_no_page(at_desk, sitting):
    crowd(sitting, 3)
    item = Item.objects.select_related("test__edition").get(test=sitting.test, key="item-2")
    services.correct_item(item=item, effect=Effect.NEUTRALISED, reason="Flawed.", now=NOW, actor=None)
    assert [one.key for one in at_desk.get(page(sitting)).context["uncounted"]] == ["item-2"]
    assert at_desk.get(page(sitting, "item-2")).status_code == 404
    assert at_desk.get(page(sitting, "no-such-item")).status_code == 404


def test_the_file_has_a_row_for_each_choice_and_no_formula(at_desk, sitting):
    crowd(sitting, 60)
    Item.objects.filter(test=sitting.test, key="item-1").update(key="-item")
    response = at_desk.get(file(sitting))
    name = f"analysis-{sitting.module.slug}-1.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["item"], row["choice"], row["key"]) for row in rows[:4]] == [
        ("'-item", "A", "yes"),
        ("'-item", "B", "no"),
        ("'-item", "C", "no"),
        ("item-2", "A", "yes"),
    ]
    assert (len(rows), rows[3]["n"], float(rows[3]["share"])) == (12, "60", float(rows[3]["difficulty"]))


def test_pages_take_as_many_statements_for_one_attempt_as_for_forty(at_desk, sitting, statements):
    def opened():
        addresses = page(sitting), page(sitting, "item-1")
        return [statements(partial(at_desk.get, address)) for address in addresses]

    crowd(sitting, 1, seed=1)
    one = opened()
    crowd(sitting, 40, seed=2)
    assert opened() == one
    assert one == [11, 7]


def test_staff_without_the_permission_see_nothing(client, sitting):
    client.force_login(factories.user("staff@example.org", is_staff=True))
    addresses = [page(sitting), page(sitting, "item-1"), file(sitting)]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


def test_learners_are_led_to_sign_in(client, sitting):
    client.force_login(sitting.learner)
    assert client.get(page(sitting)).status_code == 302
