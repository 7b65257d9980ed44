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
_YEARS = {1: "перво", 2: "второ", 3: "третье"}
_OF_A_YEAR = ("классни", "курсни")


def in_words(number: int, rest: str = "") -> str:
    """``number``, below 1,000, as the beginning of the word that goes on with ``rest``; "" for 0.

    A pupil of a first form is a первоклассник; an одноклассник is a pupil of the same form.
    """
    if rest.startswith(_OF_A_YEAR) and number in _YEARS:
        return _YEARS[number]
    hundreds, below = divmod(number, 100)
    tens, units = divmod(below, 10) if below >= len(_UNITS) else (0, below)
    return _HUNDREDS[hundreds] + _TENS[tens] + _UNITS[units]
