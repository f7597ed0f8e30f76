"""An author's Markdown -> safe HTML: citations numbered, figures bound to the evidence, pictures and charts in place.

What an author writes never reaches the page as HTML: raw HTML is refused, Markdown is rendered and then sanitised by
nh3. Only after that are the parts that this project draws itself put in, where a private-use character marks the place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape

import markdown
import nh3

from courses.domain.charts import ChartReader
from courses.domain.evidence import Evidence, shown
from courses.domain.figures import WORDS, Caption, Chart, Words, chart_figure, picture_figure
from courses.domain.glossary import Glossary
from courses.domain.media import Picture
from courses.domain.problems import Problems
from courses.domain.questions import KINDS, Question, place, read_question
from courses.domain.references import Reference
from courses.domain.typesetting import typeset, unbroken
from courses.domain.yamlfile import UNUSABLE

RENDERER = 2
"""The version of this renderer; a stored edition with an older one is rendered again by ``rebuild_editions``."""

ALLOWED_TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}

FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(\S*)\s*$")
FENCE_ANYWHERE = re.compile(FENCE.pattern, re.MULTILINE)
CITATION = re.compile(r"\s*\[(@[^\]\s;]+(?:\s*;\s*@[^\]\s;]+)*)\]")
BOUND = re.compile(r"\[([^\]]*)\]\(ev:([^)\s]*)\)")
LINK = re.compile(r"\]\(\s*+<?([^)\s>]*+)>?[^)]*+\)|^\s*\[[^\]]+\]:\s*(\S+)|<([a-z][a-z0-9+.-]*:[^>]*)>", re.IGNORECASE)
RAW_HTML = re.compile(r"<[a-zA-Z/!?]")
AUTOLINK = re.compile(r"<https://[^\s<>]+>")
IMAGE = re.compile(r"!\[(.*)\]\(([^)\s]+)\)\s*")
IMAGE_ANYWHERE = re.compile(r"!\[[^\]]*\]")
HEADING = re.compile(r"^(#{1,6})\s")
UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
CODE_SPAN = re.compile(r"(`+).+?\1")
MARK = re.compile("\ue000([0-9]+)\ue001")
TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z]+="[^"]*")*>')
PER_CENT = re.compile("([0-9\ue001]) %")
DIGITS = re.compile(r"(?<=\d)\.(?=\d)")

NEEDED_FIELDS = ("Caption", "Abbreviations", "Description")
SEMICOLON = re.compile(r";(?![^\[]*\])")  # not one between the keys of a citation
PICTURE_FIELDS = (*NEEDED_FIELDS, "Footnotes", "Source")


@dataclass
class Passage:
    """Rendered text: safe HTML, the keys of its references in order of their numbers, its questions, what it explained.

    ``explained`` are the abbreviations explained in it; ``first_figure`` and ``first_table`` the numbers that the first
    figure and the first declared table in it have, or would have.
    """

    html: str
    references: list[str]
    questions: list[Question]
    explained: list[str]
    first_figure: int
    first_table: int


@dataclass
class _Page:
    """What gathers while one text is rendered."""

    path: str
    slide: str = ""
    references: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    figure: int = 1
    table: int = 1
    parts: list[str] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)

    def label(self, words: Words, *, table: bool = False) -> str:
        """Return what the page's next figure (or table) is called: "Figure 3"."""
        if table:
            self.table += 1
            return f"{words.table} {self.table - 1}"
        self.figure += 1
        return f"{words.figure} {self.figure - 1}"

    def mark(self, html: str, *, block: bool = False) -> str:
        self.parts.append(html)
        if block:
            self.blocks.add(len(self.parts) - 1)
        return f"\ue000{len(self.parts) - 1}\ue001"


