"""Any text at all: never an exception, bounded depth and work, places inside the text."""

from __future__ import annotations

import random
from datetime import date

import pytest
from effort import tries, work
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.query.parser import Parsed, notation, parse
from indexer.query.parser.model import LENGTH, PROBLEMS, WILDCARDS, WORDS
from indexer.query.parser.ways import MOST
from indexer.taxonomy import Taxonomy
from schemas.expression import And, Near, Node, Not, Or, Phrase, Together, Wildcard

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
PIECE_LIST = (
    'суд иск Чечня кадыр* к?д * ? ( ) (( )) " « » “ ” = - -- + | || & ! != , . : / // /s /p /5 /0 '
    "NEAR NEAR/3 РЯДОМ OR ИЛИ AND И NOT НЕ SENTENCE АБЗАЦ title: -title: lede: region: тема: "
    '!а ~ ~3 "а б"~2 ^2 суд~1 *:* NEAR(а,б) AROUND(3) w/5 ADJ ADJ3 WITHIN 5 <near/5> ~~ [ ] { } ‘ '
    "’ allintitle: intitle: inurl: foo: HEADLINE( [2016 TO 2018] » ‹ 《 & &! @title $ % – -! "
    "language:ru before:2017 after:7d до: date:2016..2017 region:Чечня а-б \ud800 \0 и\u0301 ﷽ 👍"
)
PIECES = PIECE_LIST.split(" ")


def read(text: str) -> Parsed:
    return parse(text, default_analyzer(), TAXONOMIES, date(2026, 3, 31))


def nodes(node: Node, depth: int = 0) -> list[tuple[Node, int]]:
    match node:
        case And(children) | Or(children) | Near(children) | Together(children) | Phrase(children):
            below = children
        case Not(child):
            below = (child,)
        case _:
            below = ()
    return [(node, depth), *(found for child in below for found in nodes(child, depth + 1))]


def check(text: str) -> None:
    parsed = read(text)
    found = nodes(parsed.expression)
    assert len([node for node, _ in found if isinstance(node, Wildcard)]) <= WILDCARDS * 64
    assert max(depth for _, depth in found) <= 128
    assert len(parsed.words) <= WORDS
    assert len(parsed.problems) <= PROBLEMS
    assert all(0 <= problem.position <= len(text) for problem in parsed.problems)
    assert all(0 <= leaf.start < leaf.end <= len(text) for leaf in parsed.words)
    assert notation(parsed.expression)


@settings(deadline=None)
@given(st.text())
def test_any_characters(text: str) -> None:
    check(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_any_order_of_the_pieces_of_the_language(pieces: list[str], between: str) -> None:
    check(between.join(pieces))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_the_notation_of_what_was_read_is_read_as_the_same(text: str) -> None:
    check_notation(text)


@pytest.mark.parametrize(
    "text",
    [
        '"суд ADJ3"',
        "суд /5 (( ADJ3",
        '"суд ? AND"',
        '"date:2016..2017"',
        '"date:2016..2017 ADJ3"',
        '"NEAR(а,б) РЯДОМ NEAR(а,б) суд"~2',
    ],
)
def test_the_notation_of_a_phrase_is_read_as_the_same(text: str) -> None:
    check_notation(text)


def check_notation(text: str) -> None:
    once = read(text).expression
    written = notation(once)
    if written != "()":
        assert meaning(read(written).expression) == meaning(once)


def meaning(node: Node) -> object:
    """The same for all orders of alternatives."""
    match node:
        case Or(children):
            return frozenset(map(meaning, children))
        case And(children):
            return tuple(map(meaning, children))
        case Not(child):
            return "not", meaning(child)
        case _:
            return notation(node)


@pytest.mark.parametrize(
    "text",
    [
        '"АБЗАЦ TO"', '"АБЗАЦ US"', '"US 5м"', '"№ 5 TO"', '"US № 5"', '"T-72 US"', '"US Т-72 № 5"',
        '"U.S. TO"', '"US U.S."', '"e-mail US"', "12.05.2020", '"10 000 US 2016"', "В.В. Быков",
        "суд OR ADJ3", "суд OR US5",
    ],
)  # fmt: skip
def test_a_phrase_that_is_written_in_several_ways_is_read_as_the_same(text: str) -> None:
    written = notation(read(text).expression)
    assert notation(read(written).expression) == written


def test_ways_of_a_phrase_are_bounded() -> None:
    text = '"№ 5 T-72 e-mail U.S. US 10 000 2016"'
    ways = [node for node, _ in nodes(read(text).expression) if isinstance(node, Phrase)]
    assert len(ways) == MOST


def test_the_ways_of_a_phrase_are_looked_for_once() -> None:
    text = '"США № 5 10000 T-72 Йошкар-Ола U.K."'
    read(text)
    assert work(lambda: [read(text) for _ in range(5)]) < 6


def test_mutations_of_real_queries() -> None:
    chance = random.Random(20170605)  # noqa: S311 - not for secrets
    alphabet = '"«»()=-+|&!?*/:, \n\ud800абвгдеyzOR'
    seeds = [
        'title:"глава Чечни" ИЛИ (Кадыров NEAR/5 =Грозный) -region:Дагестан after:2017-06',
        "кадыр* /s (суд OR приговор) НЕ язык:en шали!=шаль",
    ]
    for _ in range(tries(20_000, 10)):
        text = list(chance.choice(seeds))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.randint(0, 2)] = chance.choice(alphabet)
        check("".join(text))


