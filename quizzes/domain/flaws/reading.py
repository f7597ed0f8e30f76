"""From an item as it is stored (its kind, its content and its HTML) to the text of it that the rules read."""

from collections.abc import Callable, Sequence

from courses.domain.plaintext import words
from quizzes.domain.flaws.texts import (
    Area,
    CaseText,
    HotspotText,
    ItemText,
    MatchingText,
    NumericText,
    ResponsesText,
    StatementsText,
    StepsText,
    Text,
)
from quizzes.domain.kinds import Answer, Content, Part, kind_of

Read = Callable[[str, str, Content, Answer], Text]
"""Makes the text of stem, lead-in, content and key."""


def text_of(kind: str, content: Content, *, stem_html: str, lead_in_html: str) -> Text:
    """Return what readers see of an item; of a kind that has no rules of its own, stem, lead-in and options."""
    stem, lead_in, by_kind = plain(stem_html), plain(lead_in_html), kind_of(kind)
    if kind in READERS:
        return READERS[kind](stem, lead_in, content, by_kind.key(content))
    return Text(stem, lead_in, tuple(by_kind.slots(content)))


def plain(html: str) -> str:
    """Return what an author wrote as running text: a picture is none of the words that rules count and search."""
    return words(html, pictures=False)


def _single(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    return ItemText(stem, lead_in, _texts(content["options"]), key)


def _multiple(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    return ResponsesText(stem, lead_in, _texts(content["options"]), tuple(key))


def _statements(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    return StatementsText(stem, lead_in, _texts(content["statements"]), tuple(key))


def _matching(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    return MatchingText(stem, lead_in, _texts(content["options"]), _texts(content["vignettes"]), tuple(key))


def _steps(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    return StepsText(stem, lead_in, _texts(content["steps"]))


def _number(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    values = content["answer"], content["tolerance"], content["unit"], tuple(content["units"])
    return NumericText(stem, lead_in, (), *values)


def _hotspot(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    areas = tuple(Area(area["shape"], tuple(area["coords"])) for area in content["areas"])
    return HotspotText(stem, lead_in, _texts(content["areas"]), key, areas, content["width"])


def _case(stem: str, lead_in: str, content: Content, key: Answer) -> Text:
    questions = content["questions"]
    texts = tuple(
        text_of(each["kind"], each["content"], stem_html=each["result_html"], lead_in_html=each["lead_in_html"])
        for each in questions
    )
    return CaseText(stem, lead_in, (), texts, tuple(text.stem for text in texts))


def _texts(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(plain(part["html"]) for part in parts)


READERS: dict[str, Read] = {
    "single-best-answer": _single,
    "multiple-response": _multiple,
    "multiple-true-false": _statements,
    "extended-matching": _matching,
    "ordering": _steps,
    "numeric": _number,
    "hotspot": _hotspot,
    "case": _case,
}
