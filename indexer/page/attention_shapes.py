"""Attention over time as plain data: JSON, and a table for CSV."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from indexer.page.attention import Attention, Line
from indexer.page.json_shapes import NoteJson, note_json
from indexer.page.spreadsheet import MARK, row


class SpanJson(TypedDict):
    """First and last day of a span; ``every``: all articles within the filters in it."""

    first: str
    last: str
    every: int


class LineJson(TypedDict):
    """One query. ``counts``, ``shares`` (0 to 1): for each span. ``undated``: in no span."""

    query: str
    total: int
    undated: int
    counts: list[int]
    shares: list[float]
    notes: list[NoteJson]


class AttentionJson(TypedDict):
    """Lines over the same spans; ``unit``: year, month or day."""

    unit: str
    spans: list[SpanJson]
    lines: list[LineJson]


def attention_json(attention: Attention) -> AttentionJson:
    """The comparison as plain data, ready for ``json.dumps``."""
    spans = zip(attention.spans, attention.every, strict=True)
    return {
        "unit": attention.unit,
        "spans": [
            {"first": first.isoformat(), "last": last.isoformat(), "every": every}
            for (first, last), every in spans
        ],
        "lines": [_line(line, attention) for line in attention.lines],
    }


def _line(line: Line, attention: Attention) -> LineJson:
    return {
        "query": line.query.text,
        "total": line.total,
        "undated": line.undated,
        "counts": list(line.counts),
        "shares": [round(share, 6) for share in line.shares(attention.every)],
        "notes": [note_json(note) for note in line.notes],
    }


def attention_csv(attention: Attention, *, shares: bool) -> str:
    """A row for each span: ``from``, ``to``, ``all``, then a column for each query.

    ``shares``: parts of ``all``, 0 to 1, in place of numbers of articles.
    """
    columns = [
        [f"{share:.6f}" for share in line.shares(attention.every)] if shares else line.counts
        for line in attention.lines
    ]
    rows: list[Iterable[object]] = [
        ("from", "to", "all", *(line.query.text for line in attention.lines))
    ]
    for number, (first, last) in enumerate(attention.spans):
        cells = (column[number] for column in columns)
        rows.append((first.isoformat(), last.isoformat(), attention.every[number], *cells))
    return MARK + "".join(map(row, rows))