MONSTERS = {
    "ten thousand words": "слово " * 10_000,
    "ten thousand different words": " ".join(f"слово{n}" for n in range(10_000)),
    "a word of a million letters": "я" * 1_000_000,
    "nested parentheses": "(" * 100_000 + "суд" + ")" * 100_000,
    "open parentheses": "(суд " * 10_000,
    "closing parentheses": ")" * 100_000,
    "quotation marks": '"' * 99_999,
    "open quotation marks": "« суд " * 10_000,
    "different quotation marks": "„ « “ " * 10_000,
    "minus signs": "-" * 100_000,
    "minus signs apart": "- " * 50_000,
    "NOT": "НЕ " * 50_000,
    "OR": "ИЛИ " * 50_000,
    "NEAR": "суд /s " * 20_000,
    "fields": "title:" * 20_000,
    "excluded fields": "-title:" * 20_000,
    "filters": "region:Нигде " * 10_000,
    "wildcards": "а*б?в* " * 10_000,
    "stars": "*" * 100_000,
    "NEAR over OR": "(а OR б OR в OR г) /s " * 1_000 + "д",
    "hyphens": "а-" * 50_000,
    "commas": "а," * 50_000,
    "exclusions": "а!=" + "б," * 50_000,
    "equals": "=" * 100_000,
    "slashes": "/5" * 50_000,
    "a long number": "after:" + "9" * 100_000,
    "exclamation marks": "!" * 100_000,
    "excluded words": "!а " * 50_000,
    "windows": '"а б"~3 ' * 20_000,
    "NEAR called": "NEAR(а, " * 20_000,
    "NEAR called with many": "NEAR(" + "а, " * 30_000 + ")",
    "everything": "*:* " * 50_000,
    "weights": "^2" * 50_000,
    "likeness": "а~1" * 30_000,
    "single marks": "‘а " * 30_000,
    "straight marks": "'а " * 30_000,
    "reversed marks": "»а " * 30_000,
    "brackets": "[" * 100_000,
    "in all titles": "allintitle:" * 20_000,
    "foreign fields": "inurl:" * 20_000,
    "date ranges": "date:[а TO " * 10_000,
    "a long phrase": '"' + "слово " * 10_000 + '"',
}


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_monsters_cost_little(text: str) -> None:
    read(text[: LENGTH // 2])
    assert work(lambda: check(text)) < 150


def test_words_in_one_alphabet_cost_as_much_as_in_the_other() -> None:
    latin, cyrillic = ("a " * LENGTH, "а " * LENGTH)
    read(latin[: LENGTH // 2])
    assert work(lambda: read(latin)) < 3 * work(lambda: read(cyrillic))


def test_what_a_budget_cuts_is_told() -> None:
    def told(text: str) -> set[str]:
        return {problem.code for problem in read(text).problems}

    assert told("слово " * 300) == {"cut-words"}
    assert told("слово " * 10_000) == {"cut-words", "cut-length"}
    assert told("(" * 40 + "суд" + ")" * 40) == {"cut-depth"}
    assert told("а* " * 9) == {"cut-wildcards"}
    assert told("а*б*в*г*") == {"cut-wildcards"}
    assert told("before:2017 " * 40) == {"cut-filters"}
    assert told("суд /s " * 16 + "суд") == {"cut-near"}
    assert told("(а OR б OR в OR г OR д OR е OR ж OR з OR и) /s " * 2 + "д") == {"cut-near"}
