"""Two queries as sets of articles: those of one alone, those of the other alone, those of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from indexer.query.parser import Parsed
from schemas.errors import CutShortError, UsageError
from schemas.expression import And, Node, Not, Or
from schemas.query import Query
from schemas.query_sets import QuerySets
from schemas.results import Page

NEWEST = 5
"""Articles of each set that are named."""

LONGEST = 2_000
"""Characters of a query that an address holds."""

Reason = Literal["empty", "structure", "filters", "long", "joined"]

_HINTS: dict[Reason, str] = {
    "empty": "write words to search for",
    "structure": "close every quotation mark and parenthesis, give every operator its words",
    "filters": "filters hold for both queries: choose them beside",
    "long": "use fewer words",
    "joined": "write it in simpler words, without operators",
}
_BROKEN = {
    "unclosed-quote", "unclosed-parenthesis", "unopened-parenthesis", "missing-operand",
    "empty-field", "no-words",
}  # fmt: skip
"""Problems of a query that may change its meaning, or that of its neighbour, as part of another."""

_ALONE = re.compile(r'\w[\w-]*|"[^"]*"')
"""What needs no parentheses."""


class NotComparableError(UsageError):
    """A query that cannot be a part of another one. ``place``: "a" or "b"."""

    def __init__(self, place: str, reason: Reason) -> None:
        super().__init__("this query cannot be compared", place=place, hint=_HINTS[reason])
        self.reason = reason


def query_sets(
    a: str,
    b: str,
    within: Query,
    parse: Callable[[str], Parsed],
    search: Callable[[Query], Page],
) -> QuerySets:
    """The sets of two queries, read as they stand, without help: help changes what is found.

    ``within``: filters and period of both, and until when there is time. Raises
    NotComparableError, and CutShortError when the time is over.
    """
    read = {"a": _read("a", a, parse), "b": _read("b", b, parse)}
    texts = tuple(_joined(a, b, read, parse))
    strict = replace(
        within,
        literal=True,
        any_words=False,
        both=False,
        not_as=(),
        forms=False,
        sort="newest",
        page=1,
        size=NEWEST,
    )
    while True:
        pages = [search(replace(strict, text=text)) for text in texts]
        if not all(page.complete for page in pages):
            raise CutShortError
        # else something was published meanwhile, and they do not add up
        if len({(page.generation, page.checkpoint) for page in pages}) == 1:
            return QuerySets(a, b, *pages)


def _read(place: str, text: str, parse: Callable[[str], Parsed]) -> Node:
    if not text.strip():
        raise NotComparableError(place, "empty")
    parsed = parse(text)
    if parsed.written:
        raise NotComparableError(place, "filters")
    for problem in parsed.problems:
        if problem.code.startswith("cut-"):
            raise NotComparableError(place, "long")
        if problem.code in _BROKEN:
            raise NotComparableError(place, "structure")
    return parsed.expression


def _joined(a: str, b: str, read: dict[str, Node], parse: Callable[[str], Parsed]) -> Iterator[str]:
    """The queries of the sets: A alone, both, B alone; each is read as what it should mean."""
    one, other = read["a"], read["b"]
    first, second = _grouped(a), _grouped(b)
    for text, meant in (
        (f"{first} NOT {second}", And((one, Not(other)))),
        (f"{first} {second}", And((one, other))),
        (f"{second} NOT {first}", And((other, Not(one)))),
    ):
        if len(text) > LONGEST:
            raise NotComparableError("b" if len(b) > len(a) else "a", "long")
        parsed = parse(text)
        if parsed.written or _simple(parsed.expression) != _simple(meant):
            raise NotComparableError("b", "joined")
        yield text


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _ALONE.fullmatch(text) and not text.isupper() else f"({text})"


def _simple(node: Node) -> Node:
    """The same without groups that change nothing."""
    match node:
        case And(children):
            return _group(And, children)
        case Or(children):
            return _group(Or, children)
        case Not(child):
            inner = _simple(child)
            return inner.child if isinstance(inner, Not) else Not(inner)
        case _:
            return node


def _group(kind: type[And | Or], children: tuple[Node, ...]) -> Node:
    found = map(_simple, children)
    flat = [one for each in found for one in (each.children if isinstance(each, kind) else [each])]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
