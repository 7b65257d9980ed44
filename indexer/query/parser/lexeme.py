"""A piece of a query, and the names that fields and operators have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "word", "phrase", "address", "everything", "open", "close", "field",
    "and", "or", "not", "near", "sentence", "paragraph",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: ``text`` is its content, ``start`` and ``end`` its place.

    ``exact``: of a word or phrase behind "=". ``required``: of a word, phrase, field or opening
    parenthesis behind "+", which its place does not hold. ``number``: the distance
    of a "near"; of a phrase how many other words may stand among its own, None when it is none.
    """

    kind: Kind
    text: str
    start: int
    end: int
    exact: bool = False
    number: int | None = None
    required: bool = False


FIELDS = {
    "title": "title", "заголовок": "title", "intitle": "title", "headline": "title",
    "allintitle": "title",
    "lede": "lede", "лид": "lede", "lead": "lede",
    "body": "body", "текст": "body", "text": "body", "intext": "body", "inbody": "body",
    "allintext": "body",
    "region": "region", "регион": "region",
    "topic": "topic", "тема": "topic",
    "surname": "surname", "фамилия": "surname",
    "person": "person", "человек": "person",
    "organisation": "organisation", "organization": "organisation", "организация": "organisation",
    "author": "author", "автор": "author", "byline": "author",
    "source": "source", "источник": "source", "издание": "source", "site": "source",
    "сайт": "source",
    "keyword": "keyword", "keywords": "keyword", "tag": "keyword", "ключевое": "keyword",
    "слово": "keyword", "тег": "keyword",
    "language": "language", "lang": "language", "язык": "language",
    "before": "before", "до": "before", "until": "before",
    "after": "after", "после": "after", "since": "after",
    "url": "url", "адрес": "url", "ссылка": "url",
    "id": "id", "ид": "id",
    "date": "date", "дата": "date", "year": "date", "год": "date", "published": "date",
}  # fmt: skip
"""Every name of a field, and the field."""

SURNAME = "surname"
"""What is written like a field, and reads words as surnames."""

TEXT_FIELDS = frozenset({"title", "lede", "body"})
"""The fields that hold words."""

LOCATING = frozenset({"url", "id"})
"""The fields that name articles; the others are filters."""

_WHOLE = frozenset({"allintitle", "allintext"})
"""Names of fields that hold all words up to the end of the group."""

OPERATORS: dict[str, Kind] = {
    "AND": "and", "И": "and",
    "OR": "or", "ИЛИ": "or",
    "NOT": "not", "НЕ": "not", "ANDNOT": "not",
    "NEAR": "near", "РЯДОМ": "near", "ADJ": "near",
    "SENTENCE": "sentence", "ПРЕДЛОЖЕНИЕ": "sentence",
    "PARAGRAPH": "paragraph", "АБЗАЦ": "paragraph",
}  # fmt: skip
"""The operators that are words: in capitals only."""


def field_name(lexeme: Lexeme) -> str:
    """The field that a "field" lexeme names."""
    return FIELDS[_typed(lexeme)]


def is_filter(lexeme: Lexeme) -> bool:
    """Whether what follows ``lexeme`` is the value of a filter."""
    return lexeme.kind == "field" and field_name(lexeme) not in {*TEXT_FIELDS, *LOCATING, SURNAME}


def holds_all(lexeme: Lexeme) -> bool:
    """Whether a "field" lexeme is that of all words that follow it."""
    return _typed(lexeme) in _WHOLE


def _typed(field: Lexeme) -> str:
    return field.text.rstrip(":").lower()
