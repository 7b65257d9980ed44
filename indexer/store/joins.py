"""What is kept when an article comes whose id is stored with other content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemas.article import Article


@dataclass(frozen=True, slots=True)
class Joined:
    """What is kept of a stored article and one that came.

    ``copy``: the latter is another copy of the same text, not its newer state. ``taken``: its text
    is the one that is kept.
    """

    article: Article
    copy: bool = False
    taken: bool = True


Join = Callable[[Article, Article, bool], Joined]
"""The stored article, the one that came, and whether it came in this pass before."""


def latest(before: Article, now: Article, again: bool) -> Joined:  # noqa: ARG001, FBT001 - a Join
    """What came last counts."""
    return Joined(now)


def retagged(before: Article, now: Article, again: bool) -> Joined:  # noqa: ARG001, FBT001 - a Join
    """The stored article with what was found in its text; its record stays the one known."""
    return Joined(now, taken=False)
