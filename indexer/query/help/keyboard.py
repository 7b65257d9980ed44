"""The two keyboard layouts: what was typed in the wrong one, and which keys are neighbours."""

from __future__ import annotations

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)

LETTER_KEYS = "[];',.`{}<>~"
"""Signs of the Latin layout that are letters in the Cyrillic one, those with a meaning in a
query left out."""

_ROWS = (("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"), ("qwertyuiop", "asdfghjkl", "zxcvbnm"))


def other_layout(text: str) -> str:
    """``text`` as it would read in the other layout: rflshjd ↔ кадыров, руддщ ↔ hello."""
    cyrillic = any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    return text.translate(_TO_LATIN if cyrillic else _TO_CYRILLIC)


def _neighbours() -> frozenset[tuple[str, str]]:
    """Pairs of keys that touch: rows are shifted by half a key."""
    found = set()
    for rows in _ROWS:
        keys = [
            (letter, column + row / 2, row)
            for row, letters in enumerate(rows)
            for column, letter in enumerate(letters)
        ]
        found |= {
            (a, b)
            for a, x, y in keys
            for b, u, v in keys
            if a != b and abs(x - u) <= 1 and abs(y - v) <= 1
        }
    return frozenset(found)


NEIGHBOURS = _neighbours()
"""Pairs of letters whose keys touch, in either layout, both ways round."""
