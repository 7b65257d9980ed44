"""Permalink ↔ address: pure, both ways.

=========  ====================================================
``at``     change of the store that the index had reached
``total``  articles found
``day``    when that was: ``2026-11-28``
``check``  digest of how the search was read, then the seal
=========  ====================================================

The other parameters are those of the search.
"""

from __future__ import annotations

import re
from datetime import date

from schemas.query import Query
from schemas.seen import Seen
from searchapp.address import Address, ParameterError
from searchapp.params import LONGEST_TEXT, Pairs, printable

PARAMETERS = ("at", "total", "day", "check")
READING, SEAL = 8, 12
"""Hexadecimal digits of ``check``."""


def permalink_pairs(query: Query, seen: Seen) -> list[tuple[str, str]] | None:
    """The parameters of the permalink of a search with fixed days.

    None when the words with their days are longer than an address holds.
    """
    if len(query.text) > LONGEST_TEXT:
        return None
    check = f"{seen.reading}{seen.seal}"
    told = (str(seen.sequence), str(seen.total), seen.day.isoformat(), check)
    return [*Address.of(query).pairs(), *zip(PARAMETERS, told, strict=True)]


def read_seen(pairs: Pairs) -> Seen:
    """What a permalink says was seen. Raises ParameterError, naming the parameter."""
    given = {name: printable(value) for name, value in pairs if name in PARAMETERS}
    at, total = (_number(name, given.get(name, "")) for name in ("at", "total"))
    text, check = given.get("day", ""), given.get("check", "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ParameterError("day", text, "day") from None
    if not re.fullmatch(rf"[0-9a-f]{{{READING + SEAL}}}", check):
        raise ParameterError("check", check, "issued")
    return Seen(at, total, day, check[:READING], check[READING:])


def _number(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ParameterError(name, text, "count")
    return int(text)
