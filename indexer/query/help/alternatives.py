"""What stands for the words of a query beside themselves: other names, other spellings.

A word that has another name of one word, or another spelling, stays one word with more terms, so
that it weighs as one. Several words, or a name of several, become "these, or those side by side".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.query.function_words import is_function_word
from indexer.query.help.asked import Asked
from indexer.query.help.helped import (
    compound,
    helped_leaves,
    placed_words,
    words_of_leaf,
)
from indexer.query.help.misspelt import MisspellingFinder
from indexer.query.help.names import Name, Names
from indexer.query.help.substitution import substitute, widened
from indexer.query.help.transliteration import Spelling
from indexer.query.parser import Leaf, Parsed
from schemas.expression import And, Node, Or, Phrase, Word

QUOTES = '"“”„«»'
"""Marks that begin a phrase."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What is looked for beside the nodes of the query at [start, end) of its text.

    ``written``: as a query writes it. ``changed``: the word with more terms, if it stays one;
    else ``other`` is looked for as well.
    """

    nodes: tuple[Node, ...]
    start: int
    end: int
    written: tuple[str, ...]
    changed: Word | None = None
    other: Node | None = None


def applied(node: Node, alternatives: Sequence[Alternative]) -> Node:
    """``node`` with all of ``alternatives``."""
    runs = {one.nodes: one.other for one in alternatives if one.other is not None}
    return substitute(widened(node, runs), _changes(alternatives))


def _changes(alternatives: Sequence[Alternative]) -> Mapping[Word, Word]:
    """The words that have more terms."""
    return {
        one.nodes[0]: one.changed
        for one in alternatives
        if one.changed is not None and isinstance(one.nodes[0], Word)
    }


def searched_as(alternatives: Sequence[Alternative]) -> Mapping[Node, Node]:
    """What is searched for each word that has an alternative, and for each leaf."""
    found: dict[Node, Node] = {}
    for one in alternatives:
        for node in one.nodes:
            found[node] = one.changed or Or((node, one.other or node))
            if one.other is not None:
                found |= {word: Or((word, one.other)) for word in words_of_leaf(node)}
    return found


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Finds those of one query."""

    names: Names
    asked: Asked

    def of(self, parsed: Parsed) -> tuple[Alternative, ...]:
        """All alternatives that articles have, in the order of the text."""
        asked = set(_operands(parsed.expression))
        runs = [one for run in self._runs(parsed) for one in self._in_run(run, asked)]
        # the words of a name of several are no names by themselves
        taken = {node for one in runs if len(one.nodes) > 1 for node in one.nodes}
        words = (
            one
            for leaf in helped_leaves(parsed)
            if leaf.node not in taken
            for one in self._in_leaf(parsed, leaf)
        )
        return tuple(sorted((*runs, *words), key=lambda one: one.start))

    def _in_leaf(self, parsed: Parsed, leaf: Leaf) -> Iterator[Alternative]:
        """Those of a compound as a whole (Yoshkar-Ola), else those of each word."""
        whole = compound(leaf.node)
        found = self._word(whole, leaf.start, leaf.end) if whole else None
        if found is not None:
            yield found
            return
        for start, end, word in placed_words(parsed, leaf):
            if (one := self._word(word, start, end)) is not None:
                yield one

    def _runs(self, parsed: Parsed) -> Iterator[list[Leaf]]:
        """The leaves between which nothing stands; phrases in quotation marks stay as they are.

        What is required stands alone: as a part of a name it could be missing.
        """
        run: list[Leaf] = []
        stay = {*parsed.required, *parsed.quoted}
        for leaf in helped_leaves(parsed):
            quoted = parsed.text[leaf.start] in QUOTES
            apart = run and parsed.text[run[-1].end : leaf.start].strip(" .-–—'’")
            alone = any(each.node in stay for each in (*run[-1:], leaf))
            if (quoted or apart or alone) and run:
                yield run
                run = []
            if not quoted:
                run.append(leaf)
        if run:
            yield run

    def _in_run(self, run: list[Leaf], asked: set[Node]) -> Iterator[Alternative]:
        """The names in a run of leaves, the longest first, none within another.

        ``asked``: what the query asks for, which function words ("of") may be missing from.
        """
        words = [list(words_of_leaf(leaf.node)) for leaf in run]
        at = 0
        while at < len(run):
            longest = self.names.longest(words[at][0]) if words[at] else 0
            for end in range(min(len(run), at + longest), at, -1):
                found = self._name(run[at:end], words[at:end], asked)
                if found is not None:
                    yield found
                    at = end
                    break
            else:
                at += 1

    def _name(
        self, run: list[Leaf], every: list[list[Word]], asked: set[Node]
    ) -> Alternative | None:
        """The other names of a run of leaves, those of one word left to ``_word``."""
        words = [word for each in every for word in each]
        several = len(words) > 1
        others = [n for n in self.names.others(words) if several or len(n.words) > 1]
        field = words[0].field
        nodes = {name: _node(name, words[0]) for name in others}
        known = {name: node for name, node in nodes.items() if self.asked.has(node)}
        if not known or any(word.field != field for word in words):
            return None
        node = Or(tuple(known.values())) if len(known) > 1 else next(iter(known.values()))
        start, end = run[0].start, run[-1].end
        written = tuple(name.text if len(name.words) == 1 else f'"{name.text}"' for name in known)
        found = tuple(leaf.node for leaf in run if leaf.node in asked)
        tied = any(  # to another word, by NEAR and the like
            leaf.node not in asked and not _is_function_word(leaf.node) for leaf in run
        )
        return Alternative(found, start, end, written, other=node) if found and not tied else None

    def _word(self, word: Word, start: int, end: int) -> Alternative | None:
        """The other names of one word, and its other spellings if it is no slip of another word."""
        if word.terms and all(map(str.istitle, word.terms)):
            return None  # surname: asks for that alone
        names = self.names.others((word,))
        one = [name for name in names if len(name.words) == 1]
        alias = [name for name in one if self.asked.has(_node(name, word))]
        spelling = self._spelling(word, self.names.others((word,), cities=False) if names else ())
        written = tuple(name.text for name in alias)
        known = {text.lower() for text in written}
        written += tuple(t for t in spelling.written if t.lower() not in known) if spelling else ()
        terms = {term for name in alias for term in name.words[0].terms}
        terms |= {*spelling.terms} if spelling else set()
        if not written:
            return None
        changed = replace(word, terms=tuple(sorted({*word.terms, *terms})))
        return Alternative((word,), start, end, tuple(dict.fromkeys(written)), changed=changed)

    def _spelling(self, word: Word, names: Sequence[Name]) -> Spelling | None:
        """What sounds like ``word``; if it has other ``names``, only some of that.

        Then it must be in the alphabet of ``word`` or sound like one of the names:
        Georgia is Грузия, not Георгий; Махачкала is Makhachkala and Mahachkala.
        """
        found = self.asked.spelling(word)
        if found is None:
            return None
        if names:
            latin = word.text.isascii()
            # what is in Latin letters may sound like the name itself: Kiev like Киев
            own = () if latin else self.names.meant((word,))
            return found.among((*(name.text for name in names), *own), latin=latin)
        if not found.sure and MisspellingFinder(self.asked).is_slip(word):
            return None
        return found


def _operands(node: Node) -> Iterator[Node]:
    """What stands under AND and OR."""
    if isinstance(node, And | Or):
        yield node
        for child in node.children:
            yield from _operands(child)
    else:
        yield node


def _is_function_word(node: Node) -> bool:
    return isinstance(node, Word) and is_function_word(node.text)


def _node(name: Name, typed: Word) -> Word | Phrase:
    """What finds ``name`` in the field of ``typed``."""
    words = tuple(replace(word, field=typed.field) for word in name.words)
    return words[0] if len(words) == 1 else Phrase(words, text=name.text)
