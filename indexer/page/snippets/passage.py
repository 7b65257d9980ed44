"""The passage to show of a text: where it starts and ends, and the signs that more follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.page.snippets.marks import spans
from indexer.page.snippets.occurrence import Occurrence
from schemas.results import Snippet

WIDTH = 240
"""Characters of a passage, ellipses not counted."""

LONGEST_WORD = 40
"""Characters back to which a cut looks for a space."""

Worth = tuple[int, int]
"""Distinct leaves, then marks: what a passage is judged by."""

_ELLIPSIS = "…"
_SENTENCE = re.compile(r"[.!?…][\"»”’)\]]*\s+|\n+")
_OTHER_SPACE = re.compile(r"[^\S ]")
_BREAK = re.compile(r"\n\s*\n|\s")


def best_window(marks: Sequence[Occurrence]) -> tuple[int, int, Worth]:
    """marks[first:last] within WIDTH with most distinct leaves, then most marks, then first."""
    best = (0, 0, (0, 0))
    inside: dict[int, int] = {}
    first = 0
    for last, mark in enumerate(marks):
        inside[mark.leaf] = inside.get(mark.leaf, 0) + 1
        while first < last and mark.end - marks[first].start > WIDTH:
            inside[marks[first].leaf] -= 1
            if not inside[marks[first].leaf]:
                del inside[marks[first].leaf]
            first += 1
        worth = (len(inside), last + 1 - first)
        if worth > best[2]:
            best = (first, last + 1, worth)
    return best


def passage(text: str, window: Sequence[Occurrence], marks: Sequence[Occurrence]) -> Snippet:
    """About WIDTH characters around ``window``, the beginning when it is empty; ``marks`` in it."""
    start, end = _bounds(text, window)
    before = _ELLIPSIS if text[:start].strip() else ""
    after = _continued(text, end) if text[end:].strip() else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans(marks) if start <= a and b <= end)
    return Snippet(before + spaced(text[start:end]) + after, inside)


def _continued(text: str, end: int) -> str:
    """The sign that more follows: no fourth point behind a full stop, none behind an ellipsis."""
    last = text[end - 1 : end]
    if last == _ELLIPSIS:
        return ""
    return f" {_ELLIPSIS}" if last in {".", "!", "?"} and text[end].isspace() else _ELLIPSIS


def _bounds(text: str, marks: Sequence[Occurrence]) -> tuple[int, int]:
    first = marks[0].start if marks else 0
    last = min(max((mark.end for mark in marks), default=0), first + WIDTH)
    spare = WIDTH - (last - first)
    start = _start(text, first, spare)
    end = _cut_back(text, start + WIDTH, last)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _start(text: str, first: int, spare: int) -> int:
    """Where a passage begins: a sentence if it is near, else a word."""
    if first <= spare // 2:
        return 0
    tail = max(0, WIDTH - spare + first - len(text) + spare)
    earliest = first - max(spare // 2, min(spare, tail))
    sentences = [match.end() for match in _SENTENCE.finditer(text, max(0, earliest), first)]
    if sentences:
        return sentences[0]
    boundary = _BREAK.search(text, max(0, earliest), first)
    return boundary.end() if boundary else max(0, earliest, first - LONGEST_WORD)


def _cut_back(text: str, end: int, least: int) -> int:
    """The end of the last whole word before ``end``, not before ``least``."""
    if end >= len(text):
        return len(text)
    if text[end].isspace():
        return end
    for at in range(end, max(least, end - LONGEST_WORD), -1):
        if text[at - 1].isspace():
            return at
    return max(end, least)


def spaced(text: str) -> str:
    """``text`` on one line, each character at its offset."""
    return _OTHER_SPACE.sub(" ", text)
