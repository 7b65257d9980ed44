"""How else the text of a phrase is written: U.S. for US, 10000 for 10 000.

In articles the parts of such a word stand one after the other, so that what follows "U.S." is two
places further than what follows "US": each way needs a phrase of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.analysis import Analyzer
from indexer.analysis.joined import joined
from indexer.analysis.look_alikes import in_the_other_alphabet
from indexer.analysis.normalise import normalise
from schemas.expression import Part

MOST = 64
"""Ways of one phrase, itself among them: each is searched."""

_GROUPS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\w)")
"""A number in groups of digits: 10 000."""
_DIGITS = re.compile(r"(?<![\w.,-])(?:\d{4,15}|\d{1,3}(?:,\d{3})+)(?![\w-])(?![.,]\d)")
"""The same as one, or with commas."""
_SPACES = re.compile(r"\s")
_DOTTED = re.compile(r"(?<![\w.-])[^\W\d_](?:\.[^\W\d_]){1,4}(?!\w)\.?")
"""An abbreviation with its dots: U.S., Ф.С.Б."""
_CAPITALS = re.compile(r"(?<![\w.-])[^\W\d_]{2,5}(?![\w-])(?!\.\w)")
"""What may be one without them, if it is in capitals."""
_NUMBERED = re.compile(r"(?:№|\b(?:N|Nº|No\.?|номер))[ \u00a0]?(?=\d)")
"""What stands before the number of a school or house."""
_NAMED = re.compile(r"(?<![\w-])[^\W\d_]{1,3}-?\d+[^\W\d_]?(?![\w-])")
"""A name of letters and a number, which may be in either alphabet: Т-72."""
_HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")

_Rewrite = Callable[[str], str]
_Words = tuple[Part, ...]


def other_phrases(
    text: str, words: _Words, read: Callable[[str], _Words], analyzer: Analyzer
) -> tuple[_Words, ...]:
    """The words of each other way in which a phrase is written.

    Of its ``text`` and of the ``words`` read in it. The notation of a query gives the words alone:
    read again, it asks for the same. ``read`` gives the words of a text.
    """
    found = dict.fromkeys((words, *map(read, _ways([text], analyzer))))
    ways = _ways([" ".join(word.text for word in each) for each in found], analyzer)
    return tuple(dict.fromkeys((*found, *map(read, ways))))[1:MOST]


def _ways(texts: list[str], analyzer: Analyzer) -> list[str]:
    """``texts`` with any kinds of their numbers and abbreviations written the other way, too.

    An abbreviation is a word that has a term in common with the same letters and dots.
    """
    signs = _SIGNS if any(map(_NUMBERED.search, texts)) else ()
    # first what the notation of a query loses: read again, it asks for the same in the same order
    lost = _without_hyphens, _in_the_other_alphabet, _without_dots(analyzer)
    others = _with_dots(analyzer), _in_one, _in_groups
    found = texts
    for kind in (*((each,) for each in lost), signs, *((each,) for each in others)):
        ways = (way for one in found for way in (one, *(rewrite(one) for rewrite in kind)))
        found = list(dict.fromkeys(ways))[:MOST]
    return found


def _in_one(text: str) -> str:
    return _GROUPS.sub(lambda found: _SPACES.sub("", found[0]), text)


def _in_groups(text: str) -> str:
    return _DIGITS.sub(lambda found: f"{int(found[0].replace(',', '')):,}".replace(",", " "), text)


def _sign(sign: str) -> _Rewrite:
    return lambda text: _NUMBERED.sub(sign, text)


_SIGNS = _sign("№ "), _sign("N "), _sign("No "), _sign("номер ")


def _in_the_other_alphabet(text: str) -> str:
    return _NAMED.sub(lambda found: in_the_other_alphabet(normalise(found[0])), text)


def _without_hyphens(text: str) -> str:
    return _HYPHENATED.sub(lambda found: joined(normalise(found[0])) or found[0], text)


def _without_dots(analyzer: Analyzer) -> _Rewrite:
    def bare(found: re.Match[str]) -> str:
        text = found[0].replace(".", "").upper()
        return text if _meet(analyzer, found[0], text) else found[0]

    return lambda text: _DOTTED.sub(bare, text)


def _with_dots(analyzer: Analyzer) -> _Rewrite:
    def dotted(found: re.Match[str]) -> str:
        text = ".".join(found[0]) + "."
        known = found[0].isupper() and _meet(analyzer, found[0], text)
        return text if known else found[0]

    return lambda text: _CAPITALS.sub(dotted, text)


def _meet(analyzer: Analyzer, one: str, other: str) -> bool:
    return not {*analyzer.word(one).terms}.isdisjoint(analyzer.word(other).terms)
