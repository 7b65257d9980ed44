"""The archive by date: counts of years, months and days, and the days next to each other."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Period, Query

DAYS = [
    "1861-03-03", "1896-02-29", "1899-12-31", "2004-02-29", "2008-02-29", "2009-02-28",
    "2009-03-01", "2016-12-31", "2016-12-31", "2017-01-01", "2017-06-05", "2099-01-01", "unknown",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("days"), create=True)
    archive.add(
        Article.model_validate(
            {"id": f"a{at}", "language": "en", "title": day, "body": "x", "published": day}
        )
        for at, day in enumerate(DAYS)
    )
    archive.sync()
    return archive


def test_years_before_1900_are_years(archive):
    calendar = archive.calendar()
    assert list(calendar.years.items())[:3] == [(1861, 1), (1896, 1), (1899, 1)]
    assert calendar.undated == 1


def test_months_and_days_that_have_articles(archive):
    calendar = archive.calendar()
    assert calendar.months(2017) == {1: 1, 6: 1}
    assert calendar.months(1950) == {}
    assert calendar.days(2016, 12) == {31: 2}
    assert calendar.days(2016, 11) == {}


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2017-01-01", "2016-12-31", "2017-06-05"),
        ("2016-12-31", "2009-03-01", "2017-01-01"),
        ("1950-07-07", "1899-12-31", "2004-02-29"),
        ("1861-03-03", None, "1896-02-29"),
        ("2099-01-01", "2017-06-05", None),
        ("1600-01-01", None, "1861-03-03"),
    ],
)
def test_the_days_next_to_a_day(archive, day, before, after):
    calendar, that = archive.calendar(), date.fromisoformat(day)
    found = calendar.before(that), calendar.after(that)
    assert tuple(one and one.isoformat() for one in found) == (before, after)


def test_a_day_in_the_future_is_not_the_last_one(archive):
    assert archive.calendar().last(date(2026, 1, 1)) == date(2017, 6, 5)
    assert archive.calendar().last(date(2017, 6, 5)) == date(2017, 6, 5)
    assert archive.calendar().last(date(2017, 6, 4)) == date(2017, 1, 1)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("2017-12-31", ["2016-12-31", "1899-12-31"]),
        ("2016-02-29", ["2008-02-29", "2004-02-29", "1896-02-29"]),
        ("2016-02-28", ["2009-02-28"]),
        ("2016-03-01", ["2009-03-01"]),
        ("2017-06-05", []),
    ],
)
def test_on_this_day_in_earlier_years(archive, today, days):
    found = archive.calendar().anniversaries(date.fromisoformat(today))
    assert [day.isoformat() for day in found] == days


def test_every_count_is_the_total_of_a_search(archive):
    calendar = archive.calendar()
    for year, count in calendar.years.items():
        whole = Period(date(year, 1, 1), date(year, 12, 31))
        assert archive.count(Query(period=whole)) == count == sum(calendar.months(year).values())
        for month, part in calendar.months(year).items():
            days = calendar.days(year, month)
            assert sum(days.values()) == part
            for day, few in days.items():
                that = date(year, month, day)
                assert archive.count(Query(period=Period(that, that))) == few
