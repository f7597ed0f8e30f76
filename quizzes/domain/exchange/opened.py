"""The one beginning of every reader: bytes are opened as text, XML or a package, or the whole file is refused."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from quizzes.domain.exchange.question import Reading
from quizzes.domain.exchange.texts import Unreadable

Opened = TypeVar("Opened")
Reader = Callable[[bytes, str], Reading]
"""Takes a file's bytes and its name in what is reported."""


def reader(opening: Callable[[bytes], Opened]) -> Callable[[Callable[[Opened, str, Reading], None]], Reader]:
    """Make a reader of a function that fills a reading from what ``opening`` made of the bytes.

    Where either raises Unreadable the file is refused with its line; what was read before stays.
    """

    def made(fill: Callable[[Opened, str, Reading], None]) -> Reader:
        @wraps(fill)
        def read(content: bytes, path: str) -> Reading:
            reading = Reading()
            try:
                fill(opening(content), path, reading)
            except Unreadable as error:
                reading.refuse(path, error.line, str(error))
            return reading

        return read

    return made
