"""Items of several parts, each of which is answered for itself."""

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from courses.domain.plaintext import words
from quizzes.domain.kinds.contract import Answer, Content, KeyField, Kind, Part


class PartByPart(Kind):
    """An answer is a list with one entry for each part, None where that is left blank."""

    keyed: ClassVar[str]
    """The field of a part that holds what is right in it."""

    @abstractmethod
    def offered(self, content: Content) -> dict[Any, str]:
        """Return what a part can be answered with, each with its plain text."""

    def right(self, content: Content, answer: Answer) -> list[bool]:
        return [given == right for given, right in zip(answer, self.key(content), strict=True)]

    def key(self, content: Content) -> Answer:
        return [part[self.keyed] for part in self.parts(content)]

    def key_fields(self, content: Content) -> dict[str, KeyField]:
        choices = [(json.dumps(value), text) for value, text in self.offered(content).items()]
        return {
            str(index): KeyField(words(part["html"]), choices=choices, read=json.loads)
            for index, part in enumerate(self.parts(content))
        }

    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        parts = self.parts(content)
        if len(given) < len(parts):
            return None
        return {**content, self.listed: [{**part, self.keyed: given[str(index)]} for index, part in enumerate(parts)]}

    def commented(self, content: Content) -> list[Part]:
        return self.parts(content)

    def answered(self, content: Content, answer: Answer) -> bool:
        return answer is not None and None not in answer

    def blank(self, answer: Answer) -> bool:
        return answer is None or all(given is None for given in answer)

    def describe(self, content: Content, answer: Answer) -> list[str]:
        said = self.offered(content)
        pairs = zip(self.parts(content), answer or [], strict=False)
        return [f"{words(part['html']).removesuffix('.')}: {said[given]}" for part, given in pairs if given is not None]
