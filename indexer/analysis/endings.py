"""Numbers and abbreviations with an ending attached to them: 90-х, 5-го, 3rd, XX-го, МИД-а."""

from __future__ import annotations

import re

ORDINAL = re.compile(
    r"(\d+)(?:-(?:[мюехя]|[аоы][йея]|[ыоуе]го|[ое]му|[ое]м|ую|[ыи]х|ий|ей|ь(?:[яею]|им|их))"
    r"|-?(?:е|й|го|му|х|ми|ый|ая|ое|ые|ого|ых))"
)
"""Ordinals: 90-е, 5-го, 21й. Without a hyphen, only endings that are not also a unit (5м)."""

COUNT = re.compile(r"(\d+)(?:-?ти|(?<=[234])-(?:х|мя))")
"""Cardinal numbers: 7-ти лет, 3-х человек."""

ROMAN = re.compile(r"([ivx]+|[ivxlcdm]{2,})-(?:[йяеюмх]|[ыо]й|[ыо]м|[гм][оу]|[ыи]х|ое|ая)")
"""XX-го, XIX-й."""

_CASES = "[ауеыи]|[ое]м|ов|ам|ами|ах"
CASE = re.compile(rf"([а-я]{{2,}})-({_CASES})")
"""An abbreviation with the ending of its case: МИД-а."""

MARKED = re.compile(rf"(?<=[А-ЯЁ]{{2}})['’‘ʼ`´](?=(?:{_CASES})$)")
"""An apostrophe in place of the hyphen before such an ending: МИД’а."""

ENGLISH = re.compile(r"(\d+)-?(?:st|nd|rd|th)")

_HYPHENS = str.maketrans("‐‑", "--")


def stem(text: str) -> str | None:
    """What stands before the ending of ``text`` as written; None if it has no such ending."""
    form = MARKED.sub("-", text).lower().translate(_HYPHENS)
    for pattern in (COUNT, ORDINAL, ENGLISH, ROMAN, CASE):
        if found := pattern.fullmatch(form):
            return text[: found.end(1)]
    return None
