"""A query → lexemes with their places. One pass, linear, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.query.parser import addresses, operators, pasted, signs
from indexer.query.parser.lexeme import FIELDS, OPERATORS, Kind, Lexeme, is_filter
from indexer.query.parser.model import Problem
from indexer.query.parser.quotes import MARKS, Quotes

_SPACE = re.compile(r"\s+")
# суд,-приговор and суд&&!приговор exclude, too
_CHUNK = re.compile(rf"(?:[^\s()|{MARKS},;&+]+|(?![,;&+]{{1,2}}[-\u2212!][^\W\d])[,;&+])+")
_NUMBER_IN_GROUPS = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?=[\s()|]|$)")
_SPELT = re.compile(r"[A-ZА-ЯЁ]\.(?:[ \u00a0][A-ZА-ЯЁ]\.){2,7}(?![ \u00a0]?[A-Z])(?=[\s()|]|$)")
"""An abbreviation with dots and spaces, not the initials of J. R. R. Tolkien: М. В. Д."""
_INITIALS = re.compile(rf"(?:[^\W\d_]\.){{2,3}}(?=[^\W\d_][^\s().@:/|{MARKS},;&+]+(?:[\s()|]|$))")
"""The initials before a surname with no space between: В.В.Петров."""
_OPTIONAL = re.compile(rf"(?<=[^\W\d_]{{3}}){signs.OPTIONAL}")
_NUMBER_SIGN = re.compile(
    r"(?:(?:N|Nº|No\.?)[ \u00a0]|(?<=\S[ \u00a0])(?:номер|НОМЕР)[ \u00a0]|Nº|No\.)(?=\d)"
)
"""What stands for №, in a query with Cyrillic letters: школа N 5, школа номер 5."""
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):", re.IGNORECASE)
_FUNCTION = re.compile(r"(HEADLINE|TITLE|LEAD|LEDE|BODY|ЗАГОЛОВОК|ТЕКСТ)(?=\()")
"""Fields of LexisNexis and its like: HEADLINE(words)."""

_SLASH = re.compile(r"/(?:(\+?)(\d{1,9})|([sp]))(?=[\s()]|$)", re.IGNORECASE)
_BETWEEN = re.compile(r"/()\([+\-\u2212]\d{1,9}\s+(?:\+\s*)?(\d{1,9})()\)")
"""The distance of Yandex in either direction: /(-3 +3)."""
_SYMBOLS: dict[str, Kind] = {"(": "open", ")": "close", "|": "or"}


def lexemes(text: str, problems: list[Problem]) -> list[Lexeme]:
    """The lexemes of ``text``; what was not read as typed goes to ``problems``."""
    found = list(_Scanner(pasted.unmarked(text), problems).scan())
    found = pasted.without_bars(pasted.as_words(found, problems), problems)
    found = operators.functions(operators.distances(found, problems))
    _warn_of_capitals(text, found, problems)
    signs.warn_of_truncation(found, problems)
    return found


class _Scanner:
    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.at = 0
        self.last: Lexeme | None = None
        self.quotes = Quotes(text)
        self.cyrillic = _CYRILLIC.search(text) is not None

    def scan(self) -> Iterator[Lexeme]:
        while self.at < len(self.text):
            if silent := self._silent():
                self.at = silent.end()
                continue
            lexeme = self._next()
            if lexeme is not None:
                self.last = lexeme
                yield lexeme

    def _silent(self) -> re.Match[str] | None:
        """What asks for nothing here: a space, a sign for №, the plus or minus of a number."""
        space = _SPACE.match(self.text, self.at)
        return space or self._number_sign() or signs.amount(self.text, self.at, self.last)

    def _number_sign(self) -> re.Match[str] | None:
        return _NUMBER_SIGN.match(self.text, self.at) if self.cyrillic else None

    def _next(self) -> Lexeme | None:
        start, sign = self.at, self.text[self.at]
        if sign in _SYMBOLS:
            self.at = _run(self.text, start, "|") if sign == "|" else start + 1
            return Lexeme(_SYMBOLS[sign], self.text[start : self.at], start, self.at)
        if sign in "-\u2212":
            return self._minus(start)
        if excludes := signs.EXCLUDES.match(self.text, start):
            return self._exclamation(excludes)
        if found := self._joined(start):
            self.at = found.end
            return found
        self.at = signs.lone(self.text, start, self.problems)
        if self.at > start:
            return None
        self.at = _run(self.text, start, "=+")
        return self._operand(start, self.text[start : self.at])

    def _joined(self, start: int) -> Lexeme | None:
        """What is written in signs alone, or in signs around words."""
        return (
            addresses.address(self.text, start)
            or self._date_range(start)
            or signs.ampersand(self.text, start)
            or self._slash(start)
            or signs.everything(self.text, start)
        )

    def _date_range(self, start: int) -> Lexeme | None:
        if self.text[start] not in "[{" or self.last is None or not is_filter(self.last):
            return None
        return signs.date_range(self.text, start, self.problems)

    def _slash(self, start: int) -> Lexeme | None:
        """/5, /s; of Yandex also /+5 and /(-5 +5), whose order of words is not kept."""
        slash = _SLASH.match(self.text, start) or _BETWEEN.match(self.text, start)
        if slash is None:
            return None
        order, number, scope = slash.groups()
        place = slash[0], slash.start(), slash.end()
        if order:
            self.problems.append(Problem(start, "unordered", slash[0]))
        if number is not None:
            return Lexeme("near", *place, number=int(number))
        return Lexeme("sentence" if scope in "sS" else "paragraph", *place)

    def _exclamation(self, excludes: re.Match[str]) -> Lexeme | None:
        """! before a word excludes it, as in Lucene; behind NOT it does not include it again."""
        self.at = excludes.end()
        text, start = excludes[0], excludes.start()
        if self.last is not None and self.last.kind == "not":
            self.problems.append(Problem(start, "sign", text))
            return None
        self.problems.append(Problem(start, "read-as-not", text))
        return Lexeme("not", text, start, self.at)

    def _minus(self, start: int) -> Lexeme | None:
        """A single minus before a word excludes it; any other is a dash."""
        self.at = end = _run(self.text, start, "-\u2212")
        before_word = end < len(self.text) and not self.text[end].isspace()
        if end - start > 1 or not before_word:
            if before_word and (not start or self.text[start - 1].isspace()):
                self.problems.append(Problem(start, "dash", self.text[start:end]))
            return None
        return Lexeme("not", self.text[start:end], start, end)

    def _operand(self, start: int, sign: str) -> Lexeme | None:
        """What stands behind ``sign``: of "=" and "+" one, several or none."""
        # behind a sign, a minus still excludes
        if self.at == len(self.text) or (sign and self.text[self.at] in "-\u2212!"):
            return None
        start = start + sign.index("=") if "=" in sign else self.at
        if sign and self.text[self.at] == "(":
            self.at += 1
            return Lexeme("open", "(", self.at - 1, self.at, required="+" in sign)
        if self.quotes.are_at(self.at):
            return self._phrase(start, sign)
        if self.quotes.straight_at(self.at):
            self.problems.append(Problem(self.at, "single-quotes", "'"))
        return self._word(start, sign)

    def _word(self, start: int, sign: str) -> Lexeme | None:
        if field := _FIELD.match(self.text, self.at) or _FUNCTION.match(self.text, self.at):
            self.at = field.end()
            return Lexeme("field", field[0], start, self.at, required="+" in sign)
        behind = signs.foreign_field(self.text, self.at, self.problems)
        if behind > self.at:
            self.at = behind
            return None
        wholes = (_NUMBER_IN_GROUPS, _SPELT, _INITIALS, _CHUNK)
        chunk = next(filter(None, (whole.match(self.text, self.at) for whole in wholes)), None)
        if chunk is None:  # a space or a parenthesis behind "=" or "+", signs before a minus
            self.at = max(self.at, start + 1)
            return None
        # "=or", "+or": the word is meant
        if not sign and (found := self._operator(chunk)):
            self.at = found.end
            return found
        optional = _OPTIONAL.match(self.text, chunk.end())
        self.at = optional.end() if optional else chunk.end()
        following = self.text[self.at : self.at + 1]
        base = signs.base(chunk[0], chunk.start(), following, self.problems)
        return Lexeme(
            "word", base.text, start, base.end, exact="=" in sign, required="+" in sign
        )  # fmt: skip

    def _operator(self, chunk: re.Match[str]) -> Lexeme | None:
        return operators.around(self.text, chunk.start()) or operators.operator(
            chunk[0], chunk.start(), self.problems
        )

    def _phrase(self, start: int, sign: str) -> Lexeme | None:
        opening, inside = self.text[self.at], self.at + 1
        end = self.quotes.closing(self.at)
        if end < 0:
            self.problems.append(Problem(self.at, "unclosed-quote", opening))
            self.at = inside
            return None
        self.at = end + 1
        found = addresses.whole(self.text[inside:end], start, self.at)
        if found and not sign:
            return found
        number = None
        if window := signs.WINDOW.match(self.text, self.at):
            self.at, number = window.end(), int(window[1] or window[2])
        return Lexeme(
            "phrase", self.text[inside:end], start, self.at,
            exact="=" in sign, number=number, required="+" in sign,
        )  # fmt: skip


def _run(text: str, start: int, signs: str) -> int:
    end = start
    while end < len(text) and text[end] in signs:
        end += 1
    return end


def _warn_of_capitals(text: str, found: list[Lexeme], problems: list[Problem]) -> None:
    """A headline in capitals may hold НЕ as a word: say that it was read as an operator."""
    if text != text.upper():
        return
    words = [lexeme.text for lexeme in found if lexeme.kind == "word"]
    if not any(len(word) >= pasted.LONG for word in words):
        return
    for lexeme in found:
        if lexeme.text in OPERATORS and lexeme.kind != "word":
            problems.append(Problem(lexeme.start, "capitals", lexeme.text))
            return
