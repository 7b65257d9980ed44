"""The facade: a query as read → the query to search, and what the reader must know of it.

What is done without asking, and shown: a word that no article has is read in the other keyboard
layout if that finds something; a name is looked for in its other spellings as well. What is only
offered: another word for one that is misspelt, or rare and likely to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.analysis import Analyzer
from indexer.engine import Searcher
from indexer.forgive.lexicon import Lexicon
from indexer.forgive.names import Spelling, spellings
from indexer.forgive.spelling import corrections
from indexer.forgive.substitution import substitute
from indexer.forgive.switching import Edit, edited, switches
from indexer.queryparser import Leaf, Parsed
from schemas.expression import Node, Or, Phrase, Word
from schemas.query import Request
from schemas.results import Note

HELPED = 16
"""Words of a query up to which it is helped; a longer one is a paste."""

OFFERED = 3
"""Queries offered in place of a misspelt one."""

RARE, FAR_MORE = 3, 50
"""A word in at most RARE articles is perhaps misspelt if a likely one is FAR_MORE frequent."""

SURE = 0.8
"""Price of edits up to which a rare word is taken to be misspelt."""

Read = Callable[[str], Parsed]


@dataclass(frozen=True, slots=True)
class Improved:
    """The query to search, in place of the one that was read, and how they differ.

    The notes' codes are "layout", "transliteration" (applied) and "spelling" (offered).
    """

    parsed: Parsed
    notes: tuple[Note, ...] = ()


class Forgiver:
    """Helps queries of one generation. Immutable; safe to share between threads."""

    def __init__(self, searcher: Searcher, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._searcher = searcher
        self._analyzer = analyzer
        self._lexicon = lexicon

    def improve(self, parsed: Parsed, request: Request, read: Read) -> Improved:
        """Help ``parsed``, which is searched by ``request``; ``read`` parses another text.

        Counts of the notes are of articles that the rewrite brings within the request's filters.
        """
        if not parsed.words or len(parsed.words) > HELPED:
            return Improved(parsed)
        notes: list[Note] = []
        switched = self._layout(parsed, request, read)
        if switched is not None:
            parsed, note = switched
            notes.append(note)
        changes, added = self._names(parsed, request)
        offered = self._spelling(parsed, changes, request, read)
        words = (replace(leaf, node=substitute(leaf.node, changes)) for leaf in parsed.words)
        expression = substitute(parsed.expression, changes)
        parsed = replace(parsed, expression=expression, words=tuple(words))
        return Improved(parsed, (*notes, *added, *offered))

    def _layout(self, parsed: Parsed, request: Request, read: Read) -> tuple[Parsed, Note] | None:
        """The query with the words that nothing was found for in the other layout."""
        for edits in switches(parsed, self._has, self._analyzer):
            again = read(edited(parsed.text, edits))
            before = self._total(request, parsed.expression)
            count = self._total(request, again.expression) - before
            if count > 0:
                note = _note("layout", parsed, again, edits, count)
                return again, replace(note, applied=True)
        return None

    def _names(self, parsed: Parsed, request: Request) -> tuple[dict[Word, Word], list[Note]]:
        """The words that are looked for in other spellings as well, and what those bring."""
        others: dict[Word, Spelling] = {}
        for leaf in _helped(parsed):
            for word in _words(leaf.node):
                found = self._has(word)
                other = spellings(word.text, word.terms, self._lexicon, self._searcher, found=found)
                if other is not None:
                    others[word] = other
        changes = {word: _with(word, other) for word, other in others.items()}
        expression = parsed.expression
        total = self._total(request, substitute(expression, changes)) if changes else 0
        notes: list[Note] = []
        for word, other in others.items():
            rest = {one: change for one, change in changes.items() if one != word}
            count = total - self._total(request, substitute(expression, rest))
            if count > 0:
                start = _place(parsed, word)
                note = Note("transliteration", word.text, start, other.written, count=count)
                query = edited(parsed.text, [_alternative(parsed, start, others)])
                notes.append(replace(note, query=query, applied=True))
            else:
                del changes[word]
        return changes, notes

    def _spelling(
        self, parsed: Parsed, changes: dict[Word, Word], request: Request, read: Read
    ) -> list[Note]:
        """Queries to offer, with the likeliest words in place of the misspelt ones."""
        choices: list[tuple[int, int, list[str]]] = []
        for leaf in _helped(parsed):
            at = leaf.start
            for word in _words(leaf.node):
                start = parsed.text.find(word.text, at, leaf.end)
                if start < 0:
                    continue
                at = start + len(word.text)
                if others := self._meant(word, changes.get(word, word)):
                    choices.append((start, at, others))
        notes: list[Note] = []
        for rank in range(OFFERED) if choices else ():
            edits = [(a, b, others[min(rank, len(others) - 1)]) for a, b, others in choices]
            again = read(edited(parsed.text, edits))
            count = self._total(request, again.expression)
            if count and all(note.query != again.text for note in notes):
                notes.append(_note("spelling", parsed, again, edits, count))
        return notes

    def _meant(self, word: Word, searched: Word) -> list[str]:
        """Words that ``word`` may be a misspelling of, none when it is likely to be right."""
        frequency = self._searcher.frequency(searched)
        if frequency > RARE or not word.text.replace("-", "").isalpha():
            return []
        known = set(word.terms)
        found: list[str] = []
        for one in corrections(word.text, self._lexicon, limit=2 * OFFERED):
            terms = self._analyzer.word(one.word).terms
            sure = one.count >= FAR_MORE * frequency and one.edits <= SURE
            if (sure or not frequency) and known.isdisjoint(terms):
                number = self._lexicon.find(one.word)
                found.append(one.word if number is None else self._lexicon.written(number))
            known.update(terms)
        return found[:OFFERED]

    def _has(self, node: Node) -> bool:
        return self._searcher.frequency(node) > 0

    def _total(self, request: Request, expression: Node) -> int:
        asked = replace(request, expression=expression, offset=0, limit=0, facets=False)
        return self._searcher.search(asked).total


def _with(word: Word, other: Spelling) -> Word:
    return replace(word, terms=tuple(sorted({*word.terms, *other.terms})))


def _helped(parsed: Parsed) -> Iterator[Leaf]:
    return (leaf for leaf in parsed.words if not leaf.exact and not leaf.excluded)


def _words(node: Node) -> Iterator[Word]:
    """The words of a leaf."""
    match node:
        case Word():
            yield node
        case Phrase(parts):
            yield from (part for part in parts if isinstance(part, Word))
        case Or(children):
            yield from _words(children[0])
        case _:
            return


def _place(parsed: Parsed, word: Word) -> int:
    """Where ``word`` stands in the text."""
    leaf = next(leaf for leaf in _helped(parsed) if word in _words(leaf.node))
    return max(leaf.start, parsed.text.find(word.text, leaf.start, leaf.end))


def _alternative(parsed: Parsed, start: int, others: Mapping[Word, Spelling]) -> Edit:
    """The edit that writes down what was done to the leaf at ``start``: (it OR its other name)."""
    leaf = next(leaf for leaf in parsed.words if leaf.start <= start < leaf.end)
    typed = changed = parsed.text[leaf.start : leaf.end]
    for word in _words(leaf.node):
        if word in others:
            changed = changed.replace(word.text, others[word].written)
    return leaf.start, leaf.end, f"({typed} OR {changed})"


def _note(code: str, parsed: Parsed, again: Parsed, edits: list[Edit], count: int) -> Note:
    """The rewrite of the piece of the query from the first to the last edit."""
    start, end = edits[0][0], edits[-1][1]
    written = again.text[start : end + len(again.text) - len(parsed.text)]
    return Note(code, parsed.text[start:end], start, written, again.text, count)
