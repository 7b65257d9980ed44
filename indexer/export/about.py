"""What a file says of itself, and where its articles are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from indexer.ingest import Sites
from indexer.page.whole import WholeResult
from schemas.article import Article
from schemas.query import Query

Label = Callable[[str, str], str]
"""A facet and its value → what readers call the value."""


@dataclass(frozen=True, slots=True)
class About:
    """``words``: the query and its filters, for people; ``day``: of the export, in Moscow.

    ``total``: articles in the file; ``generation``: the one they were found in. ``public_url``:
    where the archive is found in the world, "" when nobody said. ``shown``: the article as it is
    shown to readers, its link on the live host.
    """

    words: str
    day: date
    total: int
    generation: str
    public_url: str = ""
    shown: Callable[[Article], Article] = lambda article: article

    @classmethod
    def of(
        cls,
        result: WholeResult,
        day: date,
        public_url: str,
        sites: Sites,
        label: Label = lambda _, value: value,
    ) -> About:
        """What there is to say of the file of ``result``.

        ``sites``: know the live hosts. ``label``: what a value of a facet is called, as
        ``Archive.label`` says it in a language; the value itself if left out.
        """
        words = [result.query.text, *_narrowed(result.query, label)]
        return cls(
            "; ".join(filter(None, words)),
            day,
            result.total,
            result.generation,
            public_url,
            sites.shown,
        )

    def sentence(self) -> str:
        """The file in a line."""
        words = self.words or "all articles"
        return f"Podshivka: {words}; {self.day}; articles: {self.total}; index: {self.generation}"

    def permalink(self, article: Article) -> str:
        """The address of the article in this archive; "" when nobody said where that is."""
        return permalink(self.public_url, article.id)

    def address(self, article: Article) -> str:
        """The address to cite: in this archive, or else where the article was published."""
        return self.permalink(article) or original(article)


def _narrowed(query: Query, label: Label) -> Iterator[str]:
    """The filters, the period, the languages."""
    for name, values in query.filters.items():
        yield f"{name}: {', '.join(label(name, value) for value in values)}"
    for name, values in query.without.items():
        yield f"{name}: {', '.join(f'not {label(name, value)}' for value in values)}"
    if query.period.undated:
        yield "without a date"
    if query.period.first:
        yield f"from: {query.period.first}"
    if query.period.last:
        yield f"to: {query.period.last}"
    if query.both:
        yield "in both languages"
        if query.not_as:
            yield f"not as: {', '.join(query.not_as)}"


def permalink(public_url: str, id: str) -> str:
    """The address of an article in an archive that is found at ``public_url``, "" without one."""
    return f"{public_url}/articles/{quote(id, safe='')}" if public_url else ""


def original(article: Article) -> str:
    """Where the article was published; "" when that is no address of the web."""
    url = article.url or ""
    return url if url.lower().startswith(("http://", "https://")) else ""
