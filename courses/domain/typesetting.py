"""Words that a line does not tear apart, and footnote marks: ``^a`` in the texts of a figure is a raised a."""

import re
from html import escape

MARK = re.compile(r"\^([a-z])(?![A-Za-z])")
UNIT = re.compile("([0-9\ue001]) (%|(?:mg|g|kg|ml|mm|cm|Gy)\\b)")  # after a number, or the mark of a bound one
NAME = r"(?<![\w-])[\w%]{1,4}-[\w%]{1,8}(?:-[\w%]{1,4})?(?![\w%])"
UNBROKEN = re.compile(rf'<[^>"]*(?:"[^"]*"[^>"]*)*>|{NAME}')


def spaced(text: str) -> str:
    """Return ``text`` with a no-break space between a number and its unit."""
    return UNIT.sub("\\1\N{NO-BREAK SPACE}\\2", text)


def unbroken(html: str) -> str:
    """Return safe HTML in which short names with a hyphen (T-DXd, HER2-low) stay on one line.

    A span does this, not U+2011: the site's font has no such character, and a search for "T-DXd" would not find it.
    """
    return UNBROKEN.sub(
        lambda match: match[0] if match[0].startswith("<") else f'<span class="text-nowrap">{match[0]}</span>', html
    )


def typeset(text: str) -> str:
    """Return a figure's plain text as safe HTML."""
    return MARK.sub(r'<sup class="figure__mark">\1</sup>', unbroken(spaced(escape(text, quote=False))))


def spoken(text: str) -> str:
    """Return a figure's plain text for an attribute that is read aloud; not yet escaped."""
    return MARK.sub(r" (\1)", spaced(text))
