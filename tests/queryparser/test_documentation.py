"""The examples of docs/query-syntax.md are read without a problem, and as the other language's."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from indexer.analysis import default_analyzer
from indexer.queryparser import Parsed, parse
from indexer.queryparser.model import DEPTH, LENGTH, WILDCARDS, WORDS
from indexer.taxonomy import Taxonomy

TEXT = (Path(__file__).parents[2] / "docs" / "query-syntax.md").read_text(encoding="utf-8")
ENGLISH, RUSSIAN = TEXT.split("\n## ")[1:]
TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
NAMES = ("*", "?", "or", "или", "ё", "е", "lede:", "body:", "лид:", "текст:", "title:", "after:",
         "before:", "после:", "до:")  # fmt: skip
RELATIVE = re.compile(r"\d[wmyднмг]|week|month|месяц|yesterday|вчера|\"2 .*\"")


def read(text: str) -> Parsed:
    return parse(text, default_analyzer(), TAXONOMIES, date(2026, 11, 23))


def cells(section: str) -> list[tuple[str, list[str]]]:
    """For each row of the table the example and the ones given as its like."""
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    split = [re.split(r"(?<!\\)\|", row)[1:3] for row in rows]
    return [(codes(first)[0], codes(second)) for first, second in split]


def codes(text: str) -> list[str]:
    return [code.replace("\\|", "|") for code in re.findall(r"`([^`]+)`", text)]


@pytest.mark.parametrize(
    "example", [first for part in (ENGLISH, RUSSIAN) for first, _ in cells(part)]
)
def test_an_example_is_read_without_a_problem(example: str) -> None:
    parsed = read(example)
    assert parsed.problems == ()
    assert parsed.words or parsed.period or parsed.filters


@pytest.mark.parametrize(
    ("example", "like"),
    [
        (first, like)
        for part in (ENGLISH, RUSSIAN)
        for first, likes in cells(part)
        for like in likes
        if like not in NAMES and not RELATIVE.fullmatch(like) and ":" not in like
    ],
)
def test_what_is_given_as_the_same_is_the_same(example: str, like: str) -> None:
    assert read(like).expression == read(example).expression


@pytest.mark.parametrize("days", [code for code in codes(TEXT) if RELATIVE.fullmatch(code)])
def test_relative_dates_are_dates(days: str) -> None:
    parsed = read(f"after:{days}")
    assert parsed.period.first
    assert parsed.problems == ()


def test_both_languages_show_the_same() -> None:
    pairs = list(zip(cells(ENGLISH), cells(RUSSIAN), strict=True))
    for (english, _), (russian, _) in pairs:
        one, other = read(english), read(russian)
        assert (one.expression, one.filters, one.period) == (
            other.expression, other.filters, other.period,
        )  # fmt: skip


def test_the_documented_budgets_are_the_real_ones() -> None:
    for section in (ENGLISH, RUSSIAN):
        numbers = {int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d ,\u00a0]*\d|\d", section)}
        assert {LENGTH, WORDS, WILDCARDS, DEPTH} <= numbers
