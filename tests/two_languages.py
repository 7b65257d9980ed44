"""An archive that reads queries in both languages, without an encoder: words as they are listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import nan

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.query.meaning import Meaning
from indexer.settings import Settings
from indexer.translation.table import table
from schemas.article import Article


def listed(*pairs):
    """A table of translations. ``pairs``: an English word, and Russian ones with spaces between."""
    terms = default_analyzer().terms
    found, written = {}, {}
    for english, russian in pairs:
        for word in russian.split():
            for one, other in product(terms(english), terms(word)):
                found.setdefault(one, []).append((other, 0.9))
                found.setdefault(other, []).append((one, 0.9))
                written |= {one: english, other: word}
    return table(found, written, "listed")


@dataclass(frozen=True)
class Cosines:
    """A likeness that is a table; articles that are not in it are unknown."""

    table: dict[str, float] = field(default_factory=dict)

    def closest(self, limit):
        return tuple(sorted(self.table, key=lambda one: (-self.table[one], one))[:limit])

    def of(self, ids):
        return tuple(self.table.get(one, nan) for one in ids)


def archive_of(home, texts):
    """An archive of a few articles. ``texts``: language, title and body by id."""
    archive = Archive(Settings(home=home), create=True)
    archive.add(
        Article(id=id, language=language, title=title, body=body)
        for id, (language, title, body) in texts.items()
    )
    archive.sync()
    return archive


def speak_both(archive, pairs, near=None, beside=None):
    """Have ``archive`` translate ``pairs`` of words.

    ``near``: text → cosines of articles; ``beside``: article, language → cosines of articles.
    """
    made = listed(*pairs)
    archive.translations.open = lambda _: made
    prepare = archive._reader

    def reader(searcher, lexicon):
        own = prepare(searcher, lexicon)
        sources = {}
        if near:
            sources["of_text"] = lambda text: Cosines(near(text))
            sources["edition"] = lambda: 1
        if beside:
            sources["of_article"] = lambda *of: Cosines(beside(*of)).of
        object.__setattr__(own, "meaning", Meaning(**sources))
        return own

    archive._reader = reader
    return archive
