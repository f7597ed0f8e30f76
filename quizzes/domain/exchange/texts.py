"""Bytes of a text file -> text, whatever encoding it says it has; or a refusal that names the encoding."""

import codecs

MAX_BYTES = 5_000_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(ValueError):
    """A file that cannot be read at all; ``line`` is where (0: the whole file)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def decode(content: bytes) -> str:
    r"""Return the text of UTF-8, or of UTF-16 or UTF-32 with a byte order mark, with \n line ends.

    Raises Unreadable for anything else: Latin-1 and Windows-1252 would be guesses, and a wrong guess turns µg into Âµg.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(f"the file has {len(content) / 1e6:.1f} MB; a text may have {MAX_BYTES // 10**6} MB")
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        if encoding != "utf-8":
            raise Unreadable(f"the file begins as {encoding.upper()} and is not; save it as UTF-8", line) from None
        message = f"byte 0x{content[error.start]:02x} is not UTF-8 (Latin-1 or Windows-1252?); save the file as UTF-8"
        raise Unreadable(message, line) from None
    if "\x00" in text:
        raise Unreadable(
            "the file holds zero bytes (UTF-16 without a byte order mark?); save it as UTF-8",
            text[: text.index("\x00")].count("\n") + 1,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
