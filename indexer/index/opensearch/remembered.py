"""What was asked once of a generation, which never changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """Answers by question, at most ``most``; when there are more, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, _T] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    def __getitem__(self, key: Hashable) -> _T:
        return self._known[key]

    def __setitem__(self, key: Hashable, answer: _T) -> None:
        if len(self._known) >= self._most:
            self._known = {}  # others may still read what was there
        self._known[key] = answer

    def get(self, key: Hashable, ask: Callable[[], _T]) -> _T:
        """What is known, or what ``ask`` gives."""
        known = self._known
        if key in known:
            return known[key]
        answer = ask()
        self[key] = answer
        return answer
