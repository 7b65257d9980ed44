"""Text to raw tokens: where words, sentences and paragraphs start. One regular expression."""

from __future__ import annotations

import re

_LETTER = r"[^\W_]"
_INSIDE = "[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
"""Stress marks, soft hyphens and joiners: inside of a word, never on their own."""

_CORE = rf"{_LETTER}(?:{_LETTER}|{_INSIDE})*"

RAW = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>«»"]+                 # an address: its host is the word
    | {_CORE}(?:[.+-]{_CORE})*@{_CORE}(?:[.-]{_CORE})+   # e-mail
    | [@\#]?{_LETTER}(?:{_LETTER}|_)*_(?:{_LETTER}|_)*   # a handle
    | \d+(?:[.,:]\d+)+                             # 1,5  04.12.2024  10:15
    | {_CORE}(?:['’ʼ-]{_CORE})*                    # a word
    | \n[^\S\n]*\n\s*                              # the end of a paragraph
    | [.!?…]+(?=["»”’)\]]*\s)                      # perhaps the end of a sentence
    """,
    re.VERBOSE,
)
