"""Small formulas are written on one line; a formula that would be another one there is refused."""

import pytest

from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.exchange.formulas import on_one_line
from quizzes.domain.exchange.safexml import parse
from tests.quizzes.exchange.qtifiles import choices, declared, item

MC2 = "<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (f"<mrow>{MC2}</mrow>", "E = mc²"),
        (f"<semantics><mrow>{MC2}</mrow><annotation>E=mc^2</annotation></semantics>", "E = mc²"),
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", "a/2"),
        ("<mi>x</mi><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac>", "x = a/b"),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H₂O"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a + b)"),
        ("<mi>sin</mi><mo>\u2061</mo><mfenced><mi>A</mi></mfenced>", "sin(A)"),
        ("<mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", None),
        ("<mn>2</mn><mn>3</mn>", None),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", None),
        ("<msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>2</mn></msup>", None),
        ("<msup><mi>e</mi><mi>x</mi></msup>", None),
        ("<munderover><mo>\u2211</mo><mn>1</mn><mi>n</mi></munderover>", None),
        ("", None),
    ],
)
def test_a_formula_is_a_line_or_stays_one(formula, line):
    assert on_one_line(parse(f"<math>{formula}</math>".encode())) == line


def test_a_qti_item_with_a_small_formula_is_read_and_with_a_large_one_refused():
    reading = FORMATS["qti22"].read(item(f"<p>Read <math>{MC2}</math>.</p>{choices()}", declared("A")).encode(), "i")
    assert reading.questions[0].stem_html == "<p>Read E = mc².</p>"
    large = MC2.replace("<mn>2</mn>", "<mi>x</mi>")
    reading = FORMATS["qti22"].read(item(f"<p><math>{large}</math></p>{choices()}", declared("A")).encode(), "i")
    assert "what a text here cannot hold: <math>" in reading.problems[0].message


def test_an_option_does_not_end_with_an_empty_line():
    body = choices().replace("Option A", "<p>One<br/></p>")
    reading = FORMATS["qti22"].read(item(body, declared("A")).encode(), "i")
    assert reading.questions[0].parts[0]["html"] == "One"
