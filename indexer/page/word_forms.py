"""The forms found: how each word of a query is written in the articles that match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.function_words import is_function_word
from indexer.query.parser import Leaf, Parsed
from indexer.query.parser.leaves import EXCLUDED, WITHOUT
from indexer.query.parser.lexeme import FIELDS
from indexer.query.reader import ReadQuery
from schemas.document import EXACT
from schemas.expression import And, Ids, Near, Node, Not, Or, Part, Phrase, Together, Word
from schemas.query import Request
from schemas.results import WordForms, WrittenForm

WORDS = 16
"""Words of a query whose forms are listed, the first."""

LISTED = 24
"""Forms listed of one word, the most frequent."""

_QUOTES = '"“”„‟«»'
_BEFORE = re.compile(rf"[\s(|]$|(?<!\w)(?:{'|'.join(FIELDS)}):$", re.IGNORECASE)
_AFTER = re.compile(rf"(?:{WITHOUT}(?P<forms>[^\s()|{_QUOTES}]+)|[.,;:!…]*)(?=[\s()|]|$)")
_FORM = re.compile(rf"[^\s,;:/!…()|*?{_QUOTES}]+")
"""A form that can be written in a query as it stands."""


def forms_found(
    read: ReadQuery, searcher: Searcher, analyzer: Analyzer
) -> tuple[tuple[WordForms, ...], bool]:
    """The forms of the words of a query in its matches; whether all are there.

    Words that were excluded or dropped have none. Forms that differ in capitals are one: their
    count is of articles that have either. Where any of the words are searched there are no queries
    for a form: with that form all words may be, and others are found.
    """
    parts = list(_parts(read.parsed))
    request = replace(read.request, offset=0, limit=0, facets=False)
    forms = _Forms(read.parsed.editable, request, searcher, analyzer, relaxed=read.relaxed)
    found = (forms.of(leaf, part) for leaf, part in parts[:WORDS])
    return tuple(word for word in found if word.forms), len(parts) <= WORDS


def _parts(parsed: Parsed) -> Iterator[tuple[Leaf, Part]]:
    """The words and wildcards that are searched, each once, with the leaf that holds it.

    Without the function words of a phrase: their forms tell nothing.
    """
    left = set(_words(parsed.expression))
    for leaf in parsed.words:
        for part in () if leaf.excluded else _words(leaf.node):
            if part in left:
                left.remove(part)
                if part == leaf.node or not is_function_word(part.text):
                    yield leaf, part


def _words(node: Node) -> Iterator[Part]:
    match node:
        case And(parts) | Or(parts) | Near(parts) | Together(parts) | Phrase(parts):
            for part in parts:
                yield from _words(part)
        case Not() | Ids():
            return
        case _:
            yield node


def _needed(node: Node) -> Iterator[Node]:
    """What every match has by itself, not beside OR, and not near something."""
    if isinstance(node, And):
        for child in node.children:
            yield from _needed(child)
    else:
        yield node


@dataclass(frozen=True, slots=True)
class _Forms:
    text: str
    request: Request
    searcher: Searcher
    analyzer: Analyzer
    relaxed: bool

    def of(self, leaf: Leaf, part: Part) -> WordForms:
        counts: dict[str, list[tuple[str, int]]] = {}
        for one in self.searcher.forms(part, self.request):
            counts.setdefault(one.form.lower(), []).append((one.form, one.count))
        listed = list(counts.values())[:LISTED]
        forms = [self._form(leaf, part, written) for written in listed]
        forms.sort(key=lambda form: (-form.count, form.form))
        return WordForms(part.text, tuple(forms), len(counts) - len(forms))

    def _form(self, leaf: Leaf, part: Part, written: list[tuple[str, int]]) -> WrittenForm:
        (form, count), *others = written
        if others:  # an article may have several of them: their counts cannot be added
            terms = tuple(sorted(EXACT + one for one, _ in written))
            either = And((self.request.expression, Word(terms, part.field)))
            count = self.searcher.search(replace(self.request, expression=either)).whole().total
        without, alone = self._queries(leaf, part, form)
        is_needed = leaf.node in _needed(self.request.expression)
        return WrittenForm(form, count, without, alone, is_needed)

    def _queries(self, leaf: Leaf, part: Part, form: str) -> tuple[str, str]:
        """The query without this form of the word, and with no other; "" for what cannot be."""
        start, text = leaf.start, self.text
        # 20 characters hold the longest name of a field
        before = start == 0 or _BEFORE.search(text[max(0, start - 20) : start])
        after = _AFTER.match(text, leaf.end)
        writable = _FORM.fullmatch(form) and EXACT + form in self.analyzer.exact(form)
        if self.relaxed or leaf.node != part or leaf.exact or not (before and after and writable):
            return "", ""
        rest = text[after.end() :]
        alone = f"{text[:start]}{EXACT}{form}{rest}"
        known = after["forms"].split(",") if after["forms"] else []
        if not isinstance(part, Word) or len(known) >= EXCLUDED:
            return "", alone
        return f"{text[: leaf.end]}{WITHOUT}{','.join([*known, form])}{rest}", alone
