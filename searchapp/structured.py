"""An article for machines that read its page: schema.org's NewsArticle and OpenGraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indexer.taxonomy import Taxonomy
from schemas.article import Article, Language
from searchapp.links import Links

DESCRIPTION = 300
"""Characters of a description: more are cut off wherever it is shown."""

_LOCALES = {"ru": "ru_RU", "en": "en_GB"}


@dataclass(frozen=True)
class ArticleHead:
    """What the head of an article's page says. ``permalink``: its canonical address.

    ``counterparts``: the same story in other languages. ``links``: lasting ones.
    ``taxonomies``: the names of regions and topics.
    """

    article: Article
    permalink: str
    counterparts: Sequence[Article]
    links: Links
    taxonomies: Mapping[str, Taxonomy]

    @property
    def description(self) -> str:
        """The lede, or else how the text begins; on one line, "" without either."""
        text = " ".join((self.article.lede or self.article.body).split())
        if len(text) <= DESCRIPTION:
            return text
        return text[: DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"

    @property
    def locale(self) -> str:
        """The language of the article as OpenGraph has it."""
        return _LOCALES.get(self.article.language, self.article.language)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Language and address of the article and of each that tells the story in another one.

        Empty without the setting ``public_url``, and where there is no other language.
        """
        if not self.links.public:
            return []
        found = {self.article.language: self.permalink}
        for other in self.counterparts:
            found.setdefault(other.language, self._address(other))
        return sorted(found.items()) if len(found) > 1 else []

    @property
    def properties(self) -> list[tuple[str, str]]:
        """OpenGraph: names of properties and what they are."""
        article = self.article
        given = [
            ("og:type", "article"),
            ("og:title", article.title),
            ("og:description", self.description),
            ("og:url", self.permalink if self.links.public else ""),
            ("og:locale", self.locale),
            ("article:published_time", _iso(article.published)),
            ("article:modified_time", _iso(article.updated)),
            *(("article:section", label) for label in self._labels("topic", article.topics)[:1]),
            *(("article:tag", keyword) for keyword in article.keywords),
        ]
        return [(name, text) for name, text in given if text]

    @property
    def data(self) -> dict[str, Any]:
        """The article as schema.org's NewsArticle; what is not known is left out."""
        article = self.article
        places = self._labels("region", article.regions)
        public = self.links.public
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "description": self.description,
            "inLanguage": article.language,
            "datePublished": _iso(article.published),
            "dateModified": _iso(article.updated),
            "author": _named("Person", [article.author] if article.author else []),
            "publisher": _named("Organization", [article.source] if article.source else []),
            "articleSection": self._labels("topic", article.topics),
            "contentLocation": _named("Place", places),
            "keywords": list(article.keywords),
            "mentions": [
                *_named("Person", article.people),
                *_named("Organization", article.organisations),
            ],
            "url": self.permalink if public else "",
            "mainEntityOfPage": self.permalink if public else "",
            "isBasedOn": article.url if _is_web(article.url) else "",
            "workTranslation": [
                {"@type": "NewsArticle", "url": self._address(other), "inLanguage": other.language}
                for other in self.counterparts
                if public and other.language != article.language
            ],
            "isAccessibleForFree": True,
        }
        return {name: value for name, value in said.items() if value}

    def _labels(self, facet: str, ids: Sequence[str]) -> list[str]:
        """The names of regions or topics in the language of the article."""
        language: Language = "ru" if self.article.language == "ru" else "en"
        return [self.taxonomies[facet].label(id, language) for id in ids]

    def _address(self, article: Article) -> str:
        return self.links.absolute(self.links.article(article.id))


def _named(kind: str, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names]


def _iso(moment: datetime | date | None) -> str:
    return moment.isoformat() if moment else ""


def _is_web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("http://", "https://"))
