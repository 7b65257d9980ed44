"""Over all pages of a result each article is in exactly one entry, and each story is one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from schemas.query import Query
from schemas.results import Hit, Page, Snippet, Version
from searchapp import create_app
from searchapp.entries import Entries, Entry, entries_of

WORDS = [f"слово{chr(1072 + n // 30)}{chr(1072 + n % 30)}" for n in range(400)]
REGIONS = ("dagestan", "chechnya", "ingushetia")
DAYS = ("2017-06-01", "2017-06-02", "2017-06-02T10:00:00+03:00", "2099-01-01", None)
BASES = 9


def drawn(seed: int, count: int) -> list[Article]:
    """Articles of a few texts, so that many are reprints, and of translations, some of others."""
    chance = random.Random(seed)  # noqa: S311 # no secret
    found: list[Article] = []
    for number in range(count):
        base = chance.randrange(BASES)
        text = WORDS[base * 40 : base * 40 + 40]
        others = [*(article.id for article in found), "nowhere", "elsewhere"]
        found.append(
            Article(
                id=f"{chance.randrange(1000):03}-{base}-{number}",
                language=chance.choice(["ru", "ru", "en"]),
                title=chance.choice(["Новость", "Новость дня"]),
                body=" ".join([*text, "пожар"] + ["потоп"] * chance.randrange(3)),
                published=chance.choice(DAYS),  # type: ignore[arg-type] # text of it
                regions=(chance.choice(REGIONS),),
                translation_of=chance.choice(others) if chance.random() < 0.15 else None,
            )
        )
    return found


def story_of(articles: list[Article]) -> dict[str, set[str]]:
    """The story of each article: of the same text, or a translation, or over others."""
    found = {article.id: {article.id} for article in articles}
    found |= {"nowhere": {"nowhere"}, "elsewhere": {"elsewhere"}}
    pairs = [(one.id, one.translation_of) for one in articles if one.translation_of]
    pairs += [
        (one.id, other.id)
        for one, other in combinations(articles, 2)
        if one.id.split("-")[1] == other.id.split("-")[1]
    ]
    for one, other in pairs:
        joined = found[one] | found[other]
        found |= dict.fromkeys(joined, joined)
    return found


@pytest.fixture(scope="module", params=[(1, 12), (3, 75)], ids=str)
def drawn_archive(request, tmp_path_factory) -> tuple[Archive, dict[str, set[str]]]:
    articles = drawn(*request.param)
    archive = Archive(Settings(home=tmp_path_factory.mktemp("drawn")), create=True)
    archive.add(articles[::2])
    archive.sync()
    archive.add(articles[1::2])
    archive.sync()
    return archive, story_of(articles)


def pages(archive: Archive, query: Query, size: int) -> Iterator[tuple[Page, Entries]]:
    number = 1
    while True:
        asked = Query(query.text, query.filters, sort=query.sort, size=size, page=number)
        page = archive.search(asked)
        yield page, entries_of(page, "en")
        if number >= page.pages:
            return
        number += 1


def ids_of(entry: Entry) -> set[str]:
    versions = (*entry.reprints, *entry.translations)
    assert len({entry.number, *(one.number for one in versions)}) == 1 + len(versions)
    return {entry.hit.id, *(one.id for one in versions)}


@pytest.mark.parametrize("size", [3, 7, 100])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("filters", [{}, {"region": ("dagestan",)}, {"language": ("en",)}], ids=str)
@pytest.mark.parametrize("text", ["пожар", "потоп", "пожар потоп", ""])
def test_every_article_is_in_one_entry_and_every_story_is_one(
    drawn_archive, text, filters, sort, size
):
    archive, story = drawn_archive
    query = Query(text, filters, sort=sort)
    order = list(archive.whole(query).ids)
    expected = {frozenset(story[id] & set(order)) for id in order}
    found: list[frozenset[str]] = []
    for page, entries in pages(archive, query, size):
        assert page.total == len(order)
        before = order[: page.query.offset]
        hits = [hit.id for hit in page.hits]
        assert hits == order[page.query.offset :][:size]
        earlier = [id for id in hits if story[id] & set(before)]
        assert [one.version.id for one in entries.earlier] == earlier
        shown = [frozenset(ids_of(entry)) for entry in entries.shown]
        assert entries.later == len(set().union(*shown) - set(hits))
        for one in entries.earlier:
            assert order[one.first.number - 1] == one.first.id
            assert one.first.id == next(id for id in order if id in story[one.version.id])
        found += shown
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


def test_the_numbers_of_versions_are_their_places_in_the_result(drawn_archive):
    archive, _ = drawn_archive
    for sort in ("relevance", "newest", "oldest"):
        query = Query("пожар", sort=sort)
        order = list(archive.whole(query).ids)
        for page, _ in pages(archive, query, 4):
            for each in page.stories:
                assert all(order[one.number - 1] == one.id for one in each)


def test_each_by_itself_is_one_entry_an_article(drawn_archive):
    archive, _ = drawn_archive
    page = archive.search(Query("пожар", size=100, apart=True))
    assert len(entries_of(page, "ru").shown) == len(page.hits) == page.total


def test_an_entry_names_all_reprints_of_its_page_and_of_others_up_to_five():
    hit = Hit("a", Snippet("a"), "ru", None, (), (), 1.0, Snippet(""))

    def listed(*numbers: int, last: int = 10, total: int = 40) -> list[int]:
        versions = tuple(Version(f"v{n}", Snippet(""), "ru", None, n) for n in numbers)
        entry = Entry(hit, 1, versions, (), ())
        return [one.number for one in entry.listed(last, total)]

    assert listed(2, 3, 11, 12, 13) == [2, 3, 11, 12, 13]
    assert listed(2, 3, 11, 12, 13, 14) == [2, 3, 11, 12, 13]
    assert listed(2, 3, 4, 5, 6, 7, 8, 11) == [2, 3, 4, 5, 6, 7, 8]
    assert listed(42, 43, 44, 45, 46, 47, last=10, total=40) == [42, 43, 44, 45, 46, 47]


def test_the_other_reprints_are_one_link_away(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    text = " ".join(WORDS[:40])
    archive.add(
        Article(id=f"a{n:02}", language="ru", title="Пожар", body=text, published="2017-06-01")
        for n in range(20)
    )
    archive.sync()
    client = create_app(archive).test_client()
    page = client.get("/search?q=пожар&size=3&ui=en").text
    assert "19 reprints" in page
    assert page.count('<li id="hit') == 6
    assert '<a href="?q=пожар&size=3&all=1&ui=en#r">14 more: show every article by itself' in page
    assert client.get("/search?q=пожар&size=25&ui=en").text.count('id="hit') == 20
