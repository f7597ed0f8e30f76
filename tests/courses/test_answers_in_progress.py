"""What answers are for progress: marks on every page, the test that waits, and new editions of the question."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command

from courses import access, services
from courses.models import Edition, Progress, Slide
from elearning.publishing.services import load, rebuild
from tests.courses.asking import CASE_URL, CHECK_URL, ONE, TWO, answer, answers, form, marks_in, text
from tests.factories import CASE, CHECK, NOW, asking, folder, published, slide


@pytest.fixture
def reader(signed_in, learner, db):
    """A learner who has started a module with a check on slide one and a case on slide two."""
    services.start_module(learner=learner, edition=published(asking()), now=NOW)
    return signed_in


def test_a_slide_with_an_open_question_is_marked_until_it_is_answered(reader):
    assert marks_in(reader.get(ONE)) == {"one": "asking"}
    assert marks_in(reader.get("/modules/sample/slides/three/")) == {"one": "asking", "three": "seen"}
    overview = text(reader.get("/modules/sample/slides/"))
    assert "1 of 3 slides finished" in overview
    assert "Questions answered: 0 of 2" in overview
    assert (overview.count("Question open"), overview.count("Seen")) == (1, 1)
    answer(reader, CHECK_URL, 1)
    assert marks_in(reader.get("/modules/sample/slides/three/")) == {"one": "seen", "three": "seen"}
    overview = text(reader.get("/modules/sample/slides/"))
    assert "2 of 3 slides finished" in overview
    assert "Questions answered: 1 of 2" in overview


def test_a_slide_fetched_ahead_is_neither_seen_nor_asking(reader):
    reader.get("/modules/sample/slides/three/")
    assert marks_in(reader.get(ONE, headers={"Sec-Purpose": "prefetch"})) == {"three": "seen"}


def test_the_module_page_and_my_learning_count_what_is_finished(reader):
    reader.get(ONE)
    reader.get("/modules/sample/slides/three/")
    said = text(reader.get("/modules/sample/"))
    assert "1 / 3" in said
    assert "Questions answered: 0 of 2" in said
    assert "1 of 3 slides" in text(reader.get("/my-learning/"))
    answer(reader, CHECK_URL, 0)
    assert "2 / 3" in text(reader.get("/modules/sample/"))
    assert "2 of 3 slides" in text(reader.get("/my-learning/"))


def test_the_test_waits_for_answers_and_says_so(reader):
    reader.get(ONE)
    reader.get("/modules/sample/slides/three/")
    waits = "1 slide is still to be read, and 1 slide has a question to be answered; the test opens after that."
    for path in ("/modules/sample/test/", "/modules/sample/"):
        assert waits in text(reader.get(path))
    reader.get(TWO)
    answer(reader, CHECK_URL, 1)
    assert "1 slide has a question to be answered; the test opens after that." in text(
        reader.get("/modules/sample/test/")
    )
    assert reader.post("/modules/sample/test/begin/").url == "/modules/sample/test/"
    answer(reader, CASE_URL, 0)
    assert "to be answered" not in text(reader.get("/modules/sample/test/"))
    assert reader.post("/modules/sample/test/begin/").url != "/modules/sample/test/"


def test_a_module_without_questions_says_nothing_of_them(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    assert marks_in(signed_in.get(ONE)) == {"one": "seen"}
    for path in (ONE, "/modules/sample/slides/", "/modules/sample/", "/modules/sample/print/"):
        assert "uestions answered" not in text(signed_in.get(path))
    assert b"question.js" not in signed_in.get(ONE).content


# Editions

CHANGED = CHECK.replace("How is it", "How would you say it is")


def test_after_a_change_of_the_block_the_feedback_goes_and_the_answer_still_counts(reader):
    answer(reader, CHECK_URL, 0)
    published(asking(check=CHANGED))
    page = reader.get(ONE)
    assert "Your answer" not in text(page)
    assert marks_in(page) == {"one": "seen"}
    assert b"data-open" not in page.content
    answer(reader, CHECK_URL, 1)
    stored = answers()["scored-two-plus"]
    assert (stored["option"], stored["first"], stored["edition"]) == (1, 1, 2)


def test_after_a_change_of_substance_the_question_is_asked_again(reader, learner):
    answer(reader, CHECK_URL, 0)
    files = {**asking(), "1-basics/03-more.md": slide("more")}
    newer, _ = load(files=files, publish=True, substance=["one"], actor=None, now=NOW)
    page = reader.get(ONE)
    assert "Your answer" not in text(page)
    assert marks_in(page) == {"one": "asking"}
    assert access.summary(newer, access.progress_of(learner, newer.module)).answered == 0
    answer(reader, CHECK_URL, 1)
    assert (answers()["scored-two-plus"]["first"], answers()["scored-two-plus"]["edition"]) == (0, 2)
    assert marks_in(reader.get(ONE)) == {"one": "seen"}


def test_an_answer_to_an_unchanged_block_goes_on_through_editions(reader):
    answer(reader, CHECK_URL, 0)
    published({**asking(), "1-basics/03-more.md": slide("more")})
    assert "Right Your answer: A. HER2-low" in text(reader.get(ONE))


def test_a_visit_leaves_the_answers_alone(reader, clock):
    answer(reader, CHECK_URL, 0)
    before = answers()
    clock.move_to(NOW + timedelta(seconds=20))
    reader.get(TWO)
    reader.get(ONE)
    reader.post(f"{ONE}seen/", {"leaving": "1"})
    assert (answers(), answers("two")) == (before, {})


def test_an_answer_without_a_visit_before_it_makes_one(reader, learner):
    asked = Slide.objects.select_related("edition__module").get(key="one")
    services.answer_question(learner=learner, slide=asked, question=asked.questions[0], option=1, marks={}, now=NOW)
    row = Progress.objects.get()
    assert (row.slide_key, row.first_seen, row.answers["scored-two-plus"]["option"]) == ("one", NOW, 1)


def test_a_rebuilt_edition_has_its_questions_again(db):
    edition = published(asking())
    rendered = edition.slides.values_list("html", "questions", "references")
    before = list(rendered)
    edition.slides.update(questions=[], html="", references=[])
    rebuild(edition=edition)
    assert list(rendered.all()) == before
    Edition.objects.update(renderer=0)
    call_command("rebuild_editions")
    assert list(rendered.all()) == before


def test_the_outline_lists_the_questions_of_each_slide(db):
    outline = published(asking()).outline
    assert [slide["questions"] for section in outline for slide in section["slides"]] == [
        ["scored-two-plus"], ["early-relapse"], [],
    ]  # fmt: skip


def test_an_edition_stored_before_there_were_questions_is_read_as_ever(reader, edition):
    for section in edition.outline:
        for entry in section["slides"]:
            entry.pop("questions")
    Edition.objects.filter(pk=edition.pk).update(outline=edition.outline)
    for path in ("/modules/sample/slides/three/", "/modules/sample/slides/", "/modules/sample/"):
        assert reader.get(path).status_code == 200


# Print


def test_the_print_view_has_the_questions_with_their_answers(reader):
    page = reader.get("/modules/sample/print/")
    said = text(page)
    assert b'<form class="question' not in page.content
    assert "A HER2-low B HER2-positive Answers: A is right. A Right, because it is not amplified" in said
    assert "B is recommended. A Alone is not enough. B Both antibodies prolong life." in said
    assert "Guideline position, October 2021 The society recommends" in said
    assert "The trial behind it CLEOPATRA found HR 0.69" in said
    assert Progress.objects.count() == 0


def test_two_questions_on_one_slide_stand_apart(signed_in, learner, db):
    second = CASE.replace("early", "late")
    services.start_module(learner=learner, edition=published({**asking(check=f"{CHECK}\n\n{second}")}), now=NOW)
    answer(signed_in, CHECK_URL, 0)
    page = signed_in.get(ONE)
    assert ("Right Your answer: A." in text(page), "The society recommends" in text(page)) == (True, False)
    assert marks_in(page) == {"one": "asking"}
    signed_in.post(f"{ONE}questions/late-relapse/", {**form(signed_in, ONE, 1), "option": "1"})
    page = signed_in.get(ONE)
    assert ("Right Your answer: A." in text(page), "The society recommends" in text(page)) == (True, True)
    assert "A recommended choice Your answer: B. Docetaxel with two antibodies" in text(page)
    assert marks_in(page) == {"one": "seen"}
    ids = re.findall(r'\sid="([^"]+)"', page.content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_a_folder_of_plain_slides_is_unchanged(db):
    assert [slide.questions for slide in published(folder()).slides.all()] == [[], [], []]
