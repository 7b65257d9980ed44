"""A tie between two articles, and why it is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from indexer.twins.judge import Judged

Source = Literal["found", "file", "page"]
"""What tied two articles: this archive's comparison; the operator's file; a page itself."""

_SHOWN = 6
"""Names, numbers and subjects that are kept as reasons, the rarest first."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why two articles are compared as they are. Each part is empty where nothing was compared.

    ``days``: between the two. ``meaning``: cosine from -1 to 1, None where it is not known.
    ``margin``: by how much each is the other's best. ``names``: as each article writes them.
    ``marks``: ids and names of regions, topics, people, organisations, after their kind and ":".
    ``part``: one of the two sums up others as well.
    """

    days: int = 0
    meaning: float | None = None
    margin: float = 0.0
    names: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    part: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """Two versions of one story. ``score``: from 0 to 1; 1 where nothing was guessed."""

    one: str
    other: str
    score: float = 1.0
    source: Source = "file"
    reasons: Reasons = field(default_factory=Reasons)

    @property
    def pair(self) -> tuple[str, str]:
        """The ids."""
        return self.one, self.other

    def beside(self, id: str) -> str:
        """The id of the article that ``id`` is tied to."""
        return self.other if id == self.one else self.one


def reasons_of(judged: Judged) -> Reasons:
    """Why a pair was tied, or not; figures with three digits, so that they stay what they are."""
    shared = judged.shared
    return Reasons(
        days=judged.days,
        meaning=None if judged.meaning is None else round(judged.meaning, 3),
        margin=round(judged.margin, 3),
        names=shared.names[:_SHOWN],
        numbers=shared.numbers[:_SHOWN],
        marks=shared.marks[:_SHOWN],
        part=judged.part,
    )


def as_text(reasons: Reasons) -> str:
    """As the table keeps them."""
    return json.dumps(as_json(reasons), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Reasons:
    """Reasons that ``as_text`` has made."""
    found = cast("Mapping[str, Any]", json.loads(text))
    names = tuple((one, other) for one, other in found["names"])
    lists = {key: tuple(found[key]) for key in ("numbers", "marks")}
    return Reasons(**{**found, **lists, "names": names})


def as_json(reasons: Reasons) -> dict[str, Any]:
    """As plain data."""
    return {
        "days": reasons.days,
        "meaning": reasons.meaning,
        "margin": reasons.margin,
        "names": [list(pair) for pair in reasons.names],
        "numbers": list(reasons.numbers),
        "marks": list(reasons.marks),
        "part": reasons.part,
    }
