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
_THOUSAND = 1_000, "тысяче"
_YEARS = {1: "перво", 2: "второ", 3: "третье"}
_OF_A_YEAR = ("классни", "курсни")


_ORDINALS = {
    "1": "первый", "2": "второй", "3": "третий", "4": "четвертый", "5": "пятый", "6": "шестой",
    "7": "седьмой", "8": "восьмой", "9": "девятый", "10": "десятый", "11": "одиннадцатый",
    "12": "двенадцатый", "13": "тринадцатый", "14": "четырнадцатый", "15": "пятнадцатый",
    "16": "шестнадцатый", "17": "семнадцатый", "18": "восемнадцатый", "19": "девятнадцатый",
    "20": "двадцатый", "30": "тридцатый", "40": "сороковой", "50": "пятидесятый",
    "60": "шестидесятый", "70": "семидесятый", "80": "восьмидесятый", "90": "девяностый",
    "100": "сотый",
}  # fmt: skip


def ordinal(figures: str) -> str | None:
    """The lemma of an ordinal written in ``figures``; None if it is not one word: 21-й."""
    return _ORDINALS.get(figures)


def in_words(number: int, rest: str = "") -> str:
    """``number``, up to 1,000, as the beginning of the word that goes on with ``rest``; "" for 0.

    A pupil of a first form is a первоклассник; an одноклассник is a pupil of the same form.
    """
    if rest.startswith(_OF_A_YEAR) and number in _YEARS:
        return _YEARS[number]
    if number == _THOUSAND[0]:
        return _THOUSAND[1]
    hundreds, below = divmod(number, 100)
    tens, units = divmod(below, 10) if below >= len(_UNITS) else (0, below)
    return _HUNDREDS[hundreds] + _TENS[tens] + _UNITS[units]
