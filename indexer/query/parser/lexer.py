"""A query → lexemes with their places. One pass, linear, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.query.parser.model import Problem

Kind: TypeAlias = Literal[
    "word", "phrase", "open", "close", "field", "and", "or", "not", "near", "sentence", "paragraph"
]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: ``text`` is its content, ``start`` and ``end`` its place.

    ``exact``: of a word or phrase behind "=". ``number``: the distance of a "near".
    """

    kind: Kind
    text: str
    start: int
    end: int
    exact: bool = False
    number: int | None = None


FIELDS = {
    "title": "title", "заголовок": "title",
    "lede": "lede", "лид": "lede",
    "body": "body", "текст": "body",
    "region": "region", "регион": "region",
    "topic": "topic", "тема": "topic",
    "person": "person", "человек": "person",
    "organisation": "organisation", "organization": "organisation", "организация": "organisation",
    "language": "language", "lang": "language", "язык": "language",
    "before": "before", "до": "before",
    "after": "after", "после": "after",
    "date": "date", "дата": "date",
}  # fmt: skip
"""Every name of a field, and the field."""

TEXT_FIELDS = frozenset({"title", "lede", "body"})
"""The fields that hold words; the others are filters."""

OPERATORS: dict[str, Kind] = {
    "AND": "and", "И": "and",
    "OR": "or", "ИЛИ": "or",
    "NOT": "not", "НЕ": "not",
    "NEAR": "near", "РЯДОМ": "near",
    "SENTENCE": "sentence", "ПРЕДЛОЖЕНИЕ": "sentence",
    "PARAGRAPH": "paragraph", "АБЗАЦ": "paragraph",
}  # fmt: skip
"""The operators that are words: in capitals only."""

_QUOTES = {'"': '"“”„‟', "“": '”"“', "”": '”"', "‟": '”"', "„": '“”"', "«": '»"'}
"""Each opening quotation mark and what may close it."""

_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r'[^\s()|"“”„‟«»]+')
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):", re.IGNORECASE)
_SLASH = re.compile(r"/(?:(\d{1,9})|([sp]))(?=[\s()]|$)", re.IGNORECASE)
_NEAR = re.compile(r"(NEAR|РЯДОМ)/?(\d{1,9})")
_NEARS = frozenset(word for word, kind in OPERATORS.items() if kind == "near")
_NUMBER = re.compile(r"[1-9]\d?")
_OPERANDS = frozenset({"word", "phrase", "open", "field", "not"})
_SYMBOLS: dict[str, Kind] = {"(": "open", ")": "close", "|": "or"}
_LONG_WORD = 6
"""Letters from which on a word in capitals is not an abbreviation."""


def lexemes(text: str, problems: list[Problem]) -> list[Lexeme]:
    """The lexemes of ``text``; what is wrong with quotation marks goes to ``problems``."""
    found = _distances(list(_Scanner(text, problems).scan()))
    _warn_of_capitals(text, found, problems)
    return found


def _distances(found: list[Lexeme]) -> list[Lexeme]:
    """The lexemes with the number behind NEAR, if an operand follows it, as its distance."""
    kept: list[Lexeme] = []
    for at, lexeme in enumerate(found):
        last = kept[-1] if kept else None
        follows = found[at + 1].kind if at + 1 < len(found) else "close"
        if (
            last
            and last.text in _NEARS  # NEAR/2 has its number
            and lexeme.kind == "word"
            and _NUMBER.fullmatch(lexeme.text)
            and follows in _OPERANDS  # else the number is the operand: мэр NEAR 5
        ):
            number = int(lexeme.text)
            kept[-1] = Lexeme(
                "near", f"{last.text} {number}", last.start, lexeme.end, number=number
            )
        else:
            kept.append(lexeme)
    return kept


