"""Whole years, whole months, single days."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.query import Period


@pytest.mark.parametrize(
    ("parts", "first", "last"),
    [
        ((2017,), date(2017, 1, 1), date(2017, 12, 31)),
        ((2016, 2), date(2016, 2, 1), date(2016, 2, 29)),
        ((9999, 12), date(9999, 12, 1), date(9999, 12, 31)),
        ((2017, 6, 5), date(2017, 6, 5), date(2017, 6, 5)),
    ],
)
def test_the_days_of_a_year_a_month_or_a_day(parts, first, last):
    assert Period.of(*parts) == Period(first, last)


@pytest.mark.parametrize("parts", [(2017, 0), (2017, 13), (2017, 6, 0), (2017, 6, 31), (0,)])
def test_what_there_is_not(parts):
    with pytest.raises(ValueError, match=r"."):
        Period.of(*parts)