class Markup:
    """Renders the texts of one module. ``pictures`` are the files of media/ by path, with address and size."""

    def __init__(
        self,
        *,
        language: str,
        evidence: Evidence,
        references: Mapping[str, Reference],
        pictures: Mapping[str, Picture],
        problems: Problems,
        glossary: Mapping[str, str] | None = None,
    ) -> None:
        self._glossary = Glossary(glossary or {})
        self._language = language
        self._words = WORDS.get(language.partition("-")[0], WORDS["en"])
        self._evidence = evidence
        self._references = references
        self._pictures = pictures
        self._problems = problems
        self._charts = ChartReader(evidence, problems, self.number, self._words)
        self.bindings: list[tuple[str, int, str]] = []  # path, line, address of every figure shown
        self._figure = self._table = 1
        self._markdown = markdown.Markdown(
            extensions=["tables", "sane_lists"],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )

    def number(self, text: str) -> str:
        """Return a figure with the decimal sign of the module's language."""
        return DIGITS.sub(",", text) if self._language.startswith("de") else text

    def slide(
        self,
        path: str,
        first_line: int,
        text: str,
        key: str = "",
        after: Passage | None = None,
        *,
        first_figure: int | None = None,
        first_table: int | None = None,
    ) -> Passage:
        """Render the body or the notes of the slide ``key``.

        ``after`` is the slide's passage before it: references are numbered on, and no abbreviation is explained twice.
        Figures, and declared tables on their own, are numbered on through the module, or from the numbers given.
        """
        figure, table = first_figure or self._figure, first_table or self._table
        page = _Page(path, slide=key or path, figure=figure, table=table)
        if after is not None:
            page.references, page.explained = list(after.references), list(after.explained)
        html = self._render(page, first_line, text)
        page.questions = [self._explained(page, question) for question in page.questions]
        self._figure, self._table = page.figure, page.table
        return Passage(html, page.references, page.questions, page.explained, figure, table)

    def passage(self, path: str, line: int, text: str) -> str:
        """Render a text of an item or of the front matter: Markdown with bound figures, no citations or pictures."""
        page = _Page(path)
        if CITATION.search(text) or IMAGE_ANYWHERE.search(text) or FENCE_ANYWHERE.search(text):
            self._problems.add(
                path, line, "citations, pictures and charts belong on slides; here write text and bound figures"
            )
            return ""
        return self._render(page, line, text)

    def _explained(self, page: _Page, question: Question) -> Question:
        """Explain what a question says first, after the text around it. Not in options, which are labels, nor in
        comments, guideline and trial, which nobody sees before the answer."""
        patient, asked = (
            self._glossary.marked(html, page.slide, page.explained) for html in (question.patient, question.question)
        )
        return replace(question, patient=patient, question=asked)

    def _render(self, page: _Page, first_line: int, text: str, *, explain: bool = True) -> str:
        source = self._blocks(page, first_line, text.split("\n"))
        self._markdown.reset()
        html = nh3.clean(
            self._converted(page, first_line, source),
            tags=ALLOWED_TAGS,
            attributes=ALLOWED_ATTRIBUTES,
            url_schemes={"https", "mailto"},
            url_relative="deny",
        )
        html = TAG.sub(lambda match: MARK.sub("", match[0]), html)
        if page.slide and explain:
            html = self._glossary.marked(html, page.slide, page.explained)
        for index in page.blocks:
            html = html.replace(f"<p>\ue000{index}\ue001</p>", f"\ue000{index}\ue001")
        html = html.replace(
            "<table>",
            f'<div class="table-scroll" tabindex="0" role="group" aria-label="{self._words.table}">'
            '<table class="data-table">',
        )
        html = (
            html.replace("</table>", "</table></div>")
            .replace("<th ", '<th scope="col" ')
            .replace("<th>", '<th scope="col">')
        )
        return MARK.sub(lambda match: page.parts[int(match[1])], unbroken(html)).strip()

    def _converted(self, page: _Page, first_line: int, source: str) -> str:
        try:
            return self._markdown.convert(source)
        except RecursionError:
            self._problems.add(page.path, first_line, "lists or quotations are nested too deeply")
            return ""

    def _blocks(self, page: _Page, first_line: int, lines: list[str]) -> str:
        """Return the Markdown with fenced blocks, pictures, citations and bound figures replaced by marks."""
        out: list[str] = []
        index = 0
        while index < len(lines):
            line_number = first_line + index
            if fence := FENCE.match(lines[index]):
                index = self._fence(page, lines, index, first_line, fence, out)
            elif lines[index].startswith("!["):
                end = next((i for i in range(index, len(lines)) if not lines[i].strip()), len(lines))
                out += ["", self._picture(page, line_number, lines[index:end]), ""]
                index = end
            else:
                if UNDERLINE.fullmatch(lines[index]) and out and out[-1].strip():
                    message = "a line of --- or === under text makes a heading; write ### before a heading"
                    self._problems.add(page.path, line_number, message)
                out.append(self._line(page, line_number, lines[index]))
                index += 1
        return "\n".join(out)

    def _fence(
        self, page: _Page, lines: list[str], start: int, first_line: int, fence: re.Match[str], out: list[str]
    ) -> int:
        end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == fence[1]), None)
        if end is None:
            self._problems.add(
                page.path, first_line + start, f"the block that opens here with {fence[1]} is never closed"
            )
            return len(lines)
        if fence[2] in KINDS:
            source = "\n".join(lines[start + 1 : end])
            out += ["", self._question(page, first_line + start + 1, fence[2], source), ""]
        elif fence[2] != "evidence":
            message = f"a block named '{fence[2]}' is not known; write 'evidence', 'check' or 'case'"
            self._problems.add(page.path, first_line + start, message)
        elif chart := self._charts.read(page.path, first_line + start + 1, "\n".join(lines[start + 1 : end])):
            out += ["", page.mark(self._chart(page, first_line + start, chart), block=True), ""]
        return end + 1

    def _question(self, page: _Page, first_line: int, kind: str, source: str) -> str:
        def render(line: int, text: str) -> str:
            return self._render(page, line, text, explain=False)

        question = read_question(page.path, first_line, kind, source, render, self._problems)
        if question is None:
            return ""
        page.questions.append(question)
        return page.mark(place(question.key), block=True)

    def _line(self, page: _Page, line: int, text: str) -> str:
        if wrong := UNUSABLE.search(unescape(text)):
            self._problems.add(page.path, line, f"the character U+{ord(wrong[0]):04X} cannot be shown; remove it")
            return ""
        plain = CODE_SPAN.sub("", text)
        if RAW_HTML.search(AUTOLINK.sub("", plain)):
            self._problems.add(
                page.path,
                line,
                "raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it",
            )
        if IMAGE_ANYWHERE.search(plain):
            self._problems.add(
                page.path, line, "a picture begins a paragraph of its own, with its caption on the lines after it"
            )
        if (heading := HEADING.match(text)) and len(heading[1]) <= 2:  # noqa: PLR2004 the slide's title is the second level
            self._problems.add(
                page.path, line, "headings in a slide begin at ###; the slide's title stands in its front matter"
            )
        text = BOUND.sub(lambda match: self._bound(page, line, match), text)
        text = CITATION.sub(lambda match: self._citation(page, line, match[1]), text)
        for match in LINK.finditer(IMAGE.sub("", CODE_SPAN.sub("", text))):
            target = next(group for group in match.groups() if group is not None)
            if MARK.search(target):
                self._problems.add(page.path, line, "a figure or a citation cannot stand in the address of a link")
            elif not target.startswith(("https://", "mailto:")):
                self._problems.add(
                    page.path, line, f"the link '{target}' is not allowed; use an address that begins with https://"
                )
        return PER_CENT.sub("\\1\N{NO-BREAK SPACE}%", text)

    def _bound(self, page: _Page, line: int, match: re.Match[str]) -> str:
        text, address = match[1].strip(), match[2]
        try:
            _, value = self._evidence.value(address)
        except ValueError as error:
            self._problems.add(page.path, line, str(error))
            return text
        right = shown(value)
        if text not in {right, self.number(right)}:
            self._problems.add(
                page.path, line, f"the text says '{text}', but {address} is '{right}' (check_module --fix rewrites it)"
            )
        self.bindings.append((page.path, line, address))
        return page.mark(f'<data class="datum" value="{escape(address)}">{escape(self.number(right))}</data>')

    def _citation(self, page: _Page, line: int, keys: str) -> str:
        return page.mark(self._numbers(page, line, [key.strip().removeprefix("@") for key in keys.split(";")]))

    def _numbers(self, page: _Page, line: int, keys: list[str]) -> str:
        """Return the superscript numbers of ``keys``, adding new ones to the page's list."""
        numbers = []
        for key in keys:
            if key not in self._references:
                self._problems.add(page.path, line, f"references.yaml has no '{key}'")
                continue
            if key not in page.references:
                page.references.append(key)
            numbers.append(page.references.index(key) + 1)
        links = ", ".join(f'<a href="#reference-{number}">{number}</a>' for number in numbers)
        return f'<sup class="citation">{links}</sup>' if links else ""

    def _chart(self, page: _Page, line: int, chart: Chart) -> str:
        self.bindings += [(page.path, line, address) for address in chart.addresses]
        text = self._inline(page, line, chart.caption) + self._numbers(page, line, chart.references)
        notes = [self._inline(page, line, note) for note in chart.footnotes]
        label = page.label(self._words, table=chart.kind == "table")
        description = self._inline(page, line, chart.description)
        return chart_figure(chart, Caption(label, text, chart.abbreviations, notes), description, self._words)

    def _picture(self, page: _Page, line: int, lines: list[str]) -> str:
        found = IMAGE.fullmatch(lines[0])
        if found is None:
            message = "write the picture alone on its line: ![alternative text](../media/file.svg)"
            self._problems.add(page.path, line, message)
            return ""
        alternative, target = found[1].strip(), found[2].removeprefix("../")
        fields = self._picture_fields(page, line, lines[1:])
        picture = self._pictures.get(target)
        if picture is None:
            message = f"the picture '{target}' is missing or unusable; it should be a file in media/"
            self._problems.add(page.path, line, message)
        if not alternative:
            self._problems.add(page.path, line, "the picture has no alternative text; write it between the brackets")
        for name in NEEDED_FIELDS:
            if name not in fields:
                self._problems.add(page.path, line, f"the picture has no '{name}:' line after it")
        if picture is None or not alternative or not set(NEEDED_FIELDS) <= fields.keys():
            return ""
        text = self._inline(page, line, f"{fields['Caption']} {fields.get('Source', '')}".strip())
        notes = [self._inline(page, line, note.strip()) for note in SEMICOLON.split(fields.get("Footnotes", ""))]
        caption = Caption(page.label(self._words), text, fields["Abbreviations"], list(filter(None, notes)))
        description = self._inline(page, line, fields["Description"])
        return page.mark(picture_figure(picture, alternative, caption, description, self._words), block=True)

    def _inline(self, page: _Page, line: int, text: str) -> str:
        """Render one line of a figure: escaped text with citations and bound figures."""
        return MARK.sub(lambda match: page.parts[int(match[1])], typeset(self._line(page, line, text)))

    def _picture_fields(self, page: _Page, line: int, lines: list[str]) -> dict[str, str]:
        fields: dict[str, str] = {}
        name = ""
        for offset, text in enumerate(lines, start=1):
            start, colon, rest = text.partition(":")
            if colon and start in PICTURE_FIELDS:
                name = start
                fields[name] = rest.strip()
            elif name:
                fields[name] += f" {text.strip()}"
            else:
                message = f"after a picture write lines that begin with {', '.join(PICTURE_FIELDS)}"
                self._problems.add(page.path, line + offset, message)
        return {name: text for name, text in fields.items() if text}
