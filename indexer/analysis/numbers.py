"""A number and its other spellings: 10,000 is 10000, 1,5 is 1.5, 1990's is 1990s, 3rd is third."""

from __future__ import annotations

import re

from indexer.analysis.endings import ENGLISH

_THOUSANDS = re.compile(r"\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?)")
_DECADE = re.compile(r"(\d*0)'s")
_PLURAL = re.compile(r"([a-z]+-?\d+)s")
"""The plural of a name of letters and a number: F-16s."""
_DECIMAL = re.compile(r"\d+,\d+")
_DAY_FIRST = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([.-])(\d{1,2})\2(\d{1,2})")
_ORDINALS = {
    "1": "first", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth", "7": "seventh",
    "8": "eighth", "9": "ninth", "10": "tenth", "11": "eleventh", "12": "twelfth",
    "13": "thirteenth", "14": "fourteenth", "15": "fifteenth", "16": "sixteenth",
    "17": "seventeenth", "18": "eighteenth", "19": "nineteenth", "20": "twentieth",
    "30": "thirtieth", "40": "fortieth", "50": "fiftieth", "60": "sixtieth", "70": "seventieth",
    "80": "eightieth", "90": "ninetieth", "100": "hundredth",
}  # fmt: skip
"""Without "second", which is also a unit of time."""


def numbers(form: str) -> set[str]:
    """The terms of a form that is a number; of any other the form itself.

    A comma is a decimal sign in Russian and groups thousands in English: 155,221 may be both.
    """
    found = {form}
    if _THOUSANDS.fullmatch(form):
        group = "." if form.count(".") > 1 else ","
        found.add(form.replace(group, "").replace(",", "."))
    if _DECIMAL.fullmatch(form):
        found.add(form.replace(",", "."))
    if decade := _DECADE.fullmatch(form):
        found.add(decade[1] + "s")
    if plural := _PLURAL.fullmatch(form):
        found.add(plural[1])
    if day := _day(form):
        found.add(day)
    return found


def ordinal(form: str) -> str | None:
    """The English word for an ordinal in figures: third for 3rd; None if there is none."""
    found = ENGLISH.fullmatch(form)
    return _ORDINALS.get(found[1]) if found else None


def _day(form: str) -> str | None:
    """A date in figures as YYYY-MM-DD: 5.6.2017, 05.06.2017, 05-06-2017; the day comes first."""
    if found := _DAY_FIRST.fullmatch(form):
        day, _, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(form):
        year, _, month, day = found.groups()
    else:
        return None
    possible = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return f"{year}-{int(month):02}-{int(day):02}" if possible else None
