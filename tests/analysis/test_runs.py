"""Runs of text that the compiled loop finds and numbers are those of the expression and a dict."""

from __future__ import annotations

import random
import sys
from itertools import product

import numpy as np
import pytest

from indexer.analysis import string_table
from indexer.analysis.string_table import Table
from indexer.analysis.tokenizer import LONGEST_RUN, RUN

pytestmark = pytest.mark.skipif(string_table.native is None, reason="the extension was not built")

WIDTHS = ("", "Ж", "\U0001f600")
"""What makes a text take one, two and four bytes a character."""


def runs(texts: list[str]) -> list[list[str]]:
    return [[run[:LONGEST_RUN] for run in RUN.findall(text)] for text in texts]


def found(texts: list[str], known: list[str] = ()) -> tuple:
    table = Table()
    table.numbers(list(known))
    ids, counts, where, missing = table.find(texts)
    lacking = np.isin(np.arange(len(ids)), where)
    return ids[~lacking].tolist(), counts.tolist(), where.tolist(), missing


def agreed(texts: list[str], known: list[str] = ()) -> None:
    compiled = found(texts, known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(string_table, "native", None)
        assert compiled == found(texts, known)


@pytest.mark.parametrize("wide", WIDTHS)
def test_every_character_between_words_digits_and_spaces(wide):
    """One that is like no other in the expression is like none here."""
    every = [*range(0x3100), *range(0xA000, 0xA500), *range(0xF900, 0x10000), 0x1D7CE, 0x10FFFF]
    texts = [
        f"{wide}a{c}b 1{c}2 a{c}3 4{c}b{c} {c} {c}{c}e \n{c}\n {c}1{c}{c}2 http://{c} www.a{c}b"
        for c in map(chr, every)
    ]
    compiled = found(texts)
    assert compiled[3] == [run for text in runs(texts) for run in text]
    assert compiled[1] == [len(text) for text in runs(texts)]


@pytest.mark.parametrize("wide", WIDTHS)
def test_brackets_around_the_first_letter_of_a_word(wide):
    texts = ["".join(each) for size in range(1, 6) for each in product("[]a1 -U.", repeat=size)]
    texts = [wide + " ".join(texts[at : at + 500]) for at in range(0, len(texts), 500)]
    compiled = found(texts)
    assert [run for run in compiled[3] if run.startswith("[a]") and run[3:4].isalpha()]
    assert set(compiled[3]) == {run for text in runs(texts) for run in text}
    assert compiled[1] == [len(text) for text in runs(texts)]


@pytest.mark.parametrize("wide", WIDTHS)
def test_addresses_and_runs_as_long_as_they_may_be(wide):
    starts = ("www.", "http://", "https://", "ftp://", "www", "http:/", "h", "w", "hw")
    ends = ("", "x", "x y", "<", "я>", "\n", "«", 'x"', ".", "/?a=b,c")
    texts = [f"{wide} {start}{end}" for start in starts for end in ends]
    texts += [
        wide + letter * size + tail
        for size in range(LONGEST_RUN - 2, LONGEST_RUN + 4)
        for letter in "aЖ-"
        for tail in ("", " ", ",b")
    ]
    agreed(texts)
    agreed(texts, [run for text in runs(texts[::2]) for run in text])


def test_many_runs_of_which_some_are_known():
    chance = random.Random(3)  # noqa: S311 - no secret
    words = ["".join(chance.choices("abжз", k=chance.randrange(1, 7))) for _ in range(4_000)]
    texts = [" ".join(chance.choices(words, k=size)) for size in (0, 1, 200, 3_000, 30_000)]
    for known in ([], words[:1], words[:900], words):
        agreed(texts, known)
    agreed([], words)


def test_strings_that_begin_or_end_alike_have_numbers_of_their_own():
    every = [letter * size for size in range(1, 40) for letter in ("a", "b", "ab", "ba", "aж")]
    every += [string[:-1] + "c" for string in every] + ["", sys.intern("\ud800")]
    table = Table()
    numbers = table.numbers(every)
    order = list(dict.fromkeys(every))
    assert list(table) == order
    assert [order[number] for number in numbers.tolist()] == every
    assert table.numbers(every[::-1]).tolist() == numbers[::-1].tolist()


@pytest.mark.parametrize("count", [0, 1, 5_000])
def test_strings_laid_end_to_end_get_the_numbers_of_strings(count):
    chance = random.Random(count)  # noqa: S311 - no secret
    words = ["".join(chance.choices("abжз\U0001f600", k=chance.randrange(5))) for _ in range(count)]
    other = Table()
    other.numbers(["x", *words])
    laid = other.chars.since(1), other.ends.since(1) - np.uint32(1)
    united = []
    for native in (string_table.native, None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(string_table, "native", native)
            table = Table()
            table.numbers(words[: count // 2])
            numbers = table.united(*laid)
        assert [table[number] for number in numbers.tolist()] == list(other)[1:]
        united.append((numbers.tolist(), list(table)))
    assert united[0] == united[1]


@pytest.mark.skipif(getattr(string_table.native, "checked", False), reason="it ends the process")
@pytest.mark.parametrize("ends", [[3, 2], [1, 9]])
def test_ends_that_lead_out_of_the_strings_end_the_call(ends):
    with pytest.raises(IndexError, match=r"table.h:\d+: does not hold"):
        Table().united(np.arange(4, dtype=np.uint32), np.array(ends, np.uint32))


@pytest.mark.parametrize("seed", range(12))
def test_slots_that_are_half_full_go_on_at_their_beginning(seed):
    every = [f"{seed}-{number}" for number in range(2_047)]
    table = Table()
    numbers = table.numbers(every).tolist()
    table._slots = np.zeros(4_096, np.uint32)
    arrays = table._slots, table.ends.data, table.chars.data
    string_table.native.enter(*arrays, len(table))
    assert np.count_nonzero(table._slots) == len(every)
    found, size = string_table.native.insert(every, *arrays, len(table))
    assert np.frombuffer(found, np.uint32).tolist() == numbers
    assert size == len(every)
