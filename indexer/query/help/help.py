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
from indexer.query.help.substitution import any_of, substitute
from indexer.query.help.transliteration import Spelling
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
class HelpedQuery:
    """The query to search, in place of the one that was read, and how they differ.

    The notes' codes are "layout", "transliteration" and "corrected", which are applied, and
    "spelling", which is offered.
    """

    parsed: Parsed
    notes: tuple[Note, ...] = ()


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

    def help(self, parsed: Parsed, ask: Ask, read: Read, asked: Asked) -> HelpedQuery:
        """Help ``parsed``; ``read`` parses another text, ``ask`` says how a query is searched.

        Counts of the notes are of articles that the rewrite brings within the request's filters,
        of which it may have written another one: ``regin:Чечня`` becomes ``region:Чечня``.
        """
        if not parsed.words or len(parsed.words) > HELPED:
            return HelpedQuery(parsed)
        return _Help(self._aliases, asked, ask, read).help(parsed)


@dataclass(frozen=True, slots=True)
class _Help:
    """The help for one query."""

    aliases: PlaceAliases
    asked: Asked
    ask: Ask
    read: Read

    def help(self, parsed: Parsed) -> HelpedQuery:
        notes: list[Note] = []
        switched = self._layout(parsed)
        if switched is not None:
            again, note = switched
            notes.append(note)
            parsed = again if note.applied else parsed
        request = self.ask(parsed)
        changes, added = self._names(parsed, request)
        offered, slips = self._spelling(parsed, changes)
        if slips and not self.asked.total(request, substitute(parsed.expression, changes)):
            return self._corrected(notes, slips, offered)
        return HelpedQuery(_substituted(parsed, changes), (*notes, *added, *offered))

    def _corrected(self, notes: list[Note], first: Note, offered: list[Note]) -> HelpedQuery:
        """The query whose slips are put right in place of one that finds nothing."""
        parsed = self.read(first.query)
        changes, added = self._names(parsed, self.ask(parsed))
        rest = [note for note in offered if note.query != first.query]
        note = Note(
            "corrected", first.text, first.position, first.replacement, first.query, first.count,
            applied=True,
        )  # fmt: skip
        return HelpedQuery(_substituted(parsed, changes), (*notes, note, *added, *rest))

    def _layout(self, parsed: Parsed) -> tuple[Parsed, Note] | None:
        """The query with the words that nothing was found for in the other layout.

        It is only offered while another word is right in its own alphabet.
        """
        for switch in switches(parsed, self.asked):
            again = self.read(edited(parsed.text, switch.edits))
            count = self._gain(self.ask(again), parsed, again)
            if count > 0:
                if not switch.sure:
                    return again, _note("spelling", parsed, again, switch.edits, count)
                note = _note("layout", parsed, again, switch.edits, count)
                return again, replace(note, applied=True)
        return None

    def _names(self, parsed: Parsed, request: Request) -> tuple[dict[Word, Word], list[Note]]:
        """The words that are looked for in other spellings as well, and what those bring."""
        others = self._others(parsed)
        changes = _changes(others)
        expression = parsed.expression
        total = self.asked.total(request, substitute(expression, changes)) if changes else 0
        if not total:
            return {}, []  # no spelling brings anything
        notes: list[Note] = []
        for word, other in others.items():
            rest = {one: change for one, change in changes.items() if one != word}
            count = total - self.asked.total(request, substitute(expression, rest))
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
        request = self.ask(again)
        # with other spellings it finds no fewer: where that is nothing, one question is enough
        found = self.asked.total(request, self._searched(again))
        return (found and self.asked.total(request, again.expression)) or self._gain(
            request, parsed, again
        )

    def _sounding(self, parsed: Parsed) -> Iterator[list[Edit]]:
        """What sounds like a word that is rather a slip: moscw is Moscow, or else Москва."""
        misspelt = MisspellingFinder(self.asked)
        for word in _words(parsed):
            other = self.asked.spelling(word)
            if other and not other.sure and misspelt.is_slip(word):
                start = _place(parsed, word)
                yield [(start, start + len(word.text), other.written[0])]

    def _gain(self, request: Request, parsed: Parsed, again: Parsed) -> int:
        """How many more articles ``again`` brings; if neither brings any, those with any word."""
        total = self.asked.total
        # with names in both alphabets: else a word in the wrong layout beside one gains nothing
        before, after = self._searched(parsed), self._searched(again)
        gain = total(request, after) - total(request, before)
        if gain or total(request, after):
            return gain
        either, neither = any_of(after), any_of(before)
        if either is None:
            return 0
        return total(request, either) - (total(request, neither) if neither else 0)

    def _searched(self, parsed: Parsed) -> Node:
        """The expression with other spellings of names."""
        return substitute(parsed.expression, _changes(self._others(parsed)))


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
