"""Quotation marks within quotation marks: «поле „С“», “the ‘From’ field”."""

from __future__ import annotations

from schemas.article import Language

_MARKS = {"ru": (("«", "»"), ("„", "“")), "en": (("“", "”"), ("‘", "’"))}
"""Of each language the outer pair and the inner one."""


def quoted(text: str, language: Language) -> str:
    """``text`` with the inner marks where a quotation is within another.

    What is put into a message may have marks of its own. Where they come in no pairs, all stay.
    """
    (begin, end), (inner, inner_end) = _MARKS[language]
    if text.count(begin) < 2:
        return text
    depth, found = 0, []
    for char in text:
        depth += char == begin
        inside = depth % 2 == 0
        found.append({begin: inner, end: inner_end}.get(char, char) if inside else char)
        depth -= char == end
        if depth < 0:
            return text
    return text if depth else "".join(found)
