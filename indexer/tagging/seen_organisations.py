"""Organisations that the recogniser alone sees in a Russian text: names of Latin words.

Of all that it takes for an organisation and rules do not, hardly anything else can be used: single
words are mostly products, abbreviations mostly no names (СМИ), and Russian names stand in any case.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache

from indexer.tagging.context_ru import quoted
from indexer.tagging.known import known_organisations
from indexer.tagging.model import Organisation
from indexer.tagging.recogniser import Seen
from indexer.tagging.traits import lists
from indexer.tagging.words import TextWord

SEEN = 0.75
"""Confidence of what no list and no rule has."""

FEW = 0.12
"""Share of words in Latin letters from which on an article counts as one about programs."""

_SUBJECTS = frozenset({"по", "для", "от", "области", "сфере", "аналитиком", "изучению"})
"""What stands before a subject or a person, but not before an organisation: по Data Science."""

_BODIES = frozenset({"research", "tech", "labs", "lab", "channel", "capital", "invest", "news"})
"""Last words of a part of a company; with any other it is a product: Google Lens."""

_SMALL = frozenset({"and", "of", "for", "the", "de", "du"})


def seen_organisations(
    words: Sequence[TextWord],
    found: Iterable[Organisation],
    seen: Iterable[Seen],
    never: Container[str],
) -> Iterator[Organisation]:
    """Those that are not among ``found``: Sinovation Ventures, Razom for Ukraine."""
    if sum(word.text.isascii() and word.text[0].isalpha() for word in words) > FEW * len(words):
        return
    makers = _makers()
    taken = {at for one in found for at in range(one.start, one.end)}
    for one in seen:
        name = words[one.start : one.end]
        # in quotation marks are shows and programs, too; rules know those after "компания"
        if one.kind != "organisation" or quoted(words, one.start, one.end):
            continue
        if not taken.isdisjoint(range(one.start, one.end)):
            continue
        if one.start and words[one.start].joined and words[one.start - 1].form in _SUBJECTS:
            continue
        first, last = name[0].form, name[-1].form
        if last not in _BODIES and (first in makers or first in lists()["given_en"]):
            continue
        if len(name) > 1 and all(map(_is_latin, name)) and all(w.gap == " " for w in name[1:]):
            text = " ".join(w.text for w in name)
            if text not in never:
                yield Organisation(text, one.start, one.end, SEEN, seen=True)


@cache
def _makers() -> frozenset[str]:
    """Listed names of one Latin word, with which the names of their products begin."""
    return frozenset(
        name.lower()
        for one in known_organisations()
        for name in one.spellings["en"]
        if name.isascii() and name.isalpha()
    )


def _is_latin(word: TextWord) -> bool:
    letters = word.text.isascii() and word.text.isalpha() and len(word.text) > 1
    return letters and (word.capital or word.form in _SMALL)
