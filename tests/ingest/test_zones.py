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
