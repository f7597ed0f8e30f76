"""Two requests at once, on whichever database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses import access, services
from courses.models import Progress, Slide, Start
from elearning.publishing.services import load
from tests.factories import CASE, CHECK, NOW, asking, folder, published, slide, user

pytestmark = pytest.mark.django_db(transaction=True)


def together(call, times=4):
    """The results of ``call`` from several threads at once; each closes its own connection."""

    def once(_):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


def test_parallel_visits_make_one_row_for_each_slide():
    edition, learner = published(folder()), user()
    slide = Slide.objects.select_related("edition__module").get(key="one")

    def visit():
        marks = access.progress_of(learner, edition.module)
        services.record_visit(learner=learner, slide=slide, marks=marks, now=NOW)

    together(visit)
    assert Progress.objects.values_list("slide_key", "active_seconds").get() == ("one", 0)


def test_answers_from_several_devices_at_once_are_all_kept():
    edition, learner = published(asking(check=f"{CHECK}\n\n{CASE.replace('early', 'late')}")), user()
    slide = Slide.objects.select_related("edition__module").get(key="one")
    waiting = [(question, option) for question in slide.questions for option in (0, 1)]

    def answer():
        question, option = waiting.pop()
        marks = access.progress_of(learner, edition.module)
        services.answer_question(learner=learner, slide=slide, question=question, option=option, marks=marks, now=NOW)
        return question["key"], option

    given = together(answer)
    answers = Progress.objects.get().answers
    assert answers.keys() == {"scored-two-plus", "late-relapse"}
    for key, answer_kept in answers.items():
        assert {answer_kept["first"], answer_kept["option"]} == {option for asked, option in given if asked == key}


def test_an_answer_and_a_visit_at_once_are_both_kept():
    published(asking())
    learner, slide = user(), Slide.objects.select_related("edition__module").get(key="one")
    calls = [
        lambda: services.record_visit(learner=learner, slide=slide, marks={}, now=NOW),
        lambda: services.answer_question(
            learner=learner, slide=slide, question=slide.questions[0], option=1, marks={}, now=NOW
        ),
    ]

    def next_call():
        calls.pop()()

    together(next_call, times=2)
    assert Progress.objects.get().answers["scored-two-plus"]["option"] == 1


def test_a_request_that_an_older_edition_still_served_takes_nothing_back():
    published(asking())
    learner, old = user(), Slide.objects.select_related("edition__module").get(key="one")
    new = published({**asking(), "1-basics/01-one.md": slide("one", body=f"Changed.\n\n{CHECK}")})
    for page in (Slide.objects.select_related("edition__module").get(edition=new, key="one"), old):
        question = page.questions[0]
        services.answer_question(learner=learner, slide=page, question=question, option=1, marks={}, now=NOW)
    row = Progress.objects.select_related("edition").get()
    assert (row.edition, row.answers["scored-two-plus"]["edition"]) == (new, 2)
    assert row.content_hash == new.slides.get(key="one").content_hash


def test_parallel_starts_are_noted_once():
    edition, learner = published(folder()), user()
    together(lambda: services.start_module(learner=learner, edition=edition, now=NOW))
    assert Start.objects.count() == 1


def test_the_same_new_edition_loaded_in_parallel_is_stored_once():
    published(folder())
    changed = folder(title="Changed")
    stored = together(lambda: load(files=changed, publish=True, substance=[], actor=None, now=NOW))
    assert [edition.number for edition, _ in stored] == [2, 2, 2, 2]
    assert sum(is_new for _, is_new in stored) == 1
