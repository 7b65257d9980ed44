"""What of an article is encoded: its title and first sentences, as many as say what it is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain

MOST = 12
"""Pieces of an article that are encoded; more cost time and tell no more (decision 20)."""

HEAD = 2
"""Pieces that make the vector of its head: the title and the first sentence."""

LONGEST = 400
"""Characters of a piece: a longer sentence is cut between words."""

_READ = 2 * MOST * LONGEST
"""Characters of a text that are looked at, so that one of millions costs no more."""

# a single line break is no end: many archives have lines of fixed length
_END = re.compile(
    r"""(?<=[.!?…])["»”)']*\s+(?=["«“('—–-]*\s*[A-ZА-ЯЁ0-9])|\n\s*\n""",
)


def pieces(title: str, *texts: str) -> list[str]:
    """The title of an article and the sentences of its texts in order, none of them twice."""
    sentences = (piece for text in texts for piece in sentences_of(text))
    return _first(chain([" ".join(title.split())[:LONGEST]], sentences))


def pieces_of(text: str) -> list[str]:
    """The first sentences of what somebody has written; [] when there is nothing."""
    return _first(sentences_of(text))


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of the beginning of a text, none longer than LONGEST, in one line each."""
    for found in _END.split(text[:_READ]):
        rest = " ".join(found.split())
        while len(rest) > LONGEST:
            at = rest.rfind(" ", 1, LONGEST)
            at = at if at > 0 else LONGEST
            yield rest[:at]
            rest = rest[at:].strip()
        if rest:
            yield rest


def digest(encoded: Iterable[str]) -> int:
    """64 bits that tell other pieces from these."""
    said = "\x1f".join(encoded).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")


def _first(found: Iterable[str]) -> list[str]:
    kept: dict[str, None] = {}
    for piece in found:
        kept[piece] = None
        if len(kept) == MOST:
            break
    return list(kept)
