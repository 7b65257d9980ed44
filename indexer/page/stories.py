"""Stories: articles that are versions of one, translations, twins and nearly the same texts.

Versions of versions are versions, whether a query finds those between them or not: a story is the
same for every query, and no article is in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.index.contract import Searcher
from indexer.reprints import LOOKED_AT
from indexer.reprints.overlap import Drawing, drawing, overlap
from indexer.store import Store
from indexer.twins.twins import Twins
from schemas.article import Article
from schemas.deadline import NEVER, Deadline
from schemas.results import Counterpart, Hit, StoryFound, Version

LARGEST = 200
"""Versions of a story; of one that has more each is taken for a story by itself."""

KEPT = 20_000
"""Articles whose stories are remembered, some 200 bytes each."""

Story = frozenset[str]
"""The ids of all of its versions in the archive, and of what they translate, there or not."""


class Stories:
    """The stories of one generation. Safe to share between threads."""

    def __init__(self, searcher: Searcher, store: Store, twins: Twins | None = None) -> None:
        """``twins``: None: which articles are versions of one story only their pages say."""
        self._searcher = searcher
        self._store = store
        self._twins = twins
        self._known: dict[str, Story] = {}

    def of(self, articles: Sequence[Article], deadline: Deadline = NEVER) -> dict[str, Story]:
        """The story of each of ``articles``, by id.

        Raises CutShortError when the time is over before all is compared.
        """
        # looked up once: another thread may forget them meanwhile
        remembered = ((article.id, self._known.get(article.id)) for article in articles)
        found = {id: story for id, story in remembered if story is not None}
        new = [article for article in articles if article.id not in found]
        if new:
            search = _Search(self._searcher, self._store, self._twins, new, deadline)
            added = {article.id: search.story(article.id) for article in new}
            found |= added
            if len(self._known) > KEPT:
                self._known = {}
            for story in set(added.values()):
                self._known.update(dict.fromkeys(story, story))
        return found


class _Search:
    """A search from some articles to their versions, and from these on (breadth first)."""

    def __init__(
        self,
        searcher: Searcher,
        store: Store,
        twins: Twins | None,
        articles: Sequence[Article],
        deadline: Deadline,
    ) -> None:
        self._deadline = deadline
        self._twins = twins
        self._searcher = searcher
        self._store = store
        self._articles = {article.id: article for article in articles}
        self._drawn: dict[str, Drawing] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._compared: dict[tuple[str, str], bool] = {}
        self._stories: dict[str, set[str]] = {}
        reached: set[str] = set()
        new = set(self._articles)
        while new:
            deadline.check()
            reached |= new
            ties, apart = self._twins.around(new) if self._twins else ([], set())
            self._join(pair for pair in self._translations(new) if pair not in apart)
            self._join(tie.pair for tie in ties)
            self._join(self._reprints(new))
            new = {id for id in self._stories if id not in reached and not self._too_large(id)}

    def story(self, id: str) -> Story:
        """The story of one of the articles."""
        return frozenset((id,) if self._too_large(id) else self._stories.get(id, (id,)))

    def _too_large(self, id: str) -> bool:
        return len(self._stories.get(id, ())) > LARGEST

    def _join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Join the stories of each pair."""
        for pair in pairs:
            one, other = (self._stories.setdefault(id, {id}) for id in pair)
            if one is not other:
                one |= other
                self._stories.update(dict.fromkeys(other, one))

    def _translations(self, ids: set[str]) -> Iterator[tuple[str, str]]:
        for id in ids & self._articles.keys():
            if original := self._articles[id].translation_of:
                yield id, original
        for one in self._store.versions_of(ids):
            if one.translation_of:
                yield one.id, one.translation_of

    def _reprints(self, ids: set[str]) -> Iterator[tuple[str, str]]:
        """Pairs of which each is among those closest to the other, and whose texts agree, too."""
        self._look_near(ids)
        pairs = [(id, other) for id in ids for other in self._near[id]]
        wanted = {id for pair in pairs for id in pair} - self._articles.keys()
        self._articles |= self._store.get_many(sorted(wanted))
        agreeing = [pair for pair in pairs if self._agree(*pair)]
        self._look_near({other for _, other in agreeing})
        for one, other in agreeing:
            if one in self._near[other]:
                yield one, other

    def _agree(self, one: str, other: str) -> bool:
        """Whether the texts of two articles are nearly the same, and both are there."""
        if not {one, other} <= self._articles.keys():
            return False
        pair = (one, other) if one < other else (other, one)
        if pair not in self._compared:
            self._deadline.check()
            self._compared[pair] = bool(overlap(*map(self._draw, pair)))
        return self._compared[pair]

    def _look_near(self, ids: set[str]) -> None:
        asked = sorted(ids - self._near.keys())
        if asked:
            found = self._searcher.near_duplicates(asked, LOOKED_AT)
            self._near.update(zip(asked, found, strict=True))

    def _draw(self, id: str) -> Drawing:
        if id not in self._drawn:
            self._drawn[id] = drawing(self._articles[id])
        return self._drawn[id]


def numbered(hits: Sequence[Hit], before: int) -> dict[str, Version]:
    """Hits as versions, by id. ``before``: articles of the result that stand before them."""
    return {
        hit.id: Version(hit.id, hit.title, hit.language, hit.published, number)
        for number, hit in enumerate(hits, before + 1)
    }


def found_of(
    stories: Mapping[str, Story], versions: Mapping[str, Version]
) -> tuple[StoryFound, ...]:
    """Those of ``stories`` that have several of ``versions``, with these; the first ones first."""
    found = (
        sorted((versions[id] for id in story if id in versions), key=_number)
        for story in set(stories.values())
    )
    return tuple(sorted((tuple(each) for each in found if len(each) > 1), key=_first))


def _number(version: Version) -> int:
    return version.number


def _first(story: StoryFound) -> int:
    return story[0].number


def counterparts(
    articles: Sequence[Article], store: Store, twins: Twins | None = None
) -> dict[str, tuple[Counterpart, ...]]:
    """By id, the same story in other languages, whether a query finds it or not."""
    given = _given(articles, store)
    ties, apart = twins.around([article.id for article in articles]) if twins else ([], set())
    tied = store.get_many([id for tie in ties for id in tie.pair])
    found: dict[str, tuple[Counterpart, ...]] = {}
    for article in articles:
        beside = {one.id: one for one in given[article.id] if (article.id, one.id) not in apart}
        for tie in ties:
            other = tied.get(tie.beside(article.id)) if article.id in tie.pair else None
            if other is not None and other.language != article.language:
                beside[other.id] = Counterpart(other.id, other.language, other.title)
        found[article.id] = tuple(beside.values())
    return found


def _given(articles: Sequence[Article], store: Store) -> dict[str, tuple[Counterpart, ...]]:
    """What their pages say of it."""
    originals = {article.id: article.translation_of or article.id for article in articles}
    languages = {article.id: article.language for article in articles}
    known = store.versions_of({*originals, *originals.values()})
    return {
        id: tuple(
            Counterpart(one.id, one.language, one.title)
            for one in known
            if one.language != languages[id]
            and (one.id == original or one.translation_of in {original, id})
        )
        for id, original in originals.items()
    }
