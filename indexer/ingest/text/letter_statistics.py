"""Which 8-bit encoding a Russian text is in, by the letters that it gives.

Each encoding makes other letters of the same bytes. Their weights are added up: how often a letter
occurs in Russian texts, and how odd it is in its place: a capital after a small letter, a Latin
letter beside a Cyrillic one, a sign between two letters. An encoding is believed when it is far
likelier than any other and gives a text that is likely by itself.
"""

from __future__ import annotations

import re
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.language import detect

_RARITY = {
    "cp1251": 0.0, "koi8-r": 0.0, "cp866": -4.0, "iso8859-5": -6.0, "mac-cyrillic": -8.0,
    "cp855": -8.0,
}  # fmt: skip
"""How rare each encoding is beside the first, as natural logarithms."""

CYRILLIC = tuple(_RARITY)

_LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_SHARES = (
    *(1097, 845, 801, 735, 670, 626, 547, 473, 454, 440, 349, 321, 298, 281, 262, 201, 190, 174),
    *(170, 165, 159, 144, 121, 97, 94, 73, 64, 48, 36, 32, 26, 4, 4),
)
"""Of 10,000 letters of Russian text (Russian National Corpus)."""

_OPENING, _CLOSING = "«“„", "»”’…–—№\xa0"
_CAPITAL, _SIGN, _ODD, _NONE = -3.5, -4.0, -12.0, -20.0
"""Natural logarithms: of a capital beside its small letter, a usual sign, another one, none."""

_OTHER, _LATIN, _SMALL, _LARGE, _MARK, _END = range(6)
_JOINS = np.zeros((6, 6))
_JOINS[_SMALL, _LARGE] = -6.0
_JOINS[_LARGE, _LARGE] = 3.5  # takes _CAPITAL back within a word in capitals
_JOINS[_LATIN, (_SMALL, _LARGE)] = _JOINS[(_SMALL, _LARGE), _LATIN] = -5.0
_JOINS[_MARK, (_SMALL, _LARGE)] = _JOINS[(_SMALL, _LARGE), _MARK] = -3.0
_JOINS[_END, (_SMALL, _LARGE)] = -3.0
"""How odd it is that one kind of character follows another, as natural logarithms."""

_ASCII = bytes(range(0x80))
_SHARED = b"\x85\x91\x92\x93\x94\x96\x97\xa0\xab\xbb"
"""Quotes, dashes, dots and the space that windows-1251 and windows-1252 have in common."""

_FEW = 0.05
"""Share of bytes outside of ASCII in a text in Latin letters."""

_RUN = re.compile(rb"[\x80-\xff]{3}")
"""Letters beside each other that have accents, as they have in no word of English."""

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset((
    "а", "без", "бы", "был", "была", "были", "было", "в", "во", "для", "до", "его", "если", "за",
    "и", "из", "или", "их", "к", "как", "когда", "который", "ли", "на", "не", "но", "о", "об", "он",
    "они", "от", "по", "под", "после", "при", "с", "со", "так", "также", "то", "что", "чтобы",
    "это",
))  # fmt: skip
_SHARE = 0.05
"""Of the different words of a Russian text that are among these; more in news."""

_WORDS = 12
"""Different words from which a text has its share of them."""

_ENGLISH = frozenset((
    "the", "of", "and", "with", "was", "has", "have", "from", "for", "said", "by", "that", "this",
    "which", "would", "were", "been", "its", "after", "their", "who", "year", "first",
))  # fmt: skip
"""English words that are rare in other languages."""

_BEYOND = frozenset(("cs", "et", "hr", "hu", "lt", "lv", "pl", "ro", "sk", "sl", "tr", "vi"))
"""Languages with letters that windows-1252 lacks, or has in other places than their encodings."""

_ACCENTED = 3
"""So many words with accents, and no English ones, show that a text is not in English."""

_SAMPLE = 2_048
_FEWEST = 20
"""Bytes outside of ASCII from which a text shows its encoding."""

_MARGIN = 12.0
"""Natural logarithm of how much likelier the best has to be than the next: 160,000 times."""

_LIKELY = -4.3
"""Mean weight of the bytes outside of ASCII from which they are a Russian text."""


def likely(data: bytes) -> str | None:
    """The encoding of a text that is not UTF-8; None when nothing tells for sure."""
    foreign = data.translate(None, _ASCII)
    if len(foreign) < _FEW * len(data) and not _RUN.search(data.translate(None, _SHARED)):
        return "cp1252" if _is_western(data, foreign) else None
    return cyrillic(data)


