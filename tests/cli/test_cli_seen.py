"""``podshivka search --permalink`` and ``podshivka seen``."""

from __future__ import annotations

import pytest


@pytest.fixture
def permalink(run, filled) -> str:
    """Of the two articles in Russian on traders."""
    return run("search", "--permalink", "торговцы").out.strip()


def test_nothing_has_changed(run, permalink):
    assert "&total=2&" in permalink
    assert run("seen", "--json", permalink).json["unchanged"] is True


def test_what_has_changed(run, lines, articles, permalink):
    run("ingest", "--quiet", lines(articles[0] | {"title": "Навес", "lede": ""}))
    run("delete", "--quiet", "rain-ru")
    result = run("seen", permalink)
    assert result.code == 0
    for said in ("2  found on 20", "-1  changed, and found no more:", "roof-ru", "-1  withdrawn"):
        assert said in result.out
    assert "0  found now" in result.out
    assert "deleted since, on whatever subject: 1" in result.err
    told = run("seen", "--json", permalink.partition("?")[2]).json  # its parameters alone
    assert (told["left"], told["withdrawn"], told["now"]) == (["roof-ru"], 1, 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"), "has not given out"),
        (lambda link: link.replace("total=2", "total=3"), "has not given out"),
        (lambda link: link.replace("at=", "at=99"), "the archive ends at"),
        (lambda link: link.replace("day=2", "day=x2"), "copy the whole address"),
        (lambda _: "/seen", "at: it has no value (copy the whole address"),
        (lambda _: "", "copy the whole address"),
    ],
)
def test_a_wrong_address_is_told(run, permalink, wrong, said):
    result = run("seen", wrong(permalink))
    assert result.code == 2
    assert said in result.err


def test_the_words_are_those_of_the_site(run, permalink):
    searched = run(
        "search", "--permalink", "торговцы", "--from", "2016", "--region", "dagestan"
    ).out
    assert "region=dagestan&from=2016-01-01&at=" in searched
    assert run("seen", "--json", searched.strip()).json["then"] == 1
