"""The facade: a query as read → the query to search, and what the reader must know of it.

What is done without asking, and shown: a query in the other keyboard layout is read in the right
one if that finds something; a name is looked for in its other spellings as well; where nothing is
found at all, the likeliest words take the place of misspelt ones. What is only offered, never
done: another word for one that is rare and probably misspelt, and for one that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.help.asked import Asked
from indexer.query.help.helped import helped_leaves, words_of_leaf
from indexer.query.help.known_words import KnownWords
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.misspelt import OFFERED, MisspellingFinder
from indexer.query.help.place_aliases import PlaceAliases
from indexer.query.help.substitution import any_of, relaxes, substitute
from indexer.query.help.transliteration import Spelling
from indexer.query.help.wrong_layout import Edit, edited, switches
from indexer.query.parser import Parsed
from indexer.taxonomy import Taxonomy
from schemas.expression import Node, Word
from schemas.results import Note

HELPED = 16
"""Words of a query up to which it is helped; a longer one is a paste."""

Read = Callable[[str], Parsed]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What was done to a query, and what is found ``after`` and would be ``before`` it.

    ``note``: its count is of the articles that it brings, without filters.
    """

    note: Note
    before: Node
    after: Node


@dataclass(frozen=True, slots=True)
class HelpedQuery:
    """The query to search, in place of the one that was read, and how they differ.

    The codes of ``rewrites`` are "layout", "corrected" and "transliteration"; ``offers`` are
    queries that may have been meant, of the code "spelling", with the articles that they bring.
    """

    parsed: Parsed
    rewrites: tuple[Rewrite, ...] = ()
    offers: tuple[Note, ...] = ()


class QueryHelp:
    """Helps queries of one generation. Immutable; safe to share between threads."""

    def __init__(
        self, searcher: Searcher, analyzer: Analyzer, lexicon: Lexicon, places: Taxonomy
    ) -> None:
        self._searcher = searcher
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._aliases = PlaceAliases(places, analyzer)
        self._known = KnownWords(analyzer, places)

    def asked(self) -> Asked:
        """What remembers for one query what was asked of the index."""
        return Asked(self._searcher, self._analyzer, self._lexicon, self._known)

    def help(self, parsed: Parsed, read: Read, asked: Asked) -> HelpedQuery:
        """Help ``parsed``, as if it had no filters; ``read`` parses another text.

        So a filter does not change how words are read, and what a click in a facet promises is
        what it gives.
        """
        if not parsed.words or len(parsed.words) > HELPED:
            return HelpedQuery(parsed)
        return _Help(self._aliases, asked, read).help(parsed)


