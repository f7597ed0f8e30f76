"""The questions of a slide as parts of its page: a block for each state in which a learner can find one.

Like the page around it, a block is rendered once for each edition, language and state and then kept. Comments,
guideline and trial are only in blocks that show feedback, so they never reach the browser of somebody who has not
answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.template.loader import render_to_string

from courses.domain import languages, questions
from courses.domain.reading import Mark, open_questions, slides_of
from courses.kept import identity, kept
from courses.models import Slide

TOKEN = "\ue002"  # noqa: S105 it stands in kept HTML where the learner's request token goes
KEPT_BLOCKS = 2000
Question = Mapping[str, Any]
"""A question as stored in Slide.questions."""


class Fault(StrEnum):
    """Why a form was not taken."""

    BLANK = "blank"
    CHANGED = "changed"


@dataclass(frozen=True)
class State:
    """How a question stands: ``chosen`` is the option (index) whose feedback is shown, None where there is none.

    ``open``: progress still waits for an answer. ``posted``: the page is the response to the form, so that a browser
    without scripts sets the focus where the news is.
    """

    chosen: int | None = None
    open: bool = True
    fault: Fault | None = None
    posted: bool = False

    def after(self, posted: int | Fault) -> "State":
        """Return the state when a form was posted: with its option taken, or with its fault."""
        return replace(self, fault=posted) if isinstance(posted, Fault) else State(chosen=posted, open=False)


def states(slide: Slide, mark: Mark | None) -> dict[str, State]:
    """Return the state of each question of ``slide`` for the learner with ``mark`` (None: not seen, or a visitor)."""
    if not slide.questions:
        return {}
    entry = next(entry for entry in slides_of(slide.edition.outline) if entry["key"] == slide.key)
    waiting = open_questions(entry, mark)
    answers = mark.answers if mark is not None else {}
    return {
        question["key"]: State(
            chosen=questions.chosen(question, answers.get(question["key"]), entry["since"]),
            open=question["key"] in waiting,
        )
        for question in slide.questions
    }


def question_of(slide: Slide, key: str) -> Question:
    """Return the question ``key`` of ``slide``. Raises Http404."""
    if (question := questions.find(slide.questions, key)) is None:
        raise Http404
    return question


def posted_option(question: Question, form: Mapping[str, str]) -> int | Fault:
    """Return the option (index) that a form chooses, or why it cannot be taken. Raises BadRequest for no option of it.

    The form names the version of the block that it showed: an answer to another one would be an answer to nothing.
    """
    if form.get("version") != question["hash"]:
        return Fault.CHANGED
    if not (chosen := form.get("option")):
        return Fault.BLANK
    if chosen not in map(str, range(len(question["options"]))):
        raise BadRequest
    return int(chosen)


def filled(html: str, slide: Slide, found: Mapping[str, State]) -> str:
    """Return a slide's HTML with every question in its place, each in the state ``found`` under its key."""
    for question in slide.questions:
        html = html.replace(questions.place(question["key"]), block(slide, question, found[question["key"]]))
    return html


def printed(slide: Slide) -> str:
    """Return a slide's HTML with every question and its answers, for print."""
    html = slide.html
    for question in slide.questions:
        context = {"question": question, "options": _lettered(question), **_language(slide.language)}
        part = render_to_string("courses/includes/question_printed.html", context)
        html = html.replace(questions.place(question["key"]), part)
    return html


@kept(
    by=lambda slide, question, state: (identity(slide.edition), slide.language, slide.key, question["key"], state),
    maxsize=KEPT_BLOCKS,
)
def block(slide: Slide, question: Question, state: State) -> str:
    """Return one question in one state; TOKEN stands where the request token goes."""
    options = _lettered(question)
    answer = None if state.chosen is None else options[state.chosen]
    context = {
        "question": question,
        **_language(slide.language),
        "state": state,
        "options": options,
        "answer": answer,
        "others": [option for option in options if option is not answer],
        "right": [option for option in options if option["right"]],
        "csrf_token": TOKEN,
    }
    return render_to_string("courses/includes/question.html", context)


def _language(language: str) -> dict[str, Any]:
    """Return the language of a question's texts, and what is said around them: in it, or in English."""
    said_in = languages.said_in(language)
    return {"language": language, "said_in": said_in, "words": languages.WORDS[said_in].question}


def _lettered(question: Question) -> list[dict[str, Any]]:
    return [{**option, "letter": chr(ord("A") + index)} for index, option in enumerate(question["options"])]
