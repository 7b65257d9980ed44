"""Names of files that say what is in them."""

from __future__ import annotations

import re
import unicodedata

import iuliia

from indexer.export.about import About

LONGEST = 60
"""Characters of the words in a name: a file system takes 255 bytes, a Cyrillic letter has two."""

_WORD = re.compile(r"\w+")


def file_name(about: About, format: str) -> str:
    """``podshivka-2026-11-29-1234-протесты-в-Дагестане.csv``: the day, how many, the words."""
    words = "-".join(_WORD.findall(about.words))[:LONGEST].strip("-")
    name = f"podshivka-{about.day}-{about.total}"
    return f"{name}-{words}.{format}" if words else f"{name}.{format}"


def in_ascii(name: str) -> str:
    """``name`` in Latin letters, for programs that know no others."""
    latin = unicodedata.normalize("NFKD", iuliia.WIKIPEDIA.translate(name))
    return re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]", "", latin)).replace("-.", ".")
