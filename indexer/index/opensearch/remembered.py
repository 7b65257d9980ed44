"""Answers about a generation, which never change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T")
_Asked = TypeVar("_Asked", bound=Hashable)


class Remembered(Generic[_T]):
    """Answers by question, at most ``most``; when there are more, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, _T] = {}

    def some(self, keys: Iterable[tuple[_Asked, Hashable]]) -> dict[_Asked, _T]:
        """What is known of things, each with its question; another thread may forget meanwhile."""
        known = self._known
        return {asked: known[key] for asked, key in keys if key in known}

    def __setitem__(self, key: Hashable, answer: _T) -> None:
        if len(self._known) >= self._most:
            self._known = {}  # other threads may still read the old ones
        self._known[key] = answer

    def get(self, key: Hashable, ask: Callable[[], _T]) -> _T:
        """What is known, or what ``ask`` gives."""
        known = self._known
        if key in known:
            return known[key]
        answer = ask()
        self[key] = answer
        return answer
