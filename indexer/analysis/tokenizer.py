"""Text → runs of word characters and of punctuation; a run → its words. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntFlag
from typing import NamedTuple

from indexer.analysis.endings import stem
from indexer.analysis.normalise import INSIDE, LONGEST, normalise
from indexer.analysis.word_lists import read_forms, read_words

LONGEST_RUN = 128
"""Characters of a run without spaces that are looked at; words after them are not searched."""

BREAK = r"(?:(?<=[^\W\d_])[-‐‑¬]|(?<=\u00ad))[\x20\t\r]{0,3}\n[\x20\t]{0,8}(?=[^\W\d_])"
"""Where a word is broken at the end of a line, in any way that scans have."""

CAPITAL = "[A-ZА-ЯЁ]"

INITIAL = r"\[[^\W\d_]\](?=[^\W\d_])"
"""The first letter of a word in brackets, as an editor changed it: [p]arliament."""

# possessive quantifiers (++, *+) never go back, so that time is linear in the text
RUN = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>«»"]++                      # a web address
    | \d{{1,3}}+(?:[ \u00a0\u2009\u202f]\d{{3}})++(?!\w)    # a number in groups of digits
    | {CAPITAL}(?:\.[ \u00a0]{CAPITAL}){{2,7}}(?=\.)        # an abbreviation with dots and spaces
    | (?:{INITIAL})?\w[\w{INSIDE}]*+                     # words, joined or broken by
      (?:(?:[-‐‑.@'’‘ʼ`´&]|(?<=\d)[,:⁄](?=\d)|{BREAK})\w[\w{INSIDE}]*+)*+
    | \n\s*+                                             # a line or a paragraph ends
    | (?:(?!{INITIAL})[^\w\s,])++\s*+                     # punctuation, with what space follows
    """,
    re.VERBOSE,
)


class Flag(IntFlag):
    """What a run is to its neighbours."""

    WORD = 1
    UPPER = 2
    """May begin a sentence."""
    ABBREVIATION = 4
    """A dot after it ends no sentence: г., ул., an initial."""
    END = 8
    """Punctuation that may end a sentence."""
    PARAGRAPH = 16
    DOT = 32
    """Nothing but a dot."""


class RunPiece(NamedTuple):
    """A word in a run, or the whole of a compound. ``step``: its position in the run."""

    offset: int
    text: str
    step: int
    form: str


