"""Texts of records that are written in HTML, or marked as in a messenger → plain text.

Other programs export the texts of their editors as they are kept. What has no tag that an editor
writes, and no entity, is taken as it stands.
"""

from __future__ import annotations

import re
from html import unescape

from indexer.ingest.field_names import SYNONYMS
from indexer.ingest.html import markup
from indexer.ingest.records import Fields

_TEXTS = ("title", "lede", "body", "text")
_NAMES = frozenset((*_TEXTS, *(name for ours in _TEXTS for name in SYNONYMS.get(ours, ()))))

_INLINE = "a|abbr|b|cite|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|u"
_BLOCKS = (
    "article|blockquote|center|div|dl|figure|figcaption|h[1-6]|iframe|li|ol|p|pre|section|table|td"
    "|tr|ul"
)
_BLOCK = re.compile(rf"</(?:{_BLOCKS})\s*>|<(?:br|hr)\s*/?>|<p(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(rf"</(?:{_INLINE})\s*>|<img\s[^<>]*>|{_BLOCK.pattern}", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|apos|laquo|raquo|[lr][sd]quo|bdquo|mdash|ndash|hellip|shy|#\d{2,6}"
    r"|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKED = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1(?![\w*])")
"""**Bold** and __slanting__ letters of messengers."""


def plain(fields: Fields) -> Fields:
    """``fields`` with their texts as a reader sees them."""
    texts = {
        name: text
        for name, value in fields.items()
        if name in _NAMES and isinstance(value, str) and (text := text_of(value)) != value
    }
    return fields | texts if texts else fields


def text_of(value: str) -> str:
    """A text without HTML and marks: paragraphs of HTML have an empty line between them."""
    if "<" in value and _TAG.search(value):
        value = _visible(value)
    elif "&" in value and _ENTITY.search(value):
        value = unescape(value)
    return _MARKED.sub(r"\2", value) if "**" in value or "__" in value else value


def _visible(value: str) -> str:
    # without blocks a line of the source is a line of the text
    pieces = [value] if _BLOCK.search(value) else value.splitlines()
    lines = (line for piece in pieces for line in _lines(piece))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _lines(piece: str) -> list[str]:
    if "<" not in piece:
        return [unescape(piece)]
    return markup.lines(markup.parse(f"<div>{piece}</div>".encode(errors="replace"), "")) or [""]
