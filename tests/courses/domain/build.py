"""The readers of a module's parts over small texts, with what they found wrong as lines."""

from courses.domain.evidence import Evidence, read_evidence
from courses.domain.markup import Markup
from courses.domain.media import Picture
from courses.domain.problems import Problems
from courses.domain.references import read_references
from tests.factories import EVIDENCE, REFERENCES

MORE_REFERENCES = """modi2022:
  type: trial
  authors: Modi S, et al.
  title: Low expression
  source: N Engl J Med
  year: "2022"
  doi: 10.1056/NEJMoa2203690
"""
MORE_EVIDENCE = """destiny:
  name: DESTINY
  data:
    os:
      endpoint: Overall survival
      reference: modi2022
      confirmed: yes
      values:
        {hr: "0.64", ci_low: "0.49", ci_high: "0.84", p: "<0.001", approved: "2022-08-05", words: not reached, nil: "0"}
"""
PICTURE = Picture("/modules/sample/media/abc/cell.svg", "image/svg+xml", 480, 270)


def lines(problems: Problems) -> list[str]:
    return [str(problem) for problem in problems.sorted()]


def evidence(problems: Problems) -> Evidence:
    references = read_references("references.yaml", REFERENCES + MORE_REFERENCES, problems)
    return read_evidence("evidence.yaml", EVIDENCE + MORE_EVIDENCE, references, problems)


def markup(problems: Problems, language: str = "en") -> Markup:
    references = read_references("references.yaml", REFERENCES + MORE_REFERENCES, problems)
    return Markup(
        language=language,
        evidence=evidence(problems),
        references=references,
        pictures={"media/cell.svg": PICTURE},
        problems=problems,
    )


def rendered(text: str, language: str = "en") -> tuple[str, list[str]]:
    """The HTML of a slide's body that begins on line 1, and the problems found."""
    problems = Problems()
    html = markup(problems, language).slide("slide.md", 1, text).html
    return html, lines(problems)
