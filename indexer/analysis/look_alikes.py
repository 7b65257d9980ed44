"""Names of letters and a number whose letters look the same in both alphabets: Т-72, СО2."""

from __future__ import annotations

import re

_CYRILLIC, _LATIN = "авекмнорстх", "abekmhopctx"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_IN_CYRILLIC, _IN_LATIN = (
    re.compile(rf"[{letters}]{{1,3}}-?\d+[{letters}]?") for letters in (_CYRILLIC, _LATIN)
)


def latin(form: str) -> set[str]:
    """The same name in Latin letters, or none: nobody can see which alphabet was typed."""
    return {form.translate(_TO_LATIN)} if _IN_CYRILLIC.fullmatch(form) else set()


def in_the_other_alphabet(form: str) -> str:
    """The same name in the letters of the other alphabet; any other form as it is."""
    found = latin(form)
    if found:
        return found.pop()
    return form.translate(_TO_CYRILLIC) if _IN_LATIN.fullmatch(form) else form
