"""The abbreviations of a module: explained where a slide uses them first, and listed in full on the module page."""

import re
from collections.abc import Mapping
from html import escape, unescape

UNMARKED = {"a", "abbr", "code", "h3", "h4", "h5", "h6", "th"}
TAG = re.compile(r"(<[^>]+>)")
NAME = re.compile(r"<(/?)([a-z0-9]+)")


class Glossary:
    """Marks abbreviations in HTML. ``meanings`` maps each abbreviation, as written, to plain text.

    ``languages`` are those of meanings that are in another language than the HTML.
    """

    def __init__(self, meanings: Mapping[str, str], languages: Mapping[str, str] | None = None) -> None:
        self._meanings = meanings
        self._languages = languages or {}
        longest_first = sorted(meanings, key=len, reverse=True)
        any_of_them = "|".join(re.escape(escape(short, quote=False)) for short in longest_first)
        # Nor where \ue000 goes before: that is the number of a citation or a figure which is put in later.
        self._sign = re.compile(rf"(?<![\w&\ue000-])({any_of_them})(?=s?(?![\w-]))") if meanings else None

    def translated(self, meanings: Mapping[str, str], language: str) -> "Glossary":
        """Return the glossary of a translation: what ``meanings`` does not hold stays as it is, in ``language``."""
        left = dict.fromkeys(self._meanings.keys() - meanings.keys(), language)
        return Glossary({**self._meanings, **meanings}, left)

    def marked(self, html: str, slide: str, told: list[str]) -> str:
        """Return ``html`` with the first use of each abbreviation explained, save those in ``told``, which grows.

        ``slide`` (its key) keeps the ids apart on a page of several slides. Headings, links and code stay as they are.
        """
        if self._sign is None:
            return html
        parts, inside = [], 0
        for part in TAG.split(html):
            if tag := NAME.match(part):
                inside += (-1 if tag[1] else 1) * (tag[2] in UNMARKED)
                parts.append(part)
            elif inside:
                parts.append(part)
            else:
                parts.append(self._sign.sub(lambda match: self._explained(unescape(match[1]), slide, told), part))
        return "".join(parts)

    def _explained(self, short: str, slide: str, told: list[str]) -> str:
        if short in told:
            return escape(short, quote=False)
        told.append(short)
        place = f"term-{escape(slide)}-{len(told)}"
        language = f' lang="{self._languages[short]}"' if short in self._languages else ""
        text = escape(self._meanings[short])
        meaning = f'<span class="term__meaning" role="tooltip" id="{place}"{language}>{text}</span>'
        return (
            f'<span class="term"><abbr tabindex="0" aria-describedby="{place}">{escape(short)}</abbr>{meaning}</span>'
        )
