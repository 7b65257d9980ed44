"""``podshivka dates``: the archive by date."""

from __future__ import annotations

import pytest


@pytest.fixture
def dated(run, lines, articles):
    """Articles of two years and one without a date."""
    texts = [
        articles[0] | {"id": f"a{number}", "title": f"No. {number}", "published": published}
        for number, published in enumerate(
            ["2015-02-03", "2015-02-04", "2015-12-31", "2017-01-01", "unknown"]
        )
    ]
    run("ingest", lines(*texts))


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        ([], ["3 2015", "1 2017", "1 unknown", "5 in all"]),
        (["2015"], ["2 2015-02", "1 2015-12", "3 in all"]),
        (["2015-02"], ["1 2015-02-03", "1 2015-02-04", "2 in all"]),
        (["февраль 2015"], ["1 2015-02-03", "1 2015-02-04", "2 in all"]),
        (["2015-02-03"], ["1 in all"]),
        (["unknown"], ["1 in all"]),
        (["2016"], ["0 in all"]),
    ],
)
def test_counts(run, dated, when, counts):
    out = run("dates", *when).out
    shown = [" ".join(line.split()) for line in out.splitlines() if line.startswith("  ")]
    assert shown == counts


def test_articles_of_a_month_newest_first(run, dated):
    out = run("dates", "2015-02", "--limit", "1").out
    assert out.splitlines()[-1] == "a1  2015-02-04  No. 1"
    assert run("dates", "2015-02", "--limit", "1", "--page", "2").out.endswith("No. 0\n")


def test_for_programs(run, dated):
    assert run("dates", "--json").json["dates"][0] == {"date": "2015", "count": 3}
    found = run("dates", "--json", "2015-12").json
    assert (found["before"], found["after"]) == ("2015-02-04", "2017-01-01")
    assert [hit["id"] for hit in found["hits"]] == ["a2"]


@pytest.mark.parametrize("when", ["soon", "2015..2016", "прошлая неделя", "2015-13"])
def test_what_is_no_date(run, dated, when):
    result = run("dates", when)
    assert result.code == 2
    assert "is no year, month or day" in result.err
