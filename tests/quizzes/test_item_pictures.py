"""Pictures in items: where authors may put them, on the pages of a test, in the dossier, and on the way out."""

import pytest
import yaml
from django.urls import reverse

from courses.domain.plaintext import words
from elearning.publishing.bank.services import questions_of
from elearning.publishing.dossier.html import Reader
from elearning.publishing.services import check
from quizzes.models import Attempt, Item
from tests.journeys import scenes
from tests.quizzes import eight
from tests.quizzes.browse import text_of
from tests.quizzes.factories import NOW

CT = "![A CT of the chest](media/breasts.svg)"


def folder(places, text=CT):
    """The module of eight kinds with ``text`` behind what stands in ``places`` of its items, by key."""
    files = eight.folder()
    test = yaml.safe_load(files["test.yaml"])
    for key, *path, last in places:
        entry = next(entry for entry in test["items"] if entry["key"] == key)
        for step in path:
            entry = entry[step]
        entry[last] = f"{entry[last]}\n\n{text}"
    return {**files, "test.yaml": yaml.safe_dump(test, sort_keys=False).encode()}


ALLOWED = [
    ("single-best-answer", "stem"),
    ("single-best-answer", "lead_in"),
    ("single-best-answer", "rationale"),
    ("case", "questions", 1, "result"),
]
LABELS = [
    ("single-best-answer", "options", 0, "text"),
    ("single-best-answer", "options", 0, "comment"),
    ("multiple-true-false", "statements", 0, "text"),
    ("ordering", "steps", 0, "text"),
    ("hotspot", "areas", 0, "comment"),
]


@pytest.mark.parametrize("place", LABELS)
def test_labels_and_comments_have_no_pictures(place):
    _, problems = check(folder([place]))
    assert [(each.path, each.line > 0, each.message) for each in problems] == [
        ("test.yaml", True, "citations, pictures and charts belong on slides; here write text and bound figures")
    ]


def test_a_picture_without_file_or_words_is_an_error_at_its_line():
    files = folder(ALLOWED[:1], "![](media/no.png)")
    _, problems = check(files)
    line = next(n for n, text in enumerate(files["test.yaml"].decode().split("\n"), start=1) if "stem:" in text)
    assert {each.message for each in problems} == {
        "the picture has no alternative text; write it between the brackets",
        "the picture 'media/no.png' is missing or unusable; it should be a file in media/",
    }
    assert all(each.path == "test.yaml" and line <= each.line <= line + 3 for each in problems)


@pytest.mark.django_db
def test_pictures_are_on_the_pages_in_the_dossier_and_in_what_is_exported(client, at):
    edition = scenes.valid(folder(ALLOWED), NOW)
    item = Item.objects.get(test__edition=edition, key="single-best-answer")
    address = item.stem_html.partition('src="')[2].partition('"')[0]
    shown = (
        f'<p class="item-picture"><img src="{address}" alt="A CT of the chest" width="400" height="200" '
        'loading="lazy"></p>'
    )
    case = Item.objects.get(test__edition=edition, key="case").content["questions"][1]
    assert [item.stem_html, item.lead_in_html, case["result_html"]] == [
        f"<p>A patient for single-best-answer.</p>\n{shown}",
        f"<p>What is right?</p>\n{shown}",
        f"<p>A secret result of the biopsy.</p>\n{shown}",
    ]
    assert words(item.lead_in_html) == "What is right? A CT of the chest"
    person = scenes.learner("dana@example.org", "Dana")
    scenes.has_read(person, edition, NOW)
    client.force_login(person)
    attempt: Attempt = scenes.begin(person, edition, NOW)
    page = text_of(client.get(reverse("test-item", args=[edition.module.slug, attempt.pk, 1])))
    assert page.count(shown) == 2
    assert client.get(address)["Content-Type"] == "image/svg+xml"
    blocks = Reader(lambda found: found, "").blocks(item.stem_html)
    assert [block["k"] for block in blocks] == ["p", "image"]
    question = questions_of(edition)[0]
    assert question.stem_html.endswith('</p>\n<p><img src="media/breasts.svg" alt="A CT of the chest"></p>')
