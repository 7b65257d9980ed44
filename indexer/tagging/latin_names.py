"""Names of Latin words with capitals, in English texts and in Russian ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.words import TextWord

LEGAL = frozenset(
    {"co", "inc", "corp", "ltd", "plc", "llc", "sa", "ag", "nv", "company", "gmbh", "limited"}
    | {"incorporated", "bhd", "berhad", "pty", "pte", "llp", "lp", "spa", "srl", "sarl", "bv", "kk"}
    | {"kg", "kgaa", "ab", "asa", "oy", "oyj", "lda", "ltda", "tbk"}
)
"""What a firm is by law, as the last word of its name."""


def stands(words: Sequence[TextWord], at: int, form: str) -> bool:
    """Whether the word ``form`` is at ``at``."""
    return at < len(words) and words[at].form == form


def latin_run(words: Sequence[TextWord], at: int) -> int:
    """Where the capitalised Latin words from ``at`` on end; ``at`` when there are none."""
    end = at + _leads(words, at)
    while end < len(words) and is_latin_capital(words[end]):
        if end > at and (not _goes_on(words, end) or _is_ticker(words, end)):
            break
        end += 1
        if words[end - 1].text.endswith(("'s", "’s")):
            break
        if stands(words, end, "and") and end + 1 < len(words) and _is_joined(words, at, end):
            end += is_latin_capital(words[end + 1])
    return end


def _leads(words: Sequence[TextWord], at: int) -> bool:
    """Whether an abbreviation begins both a sentence and a name: IBC Acquisition Corp said."""
    if at + 1 >= len(words) or not (words[at].opens and words[at].text.isupper()):
        return False
    first, after = words[at], words[at + 1]
    if not (first.text.isascii() and len(first.text) > 1 and after.text[0].isascii()):
        return False
    if _is_dot(after.gap):  # E.F. Hutton
        return "." in first.text and after.capital
    return after.named and not after.text.isupper() and is_space(after.gap)


def is_space(gap: str) -> bool:
    """Whether nothing but space stands between two words of one line."""
    return gap == " " or (gap.isspace() and "\n" not in gap)


def _is_joined(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether "and" at ``end`` may stand within a name: not between two firms."""
    if words[end + 1].form in LEGAL:
        return True
    if end == at + 1:
        return _BESIDE.search(words[at].form) is not None
    return words[end - 1].form not in LEGAL


_BESIDE = re.compile("(?:[aiu]al|ic|ish|ure|ence|food|trade)$")
"""How words end that say what something is for: Industrial and Commercial Bank."""


def _goes_on(words: Sequence[TextWord], at: int) -> bool:
    """Whether the word at ``at`` may belong to one name with the word before: Chas. P. Young."""
    gap, before = words[at].gap, words[at - 1]
    if _is_dot(gap):
        return _SHORTENED.fullmatch(before.text) is not None
    if gap in {"' ", "’ "}:  # General Workers' Union
        return before.text.endswith("s") and words[at].form in _OF_MEMBERS
    return gap == "-" or is_space(gap)


_OF_MEMBERS = frozenset(
    {"union", "association", "federation", "commission", "commissions", "court", "party", "council"}
    | {"committee", "society", "alliance", "congress", "guild", "movement", "club"}
)
"""What may be named after its members, in the plural with an apostrophe: a workers' union."""


def _is_dot(gap: str) -> bool:
    return gap.startswith(".") and is_space(gap[1:])


_SHORTENED = re.compile(r"(?:[A-Z]\.)*[A-Z]|Chas|Geo|Wm|Jos|Thos|St|Dr|Mr|Mrs|Ft|Mt|No|Bros|Natl")
"""What may stand before a dot within a name."""


def _is_ticker(words: Sequence[TextWord], at: int) -> bool:
    word = words[at]
    if word.form in LEGAL or (at + 1 < len(words) and words[at + 1].form in LEGAL):
        return False
    return word.text.isupper() and len(word.text) > 1


def is_latin_capital(word: TextWord) -> bool:
    """Whether a word may be of such a name."""
    return word.capital and word.text[0].isascii() and not (word.opens and word.text.isupper())


def latin_name(words: Sequence[TextWord], at: int) -> int:
    """Where the name in Latin letters at ``at`` ends; 0 when it is not one in a Russian text."""
    if not (words[at].joined and words[at].text[0].isascii() and words[at].text[0].isalpha()):
        return 0
    if words[at - 1].text[0].isascii():
        return 0
    end = latin_run(words, at)
    # Frank RG: no ticker of shares in a Russian text
    while end < len(words) and is_space(words[end].gap) and _is_loud(words[end]):
        end += 1
    return end if end > at else 0


def _is_loud(word: TextWord) -> bool:
    return word.text.isascii() and word.text.isalpha() and word.text.isupper()
