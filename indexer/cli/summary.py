"""What became of the records of an ingest, in figures and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indexer.cli.terminal import counted
from indexer.generations import Synced
from indexer.ingest import Ingest, Rejection
from indexer.ingest.records import Journal
from indexer.store import Outcome
from schemas.errors import InputError

SHOWN = 10
"""Rejected records that are shown; all are in the file."""


@dataclass
class Summary:
    """Counts of records: ``read`` is the sum of all the others but ``repeated`` and ``accepted``.

    ``repeated``: those of ``duplicates`` that said the same to the letter. ``reasons``: rejected
    records by code. ``first``: SHOWN of them. ``journal``: what else was noticed. ``state``: of
    the index, None if not touched.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    repeated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: list[InputError] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    state: Synced | None = None

    @property
    def rejected(self) -> int:
        """Records that could not be accepted."""
        return self.reasons.total()

    @property
    def accepted(self) -> int:
        """All others."""
        return self.read - self.rejected

    def add(self, source: Ingest, outcome: Outcome) -> None:
        """Count one pass."""
        self.read += source.read
        self.new += outcome.new
        self.changed += outcome.changed
        self.unchanged += outcome.unchanged
        self.duplicates += source.repeated + source.copies
        self.repeated += source.repeated
        self.reasons += source.reasons
        self.journal.add(source.journal)

    def note(self, rejection: Rejection) -> None:
        """Remember one of the first rejected records."""
        if len(self.first) < SHOWN:
            self.first.append(rejection.error)

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on, without what is peculiar to a command."""
        generation = self.state.generation if self.state else None
        return {
            "read": self.read,
            "accepted": self.accepted,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "repeated": self.repeated,
            "rejected": self.rejected,
            "reasons": dict(self.reasons.most_common()),
            "skipped": self.journal.skipped,
            "remarks": [
                {"text": text, "place": place, "count": count}
                for text, (place, count) in self.journal.remarks.items()
            ],
            "rejections": [
                {
                    "place": error.place,
                    "code": error.code,
                    "reason": error.message,
                    "mend": error.mend,
                }
                for error in self.first
            ],
            "generation": generation.name if generation else None,
            "documents": generation.documents if generation else None,
        }

    def told(self) -> str:
        """One line for people."""
        line = (
            f"{counted(self.read, 'record')} read: {self.new:,} new, {self.changed:,} changed,"
            f" {self.unchanged:,} unchanged, {counted(self.duplicates, 'duplicate')},"
            f" {self.rejected:,} rejected"
        )
        return f"{line} ({by_reason(self.reasons)})" if self.reasons else line

    def remarks(self) -> Iterator[str]:
        """One line for people on each thing that was noticed."""
        for text, (place, count) in self.journal.remarks.items():
            yield f"{place}: {text}" + f" ({count:,} such)" * (count > 1)
        if self.journal.skipped:
            yield f"{self.journal.skipped:,} passed over: no article, or in no format that is read"


def by_reason(reasons: Counter[str]) -> str:
    """Counts by code, the most frequent first."""
    return ", ".join(f"{count:,} {code}" for code, count in reasons.most_common())
