"""What a query means as a whole: how near articles are to its words, in whatever language.

For a query in both languages, meaning says more about what is asked than words do. For one in a
single language words say more; meaning says the more, the more words there are, and a name or two
words are put in order by words alone (docs/decisions/0008-ranking.md).

If one article in the language of the query stands out among its matches, it says more about what
is meant than the query does: articles of the other language that are near to it count as nearer
to the query, above all its own version. They count as much nearer if that article is nearer to the
query than all of them (docs/decisions/0024-both-languages.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan
from typing import TypeAlias

from indexer.index.contract import Searcher
from indexer.index.fused import CLOSEST
from indexer.query.help.helped import helped_leaves
from indexer.query.parser import Parsed
from schemas.article import OTHER, Language
from schemas.likeness import Likeness
from schemas.query import Filters, Request

IN_BOTH = 2.0
"""The weight of likeness where articles of both languages are wanted; words have a weight of 1."""

A_WORD, FEWEST, MOST = 0.1, 3, 0.8
"""The same for a query in one language: for each word but the first; fewest words; at most."""

ABBREVIATION = 5
"""Most letters of a word in capitals that may be an abbreviation."""

SHARE = 0.2
"""The least share of likeness to the lead in the likeness of an article in the other language."""

NEARER = 1.05
"""A lead counts for more if it is this many times as near as any article of the other language."""

STANDS_OUT = 0.95
"""The score of the second match, as a share of the first's, up to which the first leads."""


Cosines: TypeAlias = Callable[[Sequence[str]], Sequence[float]]
"""How near each of some articles is; nan where nothing is known."""


def _unknown(*_: str) -> None:
    """Know nothing."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where likeness comes from; None for what is not known.

    ``of_text``: how near articles are to a text; ``of_article``: how near articles of a language
    are to one article. ``edition``: another number when what is known has changed; 0 while nothing
    is.
    """

    of_text: Callable[[str], Likeness | None] = _unknown
    of_article: Callable[[str, Language], Cosines | None] = _unknown
    edition: Callable[[], int] = int


_PUNCTUATION = re.compile("(?:[.,;:?…]|!(?!=))*")
"""What ends a part of a sentence."""


class Meant:
    """The likeness of a text, found when it is first asked for, since that takes milliseconds."""

    def __init__(self, text: str, meaning: Meaning, lead: Callable[[Language], str | None]) -> None:
        """``lead``: which article stands out among the matches in a language (``leading``)."""
        self.text = text
        self._language = language_of(text)
        self._meaning = meaning
        self._lead = lead
        self._scanned: dict[int, tuple[str, ...]] = {}
        self._closest: dict[int, tuple[str, ...]] = {}
        self._own: dict[str, float] = {}
        self._to_lead: dict[str, float] = {}  # of articles of the other language

    def closest(self, limit: int) -> tuple[str, ...]:
        """See schemas.likeness."""
        if limit not in self._closest:  # a page asks for the order and for what is near
            # of twice as many, since the lead's own version may be far from the text
            found = self._nearest(limit) if self._beside else self._scan(limit)
            self._closest[limit] = found
        return self._closest[limit]

    def of(self, ids: Sequence[str]) -> tuple[float, ...]:
        """See schemas.likeness."""
        self._compare(ids)
        return tuple(map(self._together, ids))

    def _nearest(self, limit: int) -> tuple[str, ...]:
        """The nearest ``limit`` of each language, among twice as many that are near to the text."""
        found = self._scan(2 * limit)
        near = dict(zip(found, self.of(found), strict=True))
        order = sorted(found, key=near.__getitem__, reverse=True)
        ours = [id for id in order if id not in self._to_lead][:limit]
        others = [id for id in order if id in self._to_lead][:limit]
        return tuple(sorted([*others, *ours], key=near.__getitem__, reverse=True))

    def _scan(self, limit: int) -> tuple[str, ...]:
        """The nearest ``limit`` of each language to the text alone."""
        if limit not in self._scanned:
            self._scanned[limit] = self._found.closest(limit) if self._found else ()
        return self._scanned[limit]

    def _compare(self, ids: Sequence[str]) -> None:
        """Find out, once for each, how near articles are to the text and to the lead."""
        new = [id for id in ids if id not in self._own]
        if not new:
            return
        own = self._found.of(new) if self._found else [nan] * len(new)
        self._own.update(zip(new, own, strict=True))
        if self._beside:
            beside = zip(new, self._beside(new), strict=True)
            self._to_lead.update((id, one) for id, one in beside if not isnan(one))

    def _together(self, id: str) -> float:
        own = self._own[id]
        return own + self._share * (self._to_lead[id] - own) if id in self._to_lead else own

    @cached_property
    def _share(self) -> float:
        """The share of likeness to the lead: the lead's own likeness to the text.

        But SHARE if the lead is not clearly nearer to the text than all articles of the other
        language: then it may be about something else, and so may what is near to it.
        """
        near = self._scan(2 * CLOSEST)
        lead = self.lead or ""
        self._compare([lead, *near])
        others = [self._own[id] for id in near if id in self._to_lead]
        own = self._own[lead]
        return max(SHARE, own) if others and own > NEARER * max(others) else SHARE

    @cached_property
    def lead(self) -> str | None:
        """The article that stands out, likeness to which counts, too; None when there is none."""
        return self._lead(self._language) if self._language and self._found else None

    @cached_property
    def _found(self) -> Likeness | None:
        return self._meaning.of_text(self.text)

    @cached_property
    def _beside(self) -> Cosines | None:
        if not self._language or not self.lead:
            return None
        return self._meaning.of_article(self.lead, OTHER[self._language])


