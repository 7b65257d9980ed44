"""Lexemes → the expression, by recursive descent. Depth is bounded, time linear.

Precedence, tightest first: NOT; NEAR, sentence, paragraph; AND (or nothing at all); OR.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from indexer.analysis import Analyzer
from indexer.query.parser.filters import Chosen, Resolver
from indexer.query.parser.leaves import LeafScope, Leaves
from indexer.query.parser.lexeme import (
    LOCATING,
    SURNAME,
    TEXT_FIELDS,
    Kind,
    Lexeme,
    field_name,
    holds_all,
)
from indexer.query.parser.lexer import lexemes
from indexer.query.parser.model import DEPTH, LENGTH, PROBLEMS, Code, Parsed, Problem, WrittenFilter
from indexer.query.parser.nearby import tie
from schemas.expression import (
    EVERYTHING,
    NOTHING,
    And,
    Field,
    Ids,
    Node,
    Not,
    Or,
    Wildcard,
    Word,
)

_TYING: tuple[Kind, ...] = ("near", "sentence", "paragraph")


def parse(text: str, analyzer: Analyzer, resolvers: Mapping[str, Resolver], today: date) -> Parsed:
    """Read ``text`` as a query. Never raises; what was not read as typed is a problem.

    ``resolvers``: of all facets but the language, and of "url" and "id", which give ids of
    articles. ``today``: of relative dates.
    """
    problems: list[Problem] = []
    read = _cut(text, problems)
    found = _balanced(lexemes(read, problems), problems)
    leaves = Leaves(analyzer, problems, found)
    chosen = Chosen(read, resolvers, today, problems)
    parser = _Parser(found, leaves, chosen, problems)
    node = parser.whole()
    if node is None:
        node = _of_no_words(read, chosen, problems)
    problems.sort(key=lambda problem: problem.position)
    kept = tuple(problems[:PROBLEMS])
    # an operator that lacks an operand becomes a word after those that follow it were read
    words = tuple(sorted(leaves.found, key=lambda leaf: leaf.start))
    written = tuple(parser.written)
    return Parsed(
        text=text,
        expression=node,
        filters=chosen.filters,
        period=chosen.period,
        problems=kept,
        words=words,
        written=written,
        required=tuple(dict.fromkeys(parser.required)),
        quoted=tuple(dict.fromkeys(parser.quoted)),
        without=chosen.without,
    )


def _of_no_words(text: str, chosen: Chosen, problems: list[Problem]) -> Node:
    """Everything for an empty query, for "*" and for filters alone, else nothing."""
    if text.strip() == "*":  # asks for everything, and is no wildcard that lacks its letters
        problems.clear()
    elif text.strip() and not (chosen.filters or chosen.period or chosen.without):
        problems.append(Problem(0, "no-words", text[:80]))
        return NOTHING
    return EVERYTHING


def _cut(text: str, problems: list[Problem]) -> str:
    """At most LENGTH characters of ``text``, cut between words where that is possible."""
    if len(text) <= LENGTH:
        return text
    end = max(text.rfind(" ", 0, LENGTH), text.rfind("\n", 0, LENGTH))
    end = end if end > 0 else LENGTH
    problems.append(Problem(end, "cut-length", text[end : end + 80]))
    return text[:end]


def _balanced(found: list[Lexeme], problems: list[Problem]) -> list[Lexeme]:
    """The lexemes with every parenthesis paired and none deeper than DEPTH."""
    kept: list[Lexeme] = []
    opened: list[Lexeme | None] = []
    """Open parentheses; None for one that was too deep."""
    too_deep = False
    for lexeme in found:
        if lexeme.kind == "open":
            deep = len(opened) >= DEPTH
            if deep and not too_deep:
                problems.append(Problem(lexeme.start, "cut-depth", "("))
            too_deep |= deep
            opened.append(None if deep else lexeme)
            if deep:
                continue
        elif lexeme.kind == "close":
            if not opened:
                problems.append(Problem(lexeme.start, "unopened-parenthesis", ")"))
                continue
            if opened.pop() is None:
                continue
        kept.append(lexeme)
    unclosed = [lexeme for lexeme in opened if lexeme is not None]
    problems += [Problem(lexeme.start, "unclosed-parenthesis", "(") for lexeme in unclosed]
    end = found[-1].end if found else 0
    return kept + [Lexeme("close", ")", end, end) for _ in unclosed]


class _Parser:
    def __init__(
        self, found: list[Lexeme], leaves: Leaves, chosen: Chosen, problems: list[Problem]
    ) -> None:
        self.found = found
        self.at = 0
        self.depth = 0
        self.tied = False
        self.leaves = leaves
        self.chosen = chosen
        self.problems = problems
        self.written: list[WrittenFilter] = []
        """The filters that were read."""
        self.values: list[str] = []
        """Their values, for the remark that they hold for the whole query."""
        self.required: list[Node] = []
        """What stands behind "+"."""
        self.quoted: list[Node] = []
        """Each word alone in quotation marks."""

    def whole(self) -> Node | None:
        return self.either(LeafScope())

    def either(self, scope: LeafScope) -> Node | None:
        """Groups with OR between them."""
        first_filter = len(self.written)
        groups = [self._group(scope)]
        operators: list[Lexeme] = []
        while self._is("or"):
            operators.append(self._take())
            groups.append(self._group(scope))
        if operators:
            self._remark_whole(first_filter)
        for number, operator in enumerate(operators):
            left, right = groups[number : number + 2]
            if not left:
                right.insert(0, self._as_word(operator, scope))
            elif not right:
                left.append(self._as_word(operator, scope))
        found = [node for group in groups if (node := _joined(group)) is not None]
        if len(found) < 2:
            return found[0] if found else None
        # each once: what is written out of a compound spread over NEAR holds its phrase twice
        every = tuple(dict.fromkeys(child for node in found for child in _children(node, Or)))
        return Or(every) if len(every) > 1 else every[0]

    def _group(self, scope: LeafScope) -> list[Node | None]:
        """Operands that must all match; [] when there is none, [None] when none is a word."""
        start = self.at
        node = self.every(scope)
        return [node] if self.at > start else []

    def every(self, scope: LeafScope) -> Node | None:
        """Operands that must all match."""
        nodes: list[Node | None] = []
        while self.at < len(self.found) and not self._is("or", "close"):
            if self._is("and"):
                operator = self._take()
                if not nodes or self._ends():
                    nodes.append(self._as_word(operator, scope))
            elif self._is(*_TYING):
                nodes.append(self._as_word(self._take(), scope))
            else:
                nodes.append(self.near(scope))
        return _joined(nodes)

    def near(self, scope: LeafScope) -> Node | None:
        """Operands with NEAR and its like between them."""
        left = self.unary(scope)
        while self._is(*_TYING):
            operator = self._take()
            right = None if self._missing() else self.unary(scope)
            if left is None or right is None:
                left = _joined([left, self._as_word(operator, scope), right])
            else:
                left = tie(left, operator, right, self.problems) or _joined([left, right])
        return left

    def unary(self, scope: LeafScope) -> Node | None:
        """An operand behind any number of NOT and ``title:``."""
        prefixes: list[Lexeme] = []
        excluded, inner = False, scope
        while self._is("not", "field"):
            if self._is("not"):
                excluded = not excluded
                inner = replace(inner, excluded=not inner.excluded)
            elif (name := field_name(self.found[self.at])) == SURNAME:
                inner = replace(inner, surname=True)
            elif name in TEXT_FIELDS:
                inner = replace(inner, field=cast("Field", name))
            else:
                break
            prefixes.append(self._take())
        if self._missing():
            return _joined([self._as_word(prefix, scope) for prefix in prefixes])
        whole = bool(prefixes) and prefixes[-1].kind == "field" and holds_all(prefixes[-1])
        before, filter = len(self.written), self.found[self.at]
        node = self.every(inner) if whole else self.operand(inner)
        if any(prefix.required for prefix in prefixes):
            self._require(node)
        if prefixes and self.written[before:] and self.written[before].start == filter.start:
            # without its NOT, too, when the filter is taken out of the text
            self.written[before] = replace(self.written[before], start=prefixes[0].start)
        return Not(node) if excluded and node is not None else node

    def operand(self, scope: LeafScope) -> Node | None:
        """A word, a phrase, a group or a filter."""
        lexeme = self._take()
        if lexeme.kind == "open":
            self.depth += 1
            node = self.either(scope)
            self.depth -= 1
            self._take()  # the closing one: _balanced has paired them
            if lexeme.required:
                self._require(node)
            return node
        if lexeme.kind == "field":
            return self.filter(lexeme, scope)
        if lexeme.kind == "everything":
            return EVERYTHING
        if lexeme.kind == "address":
            return self._located("url", lexeme, scope)
        return self._leaf(lexeme, scope)

    def filter(self, name: Lexeme, scope: LeafScope) -> Node | None:
        """``region:`` and its value; its words when that cannot be a filter."""
        if not self._is("word", "phrase", "address"):
            return self._as_word(name, scope)
        value = self._take()
        if field_name(name) in LOCATING:
            return self._located(field_name(name), value, scope)
        field, quoted, excluded = field_name(name), value.kind == "phrase", scope.excluded
        if not (quoted or excluded):
            value, self.at = self.chosen.whole_date(field, value, self.found, self.at)
        if not self.chosen.take(field, value.text, value.start, quoted=quoted, excluded=excluded):
            return self._leaf(value, scope)
        self.written.append(WrittenFilter(field, name.start, value.end, excluded))
        self.values.append(value.text)
        if self.depth:
            self._remark_whole(len(self.written) - 1)
        return None

    def _located(self, field: str, value: Lexeme, scope: LeafScope) -> Node | None:
        """The articles that an address or an id names; its words when there are none."""
        if ids := self.chosen.meant(field, value.text):
            return Ids(ids)
        code: Code = "unknown-id" if field == "id" else "unknown-address"
        self.problems.append(Problem(value.start, code, value.text))
        return self._leaf(value, scope)

    def _leaf(self, lexeme: Lexeme, scope: LeafScope) -> Node | None:
        quoted = lexeme.kind == "phrase"
        node = self.leaves.phrase(lexeme, scope) if quoted else self.leaves.word(lexeme, scope)
        if lexeme.required:
            self._require(node)
        elif quoted and isinstance(node, Word | Wildcard):
            self.quoted.append(node)
        return node

    def _require(self, node: Node | None) -> None:
        """Keep ``node``, or each of its parts if it must have all, from being left out."""
        if node is not None:
            self.required += _children(node, And)

    def _remark_whole(self, first: int) -> None:
        for filter, text in zip(self.written[first:], self.values[first:], strict=True):
            problem = Problem(filter.start, "filter-whole", text)
            if problem not in self.problems:
                self.problems.append(problem)

    def _as_word(self, operator: Lexeme, scope: LeafScope) -> Node | None:
        """An operator or field without an operand is a word."""
        code: Code = "empty-field" if operator.kind == "field" else "missing-operand"
        self.problems.append(Problem(operator.start, code, operator.text))
        return self.leaves.word(replace(operator, kind="word"), scope)

    def _is(self, *kinds: Kind) -> bool:
        return self.at < len(self.found) and self.found[self.at].kind in kinds

    def _ends(self) -> bool:
        return self.at >= len(self.found) or self._is("or", "close")

    def _missing(self) -> bool:
        """Whether no operand starts here."""
        return self._ends() or self._is("and", *_TYING)

    def _take(self) -> Lexeme:
        self.at += 1
        return self.found[self.at - 1]


def _joined(nodes: list[Node | None]) -> Node | None:
    found = [node for node in nodes if node is not None]
    if len(found) < 2:
        return found[0] if found else None
    children = tuple(child for node in found for child in _children(node, And))
    return children[0] if len(children) == 1 else And(children)  # beside *:* one may be left


def _children(node: Node, kind: type[And | Or]) -> tuple[Node, ...]:
    """The children of a node of this kind, which may lie open in another; else the node."""
    return node.children if isinstance(node, And | Or) and isinstance(node, kind) else (node,)
