"""What is marked is what the analysis of the whole text says of each word."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from fnmatch import translate
from functools import cache
from itertools import product

import pytest
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Token, default_analyzer
from indexer.page.snippets.marks import TextPiece, wanted
from indexer.query.parser import parse
from schemas.document import EXACT
from schemas.expression import And, Node, Or, Part, Phrase, Wildcard, Word

ANALYZER = default_analyzer()
QUERIES = (
    "суд", "суда приговор", '"верховный суд"', "«суд да дело»", "суд*", "*суд", "с?д", "*",
    "р*а", "=суд", "=Шали", "шали!=шаль", "Шали", "Газа", "U.S.", "US", "Ф.С.Б.", "ФСБ",
    "гӀалгӀай", "10 000", "президент", "Алхан-Кала", "алхан", "Ту-154", "Ту154М",
    "ковид OR COVID19", "AT&T", "кафе", "café", "Евкуров", "title:суд", "lede:суд", "ё",
    "москва", "судья", "союз", "i*", "d'артаньян", '"алхан кала"', '"в Грозном"', '"с* суд"',
    "04.12.2024", "я*", "-суд", "(суд OR дело) -приговор",
)  # fmt: skip
PIECES = (
    "суд", "Суд", "суда", "СУДЫ", "верховный", "Верховного", "дело", "да", "приговор", "г.",
    "Шали", "шали", "Газа", "U.S.", "US", "Ф.С.Б.", "ФСБ", "ГӀалгӀай", "гIалгIай", "10 000",
    "10000", "½", "пре-\nзидент", "Йошкар-\nОла", "суд\u00ad\nья", "со\u00adюз", "Алхан-Кала",
    "М.Евкуров", "İ", "http://news.example/суд", "AT&T", "Moсква", "Ту-154", "Ту154М",
    "COVID19", "ковида", "кафе́", "café", "д'Артаньян", "04.12.2024", "\U0001f600", "\ud800",
    "суд" * 50, " ", " ", " ", ", ", ". ", ".", "!", "\n", "\n\n", " — ", ": ", "«", "»", "-",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40)


@cache
def read(query: str) -> Node:
    return parse(query, ANALYZER, {}, date(2026, 1, 1)).expression


def leaves(node: Node) -> list[Word | Wildcard | Phrase]:
    if isinstance(node, And | Or):
        return list(dict.fromkeys(leaf for child in node.children for leaf in leaves(child)))
    return [node] if isinstance(node, Word | Wildcard | Phrase) else []


def fits(part: Part, token: Token) -> bool:
    if isinstance(part, Wildcard):
        pattern = translate(part.pattern.replace("[", "[[]"))
        return bool(re.match(pattern, token.form.lower()))
    asked = {*token.terms, EXACT + token.form}
    return token.form not in part.without and not asked.isdisjoint(part.terms)


def every_mark(expression: Node, text: str, field: str) -> set[tuple[int, tuple]]:
    """By the definitions alone: each token is asked whether it fits each part."""
    at: dict[int, list[Token]] = {}
    for token in ANALYZER.tokens(text):
        at.setdefault(token.position, []).append(token)
    found = set()
    for number, leaf in enumerate(leaves(expression)):
        parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
        if any(part.field not in {None, field} for part in parts):
            continue
        for first in at:
            choices = [
                [(one.start, one.end) for one in at.get(first + step, ()) if fits(part, one)][:1]
                for step, part in enumerate(parts)
            ]
            found |= {(number, words) for words in product(*choices)}
    return found


def agreed(query: str, texts: list[str]) -> None:
    expression = read(query)
    pieces = [
        TextPiece(("title", "body")[n % 2], text, 0, len(text)) for n, text in enumerate(texts)
    ]
    for piece, marks in zip(pieces, wanted(expression).marks(pieces, ANALYZER), strict=True):
        assert {(one.leaf, one.spans) for one in marks} == every_mark(
            expression, piece.text, piece.field
        ), (query, piece.text)
        assert [(one.start, one.leaf) for one in marks] == sorted(
            (one.start, one.leaf) for one in marks
        )


@settings(max_examples=tries(600), deadline=None)
@given(st.sampled_from(QUERIES), st.lists(TEXT, max_size=4))
def test_marks_are_all_words_that_fit(query: str, texts: list[str]) -> None:
    agreed(query, texts)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_finds_what_there_is_in_all_pieces(query: str) -> None:
    agreed(query, [" ".join(PIECES), ". ".join(PIECES), "\n\n".join(PIECES), *PIECES])


@pytest.mark.corpora
def test_real_articles_are_marked_so(corpora) -> None:
    with gzip.open(corpora / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as file:
        posts = [json.loads(line)["text"] for line in file][::200]
    with gzip.open(corpora / "reuters-21578.jsonl.gz", "rt", encoding="utf-8") as file:
        posts += [json.loads(line)["body"] for line in file][::200]
    for query in ("суд*", "в России", '"в России"', "the", "*ий", "said OR сказал", "10"):
        agreed(query, posts)
