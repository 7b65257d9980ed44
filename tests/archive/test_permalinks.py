"""A permalink says exactly what became of a search, and its numbers add up, whatever happened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.archive.permalinks import then
from schemas.article import Article
from schemas.errors import NotFoundError, UsageError
from schemas.query import Period, Query
from schemas.seen import Seen, Since

DAY = date(2026, 11, 28)


def article(id: str, title: str, *regions: str, **other: object) -> Article:
    return Article(id=id, language="ru", title=title, regions=regions, **other)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path, create=True)
    made.add([article(f"p{n}", f"Протест {n}") for n in range(4)])
    made.add([article("snow", "Снег"), article("tagged", "Протест", "dagestan")])
    made.sync()
    return made


def seen(archive: Archive, query: Query) -> tuple[Query, Seen]:
    taken = archive.permalinks.of(archive.search(query), DAY)
    assert taken is not None
    return taken


def parts(since: Since) -> dict[str, object]:
    """What is not empty, without what the permalink itself says."""
    names = ("stored", "entered", "changed", "left", "withdrawn", "unexplained")
    return {name: getattr(since, name) for name in names if getattr(since, name)}


def test_nothing_has_changed(archive):
    permalink = seen(archive, Query("протест"))
    since = archive.permalinks.since(*permalink)
    assert (since.total, since.unchanged, parts(since)) == (5, True, {})


def test_articles_count_when_the_index_has_them(archive):
    permalink = seen(archive, Query("протест"))
    archive.add([article("new", "Протест")])
    assert archive.permalinks.since(*permalink).unchanged
    archive.sync()
    assert parts(archive.permalinks.since(*permalink)) == {"stored": ("new",)}


@pytest.mark.parametrize(
    ("query", "now", "expected"),
    [
        (Query("протест"), article("p0", "Протест окончен"), {"changed": ("p0",)}),
        (Query("протест"), article("p0", "Метель"), {"left": ("p0",)}),
        (Query("протест"), article("snow", "Протест"), {"entered": ("snow",)}),
        (Query("протест"), article("p0", "Протест 0", "dagestan"), {"changed": ("p0",)}),
        (
            Query("протест", {"region": ("dagestan",)}),
            article("p0", "Протест 0", "dagestan"),
            {"entered": ("p0",)},
        ),
        (
            Query("протест", {"region": ("dagestan",)}),
            article("tagged", "Протест", "chechnya"),
            {"left": ("tagged",)},
        ),
        (
            Query("", period=Period(date(2020, 1, 1))),
            article("p0", "Протест 0", published=date(2020, 5, 1)),
            {"entered": ("p0",)},
        ),
        (Query("region:dagestan"), article("tagged", "Протест"), {"left": ("tagged",)}),
        (
            Query("протест", without={"region": ("dagestan",)}),
            article("p0", "Протест 0", "dagestan"),
            {"left": ("p0",)},
        ),
        (
            Query("протест", without={"region": ("dagestan",)}),
            article("tagged", "Протест", "chechnya"),
            {"entered": ("tagged",)},
        ),
    ],
)
def test_what_a_change_does(archive, query, now, expected):
    permalink = seen(archive, query)
    archive.store.put([now])
    archive.sync()
    assert parts(archive.permalinks.since(*permalink)) == expected


def test_values_written_anew_count_as_they_were(archive):
    archive.store.put([article("p0", "Протест 0", people=("Пётр Иванов",))])
    archive.sync()
    permalink = seen(archive, Query("", {"person": ("Пётр Иванов",)}))
    archive.store.rewrite([article("p0", "Протест 0", people=("Петр Иванов",))])
    archive.rebuild()
    since = archive.permalinks.since(*permalink)
    assert (since.total, parts(since)) == (1, {"changed": ("p0",)})


def test_so_do_values_that_are_excluded(archive):
    archive.store.put([article("p0", "Протест 0", people=("Пётр Иванов",))])
    archive.sync()
    permalink = seen(archive, Query("", without={"person": ("Пётр Иванов",)}))
    archive.store.rewrite([article("p0", "Протест 0", people=("Петр Иванов",))])
    archive.rebuild()
    assert archive.permalinks.now(permalink[0]).without == {"person": ("Петр Иванов",)}
    since = archive.permalinks.since(*permalink)
    assert (since.total, parts(since)) == (5, {})


def test_an_article_deleted_is_withdrawn_and_leaves_no_trace(archive):
    permalink = seen(archive, Query("протест"))
    archive.delete(["p1", "snow"])
    since = archive.permalinks.since(*permalink)
    assert (parts(since), since.deleted) == ({"withdrawn": 1}, 2)
    archive.add([article("p1", "Протест вернулся")])
    archive.sync()
    since = archive.permalinks.since(*permalink)
    assert parts(since) == {"stored": ("p1",), "withdrawn": 1}


def test_an_index_that_is_rolled_back_has_fewer(archive):
    archive.add([article("new", "Протест")])
    archive.rebuild()
    permalink = seen(archive, Query("протест"))
    archive.rollback()
    assert parts(archive.permalinks.since(*permalink)) == {"left": ("new",)}


def test_more_rewritten_articles_than_are_compared(archive, monkeypatch):
    monkeypatch.setattr(then, "REWRITTEN", 1)
    permalink = seen(archive, Query("протест"))
    archive.store.put([article("p0", "Метель"), article("p1", "Протест окончен")])
    archive.store.put([article("new", "Протест")])
    archive.sync()
    since = archive.permalinks.since(*permalink)
    assert (since.compared, parts(since)) == (False, {"stored": ("new",), "unexplained": -1})
    assert 5 + since.came - since.gone == since.total == 5


def test_words_that_are_read_in_another_way(archive):
    permalink = seen(archive, Query("протект"))  # a misprint, put right
    assert permalink[1].total == 5
    archive.add([article("new", "Протект шины")])
    archive.sync()
    since = archive.permalinks.since(*permalink)
    assert not since.same_reading
    assert 5 + since.came - since.gone == since.total


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("протест date:7d", "протест date:2026-11-21..2026-11-28"),
        ("протест after:вчера", "протест after:2026-11-27"),
        ('before:"last month" протест', "before:2026-10-01 протест"),
        ("дата:сегодня протест", "date:2026-11-28 протест"),
        ("протест date:2017", "протест date:2017"),
        ("протест date:ноябрь", "протест date:2026-11-01..2026-11-30"),
        ("протест region:dagestan", "протест region:dagestan"),
        ("протест date:никогда", "протест date:никогда"),
    ],
)
def test_relative_dates_become_days(archive, text, fixed):
    assert seen(archive, Query(text))[0].text == fixed


@pytest.mark.parametrize(
    "other",
    [
        {"total": 6}, {"sequence": 5}, {"day": date(2026, 11, 27)}, {"reading": "00000000"},
        {"seal": "000000000000"}, {"seal": ""}, {"seal": "протест"},
    ],
)  # fmt: skip
def test_what_the_archive_has_not_said_is_told(archive, other):
    query, said = seen(archive, Query("протест"))
    with pytest.raises(UsageError) as told:
        archive.permalinks.since(query, replace(said, **other))
    assert told.value.place == "check"


def test_another_search_is_told(archive):
    _, said = seen(archive, Query("протест"))
    with pytest.raises(UsageError, match="has not given out"):
        archive.permalinks.since(Query("снег"), said)


def test_another_order_is_the_same_search(archive):
    query, said = seen(archive, Query("протест", sort="oldest", page=2, size=3, forms=True))
    assert archive.permalinks.since(replace(query, sort="newest", page=1), said).total == 5


def test_another_archive_is_told(archive, tmp_path):
    query, said = seen(archive, Query("протест"))
    other = Archive.open(tmp_path / "other", create=True)
    other.add([article("only", "Протест")])
    other.sync()
    with pytest.raises(UsageError) as later:
        other.permalinks.since(query, said)
    assert later.value.place == "at"
    other.add([article(f"n{n}", f"Протест {n}") for n in range(20)])
    with pytest.raises(UsageError) as foreign:
        other.permalinks.since(query, said)
    assert foreign.value.place == "check"


@dataclass
class Remembered:
    """An article as the model has it. ``life``: counts deletions; ``state``: counts changes."""

    life: int
    state: int
    article: Article


Snapshot = dict[str, Remembered]


@dataclass
class Model:
    """Remembers everything that ever was in an archive, and finds by looking at each title."""

    stored: Snapshot = field(default_factory=dict)
    generations: list[Snapshot] = field(default_factory=list)
    published: int = -1
    lives: int = 0

    def put(self, archive: Archive, given: Article) -> None:
        archive.store.put([given])
        before = self.stored.get(given.id)
        if before is None:
            self.lives += 1
            self.stored[given.id] = Remembered(self.lives, 0, given)
        elif before.article != given:
            self.stored[given.id] = Remembered(before.life, before.state + 1, given)

    def delete(self, archive: Archive, id: str) -> None:
        archive.delete([id])
        self.stored.pop(id, None)
        for each in self.generations:
            each.pop(id, None)

    def sync(self, archive: Archive) -> None:
        archive.sync()
        if not self.generations:
            self.generations.append({})
            self.published = 0
        self.generations[self.published] = dict(self.stored)

    def rebuild(self, archive: Archive) -> None:
        archive.rebuild()
        self.generations = [*self.generations[: self.published + 1], dict(self.stored)][-2:]
        self.published = len(self.generations) - 1

    def rollback(self, archive: Archive) -> None:
        if self.published < 1:
            with pytest.raises(NotFoundError):
                archive.rollback()
            return
        archive.rollback()
        self.published -= 1

    @property
    def served(self) -> Snapshot:
        return self.generations[self.published]


WORDS = ("протест", "снег", "дождь")


def matches(query: Query, found: Article) -> bool:
    """By looking: words all in the title, none of those behind a minus; the region among all."""
    title = set(found.title.split())
    words = query.text.split()
    regions = query.filters.get("region")
    return (
        all(word in title for word in words if not word.startswith("-"))
        and not any(word[1:] in title for word in words if word.startswith("-"))
        and (not regions or any(region in found.regions for region in regions))
    )


def expected(query: Query, then: Snapshot, model: Model) -> dict[str, set[str] | int]:
    """What became of a search, told by all that is remembered."""
    now = {id for id, each in model.served.items() if matches(query, each.article)}
    was = {id for id, each in then.items() if matches(query, each.article)}
    alive = {
        id for id, each in then.items() if id in model.stored and model.stored[id].life == each.life
    }
    same = {id for id in now & alive if model.served[id].state == then[id].state}
    return {
        "stored": now - alive,
        "entered": (now & alive) - was,
        "changed": (now & was & alive) - same,
        "left": (was & alive) - now,
        "withdrawn": len(was - alive),
        "unexplained": 0,
    }


ids = st.sampled_from("abcde")
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
regions = st.sampled_from([(), ("dagestan",), ("chechnya",)])
steps = st.one_of(
    st.tuples(st.just("put"), ids, titles, regions),
    st.tuples(st.just("put"), ids, titles, regions),
    st.tuples(st.just("delete"), ids),
    st.tuples(st.sampled_from(["sync", "sync", "rebuild", "rollback", "see"])),
)
queries = st.builds(
    Query,
    st.sampled_from(["протест", "снег -протест", "-дождь", ""]),
    st.sampled_from([{}, {"region": ("dagestan",)}, {"region": ("dagestan", "chechnya")}]),
    literal=st.just(True),
)


@settings(max_examples=tries(40))
@given(query=queries, history=st.lists(steps, min_size=3, max_size=12))
def test_the_numbers_add_up_after_any_history(query, history):
    with TemporaryDirectory() as folder:
        archive, model = Archive.open(Path(folder), create=True), Model()
        for id in "ab":
            model.put(archive, article(id, "протест снег"))
        model.sync(archive)
        permalinks: list[tuple[Seen, Snapshot]] = []
        for step, *values in [("see",), *history, ("sync",)]:
            if step == "put":
                id, title, where = values
                model.put(archive, article(id, title, *where))
            elif step == "delete":
                model.delete(archive, *values)
            elif step == "see":
                permalinks.append((seen(archive, query)[1], dict(model.served)))
            else:
                getattr(model, step)(archive)
            for said, then_served in permalinks:
                since = archive.permalinks.since(query, said)
                told = {
                    name: set(value) if isinstance(value := getattr(since, name), tuple) else value
                    for name in ("stored", "entered", "changed", "left", "withdrawn", "unexplained")
                }
                assert told == expected(query, then_served, model)
                assert said.total + since.came - since.gone == since.total
                assert since.total == archive.count(query)
        archive.store.close()
