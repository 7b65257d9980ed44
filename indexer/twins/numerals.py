"""Numbers of a text, whether in digits or in words, alike in both languages."""

from __future__ import annotations

import re

_RUSSIAN = """
2 два две двух двум двумя двое двоих
3 три трёх трём тремя трое троих
4 четыре четырёх четырём четырьмя четверо четверых
5 пять пяти пятью пятеро пятерых
6 шесть шести шестью шестеро шестерых
7 семь семи семью семеро семерых
8 восемь восьми восемью
9 девять девяти девятью
10 десять десяти десятью
11 одиннадцать одиннадцати
12 двенадцать двенадцати
13 тринадцать тринадцати
14 четырнадцать четырнадцати
15 пятнадцать пятнадцати
16 шестнадцать шестнадцати
17 семнадцать семнадцати
18 восемнадцать восемнадцати
19 девятнадцать девятнадцати
20 двадцать двадцати
30 тридцать тридцати
40 сорок сорока
50 пятьдесят пятидесяти
60 шестьдесят шестидесяти
70 семьдесят семидесяти
80 восемьдесят восьмидесяти
90 девяносто девяноста
100 сто ста сотня
"""
_ENGLISH = """
2 two
3 three
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve
13 thirteen
14 fourteen
15 fifteen
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty
30 thirty
40 forty
50 fifty
60 sixty
70 seventy
80 eighty
90 ninety
100 hundred
"""
_WORDS = {
    word.replace("ё", "е"): line.split()[0]
    for line in (_RUSSIAN + _ENGLISH).splitlines()
    for word in line.split()[1:]
}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0\u202f]\d{3})+)(?![\d])")
_ZEROS = re.compile(r"^0+(?=\d)")
_BLANKS = re.compile(r"[ \u00a0\u202f]")
_NONE = frozenset(("0", "1"))
"""They are said of anything."""


def joined(text: str) -> str:
    """``text`` with its digits written without spaces between thousands: 12 000 is 12000."""
    return _SPACED.sub(lambda found: found[1] + _BLANKS.sub("", found[2]), text)


def number(word: str) -> str | None:
    """The number that ``word`` is, in lower case; None when it is none, or 0 or 1.

    A comma groups thousands in English and is a decimal sign in Russian: 155,221 is read as
    thousands, 5,5 as 5.5, and so is 10.30.
    """
    if word[0].isdigit():
        plain = word.replace(",", "") if _GROUPED.fullmatch(word) else word.replace(",", ".")
        plain = _ZEROS.sub("", plain)
        if "." in plain and plain.count(".") == 1:
            plain = plain.rstrip("0").rstrip(".")
        return None if plain in _NONE else plain
    return _WORDS.get(word.replace("ё", "е"))
