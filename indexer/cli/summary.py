"""What became of the records of an intake, as JSON and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from indexer.archive.generations import Synced
from indexer.archive.intake import SHOWN, IntakeReport
from indexer.cli.terminal import counted


def as_json(report: IntakeReport, synced: Synced | None = None) -> dict[str, Any]:
    """The object that scripts rely on, without what only one command has."""
    generation = synced.generation if synced else None
    return {
        "read": report.read,
        "accepted": report.accepted,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "repeated": report.repeated,
        "rejected": report.rejected,
        "reasons": dict(report.reasons.most_common()),
        "skipped": report.journal.skipped,
        "remarks": [
            {"text": text, "place": place, "count": count}
            for text, (place, count) in report.journal.remarks.items()
        ],
        "unlisted": [
            {
                "facet": value.facet,
                "value": value.value,
                "articles": value.articles,
                "close": list(value.close),
            }
            for value in report.unlisted()
        ],
        "rejections": [
            {
                "place": error.place,
                "code": error.code,
                "reason": error.message,
                "hint": error.hint,
                "mend": error.hint,
            }
            for error in report.first
        ],
        "generation": generation.name if generation else None,
        "documents": generation.documents if generation else None,
    }


def one_line(report: IntakeReport) -> str:
    """One line for people."""
    line = (
        f"{counted(report.read, 'record')} read: {report.new:,} new, {report.changed:,} changed,"
        f" {report.unchanged:,} unchanged, {counted(report.duplicates, 'duplicate')},"
        f" {report.rejected:,} rejected"
    )
    return f"{line} ({by_reason(report.reasons)})" if report.reasons else line


def remarks(report: IntakeReport) -> Iterator[str]:
    """One line for people on each thing that was noticed."""
    values = report.unlisted()
    for value in values[:SHOWN]:
        articles = counted(value.articles, "article")
        close = f"; did you mean {' or '.join(value.close)}?" if value.close else ""
        yield f"{value.value!r} is no {value.facet}: a keyword of {articles}{close}"
    if len(values) > SHOWN:
        yield f"... and {len(values) - SHOWN:,} more such values: podshivka taxonomy suggest FILE"
    for text, (place, count) in report.journal.remarks.items():
        yield f"{place}: {text}" + f" ({count:,} times)" * (count > 1)
    if report.journal.skipped:
        yield f"{report.journal.skipped:,} skipped: not an article, or not in a supported format"


def by_reason(reasons: Counter[str]) -> str:
    """Counts by code, the most frequent first."""
    return ", ".join(f"{count:,} {code}" for code, count in reasons.most_common())
