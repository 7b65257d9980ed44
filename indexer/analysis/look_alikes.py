"""Names of letters and numbers whose letters both alphabets have: Т-72 and T-72, СО2 and CO2."""

from __future__ import annotations

import re

_LETTERS = "авекмнорстх"
_TO_LATIN = str.maketrans(_LETTERS, "abekmhopctx")
_NAME = re.compile(rf"[{_LETTERS}]{{1,3}}-?\d+[{_LETTERS}]?")


def latin(form: str) -> set[str]:
    """The same name in Latin letters, or none: a writer cannot see which of them were typed."""
    return {form.translate(_TO_LATIN)} if _NAME.fullmatch(form) else set()
