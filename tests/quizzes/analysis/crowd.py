"""Many learners who sat a test, inserted as rows: what services would store, without going through them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection

from elearning.accounts.models import User
from quizzes.domain.kinds import WHOLE
from quizzes.models import Attempt, Item, Response, Score
from tests.quizzes.factories import NOW, Sitting

PROFESSIONS = ("physician", "nurse", "pharmacist", "")
BATCH = 2000


def crowd(sitting: Sitting, n: int, *, draw: int | None = None, seed: int = 1, easier: float = 0.0) -> list[Attempt]:
    """Insert first attempts of ``n`` new learners at a test of items with one best answer, the first option right.

    ``draw``: items of a paper (None: all). Better learners answer better, every item is harder than the one before;
    ``easier`` shifts all. Who is learner number i is of profession i modulo 4.
    """
    random = np.random.default_rng(seed)
    items = list(Item.objects.bank().filter(test=sitting.test).order_by("position"))
    hard = np.linspace(-2, 1, len(items)) - easier
    right = random.random((n, len(items))) < 1 / (1 + np.exp(-1.3 * (random.normal(size=(n, 1)) - hard)))
    options = np.array([len(item.content["options"]) for item in items])
    chosen = np.where(right, 0, random.integers(1, np.broadcast_to(options, right.shape)))
    seconds = random.lognormal(3.5, 0.5, right.shape).astype(int) + 1
    order = np.argsort(random.random(right.shape), axis=1)[:, : draw or len(items)]
    keys = [item.key for item in items]
    attempts = _attempts(sitting, _learners(n, seed), right, order, keys)
    insert_responses(
        (attempt.pk, keys[place], int(chosen[row, place]), int(seconds[row, place]))
        for row, attempt in enumerate(attempts)
        for place in order[row]
    )
    return attempts


def _learners(n: int, seed: int) -> list[User]:
    users = [
        User(email=f"crowd{seed}-{i}@example.org", name="Ada Example", profession=PROFESSIONS[i % 4], password="!")
        for i in range(n)
    ]
    return User.objects.bulk_create(users, batch_size=BATCH)


def _attempts(sitting: Sitting, learners: list[User], right: Any, order: Any, keys: list[str]) -> list[Attempt]:
    total = order.shape[1]
    correct = [int(right[row, order[row]].sum()) for row in range(len(learners))]
    shared = {
        **{name: getattr(sitting, name) for name in ("module", "term", "edition", "test")},
        **dict.fromkeys(("number", "seed"), 1),
        "policy": sitting.policy_row,
        "language": "en",
        "paper": [],
        "grace_minutes": 0,
        "started_at": NOW,
        "submitted_at": NOW + timedelta(minutes=20),
        "total": total,
        "in_time": True,
    }
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(learner=learner, correct=n, points=n * WHOLE, passed=n * 100 >= 75 * total, **shared)
            for learner, n in zip(learners, correct, strict=True)
        ),
        batch_size=BATCH,
    )
    Score.objects.bulk_create(
        (
            Score(
                attempt=attempt,
                number=1,
                correct=attempt.correct,
                total=total,
                points=attempt.points,
                passed=attempt.passed,
                marks={keys[place]: WHOLE * int(right[row, place]) for place in order[row]},
                sections={},
                at=attempt.submitted_at,
            )
            for row, attempt in enumerate(attempts)
        ),
        batch_size=BATCH,
    )
    return attempts


COLUMNS = (
    *("attempt_id", "item_key", "answer", "answered", "flagged", "note", "struck", "confidence", "revision"),
    *("seconds", "answered_at"),
)


def insert_responses(rows: Iterator[tuple[int, str, Any, int]]) -> None:
    """Insert responses (attempt, item, answer, seconds) as fast as the database takes them."""
    at = (NOW + timedelta(minutes=10)).isoformat(" ")
    values = (
        (attempt, key, json.dumps(answer), True, False, "", "[]", "", 1, seconds, at)
        for attempt, key, answer, seconds in rows
    )
    table, names = Response._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 names of columns
