"""QTI's interactions within a text: gaps to fill with words, words to choose."""

from typing import Any

from quizzes.domain.exchange.draft import Refused, few
from quizzes.domain.exchange.gaps import filled, gap
from quizzes.domain.exchange.qti.interaction import Content, Interaction
from quizzes.domain.exchange.question import MULTIPLE, SINGLE, option
from quizzes.domain.exchange.safexml import children, descendants, inner, local, remove


def gap_match(read: Interaction, _other: Any) -> Content:
    """Words to put into the gaps of a text, each gap with one right word."""
    choices = few(children(read.element, "gapText", "gapImg"), "words")
    gaps = few(descendants(read.element, "gap"), "gaps")
    names = [choice.get("identifier", "") for choice in choices]
    if any(local(choice) == "gapImg" for choice in choices):
        raise Refused("pictures to put into gaps; options are texts")
    pairs = read.key.pairs()
    # A pair names the word first (QTI 2.2, "gapMatchInteraction").
    right = {name: word for word, name in pairs}
    if not gaps or sorted(name for _, name in pairs) != sorted(found.get("identifier", "") for found in gaps):
        raise Refused("a gap with several right words, or none; each has one here")
    if unknown := sorted({word for word, _ in pairs} - set(names)):
        raise Refused(f"the right word '{unknown[0][:40]}' is not among the words")
    read.key.pairs_alone(pairs, names, first=True)
    words = [read.draft.phrase(inner(choice)) for choice in choices]
    places = [names.index(right[found.get("identifier", "")]) for found in gaps]
    one = len(gaps) == 1
    comments = [read.comment(choice.get("identifier", ""), choice) for choice in (choices if one else gaps)]
    for choice in choices:
        remove(choice)
    for number, found in enumerate(gaps, start=1):
        remove(found, gap(number, len(gaps)))
    read.passage = inner_without_prompt(read.element)
    return filled(words, places, comments)


def hottext(read: Interaction, _other: Any) -> Content:
    """Words of a text that may be chosen; in the text they stand in bold."""
    choices = few(descendants(read.element, "hottext"), "words")
    several = read.declaration.get("cardinality") == "multiple" and read.element.get("maxChoices") != "1"
    right = read.right([choice.get("identifier", "") for choice in choices], several=several)
    options = []
    for choice in choices:
        name = choice.get("identifier", "")
        comment = read.comment(name, choice)
        html = read.draft.phrase(inner(choice))
        options.append(option(html, comment, correct=name in right, anchored=True))
    for choice in choices:
        choice.tag = "strong"
        choice.attrib.clear()
    read.passage = inner_without_prompt(read.element)
    return MULTIPLE if several else SINGLE, {"options": options}


def inner_without_prompt(element: Any) -> str:
    """Return the text of an interaction as HTML, not yet safe; its prompt is asked apart."""
    prompt = next(iter(children(element, "prompt")), None)
    if prompt is None:
        return inner(element)
    before = element.index(prompt)
    tail, prompt.tail = prompt.tail, None
    element.remove(prompt)
    html = inner(element)
    element.insert(before, prompt)
    prompt.tail = tail
    return html
