"""The evaluation form as learners see it: nothing is filled in."""

from itertools import groupby

from elearning.evaluation.domain import form
from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material

HOW = {
    form.Kind.ONE: "one answer",
    form.Kind.SOME: "at most {most} answers",
    form.Kind.TEXT: "in the learner's own words",
}


def evaluation(material: Material) -> list[Node]:
    """Return every question with its answers, under the headings of the form."""
    asked = form.questions(material.edition.front_matter["objectives"])
    texts = {question.key: question.text for question in asked}
    found: list[Node] = [
        n.facts(
            [
                ("Version of the form", form.VERSION),
                ("Questions", len(asked)),
                ("Pre-filled answers", "none"),
            ]
        )
    ]
    number = 0
    for group, questions in groupby(asked, key=lambda question: question.group):
        found.append(n.heading(2, str(group.value)))
        for question in questions:
            number += 1
            found.append({"k": "together", "c": _question(number, question, texts)})
    return found


def _question(number: int, question: form.Question, texts: dict[str, str]) -> list[Node]:
    subject = f" “{question.subject}”" if question.subject else ""
    notes = [HOW[question.kind].format(most=question.most), "" if question.required else "may be left out"]
    if question.when:
        key, answer = question.when
        notes.append(f"asked where “{texts[key]}” was answered “{answer}”")
    found: list[Node] = [
        n.paragraph(n.strong(f"{number}. {question.text}{subject}"), f" ({'; '.join(note for note in notes if note)})")
    ]
    if question.choices:
        found.append(n.bullets(f"{choice.text} {choice.subject}".strip() for choice in question.choices))
    return found
