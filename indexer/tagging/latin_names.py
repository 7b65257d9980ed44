"""Names of Latin words with capitals, in English texts and in Russian ones."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.tagging.words import TextWord

LEGAL = frozenset({"co", "inc", "corp", "ltd", "plc", "llc", "sa", "ag", "nv", "company", "gmbh"})
"""What a firm is by law, as the last word of its name."""


def stands(words: Sequence[TextWord], at: int, form: str) -> bool:
    """Whether the word ``form`` is at ``at``."""
    return at < len(words) and words[at].form == form


def latin_run(words: Sequence[TextWord], at: int) -> int:
    """Where the capitalised Latin words from ``at`` on end; ``at`` when there are none."""
    end = at
    while end < len(words) and is_latin_capital(words[end]):
        if end > at and (words[end].gap not in {" ", "-", ". "} or _is_ticker(words[end])):
            break
        end += 1
        if words[end - 1].text.endswith(("'s", "’s")):
            break
        joined = stands(words, end, "and") and end + 1 < len(words)
        if joined and (end > at + 1 or words[end + 1].form in LEGAL):
            end += is_latin_capital(words[end + 1])
    return end


def _is_ticker(word: TextWord) -> bool:
    return word.text.isupper() and len(word.text) > 1 and word.form not in LEGAL


def is_latin_capital(word: TextWord) -> bool:
    """Whether a word may be of such a name."""
    return word.capital and word.text[0].isascii() and not (word.opens and word.text.isupper())


def latin_name(words: Sequence[TextWord], at: int) -> int:
    """Where the name in Latin letters at ``at`` ends; 0 when it is not one in a Russian text."""
    if not (words[at].joined and words[at].text[0].isascii() and words[at].text[0].isalpha()):
        return 0
    if words[at - 1].text[0].isascii():
        return 0
    return latin_run(words, at)
