"""Dates as pages print them."""

from __future__ import annotations

import re
from datetime import date
from time import process_time

import pytest

from indexer.ingest.sites.profile import recognised
from indexer.ingest.text.any_date import any_date
from indexer.ingest.text.dates import compile_pattern, moment

SITE = recognised(["Know more? Do not be silent!"])
PLAIN = recognised(["Anything"])


def read(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    for pattern in patterns:
        if (match := pattern.fullmatch(text)) and (found := moment(match)):
            return found.isoformat()
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15:57, 24 December 2013", "2013-12-24T15:57:00+04:00"),
        ("16:58, 7 октября 2013", "2013-10-07T16:58:00+04:00"),
        ("10:00 / 04.10.2018", "2018-10-04T10:00:00+03:00"),
        ("August 13, 2019 22:19", "2019-08-13T22:19:00+03:00"),
        ("13:39, 4 May 2025", "2025-05-04T13:39:00+03:00"),
        ("Apr 19 2014, 20:44; CK correspondent", "2014-04-19T20:44:00+04:00"),
        ("05 June 2017, 10:15", "2017-06-05T10:15:00+03:00"),
        ("9:05, 1 мая 2011", "2011-05-01T09:05:00+04:00"),
        ("Sept. 3 2009, 07:00", "2009-09-03T07:00:00+04:00"),
    ],
)
def test_heads_of_the_agency_in_moscow_time_of_that_year(text, expected):
    assert read(SITE.dates, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on July 29, 2022 at 10:49 am MSK", "2022-07-29T10:49:00+03:00"),
        ("on July 29, 2022 at 12:05 am MSK", "2022-07-29T00:05:00+03:00"),
        ("on July 29, 2022 at 12:05 p.m. MSK", "2022-07-29T12:05:00+03:00"),
        ("on July 29, 2022 at 11:49 PM MSK", "2022-07-29T23:49:00+03:00"),
        ("on July 29, 2022 at 13:49 pm MSK", None),
    ],
)
def test_closing_note_of_the_agency(text, expected):
    assert read(SITE.original_dates, text) == expected


RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_in_both_languages(number):
    english = date(2020, number, 1).strftime("%B")
    russian = RUSSIAN.split()[number - 1]
    for name in (english, english[:3], russian, russian.upper()):
        assert read(PLAIN.dates, f"1 {name} 2020") == f"2020-{number:02}-01"


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2020",
        "0 мая 2020",
        "12 мая 20017",
        "12 мая 0017",
        "25:00, 1 мая 2020",
        "10:60, 1 мая 2020",
        "1 Foo 2020",
        "31.13.2020",
        "yesterday",
    ],
)
def test_what_is_no_date(text):
    assert read(PLAIN.dates, text) is None


def test_a_pattern_with_an_unknown_part_is_refused():
    with pytest.raises(ValueError, match=r"\{weekday\}"):
        compile_pattern("{weekday}, {day} {month} {year}")


@pytest.mark.parametrize(
    "text",
    [
        f"Mon, 05 Jun 2{'9' * 30} 10:15:00 +0300",
        f"Mon, 05 Jun 2017 10:15:00 +{'9' * 30}",
        f"Mon, 05 Jun 2017 {'9' * 30}:15:00 +0300",
        f"{'9' * 5_000}-06-05",
        "Mon, 31 Dec 9999 23:59:59 -1200",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        float("inf"),
        float("nan"),
        1e300,
    ],
)
def test_no_number_is_too_large_to_be_refused(text):
    with pytest.raises(ValueError, match=r"date|year"):
        any_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26-FEB-1987", "1987-02-26"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01+03:00"),
        ("Thursday, 26-Feb-1987 15:01:01 GMT", "1987-02-26T15:01:01+00:00"),
        ("26-мая-1987", "1987-05-26"),
        ("05.06.2017 10.15", "2017-06-05T10:15:00+03:00"),
        ("5 июня 2017 г. 10.15", "2017-06-05T10:15:00+03:00"),
        ("Пнд, 05 июн. 2017 г. 10:15", "2017-06-05T10:15:00+03:00"),
        ("5 June 2017 10:15:07.164", "2017-06-05T10:15:07+03:00"),
        ("2017-06-05 10:15:07 AM", "2017-06-05T10:15:07+03:00"),
        ("2017/06/05 01:15 p.m.", "2017-06-05T13:15:00+03:00"),
        ("2017-06-05T10:15:9+05:00", "2017-06-05T10:15:09+05:00"),
        ("2017-06-05 8:1:9 UTC", "2017-06-05T08:01:09+00:00"),
    ],
)
def test_dates_of_databases_programs_and_tables(text, expected):
    assert any_date(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "1" + " " * 60_000 + "1.2",
        "10:15:00" + " " * 60_000 + "x",
        "5 June 2017 10:15:00." + "1" * 60_000,
    ],
    ids=["blanks", "blanks behind a time", "fraction"],
)
def test_a_long_text_is_no_date_and_takes_no_time(text):
    started = process_time()
    with pytest.raises(ValueError, match="is not a date"):
        any_date(text)
    assert process_time() - started < 1


@pytest.mark.parametrize(
    "text", ["2017-06-05 13:15 PM", "2017-06-05 PM", "26-Foo-1987", "2017 05.06", "2017-06-05 8:99"]
)
def test_a_time_that_no_clock_shows_makes_no_date(text):
    with pytest.raises(ValueError, match="is not a date"):
        any_date(text)
