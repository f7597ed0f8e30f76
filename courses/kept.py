"""Keeping what is rendered from a published edition, which never changes, instead of rendering it for every reader."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

from courses.models import Edition

P = ParamSpec("P")
R = TypeVar("R")


def identity(edition: Edition) -> tuple[Hashable, ...]:
    """Return what everything rendered from ``edition`` depends on: its content, the renderer, the reader's language.

    And its number, which pages name: a later edition may have the content of an earlier one again.
    """
    return edition.module.slug, edition.number, edition.content_hash, edition.renderer, get_language()


def kept(by: Callable[P, Hashable], maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep ``maxsize`` results of a function in this process; calls for which ``by`` is equal share one."""

    def decorate(render: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize)
        def cached(call: "_Call") -> R:
            return render(*call.arguments)

        @wraps(render)
        def get(*arguments: P.args) -> R:
            return cached(_Call(by(*arguments), arguments))

        return get

    return decorate


class _Call:
    """A call that is equal to another when its identity is, whatever its arguments."""

    def __init__(self, identity: Hashable, arguments: tuple[Any, ...]) -> None:
        self._identity = identity
        self.arguments = arguments

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call) and self._identity == other._identity
