"""Text for formats that have lines."""

from __future__ import annotations

import re
from datetime import date, datetime

from schemas.article import day_of

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def one_line(text: str) -> str:
    """``text`` on one line, words apart by one space, without characters that steer a terminal."""
    return " ".join(_CONTROLS.sub("", text).split())


def day(published: datetime | date | None) -> str:
    """A day of the Moscow calendar as ISO 8601: "2017-06-05"; "" when it is not known."""
    known = day_of(published)
    return known.isoformat() if known else ""
