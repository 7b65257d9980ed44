"""The facade: a query as read → the query to search, and what the reader must know of it.

What is done without asking, and shown: a word that no article has is read in the other keyboard
layout if that finds something; a name is looked for in its other spellings as well; where nothing
is found at all, the likeliest words take the place of misspelt ones. What is only offered: another
word for one that is rare and likely to be misspelt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.help.helped import helped, words
from indexer.query.help.misspelt import OFFERED, Misspelt
from indexer.query.help.place_aliases import Doubles
from indexer.query.help.substitution import any_of, substitute
from indexer.query.help.transliteration import Spelling, spellings
from indexer.query.help.wordlist import Lexicon
from indexer.query.help.wrong_layout import Edit, edited, switches
from indexer.query.parser import Parsed
from indexer.taxonomy import Taxonomy
from schemas.expression import Node, Word
from schemas.query import Request
from schemas.results import Note

HELPED = 16
"""Words of a query up to which it is helped; a longer one is a paste."""

Read = Callable[[str], Parsed]
Ask = Callable[[Parsed], Request]


@dataclass(frozen=True, slots=True)
class Improved:
    """The query to search, in place of the one that was read, and how they differ.

    The notes' codes are "layout", "transliteration" and "corrected", which are applied, and
    "spelling", which is offered.
    """

    parsed: Parsed
    notes: tuple[Note, ...] = ()


class Forgiver:
    """Helps queries of one generation. Immutable; safe to share between threads."""

    def __init__(
        self, searcher: Searcher, analyzer: Analyzer, lexicon: Lexicon, places: Taxonomy
    ) -> None:
        self._searcher = searcher
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._doubles = Doubles(places, analyzer)
        self._misspelt = Misspelt(searcher, analyzer, lexicon)

    def improve(self, parsed: Parsed, ask: Ask, read: Read) -> Improved:
        """Help ``parsed``; ``read`` parses another text, ``ask`` says how a query is searched.

        Counts of the notes are of articles that the rewrite brings within the request's filters,
        of which it may have written another one: ``regin:Чечня`` becomes ``region:Чечня``.
        """
        if not parsed.words or len(parsed.words) > HELPED:
            return Improved(parsed)
        notes: list[Note] = []
        switched = self._layout(parsed, ask, read)
        if switched is not None:
            parsed, note = switched
            notes.append(note)
        request = ask(parsed)
        changes, added = self._names(parsed, request)
        offered, slip = self._spelling(parsed, changes, ask, read)
        if slip and not self._total(request, substitute(parsed.expression, changes)):
            return self._corrected(notes, offered, ask, read)
        return Improved(_substituted(parsed, changes), (*notes, *added, *offered))

    def _corrected(self, notes: list[Note], offered: list[Note], ask: Ask, read: Read) -> Improved:
        """The first of the queries offered in place of one that finds nothing."""
        first, *rest = offered
        parsed = read(first.query)
        changes, added = self._names(parsed, ask(parsed))
        note = Note(
            "corrected", first.text, first.position, first.replacement, first.query, first.count,
            applied=True,
        )  # fmt: skip
        return Improved(_substituted(parsed, changes), (*notes, note, *added, *rest))

    def _layout(self, parsed: Parsed, ask: Ask, read: Read) -> tuple[Parsed, Note] | None:
        """The query with the words that nothing was found for in the other layout."""
        for edits in switches(parsed, self._has, self._analyzer):
            again = read(edited(parsed.text, edits))
            count = self._gain(ask(again), parsed, again)
            if count > 0:
                note = _note("layout", parsed, again, edits, count)
                return again, replace(note, applied=True)
        return None

    def _names(self, parsed: Parsed, request: Request) -> tuple[dict[Word, Word], list[Note]]:
        """The words that are looked for in other spellings as well, and what those bring."""
        others = self._others(parsed)
        changes = _changes(others)
        expression = parsed.expression
        total = self._total(request, substitute(expression, changes)) if changes else 0
        notes: list[Note] = []
        for word, other in others.items():
            rest = {one: change for one, change in changes.items() if one != word}
            count = total - self._total(request, substitute(expression, rest))
            if count > 0:
                start = _place(parsed, word)
                written = ", ".join(other.written)
                note = Note("transliteration", word.text, start, written, count=count)
                query = edited(parsed.text, [_alternative(parsed, start, others)])
                notes.append(replace(note, query=query, applied=True))
            else:
                del changes[word]
        return changes, notes

    def _others(self, parsed: Parsed) -> dict[Word, Spelling]:
        """The other spellings of the words that have some and are no slip of another word."""
        others: dict[Word, Spelling] = {}
        for word, sounding in self._spelt(parsed):
            if sounding and not sounding.sure and self._misspelt.is_slip(word):
                continue
            other = sounding
            double = self._doubles.other(word)
            if double is not None:
                written, terms = (other.written, other.terms) if other else ((), ())
                other = Spelling((double.name, *written), tuple({*double.terms, *terms}))
            if other is not None:
                others[word] = other
        return others

    def _spelt(self, parsed: Parsed) -> Iterator[tuple[Word, Spelling | None]]:
        """Each word that is helped, with what sounds like it."""
        for word in (word for leaf in helped(parsed) for word in words(leaf.node)):
            yield (
                word,
                spellings(
                    word, self._lexicon, self._searcher, self._analyzer, found=self._has(word)
                ),
            )

    def _spelling(
        self, parsed: Parsed, changes: dict[Word, Word], ask: Ask, read: Read
    ) -> tuple[list[Note], bool]:
        """Queries to offer in place of a misspelt one; whether the first can be taken unasked."""
        meant = self._misspelt.of(parsed, changes)
        ranks = range(OFFERED) if meant else ()
        ways = [[(m.start, m.end, m.words[min(n, len(m.words) - 1)]) for m in meant] for n in ranks]
        notes: list[Note] = []
        for edits in [*ways[:1], *self._heard(parsed), *ways[1:]]:
            again = read(edited(parsed.text, edits))
            asked = ask(again)
            count = self._total(asked, again.expression) or self._gain(asked, parsed, again)
            if count > 0 and all(note.query != again.text for note in notes):
                notes.append(_note("spelling", parsed, again, edits, count))
        return notes, bool(notes) and all(one.slip for one in meant)

    def _heard(self, parsed: Parsed) -> Iterator[list[Edit]]:
        """What sounds like a word that is rather a slip: moscw is Moscow, or else Москва."""
        for word, other in self._spelt(parsed):
            if other and not other.sure and self._misspelt.is_slip(word):
                start = _place(parsed, word)
                yield [(start, start + len(word.text), other.written[0])]

    def _gain(self, request: Request, parsed: Parsed, again: Parsed) -> int:
        """How many more articles ``again`` brings; if neither brings any, those with any word."""
        before, after = self._searched(parsed), self._searched(again)
        gain = self._total(request, after) - self._total(request, before)
        if gain or self._total(request, after):
            return gain
        either, neither = any_of(after), any_of(before)
        if either is None:
            return 0
        return self._total(request, either) - (self._total(request, neither) if neither else 0)

    def _searched(self, parsed: Parsed) -> Node:
        """The expression with other spellings of names."""
        return substitute(parsed.expression, _changes(self._others(parsed)))

    def _has(self, node: Node) -> bool:
        return self._searcher.frequency(node) > 0

    def _total(self, request: Request, expression: Node) -> int:
        asked = replace(request, expression=expression, offset=0, limit=0, facets=False)
        return self._searcher.search(asked).total


def _changes(others: Mapping[Word, Spelling]) -> dict[Word, Word]:
    """Each word with the terms of its other spellings."""
    return {
        word: replace(word, terms=tuple(sorted({*word.terms, *other.terms})))
        for word, other in others.items()
    }


def _substituted(parsed: Parsed, changes: Mapping[Word, Word]) -> Parsed:
    leaves = (replace(leaf, node=substitute(leaf.node, changes)) for leaf in parsed.words)
    expression = substitute(parsed.expression, changes)
    return replace(parsed, expression=expression, words=tuple(leaves))


def _place(parsed: Parsed, word: Word) -> int:
    """Where ``word`` stands in the text."""
    leaf = next(leaf for leaf in helped(parsed) if word in words(leaf.node))
    return max(leaf.start, parsed.text.find(word.text, leaf.start, leaf.end))


def _alternative(parsed: Parsed, start: int, others: Mapping[Word, Spelling]) -> Edit:
    """The edit that writes down what was done to the leaf at ``start``: (it OR its other name)."""
    leaf = next(leaf for leaf in parsed.words if leaf.start <= start < leaf.end)
    typed = parsed.text[leaf.start : leaf.end]
    written = {word.text: others[word].written for word in words(leaf.node) if word in others}
    found = [typed]
    for rank in range(max(map(len, written.values()))):
        changed = typed
        for text, spelt in written.items():
            changed = changed.replace(text, spelt[min(rank, len(spelt) - 1)])
        found.append(changed)
    return leaf.start, leaf.end, f"({' OR '.join(found)})"


def _note(code: str, parsed: Parsed, again: Parsed, edits: list[Edit], count: int) -> Note:
    """The rewrite of the piece of the query from the first to the last edit."""
    start, end = edits[0][0], edits[-1][1]
    written = again.text[start : end + len(again.text) - len(parsed.text)]
    return Note(code, parsed.text[start:end], start, written, again.text, count)
