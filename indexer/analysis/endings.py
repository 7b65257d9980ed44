"""Numbers and abbreviations with an ending attached to them: 90-х, 5-го, 3rd, XX-го, МИД-а."""

from __future__ import annotations

import re

ORDINAL = re.compile(
    r"(\d+)(?:-(?:[мюехя]|[аоы][йея]|[ыоуе]го|[ое]му|[ое]м|ую|[ыи]х|ий|ей|ь(?:[яею]|им|их))"
    r"|-?(?:е|й|го|му|х|ми|ый|ая|ое|ые|ого|ых))"
)
"""Ordinals: 90-е, 5-го, 21й. Without a hyphen, only endings that are not also a unit (5м)."""

COUNT = re.compile(r"(\d+)(?:-?ти|(?<=(?<!1)[234])-(?:х|мя))")
"""Cardinal numbers: 7-ти лет, 3-х человек; not 12-х, which are the twelfth."""

ROMAN = re.compile(r"([ivx]+|[ivxlcdm]{2,})-(?:[йяеюмх]|[ыо]й|[ыо]м|[гм][оу]|[ыи]х|ое|ая)")
"""XX-го, XIX-й."""

_CASES = "[ауеыи]|[ое]м|ов|ам|ами|ах"
_CASE = re.compile(rf"([А-ЯЁ]{{2,}})-(?:{_CASES})")
"""An abbreviation with the ending of its case: МИД-а; not Бен-Ами, ВАЛЛ-И."""

MARKED = re.compile(rf"(?<=[А-ЯЁ]{{2}})['’‘ʼ`´](?=(?:{_CASES})$)")
"""An apostrophe in place of the hyphen before such an ending: МИД’а."""

ENGLISH = re.compile(r"(\d+)-?(?:st|nd|rd|th)")

_HYPHENS = str.maketrans("‐‑", "--")


def stem(text: str) -> str | None:
    """What stands before the ending of ``text`` as written; None if it has no such ending."""
    if found := _abbreviation(text):
        return text[: found.end(1)]
    form = text.lower().translate(_HYPHENS)
    for pattern in (COUNT, ORDINAL, ENGLISH, ROMAN):
        if found := pattern.fullmatch(form):
            return text[: found.end(1)]
    return None


def is_of_a_case(text: str) -> bool:
    """Whether ``text`` as written is an abbreviation with the ending of its case."""
    return _abbreviation(text) is not None


def _abbreviation(text: str) -> re.Match[str] | None:
    return _CASE.fullmatch(MARKED.sub("-", text).translate(_HYPHENS))
