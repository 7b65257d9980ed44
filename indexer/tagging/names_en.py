"""Where names of persons stand in English text, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.traits import lists
from indexer.tagging.words import TextWord

_NAME = re.compile(r"[A-Z][a-zà-ÿ'’]*(?:[A-Z][a-zà-ÿ]+)?(?:-[A-Z]?[a-z]+)*")
INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
"""Initials without a space between them: W.P. Stiritz."""
_ARABIC = re.compile(r"(?:al|el|ul|ad|as|ash|ar|at|az)-[A-Z][a-z'’]+")
"""A surname with its article: al-Moualem."""
POSSESSIVE = re.compile("['’]s?$")
SPACE = {" ", "\u00a0", ". "}
"""What may stand between two words of a name."""
_QUOTED = {(' "', '" '), (" “", "” "), (" '", "' "), (" ‘", "’ ")}
"""What stands before and behind a nickname."""


def name_run(words: Sequence[TextWord], at: int, taken: set[int]) -> int:
    """Where a run of capitalised words from ``at`` on ends."""
    end = at
    while (
        end < len(words)
        and end not in taken
        and (_NAME.fullmatch(words[end].text) or _is_other(words[end].text, first=end == at))
        and words[end].form not in lists()["no_names_en"]
        and (end == at or _goes_on(words, end))
        and (end == at or not POSSESSIVE.search(words[end - 1].text))
    ):
        end += 1
        last = end
        while last < len(words) - 1 and last < end + _PARTICLES and _is_particle(words, last):
            last += 1
        end = last + 1 if last > end and words[last].capital else end
    return end


def _is_other(text: str, *, first: bool) -> bool:
    """Whether it is initials at the start of a name, or a surname with its article later on."""
    if first:
        return "." in text and INITIALS.fullmatch(text) is not None
    return "-" in text and _ARABIC.fullmatch(text) is not None


_PARTICLES = 2
"""The most parts in small letters within a name: Eduardo de los Angeles."""


def _is_particle(words: Sequence[TextWord], at: int) -> bool:
    return words[at].form in lists()["particles"] and not words[at].capital


def _word(word: TextWord) -> str:
    """A word of a name, initials with their dot."""
    return word.text + "." if is_initial(word) else POSSESSIVE.sub("", word.text)


def is_initial(word: TextWord) -> bool:
    """Whether it is an initial, or several without a space between them."""
    text = word.text
    return len(text) == 1 or ("." in text and INITIALS.fullmatch(text) is not None)


def _goes_on(words: Sequence[TextWord], at: int) -> bool:
    """Whether the word at ``at`` may belong to the name of the word before: Patrick J. Rooney."""
    if is_initial(words[at - 1]) and words[at].gap.strip() == ".":
        return True
    if _is_nickname(words, at) or _is_nickname(words, at - 1):
        return True
    return words[at].gap in SPACE and not words[at].opens


def _is_nickname(words: Sequence[TextWord], at: int) -> bool:
    """Whether a word in quotation marks stands within a name: Johannes "Hans" Geiger."""
    if not 0 < at < len(words) - 1 or not (words[at - 1].capital and words[at + 1].capital):
        return False
    return (words[at].gap, words[at + 1].gap) in _QUOTED


def written(words: Sequence[TextWord], start: int, end: int) -> list[str]:
    """The words of a name without a nickname; initials without spaces are one: W.P. Stiritz."""
    name: list[str] = []
    for at in range(start, end):
        if at > start and _is_nickname(words, at):
            continue
        if at > start and words[at].gap == "." and len(words[at].text) == 1:
            name[-1] += _word(words[at])
        else:
            name.append(_word(words[at]))
    return name
