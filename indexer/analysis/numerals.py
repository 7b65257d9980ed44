"""Numbers as they are written at the beginning of Russian words: 30 in тридцатилетие."""

from __future__ import annotations

_UNITS = (
    "", "одно", "двух", "трех", "четырех", "пяти", "шести", "семи", "восьми", "девяти",
    "десяти", "одиннадцати", "двенадцати", "тринадцати", "четырнадцати", "пятнадцати",
    "шестнадцати", "семнадцати", "восемнадцати", "девятнадцати",
)  # fmt: skip
_TENS = (
    "", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти",
    "восьмидесяти", "девяносто",
)  # fmt: skip
_HUNDREDS = (
    "", "сто", "двухсот", "трехсот", "четырехсот", "пятисот", "шестисот", "семисот",
    "восьмисот", "девятисот",
)  # fmt: skip


def in_words(number: int) -> str:
    """``number``, below 1,000, as the beginning of a word; "" for 0."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10) if rest >= len(_UNITS) else (0, rest)
    return _HUNDREDS[hundreds] + _TENS[tens] + _UNITS[units]
