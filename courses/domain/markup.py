"""An author's Markdown -> safe HTML: citations numbered, figures bound to the evidence, pictures and charts in place.

What an author writes never reaches the page as HTML: raw HTML is refused (linerules), Markdown is rendered and then
sanitised (safehtml). Only after that are the parts that this project draws itself put in, where a private-use character
marks the place.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape

import markdown

from courses.domain.charts import ChartReader
from courses.domain.evidence import Evidence, shown
from courses.domain.figures import WORDS, Caption, Chart, chart_figure, item_picture, picture_figure
from courses.domain.glossary import Glossary
from courses.domain.linerules import IMAGE_ANYWHERE, refused, refused_links, underlines, unusable
from courses.domain.media import Picture
from courses.domain.passage import MARK, Page, Passage
from courses.domain.pictureparagraph import read_image, read_picture
from courses.domain.problems import Problems
from courses.domain.questions import KINDS, Question, place, read_question
from courses.domain.references import Reference
from courses.domain.results import unbound_results
from courses.domain.safehtml import sanitised, with_scrolling_tables
from courses.domain.typesetting import spaced, typeset, unbroken

RENDERER = 2
"""The version of this renderer; a stored edition with an older one is rendered again by ``rebuild_editions``."""

FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(\S*)\s*$")
FENCE_ANYWHERE = re.compile(FENCE.pattern, re.MULTILINE)
CITATION = re.compile(r"\s*\[(@[^\]\s;]+(?:\s*;\s*@[^\]\s;]+)*)\]")
BOUND = re.compile(r"\[([^\]]*)\]\(ev:([^)\s]*)\)")
BREAK_BEFORE_MARK = re.compile(rf"\n({MARK.pattern})")
DIGITS = re.compile(r"(?<=\d)\.(?=\d)")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


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
        self._charts = ChartReader(evidence, problems, self.number, self._words, language)
        self.bindings: list[tuple[str, int, str]] = []  # path, line, address of every figure shown
        self._figure = self._table = 1
        self._markdown = markdown.Markdown(
            extensions=["tables", "sane_lists"],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )

    def in_language(self, language: str, glossary: Mapping[str, str]) -> "Markup":
        """Return a renderer of a translation's texts, with the same evidence, references and pictures.

        ``glossary`` holds what is translated of the module's.
        """
        markup = Markup(
            language=language,
            evidence=self._evidence,
            references=self._references,
            pictures=self._pictures,
            problems=self._problems,
        )
        markup._glossary = self._glossary.translated(glossary, self._language)
        return markup

    def number(self, text: str) -> str:
        """Return a figure with the signs of the language: "1,234.5" in German as "1 234,5"."""
        if not self._language.startswith("de"):
            return text
        return DIGITS.sub(",", THOUSANDS.sub("\N{NO-BREAK SPACE}", text))

    def forms(self, value: str) -> tuple[str, str]:
        """Return a value of the evidence as readers see it, and as an author may also write it."""
        written = shown(value, self._language)
        return self.number(written), written

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
        page = Page(path, slide=key or path, figure=figure, table=table)
        if after is not None:
            page.references, page.explained = list(after.references), list(after.explained)
        html = self._render(page, first_line, text)
        page.questions = [self._explained(page, question) for question in page.questions]
        self._figure, self._table = page.figure, page.table
        return Passage(html, page.references, page.questions, page.explained, figure, table)

    def passage(self, path: str, line: int, text: str) -> str:
        """Render a text of an item or of the front matter: Markdown with bound figures, no citations or pictures."""
        page = Page(path)
        if CITATION.search(text) or IMAGE_ANYWHERE.search(text) or FENCE_ANYWHERE.search(text):
            self._problems.add(
                path, line, "citations, pictures and charts belong on slides; here write text and bound figures"
            )
            return ""
        return self._render(page, line, text)

    def illustrated(self, path: str, line: int, text: str) -> str:
        """As ``passage``, for a text of an item that pictures may stand in, each alone on its line."""
        if CITATION.search(text) or FENCE_ANYWHERE.search(text):
            self._problems.add(
                path, line, "citations and charts belong on slides; here write text, pictures and bound figures"
            )
            return ""
        return self._render(Page(path, illustrated=True), line, text)

    def refuse_unbound(self, path: str, first_line: int, text: str) -> None:
        """Report every number in ``text`` that looks like the result of a trial and is not bound to the evidence."""
        for line, kind, words in unbound_results(text):
            message = f"'{words}' looks like {kind}; bind it to evidence.yaml as [0.69](ev:trial.datum.value)"
            self._problems.add(path, first_line + line, message)

    def _explained(self, page: Page, question: Question) -> Question:
        """Explain what a question says first, after the text around it. Not in options, which are labels, nor in
        comments, guideline and trial, which nobody sees before the answer."""
        patient, asked = (
            self._glossary.marked(html, page.slide, page.explained) for html in (question.patient, question.question)
        )
        return replace(question, patient=patient, question=asked)

    def _render(self, page: Page, first_line: int, text: str, *, explain: bool = True) -> str:
        self.refuse_unbound(page.path, first_line, text)
        source = self._blocks(page, first_line, text.split("\n"))
        self._markdown.reset()
        html = sanitised(self._converted(page, first_line, source))
        if page.slide and explain:
            html = self._glossary.marked(html, page.slide, page.explained)
        for index in page.blocks:
            html = html.replace(f"<p>\ue000{index}\ue001</p>", f"\ue000{index}\ue001")
        html = unbroken(with_scrolling_tables(html, self._words.table))
        html = BREAK_BEFORE_MARK.sub(lambda match: match[1] if page.is_citation(match[2]) else match[0], html)
        return MARK.sub(lambda match: page.parts[int(match[1])], html).strip()

    def _converted(self, page: Page, first_line: int, source: str) -> str:
        try:
            return self._markdown.convert(source)
        except RecursionError:
            self._problems.add(page.path, first_line, "lists or quotations are nested too deeply")
            return ""

    def _blocks(self, page: Page, first_line: int, lines: list[str]) -> str:
        """Return the Markdown with fenced blocks, pictures, citations and bound figures replaced by marks."""
        out: list[str] = []
        index = 0
        while index < len(lines):
            line_number = first_line + index
            if fence := FENCE.match(lines[index]):
                index = self._fence(page, lines, index, first_line, fence, out)
            elif page.illustrated and lines[index].startswith("!["):
                out += ["", self._item_picture(page, line_number, lines[index]), ""]
                index += 1
            elif lines[index].startswith("!["):
                end = next((i for i in range(index, len(lines)) if not lines[i].strip()), len(lines))
                out += ["", self._picture(page, line_number, lines[index:end]), ""]
                index = end
            else:
                if wrong := underlines(lines[index], out):
                    self._problems.add(page.path, line_number, wrong)
                out.append(self._line(page, line_number, lines[index]))
                index += 1
        return "\n".join(out)

    def _fence(
        self, page: Page, lines: list[str], start: int, first_line: int, fence: re.Match[str], out: list[str]
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

    def _question(self, page: Page, first_line: int, kind: str, source: str) -> str:
        def render(line: int, text: str) -> str:
            return self._render(page, line, text, explain=False)

        question = read_question(page.path, first_line, kind, source, render, self._problems)
        if question is None:
            return ""
        page.questions.append(question)
        return page.mark(place(question.key), block=True)

    def _line(self, page: Page, line: int, text: str) -> str:
        if wrong := unusable(text):
            self._problems.add(page.path, line, wrong)
            return ""
        for wrong in refused(text, illustrated=page.illustrated):
            self._problems.add(page.path, line, wrong)
        text = BOUND.sub(lambda match: self._bound(page, line, match), text)
        text = CITATION.sub(lambda match: self._citation(page, line, match[1]), text)
        for wrong in refused_links(text):
            self._problems.add(page.path, line, wrong)
        return spaced(text)

    def _bound(self, page: Page, line: int, match: re.Match[str]) -> str:
        text, address = match[1].strip(), match[2]
        try:
            _, value = self._evidence.value(address)
        except ValueError as error:
            self._problems.add(page.path, line, str(error))
            return text
        right, written = self.forms(value)
        if text not in {right, written}:
            message = f"the text says '{text}', but {address} is '{written}' (check_module --fix rewrites it)"
            self._problems.add(page.path, line, message)
        self.bindings.append((page.path, line, address))
        return page.mark(f'<data class="datum" value="{escape(address)}">{escape(right)}</data>')

    def _citation(self, page: Page, line: int, keys: str) -> str:
        return page.mark(self._numbers(page, line, [key.strip().removeprefix("@") for key in keys.split(";")]))

    def _numbers(self, page: Page, line: int, keys: list[str]) -> str:
        """Return the superscript numbers of ``keys``, adding new ones to the page's list."""
        numbers = []
        for key in keys:
            if key not in self._references:
                self._problems.add(page.path, line, f"references.yaml has no '{key}'")
                continue
            if key not in page.references:
                page.references.append(key)
            numbers.append(page.references.index(key) + 1)
        links = ", ".join(f'<a href="#reference-{number}">{number}</a>' for number in sorted(numbers))
        return f'<sup class="citation">{links}</sup>' if links else ""

    def _chart(self, page: Page, line: int, chart: Chart) -> str:
        self.bindings += [(page.path, line, address) for address in chart.addresses]
        text = self._inline(page, line, chart.caption) + self._numbers(page, line, chart.references)
        notes = [self._inline(page, line, note) for note in chart.footnotes]
        label = page.label(self._words, table=chart.kind == "table")
        description = self._inline(page, line, chart.description)
        return chart_figure(chart, Caption(label, text, chart.abbreviations, notes), description, self._words)

    def _item_picture(self, page: Page, line: int, text: str) -> str:
        found = read_image(page.path, line, text, self._pictures, self._problems)
        return page.mark(item_picture(*found), block=True) if found else ""

    def _picture(self, page: Page, line: int, lines: list[str]) -> str:
        found = read_picture(page.path, line, lines, self._pictures, self._problems)
        if found is None:
            return ""
        text = self._inline(page, line, found.caption)
        notes = [self._inline(page, line, note) for note in found.footnotes]
        caption = Caption(page.label(self._words), text, found.abbreviations, notes)
        description = self._inline(page, line, found.description)
        html = picture_figure(found.picture, found.alternative, caption, description, self._words)
        return page.mark(html, block=True)

    def _inline(self, page: Page, line: int, text: str) -> str:
        """Render one line of a figure: escaped text with citations and bound figures."""
        return MARK.sub(lambda match: page.parts[int(match[1])], typeset(self._line(page, line, text)))
