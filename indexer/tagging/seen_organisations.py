"""Organisations that the recogniser alone sees in a Russian text: names of Latin words.

Of all that it takes for an organisation and rules do not, hardly anything else can be used: single
words are mostly products, abbreviations mostly no names (СМИ), and Russian names stand in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.tagging.context_ru import quoted
from indexer.tagging.organisations import Organisation
from indexer.tagging.recogniser import Seen
from indexer.tagging.words import TextWord

SEEN = 0.75
"""Confidence of what no list and no rule has."""

_SMALL = frozenset({"and", "of", "for", "the", "de", "du"})


def seen_organisations(
    words: Sequence[TextWord], found: Iterable[Organisation], seen: Iterable[Seen]
) -> Iterator[Organisation]:
    """Those that are not among ``found``: Sinovation Ventures, Razom for Ukraine."""
    taken = {at for one in found for at in range(one.start, one.end)}
    for one in seen:
        name = words[one.start : one.end]
        # in quotation marks are shows and programs, too; rules know those after "компания"
        if one.kind != "organisation" or quoted(words, one.start, one.end):
            continue
        if not taken.isdisjoint(range(one.start, one.end)):
            continue
        if len(name) > 1 and all(map(_is_latin, name)) and all(w.gap == " " for w in name[1:]):
            yield Organisation(" ".join(w.text for w in name), one.start, one.end, SEEN, seen=True)


def _is_latin(word: TextWord) -> bool:
    letters = word.text.isascii() and word.text.isalpha() and len(word.text) > 1
    return letters and (word.capital or word.form in _SMALL)
