"""Signs that other search engines read, and what becomes of them here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.analysis.tokenizer import INITIAL
from indexer.query.function_words import is_function_word
from indexer.query.parser.lexeme import Lexeme
from indexer.query.parser.model import Code, Problem

_EVERYTHING = re.compile(r"\*:\*(?![^\s()|])")
_OPERAND = r"(?=\?\w|[^\s!?,.;:…)|»\-\u2212])"
EXCLUDES = re.compile(rf"!{_OPERAND}|~~(?=\s*{_OPERAND})")
"""What is read as NOT: !b, and ~~ b."""

_WEIGHT = r"\^(?:\d+(?:\.\d*)?|\.\d+)?"
_FUZZY = r"~(?:\d+(?:\.\d*)?|\.\d+)?"
_BEHIND_WORD = re.compile(rf"(?<=[\w*?])(?:{_WEIGHT}|{_FUZZY})+$")
_BEHIND_GROUP = re.compile(rf"({_WEIGHT})|{_FUZZY}")
WINDOW = re.compile(r"~(\d{1,9})(?![\w.])|\s+~(\d{1,2})(?![\w.])")
"""Behind a phrase: how many other words may stand among its own."""

_TRUNCATED = re.compile(r"(?<=[^\W\d])[%$]$")
_LONE = re.compile(
    rf"(?<!\S)!+(?=\s+\S)|!+(?=[\w\"(=«“„\-\u2212])|[~^](?=[^\W\d])|~(?=\s+\S)|(?!{INITIAL})[\[{{¬]"
)
_COMMA = re.compile(r"[,;]+(?=[-\u2212!])")
_INSIDE = re.compile(r"(?<=\w)!(?=[^\W\d])")
_AND = re.compile(r"&{1,2}(?=[^\s&])")
_DASH = re.compile(r"(?<![^\s(])[\u2010-\u2015](?=[^\W\d])")
_AMOUNT = re.compile(r"(?<![^\s(])[+\-\u2212](?=\d)")
_DEGREES = re.compile(
    r"[+\-\u2212]\d+(?:[.,]\d+)?\s?(?:[°º%]|градус(?:а|ов|ам|ами|ах)?\b|degrees?\b)", re.IGNORECASE
)
_JOINING = frozenset({"а", "и", "но", "and", "or"})
_PATTERN = re.compile(r"/[^/\s]+/")

_PLAIN_FIELD = re.compile(
    r"@?[a-z][a-z_.]+:(?=[^\s/:])|[а-яё]{3,}:(?=[^\s/:\"«“„(])|@(?:title|body)(?=\s|$)"
)
"""A name and what follows it; «сказал: …» and «сказал:"…"» are no fields."""
ELSEWHERE = (
    "allinurl", "allinanchor", "inurl", "inanchor", "link", "related", "cache", "info", "define",
    "filetype", "mime", "ext", "inposttitle", "numrange", "daterange", "host", "rhost",
    "domain", "stocks", "movie", "weather", "loc", "location", "feed", "hasfeed",
)  # fmt: skip
FUNCTIONS = (
    "hlead", "byline", "section", "publication", "terms", "subject", "company", "geographic",
    "ticker", "allcaps", "caps", "nocaps", "plural", "singular", "length", "date",
)  # fmt: skip
"""Fields of LexisNexis, which hold their words in parentheses."""
OPTIONAL = r"\((?:e?s|ies|e[dr]|ers|[аеиыя]|[ео]в|ей)\)(?![^\s()|])"
"""Another ending in brackets: company(ies), суд(ы). Every form is searched for in any case."""

_FOREIGN = re.compile(
    rf"(?:{'|'.join(ELSEWHERE)}):(?!//)"
    rf"|(?:{'|'.join(FUNCTIONS)})(?=\()(?!{OPTIONAL})|atleast\d{{1,3}}(?=\s*\(|\s+\w)"
    r"|[a-z]{2,8}(?:=(?=[\w\"«“])|[<>]=?(?=\d))",
    re.IGNORECASE,
)
"""Fields of other search engines: inurl:, section(, atleast5(; of Factiva la=ru, wc>500. They are
left out: "inurl" is no word of an article."""

_RANGE = re.compile(r"[\[{]\s*([^\s\]}]+)\s+TO\s+([^\s\]}]+)\s*[\]}]")


@dataclass(frozen=True, slots=True)
class Base:
    """A run of characters without the signs around it: ``text`` ends at ``end``."""

    text: str
    end: int


def base(chunk: str, start: int, following: str, problems: list[Problem]) -> Base:
    """``chunk`` without a weight, a mark of likeness and the like; each is told.

    ``following``: the character behind it, "" at the end.
    """
    found = _BEHIND_WORD.search(chunk)
    # 10^6 is a number
    if found and any(map(str.isalpha, chunk[: found.start()])):
        code: Code = "weight" if found[0].startswith("^") else "fuzzy"
        problems.append(Problem(start + found.start(), code, found[0]))
        chunk = chunk[: found.start()]
    if inside := _INSIDE.search(chunk):
        problems.append(Problem(start + inside.start(), "sign", "!"))
    if _TRUNCATED.search(chunk):
        problems.append(Problem(start, "truncation", chunk))
    elif _PATTERN.fullmatch(chunk) and not chunk[1:-1].isalnum():
        problems.append(Problem(start, "sign", "/"))
    elif _PATTERN.fullmatch(chunk):
        problems.append(Problem(start, "word-operator", chunk))
    elif field := _PLAIN_FIELD.match(chunk + following):
        problems.append(Problem(start, "unknown-field", field[0]))
    return Base(chunk, start + len(chunk))


def amount(text: str, at: int, last: Lexeme | None) -> re.Match[str] | None:
    """The plus or minus at ``at`` that belongs to a number: до -25, +5 °C.

    ``last``: what stands before it. Nobody requires or excludes a word after a preposition.
    """
    word = last.text.lower() if last is not None and last.kind == "word" else ""
    behind = is_function_word(word) and word not in _JOINING
    return _AMOUNT.match(text, at) if behind or _DEGREES.match(text, at) else None


def ampersand(text: str, at: int) -> Lexeme | None:
    """An & at ``at`` that stands right before what it joins: суд &!приговор."""
    found = _AND.match(text, at)
    return found and Lexeme("and", found[0], at, found.end())


def everything(text: str, at: int) -> Lexeme | None:
    """``*:*`` at ``at``: all articles."""
    found = _EVERYTHING.match(text, at)
    return found and Lexeme("everything", found[0], at, found.end())


def foreign_field(text: str, at: int, problems: list[Problem]) -> int:
    """Where a field of another search engine that begins at ``at`` ends; ``at`` without one."""
    found = _FOREIGN.match(text, at)
    if found is None:
        return at
    problems.append(Problem(at, "foreign-field", found[0]))
    return found.end()


def lone(text: str, at: int, problems: list[Problem]) -> int:
    """The place behind a sign at ``at`` that asks for nothing, and is told; ``at`` without one."""
    if at and text[at] in "^~" and not text[at - 1].isspace():
        found = _BEHIND_GROUP.match(text, at)
        if found:
            problems.append(Problem(at, "weight" if found[1] else "sign", found[0]))
            return found.end()
    if comma := _COMMA.match(text, at):
        return comma.end()
    if found := _LONE.match(text, at):
        if not any(each.code == "sign" and each.text == found[0] for each in problems[-20:]):
            problems.append(Problem(at, "sign", found[0]))
        return found.end()
    if _DASH.match(text, at):
        problems.append(Problem(at, "dash", text[at]))
        return at + 1
    return at


def date_range(text: str, at: int, problems: list[Problem]) -> Lexeme | None:
    """``[2016 TO 2018]`` at ``at``: the value 2016..2018, "*" is an open side."""
    found = _RANGE.match(text, at)
    if found is None:
        return None
    if "{" in found[0] or "}" in found[0]:
        problems.append(Problem(at, "sign", "{" if "{" in found[0] else "}"))
    first, last = ("" if side == "*" else side for side in found.groups())
    return Lexeme("word", f"{first}..{last}", at, found.end())


def warn_of_truncation(found: list[Lexeme], problems: list[Problem]) -> None:
    """In a query with operators, a word with ! at its end is the beginning of words elsewhere."""
    if any(lexeme.kind in {"and", "or", "not", "near"} for lexeme in found):
        problems += [
            Problem(lexeme.start, "truncation", lexeme.text)
            for lexeme in found
            if lexeme.kind == "word" and lexeme.text.endswith("!") and lexeme.text[:-1].isalpha()
        ]
