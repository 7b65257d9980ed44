"""Companies that an agency marks in its English texts: Moulinex SA <MOUP.PA>, <Scovill Inc>.

In angle brackets, or behind the name of an exchange in round ones, stands the sign of its shares;
a company without one stands in angle brackets itself. A headline in capitals has no more than the
letters of a name: it is looked for in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.tagging.latin_names import LEGAL
from indexer.tagging.words import TextWord, Zone

LONGEST = 8
"""Words of a company's name at most."""

_SHORTENED = 2
"""Words at the end of a name that a headline writes in another way."""

_SIGN = re.compile(r"[A-Z]{1,6}(?:\.[A-Z]{1,3})?")
_EXCHANGES = frozenset({"nasdaq", "nyse", "amex", "lse", "otc", "otcmkts", "tsx", "asx", "hkex"})
_OWNED = frozenset({"shares", "stock", "holders", "shareholders", "directors", "officials"})
"""What opens a sentence before "of" and a company."""

_JOINTS = frozenset({"and", "of", "und", "de", "et"})

_WITHIN = frozenset({" ", "-", ". ", ""})

_LINKS = frozenset({"du", "de", "des", "et", "und", "di", "do", "della", "der"})
"""Small words within names of firms of other countries."""

IsCapital = Callable[[TextWord], bool]


def marked_companies(words: Sequence[TextWord], is_capital: IsCapital) -> Iterator[tuple[int, int]]:
    """Start and end of the name of each company that is marked in ``words``."""
    for at, word in enumerate(words):
        if word.gap.endswith("<") and (word.capital or word.text[0].isdigit()):
            end = _closing(words, at)
            if end and not _is_sign(words, at, end):
                yield from _in_text(words, at, end) if _is_loud(word) else [(at, end)]
            elif end and at:
                yield from _before(words, at, is_capital)
        elif at > 1 and word.form in _EXCHANGES and word.gap.endswith("("):
            yield from _before(words, at, is_capital)


def _is_loud(word: TextWord) -> bool:
    """Whether it stands in a headline in capitals."""
    return word.zone is Zone.TITLE and word.opens and word.text.isupper()


def _closing(words: Sequence[TextWord], at: int) -> int:
    """Where the bracket that opens before ``at`` is closed; 0 when it is not soon."""
    for end in range(at + 1, min(at + LONGEST, len(words) - 1) + 1):
        if ">" in words[end].gap:
            return end
    return 0


def _is_sign(words: Sequence[TextWord], at: int, end: int) -> bool:
    text = words[at].text + "".join(word.gap + word.text for word in words[at + 1 : end])
    return _SIGN.fullmatch(text) is not None


def _before(words: Sequence[TextWord], at: int, is_capital: IsCapital) -> Iterator[tuple[int, int]]:
    """The company whose name ends before the sign at ``at``."""
    if _is_loud(words[at - 1]):
        found = list(_in_text(words, max(0, at - LONGEST), at))
        yield from found or ([(0, at)] if _is_report(words, at) else [])
        return
    start = at
    while start and at - start < LONGEST and _goes_back(words, start, at, is_capital):
        start -= 1
    while start < at and (not is_capital(words[start]) or words[start].form in _OWNED):
        start += 1
    if start < at and (not words[start].opens or at - start > 1):
        yield start, at


def _is_report(words: Sequence[TextWord], at: int) -> bool:
    """Whether a headline is the company before the ticker symbol at ``at``, and reports figures.

    DYNAMIC HOMES INC <DYHM> 4TH QTR NET, above a table that does not name the company.
    """
    end = _closing(words, at)
    if not end or at > LONGEST // 2 or words[end].zone is not Zone.TITLE:
        return False
    return words[end].text[0].isdigit() or words[end].form in _REPORTS


_REPORTS = frozenset(
    {"qtr", "year", "half", "yr", "net", "loss", "div", "dividend", "payout", "mths", "annual"}
    | {"group", "oper", "first", "second", "third", "fourth"}
)
"""What follows the symbol in a headline that reports figures, if not a number."""


def _goes_back(words: Sequence[TextWord], start: int, at: int, is_capital: IsCapital) -> bool:
    """Whether the word before ``start`` is of the name, too."""
    if start < at and words[start].gap not in _WITHIN:
        return False
    if words[start - 1].form == "and" and start > 1 and words[start - 2].form in LEGAL:
        return False  # Harris Upham and Co Inc and Morgan Keegan Inc <MOR>
    return is_capital(words[start - 1]) or (start < at and words[start - 1].form in _JOINTS)


def _in_text(words: Sequence[TextWord], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The company of a headline, where the text first has the longest part of its name.

    A part that begins a name there: the rest of the headline is not of it.
    """
    body = [at for at, word in enumerate(words) if _begins(words, at) and len(word.form) > 1]
    for first in range(start, end):
        name = [word.form for word in words[first:end]]
        if any(word.gap not in _WITHIN for word in words[first + 1 : end]) or len(name[0]) < 2:
            continue
        # a headline may end a name in its own way: FIRST FEDERAL FT MYERS
        shortest = max(2, len(name) - _SHORTENED) if len(name) > 1 else 1
        for length in range(len(name), shortest - 1, -1):
            for at in body:
                if [word.form for word in words[at : at + length]] == name[:length]:
                    yield at, at + length
                    return


def _begins(words: Sequence[TextWord], at: int) -> bool:
    """Whether a name may begin at ``at`` in the text: no other word of it stands before."""
    if words[at].zone is Zone.TITLE or not words[at].capital:
        return False
    before = words[at - 1]
    if words[at].gap not in _WITHIN or words[at].gap == "":
        return True
    return not (before.capital or (before.form in _JOINTS and words[at - 2].capital))


def whole_firm(words: Sequence[TextWord], start: int, end: int) -> int:
    """Where the name of a firm begins whose last capitalised words are [start, end).

    Banque Generale du Luxembourg SA; Peat, Marwick, Mitchell and Co; Audio/Video Affiliates Inc.
    """
    partners = any(word.form == "and" for word in words[start:end])
    while start and words[start - 1].text[0].isascii():
        gap, before = words[start].gap, words[start - 1]
        if before.capital and (gap == "/" or (gap == ", " and partners)):
            start -= 1
            while start and _is_run(words, start - 1) and not words[start - 1].opens:
                start -= 1
        elif gap == " " and before.form in _LINKS and start > 1 and _is_run(words, start - 2):
            start -= 2
        elif (
            gap == " "
            and start + 1 < end
            and words[start + 1].form in _LINKS
            and _is_run(words, start - 1)
        ):
            start -= 1
        else:
            break
    return start


def _is_run(words: Sequence[TextWord], at: int) -> bool:
    """Whether a Latin word with a capital stands at ``at`` right before another word."""
    word = words[at]
    return word.capital and word.text[0].isascii() and words[at + 1].gap == " "
