"""What an analysis is made from: who drew which item, what they took, what it earned and how long it took."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Choice:
    """Something that can be taken in an item: an option, or a part that can be answered rightly.

    ``right`` says whether an option is (part of) the key. It is None for a part of an item (a statement, a vignette,
    a step, a question of a case), which counts as taken when it is answered rightly.
    """

    label: str
    right: bool | None


@dataclass(frozen=True, eq=False)
class Column:
    """One item: its choices, and what each attempt took of them (attempts x choices).

    ``single``: one option of several is taken. ``blank``: drawn, but left unanswered. Rows of attempts that did not
    draw the item are false in both.
    """

    key: str
    choices: tuple[Choice, ...]
    taken: Truths
    blank: Truths
    single: bool = True


@dataclass(frozen=True, eq=False)
class Sheets:
    """The attempts at one test, as rows.

    ``marks``: attempts x items, from 0 to 1, NaN where an item was not drawn. ``seconds``: the same shape, NaN where
    no time is known. ``professions``: for each attempt an index into ``profession_names``, -1 where it is not known.
    """

    columns: tuple[Column, ...]
    marks: Numbers
    seconds: Numbers
    professions: Whole
    profession_names: tuple[str, ...] = ()

    @property
    def attempts(self) -> int:
        return self.marks.shape[0]

    @property
    def drawn(self) -> Truths:
        return ~np.isnan(self.marks)

    def where(self, kept: Truths) -> "Sheets":
        """Return the attempts for which ``kept`` is true."""
        columns = tuple(replace(one, taken=one.taken[kept], blank=one.blank[kept]) for one in self.columns)
        rows = {"marks": self.marks[kept], "seconds": self.seconds[kept], "professions": self.professions[kept]}
        return replace(self, columns=columns, **rows)
