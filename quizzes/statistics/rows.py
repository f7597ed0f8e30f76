"""What an analysis reads of the database, as streams that are turned into arrays as they come.

A hundred thousand attempts have millions of responses: a row here is a tuple, never an object, and is not kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from quizzes.domain.analysis.choices import NO_RESPONSE
from quizzes.domain.analysis.sheets import Numbers, Whole
from quizzes.domain.kinds import WHOLE
from quizzes.models import Response, Score

CHUNK = 1000
"""Rows read at a time; with many more, Python's collector of cycles looks through them again and again."""
FIRST = 1
"""The number of the attempts that are read: who sits again knows the items, and has failed before."""


@dataclass(frozen=True, eq=False)
class Marked:
    """``attempts``: ids in ascending order. ``marks``: attempts x items, from 0 to 1, NaN where not drawn.

    ``professions``: one for each attempt, "" where it is not known. ``others``: n and mean mark of each item in other
    editions, by (test, item key).
    """

    attempts: Whole
    marks: Numbers
    professions: list[str]
    others: dict[tuple[int, str], tuple[int, float]]


@dataclass(frozen=True, eq=False)
class Answered:
    """``answers``: the different saved answers as JSON texts. ``codes``: attempts x items, an index into them.

    NO_RESPONSE stands where nothing was saved. ``seconds``: attempts x items, NaN where no time was measured.
    """

    answers: list[str]
    codes: Whole
    seconds: Numbers


def marked(module: int, test: int, keys: list[str]) -> Marked:
    """Read the newest score of each first attempt of ``module``: those at ``test`` by row, the others together."""
    places: dict[str, int] = defaultdict(count().__next__)
    for key in keys:
        places[key]
    names: dict[str | None, int] = defaultdict(count().__next__)
    read = _Scores.of(_scores(module), places, names)
    own = read.tests == test
    professions = list(names)
    rest, others = read.where(~own), {}
    for of in np.unique(rest.tests):
        matrix = rest.where(rest.tests == of).matrix(len(places))
        seen = (~np.isnan(matrix)).sum(axis=0)
        means = np.nansum(matrix, axis=0) / np.maximum(seen, 1)
        of_test = zip(places, seen.tolist(), means.tolist(), strict=True)
        others.update({(int(of), key): (n, mean) for key, n, mean in of_test if n})
    mine = read.where(own)
    order = np.argsort(mine.attempts)
    known = [professions[name] or "" for name in mine.professions[order]]
    return Marked(mine.attempts[order], mine.matrix(len(places))[order, : len(keys)], known, others)


def answered(test: int, keys: list[str], attempts: Whole) -> Answered:
    """Read the responses to the items ``keys`` in ``attempts``, the first ones at ``test``."""
    found: dict[str | None, int] = defaultdict(count().__next__)
    items = {key: place for place, key in enumerate(keys)}
    shape = len(attempts), len(keys)
    codes, seconds = np.full(shape, NO_RESPONSE, dtype=np.int32), np.full(shape, np.nan)
    for of, item, answer, took in _chunks(_responses(test)) if len(attempts) else ():
        columns = np.array([items.get(key, NO_RESPONSE) for key in item])
        ids = np.array(of)
        rows = np.searchsorted(attempts, ids).clip(max=len(attempts) - 1)
        # Not every attempt: one may have been submitted since the scores were read.
        known = (columns >= 0) & (attempts[rows] == ids)
        places = rows[known], columns[known]
        codes[places] = np.fromiter(map(found.__getitem__, answer), np.int32, len(answer))[known]
        seconds[places] = np.array(took, dtype=float)[known]
    seconds[seconds == 0] = np.nan  # no time is measured where all items stand on one page
    return Answered([text or "null" for text in found], codes, seconds)


def _scores(module: int) -> QuerySet[Score]:
    """Attempt, test, profession and marks of each score, a later one of an attempt after the earlier ones."""
    of_module = Score.objects.filter(attempt__module=module, attempt__number=FIRST).order_by("pk")
    return of_module.values_list("attempt_id", "attempt__test_id", "attempt__learner__profession", "marks")


def _responses(test: int) -> QuerySet[Response]:
    """Attempt, item, answer (as it is stored: most answers are alike, and each is read once) and seconds."""
    of_test = Response.objects.filter(
        attempt__test=test, attempt__number=FIRST, attempt__submitted_at__isnull=False
    ).order_by()
    return of_test.annotate(text=Cast("answer", TextField())).values_list("attempt_id", "item_key", "text", "seconds")


def _chunks(rows: QuerySet[Any]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield columns of up to CHUNK rows at a time."""
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        yield tuple(zip(*chunk, strict=True))


@dataclass(frozen=True, eq=False)
class _Scores:
    """Scores as arrays: one row a score, with ``lengths`` entries each in ``items`` and ``points`` (840ths)."""

    attempts: Whole
    tests: Whole
    professions: Whole
    lengths: Whole
    items: Whole
    points: Whole

    @classmethod
    def of(cls, rows: QuerySet[Score], places: dict[str, int], names: dict[str | None, int]) -> "_Scores":
        """Read ``rows``; ``places`` and ``names`` number keys and professions as they occur. The newest scores stay."""
        parts: list[list[NDArray[Any]]] = [[np.empty(0, dtype=np.int64)] for _ in range(6)]
        for attempts, tests, professions, marks in _chunks(rows):
            items = [places[key] for one in marks for key in one]
            points = [value for one in marks for value in one.values()]
            named = [names[name] for name in professions]
            for part, made in zip(parts, (attempts, tests, named, [*map(len, marks)], items, points), strict=True):
                part.append(np.array(made, dtype=np.int64))
        read = cls(*(np.concatenate(part) for part in parts))
        last = len(read.attempts) - 1 - np.unique(read.attempts[::-1], return_index=True)[1]
        return read.where(np.isin(np.arange(len(read.attempts)), last))

    def where(self, kept: NDArray[np.bool_]) -> "_Scores":
        entries = np.repeat(kept, self.lengths)
        rows = (self.attempts[kept], self.tests[kept], self.professions[kept], self.lengths[kept])
        return _Scores(*rows, self.items[entries], self.points[entries])

    def matrix(self, items: int) -> Numbers:
        """Return marks from 0 to 1: scores x items, NaN where an item is not in a score."""
        made = np.full((len(self.attempts), items), np.nan)
        made[np.repeat(np.arange(len(self.attempts)), self.lengths), self.items] = self.points / WHOLE
        return made
