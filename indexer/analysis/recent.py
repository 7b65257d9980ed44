"""A cache of bounded memory."""

from __future__ import annotations


class Recent(dict[str, tuple[str, ...]]):
    """The terms of at least the last ``size`` forms, and of at most twice as many.

    Two generations: when the younger is full, the older is forgotten. A form that is asked for
    again is young again. Threads may race; then a form is looked up twice.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._old: dict[str, tuple[str, ...]] = {}

    def find(self, form: str) -> tuple[str, ...] | None:
        """The terms of ``form``, None when they are forgotten."""
        found = self.get(form)
        if found is None and (found := self._old.get(form)) is not None:
            self.keep(form, found)
        return found

    def keep(self, form: str, terms: tuple[str, ...]) -> None:
        """Remember ``terms``."""
        if len(self) >= self._size:
            self._old = dict(self)
            self.clear()
        self[form] = terms
