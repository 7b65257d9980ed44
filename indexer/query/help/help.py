"""The facade: a query as read → the query to search, and what the reader must know of it.

What is done without asking, and shown: a query in the other keyboard layout is read in the right
one if that finds something; a name is looked for in its other spellings as well; where nothing is
found at all, the likeliest words take the place of misspelt ones. What is only offered, never
done: another word for one that is rare and probably misspelt, and for one that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.help.alternatives import (
    Alternative,
    Alternatives,
    applied,
    searched_as,
)
from indexer.query.help.asked import Asked
from indexer.query.help.helped import helped_leaves, words_of_leaf
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.misspelt import OFFERED, MisspellingFinder, doubtful
from indexer.query.help.shared import shared
from indexer.query.help.substitution import exchanged, relaxes, with_any_of
from indexer.query.help.written_down import added
from indexer.query.help.wrong_layout import Edit, edited, switches
from indexer.query.parser import Parsed
from indexer.taxonomy import Taxonomy
from schemas.deadline import NEVER, Deadline
from schemas.expression import And, Node, Or, Word
from schemas.results import Note

HELPED = 16
"""Words of a query up to which it is helped; a longer one is a paste."""

Read = Callable[[str], Parsed]
Translate = Callable[[Parsed], Mapping[Node, Word]]
"""What words of a query are exchanged for to ask in both languages."""


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
    ``called``: how parts that have other names were typed. ``useless``: some have other names that
    bring nothing, and would perhaps in both languages.
    """

    parsed: Parsed
    rewrites: tuple[Rewrite, ...] = ()
    offers: tuple[Note, ...] = ()
    called: Mapping[Node, str] = field(default_factory=dict)
    useless: bool = False


class QueryHelp:
    """Helps queries of one generation. Immutable; safe to share between threads."""

    def __init__(
        self, searcher: Searcher, analyzer: Analyzer, lexicon: Lexicon, places: Taxonomy
    ) -> None:
        self._searcher = searcher
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._names, self._known = shared(analyzer, places)

    def asked(self, deadline: Deadline = NEVER) -> Asked:
        """What remembers for one query what was asked of the index."""
        return Asked(self._searcher, self._analyzer, self._lexicon, self._known, deadline)

    def help(
        self, parsed: Parsed, read: Read, asked: Asked, translate: Translate | None = None
    ) -> HelpedQuery:
        """Help ``parsed``, as if it had no filters; ``read`` parses another text.

        So a filter does not change how words are read, and what a click in a facet promises is
        what it gives. ``translate``: both languages are asked for, and what a name brings is
        counted there.
        """
        if not parsed.words or len(parsed.words) > HELPED:
            return HelpedQuery(parsed)
        names = Alternatives(self._names, asked)
        return _Help(names, asked, read, translate, {}).help(parsed)


