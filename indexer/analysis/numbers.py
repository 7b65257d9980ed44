"""A number and its other spellings: 10,000 is 10000, 1,5 is 1.5, 1990's is 1990s."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?)")
_DECADE = re.compile(r"(\d*0)'s")
_PLURAL = re.compile(r"([a-z]+-?\d+)s")
"""The plural of a name of letters and a number: F-16s."""
_DECIMAL = re.compile(r"\d+,\d+")


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
    return found