@dataclass(frozen=True, slots=True)
class _Help:
    """The help for one query."""

    aliases: PlaceAliases
    asked: Asked
    read: Read

    def help(self, parsed: Parsed) -> HelpedQuery:
        rewrites: list[Rewrite] = []
        offers: list[Note] = []
        layout = self._layout(parsed)
        if layout is not None:
            again, switched = layout
            if switched.note.applied:
                rewrites.append(switched)
                parsed = again
            else:
                offers.append(switched.note)
        changes, added = self._names(parsed)
        offered, slips = self._spelling(parsed, changes)
        if slips and not self.asked.frequency(substitute(parsed.expression, changes)):
            before = substitute(parsed.expression, changes)
            parsed = self.read(slips.query)
            changes, added = self._names(parsed)
            note = Note(
                "corrected", slips.text, slips.position, slips.replacement, slips.query,
                slips.count, applied=True,
            )  # fmt: skip
            rewrites.append(Rewrite(note, before, substitute(parsed.expression, changes)))
            offered = [note for note in offered if note.query != slips.query]
        helped = _substituted(parsed, changes)
        return HelpedQuery(helped, (*rewrites, *added), (*offers, *offered))

    def _layout(self, parsed: Parsed) -> tuple[Parsed, Rewrite] | None:
        """The query with the words that nothing was found for in the other layout.

        It is only offered while another word is right in its own alphabet.
        """
        for switch in switches(parsed, self.asked):
            again = self.read(edited(parsed.text, switch.edits))
            count = self._gain(parsed, again)
            if count > 0:
                change = parsed, again, switch.edits, count
                note = _note("layout", *change) if switch.sure else _note("spelling", *change)
                note = replace(note, applied=switch.sure)
                return again, Rewrite(note, *self._compared(parsed, again))
        return None

    def _names(self, parsed: Parsed) -> tuple[dict[Word, Word], list[Rewrite]]:
        """The words that are looked for in other spellings as well, and what those bring.

        Where no article has all of the words, those with any of them count.
        """
        others = self._others(parsed)
        changes = _changes(others)
        wanted = _any_or_all(substitute(parsed.expression, changes), self.asked)
        after = wanted(substitute(parsed.expression, changes))
        total = self.asked.frequency(after) if changes else 0
        rewrites: list[Rewrite] = []
        for word, other in others.items():
            rest = {one: change for one, change in changes.items() if one != word}
            before = wanted(substitute(parsed.expression, rest))
            count = total - self.asked.frequency(before)
            if count > 0:
                start = _place(parsed, word)
                written = ", ".join(other.written)
                note = Note("transliteration", word.text, start, written, count=count)
                query = edited(parsed.text, [_alternative(parsed, start, others)])
                rewrites.append(Rewrite(replace(note, query=query, applied=True), before, after))
            else:
                del changes[word]
        return changes, rewrites

    def _others(self, parsed: Parsed) -> dict[Word, Spelling]:
        """The other spellings of the words that have some and are no slip of another word."""
        misspelt = MisspellingFinder(self.asked)
        others: dict[Word, Spelling] = {}
        for word in _words(parsed):
            sounding = self.asked.spelling(word)
            if sounding and not sounding.sure and misspelt.is_slip(word):
                continue
            other = sounding
            alias = self.aliases.other(word)
            if alias is not None:
                written, terms = (other.written, other.terms) if other else ((), ())
                other = Spelling((alias.name, *written), tuple({*alias.terms, *terms}))
            if other is not None:
                others[word] = other
        return others

    def _spelling(
        self, parsed: Parsed, changes: dict[Word, Word]
    ) -> tuple[list[Note], Note | None]:
        """Queries to offer in place of a misspelt one; the one that can be taken unasked.

        That exchanges slips alone: a word that is known stays, whatever else may be meant by it.
        """
        meant = MisspellingFinder(self.asked).of(parsed, changes)
        ranks = range(OFFERED) if meant else ()
        ways = [[(m.start, m.end, m.words[min(n, len(m.words) - 1)]) for m in meant] for n in ranks]
        notes: dict[str, Note] = {}
        # the likeliest word of its own alphabet comes before one that sounds alike
        for edits in [*ways[:1], *self._sounding(parsed), *ways[1:]]:
            again = self.read(edited(parsed.text, edits))
            if again.text in notes:
                continue
            count = self._brought(parsed, again)
            if count > 0:
                notes[again.text] = _note("spelling", parsed, again, edits, count)
        slips = [(one.start, one.end, one.words[0]) for one in meant if one.slip]
        if not slips or not all(one.slip or one.known for one in meant):
            return list(notes.values()), None
        again = self.read(edited(parsed.text, slips))
        count = self._brought(parsed, again)
        first = _note("spelling", parsed, again, slips, count) if count > 0 else None
        return list(notes.values()), first

    def _brought(self, parsed: Parsed, again: Parsed) -> int:
        """How many articles ``again`` finds, else how many more it brings than ``parsed``."""
        # with other spellings it finds no fewer: where that is nothing, one question is enough
        found = self.asked.frequency(self._searched(again))
        return (found and self.asked.frequency(again.expression)) or self._gain(parsed, again)

    def _sounding(self, parsed: Parsed) -> Iterator[list[Edit]]:
        """What sounds like a word that is rather a slip: moscw is Moscow, or else Москва."""
        misspelt = MisspellingFinder(self.asked)
        for word in _words(parsed):
            other = self.asked.spelling(word)
            if other and not other.sure and misspelt.is_slip(word):
                start = _place(parsed, word)
                yield [(start, start + len(word.text), other.written[0])]

    def _gain(self, parsed: Parsed, again: Parsed) -> int:
        """How many more articles ``again`` brings; if neither brings any, those with any word."""
        before, after = self._compared(parsed, again)
        return self.asked.frequency(after) - self.asked.frequency(before)

    def _compared(self, parsed: Parsed, again: Parsed) -> tuple[Node, Node]:
        """What is found with and without a rewrite; if neither has all words, with any of them."""
        # with names in both alphabets: else a word in the wrong layout beside one gains nothing
        before, after = self._searched(parsed), self._searched(again)
        if self.asked.frequency(before) or self.asked.frequency(after):
            return before, after
        return any_of(before) or before, any_of(after) or after

    def _searched(self, parsed: Parsed) -> Node:
        """The expression with other spellings of names."""
        return substitute(parsed.expression, _changes(self._others(parsed)))


def _any_or_all(expression: Node, asked: Asked) -> Callable[[Node], Node]:
    """What becomes of ``expression``, and so of those like it: any of its words, or all of them."""
    relaxed = relaxes(expression, asked.frequency)
    return lambda node: (any_of(node) or node) if relaxed else node


def _words(parsed: Parsed) -> Iterator[Word]:
    """Each word that is helped."""
    return (word for leaf in helped_leaves(parsed) for word in words_of_leaf(leaf.node))


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
    leaf = next(leaf for leaf in helped_leaves(parsed) if word in words_of_leaf(leaf.node))
    return max(leaf.start, parsed.text.find(word.text, leaf.start, leaf.end))


def _alternative(parsed: Parsed, start: int, others: Mapping[Word, Spelling]) -> Edit:
    """The edit that writes down what was done to the leaf at ``start``: (it OR its other name)."""
    leaf = next(leaf for leaf in parsed.words if leaf.start <= start < leaf.end)
    typed = parsed.text[leaf.start : leaf.end]
    written = {
        word.text: others[word].written for word in words_of_leaf(leaf.node) if word in others
    }
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
