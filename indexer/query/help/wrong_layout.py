"""Words typed in the wrong keyboard layout, found in the text of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.query.function_words import is_function_word
from indexer.query.help.asked import Asked
from indexer.query.help.helped import words_of_leaf
from indexer.query.help.keyboard import LETTER_KEYS, other_layout
from indexer.query.parser import Leaf, Parsed
from schemas.expression import Phrase, Word

EVIDENCE = 3
"""Letters from which a word that articles have speaks for its alphabet: "d" stands in many."""

FAR_MORE = 50
"""How many times as many articles must have the word of the other layout if some have both."""

Run = tuple[Leaf, ...]
"""Words between which nothing but signs stands."""

Edit = tuple[int, int, str]
"""(start, end, text): what stands there in its place."""

_BETWEEN = re.compile(r"[^\s()\"|]*")
_INSIDE = re.compile(r"(?<=[a-z])'(?=[a-z])", re.IGNORECASE)
"""An apostrophe of an English word: company's is «сщьзфтнэы»."""
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def edited(text: str, edits: list[Edit]) -> str:
    """``text`` after ``edits``, which are in order and do not overlap."""
    pieces, at = [], 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


@dataclass(frozen=True, slots=True)
class Switch:
    """Words put into the other layout. ``sure``: nothing in the query speaks against it."""

    edits: list[Edit]
    sure: bool


def switches(parsed: Parsed, asked: Asked) -> Iterator[Switch]:
    """Ways to put words into the other layout, the largest first.

    There must be a lost run: one in which no word is known or in any article. If no word of the
    query is right in its own alphabet, all runs of the same alphabet are put into the other layout,
    for short words that both have ("d xtxyt" is "в чечне"); then the lost runs alone. In what is
    read instead every word is one that articles have. Function words stay: "of" is not "ща".
    """
    runs = list(_runs(parsed))
    lost = {run for run in runs if _is_lost(run, asked)}
    if not lost:
        return
    scripts = {_is_cyrillic(parsed, run) for run in lost}
    alike = [run for run in runs if _is_cyrillic(parsed, run) in scripts and not _is_function(run)]
    edits = {run: _switch(parsed.text, run, asked) for run in alike}
    others = [run for run in runs if run not in lost]
    lighter = {run for run in others if _is_outweighed(run, edits.get(run), asked)}
    heavier = (leaf for run in others if run not in lighter for leaf in run)
    sure = not any(_is_right(leaf, asked, shortest=EVIDENCE) for leaf in heavier)
    whole = all(edit and run in lost | lighter for run, edit in edits.items())
    for chosen in [edits.keys(), lost] if sure and whole else [lost]:
        found = (edits.get(run) for run in runs if run in chosen)
        if kept := [edit for edit in found if edit is not None]:
            yield Switch(kept, sure)


def _is_lost(run: Run, asked: Asked) -> bool:
    """Whether no word of a run is known or in any article.

    In a run with signs inside ("j,kfcnb" is "области") only words of EVIDENCE letters count.
    """
    if len(run) == 1:
        return not _is_right(run[0], asked, shortest=1)
    long = run[-1].end - run[0].start > EVIDENCE
    return long and not any(_is_right(leaf, asked, shortest=EVIDENCE) for leaf in run)


def _is_outweighed(run: Run, edit: Edit | None, asked: Asked) -> bool:
    """Whether the other layout makes far more frequent words; of a short run, no rarer ones."""
    if edit is None:
        return False
    least = 1 if run[-1].end - run[0].start < EVIDENCE else FAR_MORE
    # a single letter between signs says nothing, however many articles have it: "j,scr" is "обыск"
    long = [leaf for leaf in run if len(run) == 1 or leaf.end - leaf.start >= EVIDENCE]
    typed = max((asked.frequency(leaf.node) for leaf in long), default=0)
    return min(map(asked.frequency, _words(edit[2], asked))) >= least * typed


def _is_right(leaf: Leaf, asked: Asked, *, shortest: int) -> bool:
    """Whether articles have a leaf, or a word of it of so many letters is known."""
    every = list(words_of_leaf(leaf.node))
    words = [word for word in every if len(word.text) >= shortest]
    if every and not words:
        return False
    # what articles have is asked first: it is remembered, and most words are there
    return asked.has(leaf.node) or any(asked.known.has(word.text) for word in words)


def _is_function(run: Run) -> bool:
    """Whether a run is one word that queries do not require."""
    node = run[0].node
    return len(run) == 1 and isinstance(node, Word) and is_function_word(node.text)


def _runs(parsed: Parsed) -> Iterator[Run]:
    """The leaves, those together that nothing but signs stands between."""
    run: Run = ()
    for leaf in parsed.words:
        if leaf.exact or leaf.excluded:
            continue
        if run and not _BETWEEN.fullmatch(parsed.text, run[-1].end, leaf.start):
            yield run
            run = ()
        run = (*run, leaf)
    if run:
        yield run


def _is_cyrillic(parsed: Parsed, run: Run) -> bool:
    return bool(_CYRILLIC.search(parsed.text, run[0].start, run[-1].end))


def _switch(text: str, run: Run, asked: Asked) -> Edit | None:
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
        if any(key in LETTER_KEYS for key in _INSIDE.sub("", other)):
            return None  # Cyrillic letters that are signs in Latin: nobody meant "Ut[n"
        words = _words(other, asked)
        if words and all(map(asked.has, words)):
            return a, b, other
    return None


def _words(text: str, asked: Asked) -> list[Word]:
    return [asked.analyzer.word(token.text) for token in asked.analyzer.tokens(text)]
