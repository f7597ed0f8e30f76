"""The door through which an author's text becomes HTML: whatever Markdown made of it, no more than this gets through.

The parts that the project draws itself are put in afterwards, where a mark stands for each (courses.domain.passage).
"""

import re

import nh3

from courses.domain.passage import MARK

ALLOWED_TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
ALLOWED_SCHEMES = {"https", "mailto"}

TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z]+="[^"]*")*>')


def sanitised(html: str) -> str:
    """Return ``html`` with nothing but the allowed tags, attributes and addresses; marks stay in its text alone."""
    safe = nh3.clean(
        html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, url_schemes=ALLOWED_SCHEMES, url_relative="deny"
    )
    return TAG.sub(lambda match: MARK.sub("", match[0]), safe)


def with_scrolling_tables(html: str, label: str) -> str:
    """Return sanitised HTML whose tables scroll by themselves, each in a frame that is read out as ``label``."""
    frame = f'<div class="table-scroll" tabindex="0" role="group" aria-label="{label}"><table class="data-table">'
    html = html.replace("<table>", frame).replace("</table>", "</table></div>")
    return html.replace("<th ", '<th scope="col" ').replace("<th>", '<th scope="col">')
