"""Questions of every kind, drawn by Hypothesis, in the form in which readers give them."""

from random import Random

from hypothesis import strategies as st

from quizzes.domain.exchange.markup import blocks, clean, phrase
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MATCHING,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
    option,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><title>Axilla</title></svg>'
PICTURES = {"media/axilla.svg": SVG}
SIGNS = "ab Z09 éµ≥ä 中 ~=#{}:\\&<>\"'-+@|*_[]()!?.,;%/$^`"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Author:
    """Writes questions at random. A seed is quicker to draw than all their letters, and CI has little time."""

    def __init__(self, seed):
        self.random = Random(seed)

    def some(self, make, most, least=0):
        return [make() for _ in range(self.random.randint(least, most))]

    def plain(self):
        return "w" + "".join(self.random.choices(SIGNS, k=self.random.randint(1, 20))).strip()

    def phrase(self):
        marks = ["{}", "{}", "<strong>{}</strong>", "<em>{}</em> ", "<br>{}"]
        return phrase(clean("".join(self.random.choice(marks).format(escaped(self.plain())) for _ in range(2)))[0])

    def paragraph(self):
        return f"<p>{self.phrase()}</p>"

    def bullets(self):
        return f"<ul><li>{escaped(self.plain())}</li><li>{self.phrase()}</li></ul>"

    def blocks(self):
        made = [self.random.choice([self.paragraph, self.bullets])() for _ in range(self.random.randint(0, 2))]
        return blocks(clean("".join(made))[0])

    def key(self):
        return "-".join(self.some(lambda: "".join(self.random.choices("ab3z9", k=4)), 3, 1))

    def parts(self, least, most, **fields):
        listed = [
            {"html": self.phrase(), "comment_html": self.blocks(), **{name: make() for name, make in fields.items()}}
            for _ in range(self.random.randint(least, most))
        ]
        unique = {" ".join(part["html"].casefold().split()): part for part in listed}
        return list(unique.values()) if len(unique) >= least else self.parts(least, most, **fields)

    def flag(self):
        return self.random.random() < 0.5

    def options(self, kind):
        least, most = (2, 12) if kind == SINGLE else (3, 8)
        listed = self.parts(least, most, anchored=self.flag)
        right = self.random.sample(range(len(listed)), 1 if kind == SINGLE else self.random.randint(1, len(listed) - 1))
        return {"options": [option(**part, correct=place in right) for place, part in enumerate(listed)]}

    def matching(self):
        options = [{"html": part["html"]} for part in self.parts(3, 6)]
        return {"options": options, "vignettes": self.parts(2, 5, answer=lambda: self.random.randrange(len(options)))}

    def number(self):
        unit = self.random.choice(["", "mg", "mmol/l", "µg"])
        return {
            "answer": f"{self.random.randint(-99, 9999)}{self.random.choice(['', '.0', '.50', '.125'])}",
            "tolerance": self.random.choice(["0", "0.5", "1.25"]),
            "unit": unit,
            "units": [unit, "g"] if unit and self.flag() else [],
            "comment_html": self.blocks(),
        }

    def hotspot(self):
        areas = self.parts(2, 5)
        right = self.random.randrange(len(areas))
        for place, area in enumerate(areas):
            shape, count = self.random.choice([("circle", 3), ("rectangle", 4), ("polygon", 6)])
            coords = [self.random.choice([3, 7, 2.5, 1.125, 9.1]) for _ in range(count)]
            area |= {"html": escaped(self.plain()), "correct": place == right, "shape": shape, "coords": coords}
        picture = '<img src="media/axilla.svg" alt="An axilla">'
        return {"path": "media/axilla.svg", "picture_html": picture, "width": 40, "height": 30, "areas": areas}

    def content(self, kind):
        made = {
            TRUE_FALSE: lambda: {"statements": self.parts(2, 8, holds=self.flag)},
            MATCHING: self.matching,
            ORDERING: lambda: {"steps": self.parts(3, 8)},
            NUMERIC: self.number,
            HOTSPOT: self.hotspot,
        }
        return made[kind]() if kind in made else self.options(kind)

    def question(self, kind, number):
        return Question(
            kind,
            self.content(kind),
            f"{number}-{self.key()}",
            "",
            self.blocks(),
            self.paragraph(),
            self.blocks(),
            *(tuple(self.some(self.key, 2)) for _ in range(3)),
            self.flag(),
        )

    def bank(self, kinds):
        return [self.question(self.random.choice(kinds), number) for number in range(self.random.choice([1] * 9 + [3]))]


def banks(*kinds):
    return st.integers(0, 2**32).map(lambda seed: Author(seed).bank(kinds))


def single(**fields):
    """One plain question of the kind most formats have."""
    content = {"options": [option("Yes", "<p>Right.</p>", correct=True), option("No", "<p>Wrong.</p>")]}
    values = {"kind": SINGLE, "content": content, "key": "plain", "lead_in_html": "<p>Is it?</p>"}
    return Question(**{**values, **fields})
