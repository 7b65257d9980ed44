"""A cache of bounded memory."""

from __future__ import annotations

from collections.abc import Callable


class Recent(dict[str, tuple[str, ...]]):
    """form → what ``find`` gives for it: of the last ``size`` forms, of at most twice as many.

    Two generations: when the younger is full, the older is forgotten. A form that is asked for
    again is young again. Threads may race; then a form is looked up twice.
    """

    def __init__(self, find: Callable[[str], tuple[str, ...]], size: int) -> None:
        super().__init__()
        self._find = find
        self._size = size
        self._old: dict[str, tuple[str, ...]] = {}

    def __missing__(self, form: str) -> tuple[str, ...]:
        found = self._old.get(form) or self._find(form)
        if len(self) >= self._size:
            self._old = dict(self)
            self.clear()
        self[form] = found
        return found
