"""``podshivka sets``: two queries as sets."""

from __future__ import annotations

import pytest


def test_three_sets_that_add_up(run, filled):
    result = run("sets", "торговцы", "дождь")
    assert result.code == 0
    assert "only A: торговцы NOT дождь" in result.out
    told = run("sets", "--json", "торговцы", "дождь").json
    totals = {name: told[name]["total"] for name in ("only_a", "both", "only_b", "a", "b")}
    assert totals == {"only_a": 0, "both": 2, "only_b": 0, "a": 2, "b": 2}
    assert {hit["id"] for hit in told["both"]["hits"]} == {"roof-ru", "rain-ru"}


def test_the_options_hold_for_both(run, filled):
    told = run("sets", "--json", "торговцы", "-мэрия", "--region", "dagestan").json
    assert (told["a"]["total"], told["b"]["total"]) == (1, 1)
    assert told["both"]["total"] == 0


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [("(суд", "вода", "a: "), ("суд", "region:Чечня", "b: "), ("", "суд", "write words")],
)
def test_what_cannot_be_compared_is_told(run, filled, a, b, said):
    result = run("sets", a, b)
    assert result.code == 2
    assert said in result.err
