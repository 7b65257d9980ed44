"""A query in both languages: its words stand for what they are called in the other one, too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.analysis import Analyzer
from indexer.analysis.normalise import normalise
from indexer.query.function_words import is_function_word
from indexer.query.help.alternatives import QUOTES
from indexer.query.help.helped import helped_leaves
from indexer.query.help.substitution import exchanged
from indexer.query.parser import Leaf, Parsed
from indexer.translation.table import Translation, Translations
from schemas.document import EXACT
from schemas.expression import And, Node, Or, Word, parts
from schemas.results import Note

MOST = 4
"""Translations of one word, the best ones."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A word of a query, and the same with what it stands for in the other language."""

    leaf: Leaf
    changed: Word
    written: tuple[str, ...]

    def note(self, text: str) -> Note:
        """What the reader is told of it. ``text``: of the query."""
        typed = text[self.leaf.start : self.leaf.end]
        said = ", ".join(self.written)
        return Note("translated", typed, self.leaf.start, said, words=self.written, applied=True)


def translated(
    typed: Parsed,
    helped: Parsed,
    table: Translations,
    analyzer: Analyzer,
    not_as: Collection[str] = (),
) -> tuple[Translated, ...]:
    """The words of ``helped`` that have translations, in the order of the text.

    ``typed``: the same query before it was helped. What is exact, excluded, in quotation marks, in
    a field or tied to another word stays as it is, and so does a word that is joined by OR to one
    of the other alphabet, as names are by help. ``not_as``: words of the other language that are
    not meant; no other one takes the place of one that is refused.
    """
    refused = terms_of(not_as, analyzer)
    found: list[Translated] = []
    for leaf, word in translatable(typed, helped):
        others = [one for one in best(table.of, word, (), MOST) if one.term not in refused]
        if others:
            terms = tuple(sorted({*word.terms, *(one.term for one in others)}))
            shown = tuple(dict.fromkeys(one.written for one in others))
            found.append(Translated(leaf, replace(word, terms=terms), shown))
    return tuple(found)


def translatable(typed: Parsed, helped: Parsed) -> Iterator[tuple[Leaf, Word]]:
    """The words that may stand for others, each once: see ``translated``."""
    free = set(_operands(helped.expression))
    told = {word.text for node in (typed, helped) for word in _told_twice(node.expression)}
    for leaf in helped_leaves(helped):
        word = leaf.node
        if not isinstance(word, Word) or word not in free or word.text in told:
            continue
        if helped.text[leaf.start] not in QUOTES and _can_be(word):
            free.remove(word)
            yield leaf, word


def terms_of(words: Collection[str], analyzer: Analyzer) -> set[str]:
    """The terms of words that a reader refuses."""
    return {term for word in words for term in analyzer.terms(normalise(word).lower())}


def in_both(parsed: Parsed, words: Sequence[Translated]) -> Parsed:
    """``parsed`` with ``words`` in both languages."""
    if not words:
        return parsed
    changes = changes_of(words)
    places = {one.leaf.start: one.changed for one in words}
    leaves = (replace(leaf, node=places.get(leaf.start, leaf.node)) for leaf in parsed.words)
    return replace(
        parsed,
        expression=exchanged(parsed.expression, changes),
        words=tuple(leaves),
        required=tuple(exchanged(node, changes) for node in parsed.required),
        quoted=tuple(exchanged(node, changes) for node in parsed.quoted),
    )


def changes_of(words: Sequence[Translated]) -> Mapping[Node, Word]:
    """What each of ``words`` is exchanged for."""
    return {one.leaf.node: one.changed for one in words}


def _operands(node: Node) -> Iterator[Node]:
    """What stands under AND and OR."""
    if isinstance(node, And | Or):
        for child in node.children:
            yield from _operands(child)
    else:
        yield node


def _told_twice(node: Node) -> Iterator[Word]:
    """The words of an OR that names both alphabets: the reader has translated them."""
    match node:
        case Or(children):
            words = [part for part in parts(node) if isinstance(part, Word)]
            if len({_is_latin(word.text) for word in words}) > 1:
                yield from words
            else:
                for child in children:
                    yield from _told_twice(child)
        case And(children):
            for child in children:
                yield from _told_twice(child)


def _can_be(word: Word) -> bool:
    """Whether ``word`` may have translations: it is neither light, in a field nor in both."""
    terms = [term for term in word.terms if not term.startswith(EXACT)]
    mixed = len(set(map(_is_latin, terms))) > 1
    plain = word.field is None and word.weight == 1 and not is_function_word(word.text)
    return bool(terms) and not mixed and plain


def best(
    others: Callable[[str], Iterable[Translation]],
    word: Word,
    refused: Collection[str],
    most: int,
) -> list[Translation]:
    """The best ``most`` of ``others`` of all terms of ``word``, each once."""
    found: dict[str, Translation] = {}
    for one in (one for term in word.terms for one in others(term)):
        if one.term not in refused and one.score > getattr(found.get(one.term), "score", -1.0):
            found[one.term] = one
    return sorted(found.values(), key=lambda one: (-one.score, one.term))[:most]


def _is_latin(text: str) -> bool:
    return text.isascii()