@dataclass(frozen=True, slots=True)
class _Help:
    """The help for one query. ``found``: the alternatives of each text that was read."""

    alternatives: Alternatives
    asked: Asked
    read: Read
    translate: Translate | None
    found: dict[str, tuple[Alternative, ...]]

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
        alternatives, brought = self._widened(parsed)
        offered, slips = self._spelling(parsed, alternatives)
        before = applied(parsed.expression, alternatives)
        if slips and not self.asked.frequency(before):
            parsed = self.read(slips.query)
            alternatives, brought = self._widened(parsed)
            note = Note(
                "corrected", slips.text, slips.position, slips.replacement, slips.query,
                slips.count, applied=True,
            )  # fmt: skip
            rewrites.append(Rewrite(note, before, applied(parsed.expression, alternatives)))
            offered = [note for note in offered if note.query != slips.query]
        helped = _substituted(parsed, alternatives)
        called = _called(parsed, alternatives)
        useless = len(alternatives) < len(self._alternatives(parsed))
        return HelpedQuery(helped, (*rewrites, *brought), (*offers, *offered), called, useless)

    def _layout(self, parsed: Parsed) -> tuple[Parsed, Rewrite] | None:
        """The query with the words that nothing was found for in the other layout.

        It is only offered while another word is right in its own alphabet.
        """
        for switch in switches(parsed, self.asked):
            again = self.read(edited(parsed.editable, switch.edits))
            before, after = self._compared(parsed, again)
            # what a word leaves that its signs part ("if[nthjd") is found in many articles
            count = self.asked.frequency(Or((before, after))) - self.asked.frequency(before)
            if count > 0:
                change = parsed, again, switch.edits, count
                note = _note("layout", *change) if switch.sure else _note("spelling", *change)
                note = replace(note, applied=switch.sure)
                return again, Rewrite(note, before, after)
        return None

    def _widened(self, parsed: Parsed) -> tuple[tuple[Alternative, ...], list[Rewrite]]:
        """The other names and spellings to search for, and what those bring that bring articles.

        Others are left out, but for names of one word if both languages are asked for. If no
        article has all of the words, articles with any of them count.
        """
        every = self._alternatives(parsed)
        if not every:
            return (), []
        changes = self.translate(parsed) if self.translate else {}
        expression = _named(parsed, every, changes)
        needed = {exchanged(node, changes) for node in _needed(parsed, every)}
        relaxed = relaxes(expression, self.asked.frequency, needed)
        wanted = partial(_any_or_all, relaxed=relaxed, needed=needed)
        kept, after = every, wanted(expression)
        brings: dict[Alternative, int] = {}
        for one in every:
            before = wanted(_named(parsed, _others(kept, one), changes))
            # a name of several words counts as one: without it, any of these would do
            brings[one] = self.asked.frequency(Or((before, after))) - self.asked.frequency(before)
            # in both languages a name of one word takes no article away, and says which are best;
            # what it brings where any word will do is counted in the end
            if brings[one] <= 0 and not (self.translate and len(one.nodes) == 1):
                kept = _others(kept, one)
        after = wanted(_named(parsed, kept, changes))
        rewrites = [
            Rewrite(
                added(parsed, one, every, brings[one]),
                wanted(_named(parsed, _others(kept, one), changes)),
                after,
            )
            for one in kept
        ]
        return kept, rewrites

    def _alternatives(self, parsed: Parsed) -> tuple[Alternative, ...]:
        if parsed.text not in self.found:
            self.found[parsed.text] = self.alternatives.of(parsed)
        return self.found[parsed.text]

    def _spelling(
        self, parsed: Parsed, alternatives: Sequence[Alternative]
    ) -> tuple[list[Note], Note | None]:
        """Queries to offer in place of a misspelt one; the one that can be taken unasked.

        That exchanges slips alone: a word that is known stays, whatever else may be meant by it.
        """
        meant = MisspellingFinder(self.asked).of(parsed, searched_as(alternatives))
        unsure = doubtful(meant)
        ranks = range(OFFERED) if unsure else ()
        ways = [
            [(m.start, m.end, m.words[min(n, len(m.words) - 1)]) for m in unsure] for n in ranks
        ]
        notes: dict[str, Note] = {}
        # the likeliest word of its own alphabet comes before one that sounds alike
        for edits in [*ways[:1], *self._sounding(parsed), *ways[1:]]:
            again = self.read(edited(parsed.editable, edits))
            if again.text in notes:
                continue
            count = self._brought(parsed, again)
            if count > 0:
                notes[again.text] = _note("spelling", parsed, again, edits, count)
        slips = [(one.start, one.end, one.words[0]) for one in meant if one.slip]
        if not slips or not all(one.slip or one.known for one in meant):
            return list(notes.values()), None
        again = self.read(edited(parsed.editable, slips))
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
        loose = partial(_any_or_all, relaxed=True)
        return (
            loose(before, needed=_needed(parsed, self._alternatives(parsed))),
            loose(after, needed=_needed(again, self._alternatives(again))),
        )

    def _searched(self, parsed: Parsed) -> Node:
        """The expression with other names and spellings."""
        return applied(parsed.expression, self._alternatives(parsed))


def _named(
    parsed: Parsed, alternatives: Sequence[Alternative], changes: Mapping[Node, Word]
) -> Node:
    """What is searched with ``alternatives`` in both languages, or in one without ``changes``."""
    return exchanged(applied(parsed.expression, alternatives), changes)


def _others(alternatives: Sequence[Alternative], one: Alternative) -> tuple[Alternative, ...]:
    return tuple(other for other in alternatives if other is not one)


def _any_or_all(node: Node, *, relaxed: bool, needed: Collection[Node]) -> Node:
    return with_any_of(node, needed) if relaxed else node


def _called(parsed: Parsed, alternatives: Sequence[Alternative]) -> Mapping[Node, str]:
    """How what has another name was typed."""
    named = [one for one in alternatives if one.other is not None]
    nodes = [one.nodes[0] if len(one.nodes) == 1 else And(one.nodes) for one in named]
    typed = [parsed.text[one.start : one.end] for one in named]
    return {applied(node, alternatives): text for node, text in zip(nodes, typed, strict=True)}


def _needed(parsed: Parsed, alternatives: Sequence[Alternative]) -> set[Node]:
    """What the reader requires, as typed and with its alternatives."""
    return {*parsed.required, *(applied(node, alternatives) for node in parsed.required)}


def _words(parsed: Parsed) -> Iterator[Word]:
    """Each word that is helped."""
    return (word for leaf in helped_leaves(parsed) for word in words_of_leaf(leaf.node))


def _substituted(parsed: Parsed, alternatives: Sequence[Alternative]) -> Parsed:
    words = [one for one in alternatives if one.changed is not None]
    leaves = (replace(leaf, node=applied(leaf.node, words)) for leaf in parsed.words)
    expression = applied(parsed.expression, alternatives)
    # under its other names of several words, too
    required, quoted = (
        tuple(applied(node, alternatives) for node in nodes)
        for nodes in (parsed.required, parsed.quoted)
    )
    return replace(
        parsed, expression=expression, words=tuple(leaves), required=required, quoted=quoted
    )


def _place(parsed: Parsed, word: Word) -> int:
    """Where ``word`` stands in the text."""
    leaf = next(leaf for leaf in helped_leaves(parsed) if word in words_of_leaf(leaf.node))
    return max(leaf.start, parsed.text.find(word.text, leaf.start, leaf.end))


def _note(code: str, parsed: Parsed, again: Parsed, edits: list[Edit], count: int) -> Note:
    """The rewrite of the piece of the query from the first to the last edit."""
    start, end = edits[0][0], edits[-1][1]
    written = again.text[start : end + len(again.text) - len(parsed.text)]
    return Note(code, parsed.text[start:end], start, written, again.text, count)
