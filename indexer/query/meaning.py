"""What a query means as a whole: how near articles are to its words, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from math import nan
from typing import TypeAlias

from indexer.query.help.helped import helped_leaves
from indexer.query.parser import Parsed
from schemas.likeness import Likeness

Meaning: TypeAlias = Callable[[str], "Likeness | None"]
"""Text → how near articles are to it; None where that is not known."""


_PUNCTUATION = re.compile("(?:[.,;:?…]|!(?!=))*")
"""What ends a part of a sentence."""


class Meant:
    """The likeness of a text, found when it is first asked for, since that takes milliseconds."""

    def __init__(self, text: str, meaning: Meaning) -> None:
        self.text = text
        self._meaning = meaning
        self._closest: dict[int, tuple[str, ...]] = {}

    def closest(self, limit: int) -> tuple[str, ...]:
        """See schemas.likeness."""
        if limit not in self._closest:  # a page asks for the order and for what is near
            self._closest[limit] = self._found.closest(limit) if self._found else ()
        return self._closest[limit]

    def of(self, ids: Sequence[str]) -> tuple[float, ...]:
        """See schemas.likeness."""
        return self._found.of(ids) if self._found else (nan,) * len(ids)

    @cached_property
    def _found(self) -> Likeness | None:
        return self._meaning(self.text)


def meant(parsed: Parsed, meaning: Meaning) -> Meant | None:
    """How near articles are to what is asked; None when it is all exact.

    Filters, what is excluded and operators are left out; function words belong to what is meant,
    and so does punctuation: the encoder knows a question by its mark.
    """
    if not any(helped_leaves(parsed)):
        return None
    text = parsed.text
    asked = (
        text[leaf.start : leaf.end] + _ending(text, leaf.end)
        for leaf in parsed.words
        if not leaf.excluded
    )
    return Meant(" ".join(asked), meaning)


def _ending(text: str, at: int) -> str:
    found = _PUNCTUATION.match(text, at)
    return found[0] if found else ""
