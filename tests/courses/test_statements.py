"""How many SQL statements a page takes, whatever the number of slides, items and learners."""

import pytest

from courses import services
from tests.factories import NOW, asking, asking_in_german, folder, german, published, user

COUNTS = {
    "/modules/sample/slides/one/": (5, 5),
    "/modules/sample/": (12, 12),
    "/modules/sample/slides/": (5, 10),
    "/modules/sample/print/": (5, 10),
    "/modules/sample/de/slides/one/": (5, 5),
    "/modules/sample/de/slides/two/": (5, 5),
    "/modules/sample/de/": (12, 12),
    "/modules/sample/de/slides/": (5, 10),
    "/modules/sample/de/print/": (6, 10),
}
"""The statements that a page takes now, and the limit."""


def prepared(client, learner, slides):
    edition = published({**folder(slides=slides, items=slides), **german()})
    for number in range(slides):
        other = user(f"other{number}@example.org")
        services.start_module(learner=other, edition=edition, now=NOW)
    services.start_module(learner=learner, edition=edition, now=NOW)
    for entry in edition.slides.all()[: slides - 1]:
        client.get(f"/modules/sample/slides/{entry.key}/")


@pytest.mark.parametrize("slides", [3, 30])
@pytest.mark.parametrize("path", COUNTS)
def test_a_page_takes_the_same_statements_at_every_size(signed_in, learner, statements, slides, path):
    prepared(signed_in, learner, slides)
    expected, limit = COUNTS[path]
    assert statements(lambda: signed_in.get(path)) == expected
    assert expected <= limit


@pytest.mark.parametrize("key", ["one", "two", "three"])
def test_a_slide_with_a_question_takes_no_more_statements_than_one_without(signed_in, learner, statements, key):
    services.start_module(learner=learner, edition=published({**asking(), **asking_in_german()}), now=NOW)
    for path in (f"/modules/sample/slides/{key}/", f"/modules/sample/de/slides/{key}/"):
        signed_in.get(path)
        assert statements(lambda: signed_in.get(path)) == COUNTS["/modules/sample/slides/one/"][0]  # noqa: B023


@pytest.mark.parametrize("path", ["/", "/my-learning/"])
def test_a_list_takes_the_same_statements_for_one_module_and_for_three(signed_in, learner, statements, path):
    taken = []
    for slug in ("alpha", "beta", "gamma"):
        edition = published(folder(slug=slug, title=slug))
        services.start_module(learner=learner, edition=edition, now=NOW)
        signed_in.get(f"/modules/{slug}/slides/one/")
        taken.append(statements(lambda: signed_in.get(path)))
    assert taken == [taken[0]] * 3
    assert taken[0] == {"/": 3, "/my-learning/": 8}[path]
