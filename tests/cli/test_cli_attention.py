"""podshivka attention: queries over time in the terminal."""

from __future__ import annotations

import csv
import io

import pytest

from indexer.archive import Archive
from schemas.query import Query


@pytest.mark.usefixtures("filled")
def test_the_table_the_csv_and_the_json_say_what_the_library_says(run, home):
    found = Archive.open(home).attention([Query("торговцев"), Query("traders")])
    shape = run("attention", "--json", "торговцев", "traders").json
    assert [line.total for line in found.lines] == [1, 1]
    assert shape["lines"][0]["undated"] == 1
    assert [line["counts"] for line in shape["lines"]] == [list(x.counts) for x in found.lines]
    written = run("attention", "--csv", "торговцев", "traders").out
    assert written.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(written[1:])))
    assert rows[0] == ["from", "to", "all", "торговцев", "traders"]
    assert [int(row[3]) for row in rows[1:]] == list(found.lines[0].counts)
    printed = run("attention", "торговцев", "traders").out
    for (first, last), every, *counts in zip(
        found.spans, found.every, *(line.counts for line in found.lines), strict=True
    ):
        line = next(line for line in printed.splitlines() if line.startswith(str(first)))
        assert line.split() == [str(first), str(last), str(every), *map(str, counts)]


@pytest.mark.usefixtures("filled")
def test_shares_and_filters(run):
    assert "100.00%" in run("attention", "--share", "*", "--language", "ru").out
    every = run("attention", "--json", "*").json
    russian = run("attention", "--json", "*", "--language", "ru").json
    assert russian["lines"][0]["total"] < every["lines"][0]["total"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a"] * 2, "is there twice"),
        (list("abcdef"), "more than 5"),
        (["a", "--undated"], "no year"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_what_cannot_be_compared_is_wrong_usage(run, arguments, said):
    result = run("attention", *arguments)
    assert result.code == 2
    assert said in result.err