# plain numbers: the arithmetic of an enum takes a microsecond, of millions of runs
_WORD, _UPPER, _ABBREVIATION, _END, _PARAGRAPH, _DOT = (
    flag.value
    for flag in (Flag.WORD, Flag.UPPER, Flag.ABBREVIATION, Flag.END, Flag.PARAGRAPH, Flag.DOT)
)
_BROKEN = re.compile(BREAK)
_INITIAL = re.compile(INITIAL)
_GROUPS = re.compile(r"\d+(?:\s\d{3})+")
"""A number in groups of digits: 10 000."""
_ABBREVIATIONS = read_words("abbreviations")
_CAPITALS = dict.fromkeys(("US", "US's", "US’s"), "u.s")
"""Abbreviations that are other words in small letters, and the form that they get."""
_PLURAL = re.compile(r"[A-Z]{2,}s")
"""The plural of an abbreviation, which keeps its capitals: MPs is no "mps"."""
_DOTTED = re.compile(r"[^\W\d_](?:\.[ \u00a0]?[^\W\d_])+")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?=\w)([^\s/:?#@]*\w)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DECIMAL = re.compile(r"\d+[.,:⁄]\d+(?:,\d+)*")
_JOINT = re.compile("[-‐‑.@&]")
_PART = re.compile("[^-‐‑.@&¬ \u00a0\t\r\n]+")
_NUMBERED = re.compile(r"[^\W\d_]+\d+[^\W\d_]*|(?:\d+[.,])?\d+[^\W\d_]+")
"""A word of letters and one number: Ту154М, COVID19, 44ФЗ, 2,5км; not H1N1, kadyrov_95."""
_SMALL = "⁰¹²³⁴-⁹₀-₉"
_SUBSCRIPT = re.compile("[₀-₉]")
"""Figures that a formula has, and the mark of a note has not: CO₂, H₂SO₄."""
_NOTED = re.compile(rf"(.*[^\W\d_{_SMALL}]{{2}})[{_SMALL}]+", re.DOTALL)
"""A word followed by the number of a note, or a formula: слово¹, CO₂."""
_SHORT = frozenset(word for word in read_forms("short-words") if "-" in word)
"""Short forms with a hyphen, whose parts are no words: р-н."""
_TIED = re.compile(r"[^\W\d_]{2}[^\W_]*_+[^\W_]*[^\W\d_]{2}\w*")
"""Words joined by underscores: #свободу_навальному; not kadyrov_95."""
_NUMBER = re.compile(f"{_GROUPS.pattern}|{_NUMBERED.pattern}")
_DIGITS = re.compile(r"\d+")
_DECADE = re.compile(r"\d*0['’‘ʼ`´]s")
_SPLIT = (
    (_DECADE, re.compile(r"\d+|s")),  # beside its neighbours as 1990s is
    (_TIED, re.compile(r"[^\W_]+")),
)
"""Compounds without a joint, and the pattern of their parts."""
_LETTERS_OR_DIGITS = re.compile(r"(?:\d+[.,])?\d+|\D+")
_TYPO = re.compile(r"[Ѐ-ӿ]{2}[^.-]*\.|\.[^.-]*[Ѐ-ӿ]{2}")
"""A dot beside a part with two Cyrillic letters: no initials, but a space left out after it."""
_SENTENCE_END = re.compile(r"[.!?…].*(?:\s|$)", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|\n(?:\t|[^\S\n]{2})")


def flags(run: str) -> int:
    """What a run (no longer than LONGEST_RUN) is, by Flag; WORD only if it begins a word."""
    found = 0
    if run[:1] == "[" and _INITIAL.match(run):
        run = run[1]
    if run[0].isalnum() or run[0] == "_":
        found = _WORD if run[0].islower() else _WORD | _UPPER
        initial = len(run) == 1 and run.isupper()
        if initial or run.lower() in _ABBREVIATIONS or _DOTTED.fullmatch(run):
            found |= _ABBREVIATION
        return found
    if _SENTENCE_END.search(run):
        found |= _END
    if _PARAGRAPH_END.search(run):
        found |= _PARAGRAPH
    if run.strip() == ".":
        found |= _DOT
    return found


def pieces(run: str) -> list[RunPiece]:
    """The words of one run in order.

    A compound (Алхан-Кала, Ю.А, Ту154, 04.12.2024) is the whole at step 0 and its parts at 0, 1,
    ...; of a web address the host is the word; two words with a full stop but no space between
    are two.
    """
    if run.isalpha():  # as most are: no part, address or number in it
        return _one(0, run)
    if found := _undivided(run) or _host(run):
        return found
    broken = _BROKEN.search(run)
    if run[-1].isdigit() and not run[-1].isdecimal() and (noted := _NOTED.fullmatch(run)):
        whole = _mended(run)[:1] if broken else _one(0, run)
        return whole if _SUBSCRIPT.search(run) else [*whole, *pieces(noted[1])]
    if broken:
        return _mended(run)
    if part := next((part for whole, part in _SPLIT if whole.fullmatch(run)), None):
        return [*_one(0, run), *_parts(run, part)]
    joint = _JOINT.search(run) and not (_DECIMAL.fullmatch(run) or _MAIL.fullmatch(run))
    return _compound(run) if joint or _NUMBER.fullmatch(run) else _one(0, run)


def _host(address: str) -> list[RunPiece]:
    found = _ADDRESS.match(address) if address.startswith(("http", "www.")) else None
    return _one(found.start(1), found[1]) if found and "." in found[1] else []


def _undivided(run: str) -> list[RunPiece]:
    """The pieces of [p]arliament and р-н, and of 90-х, 3rd, МИД-а; [] for others.

    What stands before an ending gets the same position, so that what follows is next to either.
    """
    if run[0] == "[":
        return [_in_brackets(run, piece) for piece in pieces(run[1] + run[3:])]
    if run.lower() in _SHORT:
        return _one(0, run)
    before = stem(run)
    return [*_one(0, run), *_one(0, before)] if before else []


def _in_brackets(run: str, piece: RunPiece) -> RunPiece:
    """A piece of ``run`` without the brackets at its beginning, where it stands in the run."""
    if piece.offset:
        return piece._replace(offset=piece.offset + 2)
    return piece._replace(text=run[: len(piece.text) + 2])


def _compound(run: str) -> list[RunPiece]:
    if _GROUPS.fullmatch(run):
        return [RunPiece(0, run, 0, "".join(run.split())), *_parts(run, _DIGITS)]
    numbered = _NUMBERED.fullmatch(run)
    whole = [piece._replace(text=run) for piece in _one(0, "".join(run.split()))]
    parts = list(_parts(run, _NUMBERED if numbered else _PART))
    if len(parts) == 1 or "&" in run or "@" in run:
        return parts
    if any(_TYPO.search(piece.form) for piece in whole):
        return parts
    palochka = numbered and all(piece.form.isalpha() for piece in whole)
    return whole if palochka else whole + parts


def _one(offset: int, text: str) -> list[RunPiece]:
    if text[-1:] == "s" and _PLURAL.fullmatch(text):
        return [RunPiece(offset, text, 0, text[:LONGEST])]
    form = _CAPITALS.get(text) or normalise(text)
    return [RunPiece(offset, text, 0, form)] if form else []


def plural(form: str) -> str:
    """The form of the same letters as the plural of an abbreviation; itself if it cannot be one."""
    found = form[:-1].upper() + form[-1:]
    return found if _PLURAL.fullmatch(found) else form


def _mended(run: str) -> list[RunPiece]:
    """The word broken over lines with and without a hyphen, and what it was broken into.

    Before a capital the hyphen is the word's own (Йошкар-Ола). Otherwise all are at one position,
    so that the word is beside its neighbours.
    """
    own = all(run[found.end() :].istitle() for found in _BROKEN.finditer(run))
    words = [_BROKEN.sub(hyphen, run) for hyphen in (("-",) if own else ("", "-"))]
    wholes = [
        RunPiece(0, run, 0, piece.form)
        for word in words
        for piece in pieces(word)[:1]
        if piece.text == word
    ]
    parts = _parts(run, _PART)
    return [*wholes, *(parts if own else (part._replace(step=0) for part in parts))]


def _parts(run: str, pattern: re.Pattern[str]) -> Iterator[RunPiece]:
    step = 0
    for match in pattern.finditer(run):
        numbered = _NUMBERED.fullmatch(match.group())
        for part in _LETTERS_OR_DIGITS.finditer(match.group()) if numbered else (match,):
            offset = match.start() if numbered else 0
            for piece in _one(offset + part.start(), part.group()):
                yield piece._replace(step=step)
                step += 1
