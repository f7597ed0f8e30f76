"""The formats by name. A reader takes bytes and a file's name; a writer takes questions and their pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from quizzes.domain.exchange import aiken, csvfile, gift, giftwriter, moodle, moodlewriter
from quizzes.domain.exchange.aiken import ANSWER
from quizzes.domain.exchange.qti import reader as qti
from quizzes.domain.exchange.qti.writer import writer
from quizzes.domain.exchange.question import Reading, Writing


@dataclass(frozen=True)
class Format:
    """A format: its name for commands, its label for people, the end of its files' names and their media type."""

    name: str
    label: str
    suffix: str
    media_type: str
    read: Callable[[bytes, str], Reading]
    write: Callable[..., Writing]


FORMATS = {
    made.name: made
    for made in (
        Format("gift", "GIFT", ".gift", "text/plain", gift.read, giftwriter.write),
        Format("aiken", "Aiken", ".txt", "text/plain", aiken.read, aiken.write),
        Format("moodle", "Moodle XML", ".xml", "application/xml", moodle.read, moodlewriter.write),
        Format("qti21", "QTI 2.1", ".zip", "application/zip", qti.read, writer("2.1")),
        Format("qti22", "QTI 2.2", ".zip", "application/zip", qti.read, writer("2.2")),
        Format("qti30", "QTI 3.0", ".zip", "application/zip", qti.read, writer("3.0")),
        Format("csv", "CSV", ".csv", "text/csv", csvfile.read, csvfile.write),
    )
}
HEAD = 100_000


def detect(content: bytes, name: str) -> str:
    """Return the name of the format of a file, by its first bytes and then by its name; "" where neither tells."""
    head = content[:HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"PK"):
        return "qti30"
    if head.startswith(b"<"):
        return "moodle" if b"<quiz" in head or b"<question " in head else "qti30"
    suffix = name.lower().rpartition(".")[2]
    if suffix in {"gift", "csv", "aiken"}:
        return suffix
    text = head.decode("utf-8", "ignore")
    first = text.partition("\n")[0].lower()
    if "lead_in" in first:
        return "csv"
    if any(ANSWER.fullmatch(line.strip()) for line in text.splitlines()):
        return "aiken"
    return "gift" if "{" in text and "}" in text else ""
