"""What an archive says of an article: itself, and the articles that go with it."""

from __future__ import annotations

from indexer.archive import meaning
from indexer.archive.located import ByAddress
from indexer.archive.opened import Opened
from indexer.page.found_article import FoundArticle, found_article
from indexer.page.related import SHOWN, RelatedArticle, Relations
from indexer.page.related.before_and_after import BeforeAndAfter, before_and_after
from indexer.reprints import Reprint, groups, reprints
from indexer.twins.explained import Explained
from indexer.twins.tie import Tie
from schemas.article import Article
from schemas.errors import EngineError, NotFoundError
from schemas.query import Query


class OfArticles(Opened):
    """The questions about one article, or about articles as such."""

    def at(self, address: str) -> str | None:
        """The id of the article that stands, or once stood, at an address of any mirror."""
        return next(iter(ByAddress(self.store, self.sites).at(address)), None)

    def counterparts(self, article: Article) -> tuple[Article, ...]:
        """The same story in other words: what it translates, what translates it, its twins."""
        original = self.get(article.translation_of) if article.translation_of else None
        siblings = self.store.translations(article.translation_of or article.id)
        tied = self.store.get_many([tie.beside(article.id) for tie in self.ties(article)])
        found = [original, *siblings, *self.store.translations(article.id), *tied.values()]
        others = {a.id: a for a in found if a is not None and a.id != article.id}
        apart = self.twins.apart()
        return tuple(other for id, other in others.items() if (article.id, id) not in apart)

    def ties(self, article: Article) -> list[Tie]:
        """What ties an article to versions of its story in the other language, and why.

        What its page, or theirs, says itself is no such tie.
        """
        return self.twins.of([article.id])

    def twins_explained(self, one: Article, other: Article) -> Explained:
        """Why two articles are tied as versions of one story, or why they are not.

        Raises UsageError when the operator's file of twins is at fault.
        """
        return self.twins.explain(self.store, one, other)

    def reprints(self, article: Article, limit: int = 5) -> tuple[Reprint, ...]:
        """Near-duplicate articles, the closest first; () while there is no index."""
        try:
            searcher = self.searcher()
        except (NotFoundError, EngineError):
            return ()
        return reprints(article, searcher, self.store, limit)

    def related(self, article: Article, limit: int = SHOWN) -> tuple[RelatedArticle, ...]:
        """Articles of the same subject that are no versions of it; () while there is no index."""
        try:
            searcher = self.searcher()
        except (NotFoundError, EngineError):
            return ()
        same = (other.id for other in self.counterparts(article))
        likeness = meaning.likeness_of(self.vectors, article.id)
        return Relations(searcher, self.analyzer, self.store, likeness).of(article, same, limit)

    def before_and_after(self, article: Article) -> BeforeAndAfter | None:
        """The articles before and after it in its region and topic; None while there is none."""
        try:
            same = {other.id for other in self.counterparts(article)}
            return before_and_after(article, self.searcher(), self.store, same)
        except (NotFoundError, EngineError):
            return None

    def found(self, query: Query, article: Article, number: int | None = None) -> FoundArticle:
        """``article`` with the words of ``query`` marked, and where it stands in the result.

        ``number``: where it stood there, from 1. Raises as ``searcher`` does.
        """
        return found_article(self._serving.current().pages.reader, query, article, number)

    def duplicates(self) -> list[list[str]]:
        """Groups of ids of articles that say nearly the same, the largest first.

        Raises as ``searcher`` does.
        """
        return groups(self.searcher(), self.store)