class Compared:
    """The likeness of a text to the articles in its own language that its words find."""

    def __init__(self, text: str, meaning: Meaning) -> None:
        """Nothing is compared before ``of`` is called."""
        self.text = text
        self._meaning = meaning

    def closest(self, limit: int) -> tuple[str, ...]:  # noqa: ARG002 - see schemas.likeness
        """No articles: in one language, what has the words is surer than what is near."""
        return ()

    def of(self, ids: Sequence[str]) -> tuple[float, ...]:
        """See schemas.likeness."""
        return self._found.of(ids) if self._found else (nan,) * len(ids)

    @cached_property
    def _found(self) -> Likeness | None:
        return self._meaning.of_text(self.text)


def leading(searcher: Searcher, request: Request, language: Language) -> str | None:
    """The first match of ``request`` in ``language`` if it stands out, whatever language is chosen.

    None when the next one is nearly as good, or when nothing of the other language is wanted.
    Raises CutShortError when the time is over.
    """
    other = OTHER[language]
    narrowing = request.filters, request.bounds.filters
    chosen = all(other in each.get("language", (other,)) for each in narrowing)
    if not chosen or other in request.bounds.without.get("language", ()):
        return None
    asked = replace(
        request,
        filters=_in(language, request.filters),
        bounds=replace(
            request.bounds,
            filters=_in(language, request.bounds.filters),
            without={
                facet: values
                for facet, values in request.bounds.without.items()
                if facet != "language"
            },
        ),
        sort="relevance",
        offset=0,
        limit=2,
        facets=False,
    )
    first, second = [*searcher.search(asked).whole().matches, None, None][:2]
    if first is None or (second and second.score > STANDS_OUT * first.score):
        return None
    return first.id


def _in(language: Language, filters: Filters) -> Filters:
    return {**filters, "language": (language,)}


def meant(parsed: Parsed, meaning: Meaning, lead: Callable[[Language], str | None]) -> Meant | None:
    """How near articles are to what is asked; None when it is all exact. ``lead``: see Meant."""
    text = _asked(parsed)
    return None if text is None else Meant(text, meaning, lead)


def compared(parsed: Parsed, words: int, meaning: Meaning) -> Compared | None:
    """The same for a query of ``words`` words in one language; None if they alone say enough."""
    text = _asked(parsed) if words >= FEWEST and meaning.edition() else None
    return None if text is None else Compared(text, meaning)


def in_one(words: int) -> float:
    """The weight of likeness for a query of ``words`` words in one language."""
    return min(MOST, A_WORD * (words - 1))


def _asked(parsed: Parsed) -> str | None:
    """What is compared with articles.

    Filters, what is excluded and operators are left out; function words belong to what is meant,
    and so does punctuation: the encoder knows a question by its mark. A query in capitals is put in
    small letters, because the encoder takes words in capitals for abbreviations.
    """
    if not any(helped_leaves(parsed)):
        return None
    text = parsed.text
    asked = " ".join(
        text[leaf.start : leaf.end] + _ending(text, leaf.end)
        for leaf in parsed.words
        if not leaf.excluded
    )
    cried = asked.isupper() and any(len(word) > ABBREVIATION for word in asked.split())
    return asked.lower() if cried else asked


def _ending(text: str, at: int) -> str:
    found = _PUNCTUATION.match(text, at)
    return found[0] if found else ""


def language_of(text: str) -> Language | None:
    """The language of ``text`` by most of its letters; None without any."""
    letters = [letter for letter in text if letter.isalpha()]
    russian = sum("Ѐ" <= letter <= "ӿ" for letter in letters)
    if not letters:
        return None
    return "ru" if russian * 2 > len(letters) else "en"
