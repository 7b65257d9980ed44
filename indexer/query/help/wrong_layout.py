"""Words typed in the wrong keyboard layout, found in the text of a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.analysis import Analyzer
from indexer.query.help.keyboard import LETTER_KEYS, other_layout
from indexer.query.parser import Leaf, Parsed
from schemas.expression import Node, Phrase

Edit = tuple[int, int, str]
"""(start, end, text): what stands there in its place."""

_BETWEEN = re.compile(r"[^\s()\"|]*")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def edited(text: str, edits: list[Edit]) -> str:
    """``text`` after ``edits``, which are in order and do not overlap."""
    pieces, at = [], 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def switches(
    parsed: Parsed, has: Callable[[Node], bool], analyzer: Analyzer
) -> Iterator[list[Edit]]:
    """Ways to put words into the other layout, the smallest first.

    First the runs of which no article has a word; then all runs of the same alphabet, for short
    words that both layouts have ("d xtxyt" is "в чечне"). In what is read instead every word is
    one that articles have.
    """
    runs = list(_runs(parsed))
    lost = [run for run in runs if not any(has(leaf.node) for leaf in run)]
    scripts = {_is_cyrillic(parsed, run) for run in lost}
    alike = [run for run in runs if _is_cyrillic(parsed, run) in scripts]
    for chosen in [lost, alike] if lost else []:
        found = (_switch(parsed.text, run, has, analyzer) for run in chosen)
        if edits := [edit for edit in found if edit is not None]:
            yield edits


def _runs(parsed: Parsed) -> Iterator[list[Leaf]]:
    """The leaves, those together that nothing but signs stands between."""
    run: list[Leaf] = []
    for leaf in parsed.words:
        if leaf.exact or leaf.excluded:
            continue
        if run and not _BETWEEN.fullmatch(parsed.text, run[-1].end, leaf.start):
            yield run
            run = []
        run.append(leaf)
    if run:
        yield run


def _is_cyrillic(parsed: Parsed, run: list[Leaf]) -> bool:
    return bool(_CYRILLIC.search(parsed.text, run[0].start, run[-1].end))


def _switch(
    text: str, run: list[Leaf], has: Callable[[Node], bool], analyzer: Analyzer
) -> Edit | None:
    """The edit that switches ``run``; signs beside it may be letters of the other layout."""
    start, end = run[0].start, run[-1].end
    if isinstance(run[0].node, Phrase) and text[end - 1] in '"»”“':
        start, end = start + 1, end - 1
    first, last = start, end
    while first and text[first - 1] in LETTER_KEYS:
        first -= 1
    while last < len(text) and text[last] in LETTER_KEYS:
        last += 1
    for a, b in dict.fromkeys([(first, last), (start, last), (first, end), (start, end)]):
        other = other_layout(text[a:b])
        words = [analyzer.word(token.text) for token in analyzer.tokens(other)]
        if words and all(map(has, words)):
            return a, b, other
    return None