def _is_western(data: bytes, foreign: bytes) -> bool:
    """Whether a text in Latin letters may be in windows-1252, by its language.

    ``foreign``: its bytes outside of ASCII. Those of other encodings are also letters here.
    """
    if not any(map(str.isalpha, foreign.decode("cp1252", "replace"))):
        return True
    text = data[: 4 * _SAMPLE].decode("cp1252", "replace")
    words = set(_WORD.findall(text.lower()))
    if len(words & _ENGLISH) > 1:
        return True
    found = detect(text)
    if found == "en":  # also the answer where nothing shows the language
        return sum(not word.isascii() for word in words) < _ACCENTED
    return found not in _BEYOND


def cyrillic(data: bytes) -> str | None:
    """The encoding of a Russian text; None when its letters do not tell for sure."""
    codes, high = _sample(data)
    count = int(high.sum())
    if count < _FEWEST:
        return None
    weights = [_weight(codes, high, encoding) for encoding in CYRILLIC]
    best, second = sorted(range(len(CYRILLIC)), key=weights.__getitem__)[:-3:-1]
    sure = weights[best] - weights[second] > _MARGIN and weights[best] > _LIKELY * count
    return CYRILLIC[best] if sure and _is_russian(data, CYRILLIC[best]) else None


def may_be_russian(data: bytes, encoding: str) -> bool:
    """Whether the letters of a text are those of Russian, and its words unless it is short.

    ``encoding``: one of CYRILLIC.
    """
    codes, high = _sample(data)
    weight = _weight(codes, high, encoding)
    return weight > _LIKELY * int(high.sum()) and _is_russian(data, encoding)


def _sample(data: bytes) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Bytes of a text, shape (n,), n up to _SAMPLE, and which of them are outside of ASCII.

    From the character before the first that is not ASCII: the pair of them weighs, too.
    """
    start = max(0, len(data) - len(data.lstrip(_ASCII)) - 1)
    codes = np.frombuffer(data[start : start + _SAMPLE], dtype=np.uint8)
    return codes, codes > 0x7F


def has_common_words(data: bytes, encoding: str) -> bool:
    """Whether a text has some of the words that no Russian text does without, however short it is.

    One may be there by chance.
    """
    foreign = _foreign_words(data, encoding)
    return len(foreign & _COMMON) >= max(2, _SHARE * len(foreign))


def _is_russian(data: bytes, encoding: str) -> bool:
    """Whether a text has words that no Russian text does without; True of a short one."""
    foreign = _foreign_words(data, encoding)
    return len(foreign) < _WORDS or len(foreign & _COMMON) >= _SHARE * len(foreign)


def _foreign_words(data: bytes, encoding: str) -> set[str]:
    words = _WORD.findall(data[: 4 * _SAMPLE].decode(encoding, "replace").lower())
    return {word for word in words if not word.isascii()}


def _weight(codes: NDArray[np.uint8], high: NDArray[np.bool_], encoding: str) -> float:
    letters, kinds, rare = _table(encoding)
    of = kinds[codes]
    joins = _JOINS[of[:-1], of[1:]][high[1:] | high[:-1]]
    return float(letters[codes[high]].sum() + joins.sum()) + rare


@cache
def _table(encoding: str) -> tuple[NDArray[np.float64], NDArray[np.intp], float]:
    """The weight and the kind of each byte, shape (256,), float64 and intp; its _RARITY."""
    shares = {
        letter: log(share / sum(_SHARES)) for letter, share in zip(_LETTERS, _SHARES, strict=True)
    }
    weights = np.zeros(256)
    kinds = np.full(256, _OTHER, dtype=np.intp)
    for byte in range(256):
        character = bytes([byte]).decode(encoding, "replace")
        lower = character.lower()
        if lower in shares:
            small = character == lower
            weights[byte] = shares[lower] + (0 if small else _CAPITAL)
            kinds[byte] = _SMALL if small else _LARGE
        elif byte > 0x7F:
            usual = character in _OPENING + _CLOSING
            weights[byte] = _SIGN if usual else _ODD if character.isprintable() else _NONE
            kinds[byte] = _MARK if not usual else _END if character in _CLOSING else _OTHER
        elif character.isalpha():
            kinds[byte] = _LATIN
    return weights, kinds, _RARITY[encoding]
