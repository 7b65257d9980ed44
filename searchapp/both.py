"""What a page of results says of the other language: what it would bring, how words were read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from schemas.article import Language
from schemas.results import Note, Page
from searchapp.address import Address
from searchapp.links import Links
from searchapp.messages import Messages

OFFERED, TRANSLATED = "both-languages", "translated"
"""The notes of a search in one language, and in both."""

CODES = {OFFERED, TRANSLATED}

LINKED = 20
"""Translations that have a link to be left out: each repeats the whole address."""

_CYRILLIC, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word with its language. ``url``: of the search without it, or with it again, or ""."""

    text: str
    language: Language
    url: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A word of the query, and what it stands for. ``brings``: the articles that these add."""

    word: Meaning
    meanings: tuple[Meaning, ...]
    brings: int


@dataclass(frozen=True)
class BothLanguages:
    """The part of a page of results that speaks of the other language."""

    page: Page
    address: Address
    links: Links
    say: Messages

    @cached_property
    def offer(self) -> str:
        """What the search would find more of in the other language; "" if nothing."""
        note = next((one for one in self.page.notes if one.code == OFFERED), None)
        if note is None or not note.count:
            return ""
        other = other_language(self.address.text)
        return self.say(f"both.offer.{other}" if other else "both.offer", count=note.count)

    @property
    def shown(self) -> str:
        """The address of the same search in both languages."""
        return self.links.results(self.address.in_both())

    @property
    def hidden(self) -> str:
        """The address of the same search with its words as typed."""
        return self.links.results(self.address.as_typed())

    @property
    def words(self) -> Iterator[Translated]:
        """The words that stand for others, too."""
        linked = LINKED
        for note in self.page.notes:
            if note.code == TRANSLATED:
                yield self._translated(note, linked)
                linked = max(0, linked - len(note.words))

    @property
    def left_out(self) -> Iterator[Meaning]:
        """The translations that are left out, each with the address that has it again."""
        for at, word in enumerate(self.address.not_as):
            url = self.links.results(self.address.meaning_again(word)) if at < LINKED else ""
            yield Meaning(word, language_of(word), url)

    def _translated(self, note: Note, linked: int) -> Translated:
        meanings = (
            Meaning(
                word,
                language_of(word),
                self.links.results(self.address.not_meaning(word)) if at < linked else "",
            )
            for at, word in enumerate(note.words)
        )
        return Translated(
            Meaning(note.text, language_of(note.text)), tuple(meanings), note.count or 0
        )


def language_of(word: str) -> Language:
    """The language of a word by its letters."""
    return "ru" if _CYRILLIC.search(word) else "en"


def other_language(text: str) -> Language | None:
    """The language that the words of a query are not in; None when they are in both, or in none."""
    cyrillic, latin = bool(_CYRILLIC.search(text)), bool(_LATIN.search(text))
    if cyrillic == latin:
        return None
    return "en" if cyrillic else "ru"
