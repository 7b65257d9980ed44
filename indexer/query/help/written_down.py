"""What an alternative adds to a query, and the query that writes it down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.query.help.alternatives import Alternative
from indexer.query.help.wrong_layout import Edit, edited
from indexer.query.parser import Parsed
from schemas.results import Note

_WITHOUT = re.compile(r"(?:!=[^\s()|]+)?")
"""Behind a word, the forms of it that are left out."""


def added(parsed: Parsed, one: Alternative, every: Sequence[Alternative], count: int) -> Note:
    """What an alternative adds, and the query that writes it down: (it OR its other name)."""
    text = parsed.text[one.start : one.end]
    written = ", ".join(name.strip('"') for name in one.written)
    query = edited(parsed.editable, [_written_down(parsed, one, every)])
    return Note("transliteration", text, one.start, written, query, count, applied=True)


def _written_down(parsed: Parsed, one: Alternative, every: Sequence[Alternative]) -> Edit:
    """The edit that writes an alternative down, with those of the leaf that it stands in."""
    leaf = next(leaf for leaf in parsed.words if leaf.start <= one.start < leaf.end)
    start, end = min(leaf.start, one.start), max(leaf.end, one.end)
    if (behind := _WITHOUT.match(parsed.text, end)) and leaf.end == end:
        end = behind.end()
    typed = parsed.text[start:end]
    if one.other is not None:
        return start, end, f"({' OR '.join((typed, *one.written))})"
    inside = [other for other in every if start <= other.start < end and other.changed]
    found = [typed]
    for rank in range(max(len(other.written) for other in inside)):
        edits = [
            (other.start - start, other.end - start,
             other.written[min(rank, len(other.written) - 1)])
            for other in inside
        ]  # fmt: skip
        found.append(edited(typed, edits))
    return start, end, f"({' OR '.join(found)})"
