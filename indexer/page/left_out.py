"""A query without a filter that is written in it, and without what held nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.query.parser import WrittenFilter
from indexer.query.parser.operators import is_operator

_PREFIX = re.compile(r"(?:[-+!=]|[\w-]+:)+$")
"""What stands right before a bracket: a sign, a field."""


def left_out(text: str, filters: Sequence[WrittenFilter]) -> str:
    """``text`` without some of its filters, which are in order.

    Brackets around nothing but a filter go with it, as does an operator that would have nothing
    on one of its sides.
    """
    for one in reversed(filters):
        text = _joined(*_bare(text[: one.start].rstrip(), text[one.end :].lstrip()))
    return text.strip()


def _bare(before: str, after: str) -> tuple[str, str]:
    """What stands on both sides of a filter, without brackets and operators that held it alone."""
    while True:
        last, first = (before.split() or [""])[-1], (after.split() or [""])[0]
        if before.endswith("(") and after.startswith(")"):
            before, after = _PREFIX.sub("", before[:-1]).rstrip(), after[1:].lstrip()
        elif last and is_operator(last):
            before = before[: -len(last)].rstrip()
        elif first and is_operator(first) and (not before or before.endswith("(")):
            after = after[len(first) :].lstrip()
        else:
            return before, after


def _joined(before: str, after: str) -> str:
    close = before.endswith("(") or after.startswith(")")
    return f"{before}{after}" if close else f"{before} {after}"