class _Scanner:
    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.at = 0
        self.unclosed: set[str] = set()
        """Opening marks known to have no closing one from here to the end.

        Without it each of many open marks would search the rest of the text again.
        """

    def scan(self) -> Iterator[Lexeme]:
        while self.at < len(self.text):
            if space := _SPACE.match(self.text, self.at):
                self.at = space.end()
                continue
            lexeme = self._next()
            if lexeme is not None:
                yield lexeme

    def _next(self) -> Lexeme | None:
        start, sign = self.at, self.text[self.at]
        if sign in _SYMBOLS:
            self.at = _run(self.text, start, "|") if sign == "|" else start + 1
            return Lexeme(_SYMBOLS[sign], self.text[start : self.at], start, self.at)
        if sign in "-\u2212":
            return self._minus(start)
        if slash := _SLASH.match(self.text, start):
            return self._slash(slash)
        exact = sign == "="
        if sign in "=+":
            self.at = _run(self.text, start, sign)
        return self._operand(start, exact=exact)

    def _minus(self, start: int) -> Lexeme | None:
        """A single minus before a word excludes it; any other is a dash."""
        self.at = end = _run(self.text, start, "-\u2212")
        before_word = end < len(self.text) and not self.text[end].isspace()
        if end - start > 1 or not before_word:
            return None
        return Lexeme("not", self.text[start:end], start, end)

    def _slash(self, slash: re.Match[str]) -> Lexeme:
        self.at = slash.end()
        number, scope = slash.groups()
        place = slash[0], slash.start(), slash.end()
        if number is not None:
            return Lexeme("near", *place, number=int(number))
        return Lexeme("sentence" if scope in "sS" else "paragraph", *place)

    def _operand(self, start: int, *, exact: bool) -> Lexeme | None:
        if self.at == len(self.text):
            return None
        sign = self.text[self.at]
        if sign in _QUOTES or sign == "»":
            return self._phrase(start, sign, exact=exact)
        chunk = _CHUNK.match(self.text, self.at)
        if chunk is None:  # a space or a parenthesis behind "=" or "+"
            return None
        if field := _FIELD.match(self.text, self.at, chunk.end()):
            self.at = field.end()
            return Lexeme("field", field[0], start, self.at)
        self.at = chunk.end()
        signed = start < chunk.start()  # "=or", "+or": the word is meant
        operator = None if signed else _operator(chunk)
        return operator or Lexeme("word", chunk[0], start, self.at, exact)

    def _phrase(self, start: int, sign: str, *, exact: bool) -> Lexeme | None:
        inside = self.at + 1
        closers = _QUOTES.get(sign, "")
        end = -1
        if closers and sign not in self.unclosed:
            closing = re.compile(f"[{closers}]").search(self.text, inside)
            end = closing.start() if closing else -1
        if end < 0:
            self.unclosed.add(sign)
            self.problems.append(Problem(self.at, "unclosed-quote", sign))
            self.at = inside
            return None
        self.at = end + 1
        return Lexeme("phrase", self.text[inside:end], start, self.at, exact)


def field_name(lexeme: Lexeme) -> str:
    """The field that a "field" lexeme names."""
    return FIELDS[lexeme.text.rstrip(":").lower()]


def is_filter(lexeme: Lexeme) -> bool:
    """Whether what follows ``lexeme`` is the value of a filter."""
    return lexeme.kind == "field" and field_name(lexeme) not in TEXT_FIELDS


def _run(text: str, start: int, signs: str) -> int:
    end = start
    while end < len(text) and text[end] in signs:
        end += 1
    return end


def _operator(chunk: re.Match[str]) -> Lexeme | None:
    place = chunk[0], chunk.start(), chunk.end()
    if chunk[0] in {"&", "&&"}:
        return Lexeme("and", *place)
    if near := _NEAR.fullmatch(chunk[0]):
        return Lexeme("near", *place, number=int(near[2]))
    kind = OPERATORS.get(chunk[0])
    return None if kind is None else Lexeme(kind, *place)


def _warn_of_capitals(text: str, found: list[Lexeme], problems: list[Problem]) -> None:
    """A headline in capitals may hold НЕ as a word: say that it was read as an operator."""
    if text != text.upper():
        return
    words = [lexeme.text for lexeme in found if lexeme.kind == "word"]
    if not any(len(word) >= _LONG_WORD for word in words):
        return
    for lexeme in found:
        if lexeme.text in OPERATORS:
            problems.append(Problem(lexeme.start, "capitals", lexeme.text))
            return
