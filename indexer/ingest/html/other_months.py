"""Dates with a month in a language other than ours → the same dates in English.

Pages of sites that nobody described are in many languages; our own reader of dates knows Russian
and English months alone.
"""

from __future__ import annotations

import re

_NAMES = {
    "January": "januar jänner janvier enero gennaio janeiro stycznia січня januari",
    "February": "februar feber février febrero febbraio fevereiro lutego лютого februari",
    "March": "märz mars marzo março marca березня maart",
    "April": "april avril abril aprile kwietnia квітня",
    "May": "mai mayo maggio maio maja травня mei",
    "June": "juni juin junio giugno junho czerwca червня",
    "July": "juli juillet julio luglio julho lipca липня",
    "August": "august août agosto sierpnia серпня augustus",
    "September": "september septembre septiembre setiembre settembre setembro września вересня",
    "October": "oktober octobre octubre ottobre outubro października жовтня",
    "November": "november novembre noviembre novembro listopada листопада",
    "December": "dezember décembre diciembre dicembre dezembro grudnia грудня",
}  # fmt: skip
_MONTHS = {name: month for month, names in _NAMES.items() for name in names.split()}
_DATE = re.compile(
    rf"(?<!\d)(\d\d?)(?:er|[.º°])?\s+(?:de\s+)?({'|'.join(_MONTHS)}),?\s+(?:del?\s+)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<!\d)(\d\d?)\. (\d\d?)\. ?((?:19|20)\d\d)\b")
"""How Germans and Czechs write a date in figures."""


def in_english(line: str) -> str:
    """``line`` with its date, if it is one of these, in a form that our reader knows."""
    line = _FIGURES.sub(r"\1.\2.\3", line)
    return _DATE.sub(_date_in_english, line)


def _date_in_english(found: re.Match[str]) -> str:
    # re takes an ſ for an s, and an İ for an i: no month is written so
    month = _MONTHS.get(found[2].lower())
    return f"{found[1]} {month} {found[3]}" if month else found[0]
