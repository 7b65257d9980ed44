"""Zones that dates of feeds and pages name."""

from __future__ import annotations

import pytest

from indexer.ingest.html.choose import machine_date

OFFSETS = {
    "GMT": "+00:00",
    "UTC": "+00:00",
    "EST": "-05:00",
    "+0400": "+04:00",
    "-0000": "+00:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "cest": "+02:00",
    "AZT": "+04:00",
    "GET": "+04:00",
    "MSK": "+03:00",
    "": "+03:00",
}


@pytest.mark.parametrize(("zone", "offset"), OFFSETS.items())
def test_a_named_zone_is_its_offset_and_none_is_moscow(zone, offset):
    assert machine_date(f"Mon, 05 Jun 2017 10:15:00 {zone}") == f"2017-06-05T10:15:00{offset}"


def test_moscow_time_is_that_of_the_year():
    assert machine_date("Mon, 04 Jun 2012 10:15:00 MSK") == "2012-06-04T10:15:00+04:00"


@pytest.mark.parametrize("zone", ["XYZ", "LOCAL"])
def test_a_zone_that_nobody_knows_makes_no_date(zone):
    assert machine_date(f"Mon, 05 Jun 2017 10:15:00 {zone}") == ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 05 Jun 2017 10:15:00 +0200 (CEST)", "2017-06-05T10:15:00+02:00"),
        ("Mon, 05 Jun 2017 10:15:00 -0500 (CDT)", "2017-06-05T10:15:00-05:00"),
        ("Mon, 05 Jun 2017 10:15:00 +0800 (GMT+08:00)", "2017-06-05T10:15:00+08:00"),
        ("Mon Jun 05 2017 10:15:00 GMT+0500 (Some Standard Time)", "2017-06-05T10:15:00+05:00"),
        ("2017-06-05 10:15:00 +0100 CET", "2017-06-05T10:15:00+01:00"),
        ("2017-06-05 10:15:00.25 +0000 UTC", "2017-06-05T10:15:00+00:00"),
    ],
)
def test_the_name_of_a_zone_behind_its_offset_says_no_more(text, moment):
    assert machine_date(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon Jun 05 10:15:00 +0500 2017", "2017-06-05T10:15:00+05:00"),
        ("Mon Jun  5 10:15:00 MSK 2017", "2017-06-05T10:15:00+03:00"),
        ("Mon Jun  5 10:15:00 CEST 2017", "2017-06-05T10:15:00+02:00"),
        ("Mon Jun  5 10:15:00 2017", "2017-06-05T10:15:00+03:00"),
    ],
)
def test_a_zone_may_stand_before_the_year(text, moment):
    assert machine_date(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05.06.2017 10:15 GMT+4", "2017-06-05T10:15:00+04:00"),
        ("5 июня 2017, 10:15 (UTC+05)", "2017-06-05T10:15:00+05:00"),
        ("June 5, 2017 at 5:00pm UTC-05:30", "2017-06-05T17:00:00-05:30"),
        ("Mon, 05 Jun 2017 10:15:00 +03", "2017-06-05T10:15:00+03:00"),
    ],
)
def test_a_zone_may_be_hours_alone(text, moment):
    assert machine_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "Mon Jun 05 10:15:00 PST-0700 2017",
        "Mon Jun 05 2017 10:15:00 XYZ+0100",
        "Mon, 05 Jun 2017 10:15:00 XYZ+1",
        "Mon Jun 05 10:15:00 PM 2017",
        "Jun 05, 2017 10:15-11:30 GMT",
        "2017-06-05 10:15-11:30 CET",
    ],
)
def test_a_time_is_not_that_of_moscow_if_what_follows_is_no_zone(text):
    assert machine_date(text) == ""


@pytest.mark.parametrize("zone", ["Z", "+05:00", "-0300"])
def test_a_day_with_a_zone_is_a_day(zone):
    assert machine_date(f"2017-06-05{zone}") == "2017-06-05"


@pytest.mark.parametrize("time", ["10:15", "2359", "13:00"])
def test_a_time_behind_a_hyphen_is_no_zone(time):
    moment = f"2017-06-05T{time[:2]}:{time[-2:]}:00+03:00"
    assert machine_date(f"2017-06-05-{time}") == moment
