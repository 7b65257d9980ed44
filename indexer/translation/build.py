"""Makes the table of a generation: from what is listed, and from words that lie near each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Sequence

from indexer.translation.glossary import Line
from indexer.translation.nearest import Pair, Ranked, nearest, ranked
from indexer.translation.table import Translations, table
from indexer.translation.vocabulary import Vocabulary
from indexer.translation.word_vectors import Rows, unit

RULES = 2
"""Raised when the same words are to have other translations."""

RANKS = 3
"""Nearest words of a language that may be translations of one of the other."""

MUTUAL, OTHERS = (0.1, 0.7), (0.1, 0.82)
"""Least margin and cosine of a pair: docs/decisions/0021-translations.md."""

NEAR, FARTHEST = 5, -0.05
"""Words near to one that place articles and find none: how many, and their least margin."""

CERTAIN = 1.0
"""The score of what is listed."""

_NOT_RUSSIAN = ("не", "без", "бес", "анти", "противо")
_NOT_ENGLISH = ("un", "non", "non-", "anti", "anti-")
_MAY_DENY = re.compile(r"^(?:un|in|im|il|ir|non|dis|mis|anti|counter)|less(?:ness)?$")

Scored = dict[str, dict[str, float]]


def maker(encoder: str, lines: Iterable[Line]) -> str:
    """What a table is made by: rules, lists and the encoder of that name ("" for none)."""
    digest = hashlib.blake2b(repr(sorted(lines)).encode(), digest_size=6).hexdigest()
    return f"{RULES}-{digest} {encoder}".rstrip()


def build(
    words: Vocabulary, listed: Iterable[tuple[str, str]], rows: Rows, made_by: str
) -> Translations:
    """The table for ``words``. ``listed``: English and Russian terms that mean the same.

    What is listed stands alone: no other word is a translation of such a one. ``rows``: the
    vectors of words, all that are known. ``made_by``: see ``maker``.
    """
    found: Scored = {}
    there = {*words.written}
    for one, other in listed:
        if one in there and other in there:
            found.setdefault(one, {})[other] = CERTAIN
            found.setdefault(other, {})[one] = CERTAIN
    certain = set(found)
    english, russian = (
        [term for term in terms if words.written[term] in rows]
        for terms in (words.english, words.russian)
    )
    ones, others = (
        unit([rows[words.written[term]] for term in terms]) for terms in (english, russian)
    )
    forth, back = ranked(ones, others, NEAR)
    for one, other, score in _translations(words, english, russian, (forth, back)):
        if one not in certain:
            found.setdefault(one, {})[other] = score
        if other not in certain:
            found.setdefault(other, {})[one] = score
    near = _near(english, russian, forth) | _near(russian, english, back)
    return table(_listed(found), words.written, made_by, _listed(near))


def _translations(
    words: Vocabulary, english: Sequence[str], russian: Sequence[str], both: tuple[Ranked, Ranked]
) -> Iterator[tuple[str, str, float]]:
    known = {words.written[term] for term in (*english, *russian)}
    for pair in nearest(*both, RANKS):
        one, other = english[pair.one], russian[pair.other]
        if is_right(pair) and not are_opposed(words.written[one], other, known):
            yield one, other, max(0.0, min(pair.cosine, CERTAIN))


def _near(terms: Sequence[str], others: Sequence[str], found: Ranked) -> Scored:
    """Of each of ``terms`` those of the other language that are near, by margin, 0 at least."""
    return {
        term: {others[n]: max(0.0, margin) for n, margin in found.of(at) if margin >= FARTHEST}
        for at, term in enumerate(terms)
    }


def _listed(found: Scored) -> dict[str, list[tuple[str, float]]]:
    return {term: list(others.items()) for term, others in found.items()}


def is_right(pair: Pair) -> bool:
    """Whether a pair is near enough to be shown as a translation.

    Two words that are each other's nearest need less than others.
    """
    mutual = pair.rank == pair.back == 0
    margin, cosine = MUTUAL if mutual else OTHERS
    return pair.margin >= margin and pair.cosine >= cosine


def are_opposed(english: str, russian: str, known: Container[str]) -> bool:
    """Whether one of two words denies what the other says: official, неофициальный.

    ``known``: words; what begins like a denial of none of them is no denial: uncle, недра.
    """
    denied = any(russian.startswith(p) and russian.removeprefix(p) in known for p in _NOT_RUSSIAN)
    if denied:
        return not _MAY_DENY.search(english)
    other = any(english.startswith(p) and english.removeprefix(p) in known for p in _NOT_ENGLISH)
    return other and not russian.startswith(_NOT_RUSSIAN)


def encoded(words: Vocabulary) -> Sequence[str]:
    """The words whose vectors a table needs."""
    return list(dict.fromkeys(words.written[term] for term in (*words.english, *words.russian)))
