"""How a reader's query is helped, what is said of it, and that help can be refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.intake import ingest
from indexer.index.whoosh.read.searcher import WhooshSearcher
from schemas.article import Article
from schemas.query import Period, Query
from schemas.results import Page
from tests.short_texts import archive_of_texts

STORIES = [
    ("ru-1", "ru", "Протесты в Дагестане", "Жители вышли на площадь."),
    ("ru-2", "ru", "Дагестан: протесты продолжаются", "Власти молчат."),
    ("ru-3", "ru", "Хасан Яндиев выступил в суде", "Адвокат Яндиева подал жалобу."),
    ("en-1", "en", "Protests in Dagestan", "People of every language took to the square."),
    ("en-2", "en", "Lawyer of Yandiev complains", "The court said nothing."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    home: Path = tmp_path_factory.mktemp("home")
    made = Archive.open(home, create=True)
    made.add(
        Article(id=id, language=language, title=title, body=body)
        for id, language, title, body in STORIES
    )
    made.sync()
    return made


def ids(page: Page) -> set[str]:
    return {hit.id for hit in page.hits}


def codes(page: Page) -> list[str]:
    return [note.code for note in page.notes]


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        # a preposition is not required beside other words
        ("протесты в Дагестане", {"ru-1", "ru-2"}, ["function-words"]),
        ("protests in Dagestan", {"en-1"}, ["function-words"]),
        # unless the reader insists, or there is nothing else
        ("протесты =в Дагестане", {"ru-1"}, []),
        ("протесты +в Дагестане", {"ru-1"}, []),
        ('протесты "в" Дагестане', {"ru-1"}, []),
        ('"протесты в Дагестане"', {"ru-1"}, []),
        ("в", {"ru-1", "ru-3"}, []),
        # names are found in the other alphabet
        ("Яндиев", {"ru-3", "en-2"}, ["transliteration"]),
        ("Yandiev", {"ru-3", "en-2"}, ["transliteration"]),
        # the wrong keyboard layout
        ("zylbtd", {"ru-3", "en-2"}, ["layout", "transliteration"]),
        ("ghjntcns d lfutcnfyt", {"ru-1", "ru-2"}, ["layout"]),
        # no article has all of the words
        ("адвокат площадь", {"ru-1", "ru-3"}, ["any-words"]),
        ("адвокат площадь -суд", {"ru-1"}, ["any-words"]),
        ("+адвокат площадь", {"ru-3"}, ["any-words"]),
        ("+адвокат +площадь", set(), []),
        # signs of other search engines
        ("протесты !площадь", {"ru-2"}, ["read-as-not"]),
        ("протесты^2 AND !площадь", {"ru-2"}, ["weight", "read-as-not"]),
        ('"яндиев суд"~3', {"ru-3"}, []),
        ('"яндиев суд"~1', set(), []),
        ("*:* -суд", {"ru-1", "ru-2", "en-1", "en-2"}, []),
        # nothing to find, nothing to say
        ("виолончель", set(), []),
    ],
)
def test_help_is_given_and_said(archive, text, found, said):
    page = archive.search(Query(text))
    assert (ids(page), page.total) == (found, len(found))
    assert [code for code in codes(page) if code not in {"spelling", "both-languages"}] == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("протесты в Дагестане", {"ru-1"}),
        ("Яндиев", {"ru-3"}),
        ("zylbtd", set()),
        ("адвокат площадь", set()),
    ],
)
def test_a_literal_query_is_searched_as_it_stands(archive, text, found):
    page = archive.search(Query(text, literal=True))
    assert (ids(page), codes(page)) == (found, [])


def test_a_rewrite_says_what_it_brings(archive):
    (note,) = archive.search(Query("Яндиев")).notes
    assert (note.text, note.replacement, note.count, note.applied) == ("Яндиев", "Yandiev", 1, True)


def test_a_misspelt_word_that_finds_nothing_is_put_right(archive):
    page = archive.search(Query("протисты"))
    (note,) = [note for note in page.notes if note.code == "corrected"]
    assert (note.text, note.query, note.count, note.applied) == ("протисты", "протесты", 2, True)
    assert ids(page) == {"ru-1", "ru-2"}
    literal = archive.search(Query("протисты", literal=True))
    assert (literal.total, literal.notes) == (0, ())


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("langauge:ru", "language:ru", {"ru-1", "ru-2", "ru-3"}),
        ("langauge:ru протесты", "language:ru протесты", {"ru-1", "ru-2"}),
    ],
)
def test_a_misspelt_filter_that_is_put_right_narrows(archive, typed, meant, found):
    page = archive.search(Query(typed))
    (note,) = [note for note in page.notes if note.applied]
    assert (note.code, note.query, note.count) == ("corrected", meant, len(found))
    assert ids(page) == ids(archive.search(Query(meant, literal=True))) == found


def test_suggestions_complete_what_is_typed(archive):
    offered = [suggestion.text.lower() for suggestion in archive.suggest("даг")]
    assert offered == ["дагестан", "dagestan"]
    assert archive.suggest("") == ()


def test_paging_of_a_helped_query_is_of_the_helped_one(archive):
    pages = [archive.search(Query("адвокат площадь", page=page, size=1)) for page in (1, 2, 3)]
    assert [page.total for page in pages] == [2, 2, 2]
    assert [len(page.hits) for page in pages] == [1, 1, 0]
    assert ids(pages[0]) | ids(pages[1]) == {"ru-1", "ru-3"}


def test_a_query_of_two_slips_is_helped_with_few_searches(tmp_path, monkeypatch):
    """Over the sample archive, the search for the page included."""
    archive = Archive.open(tmp_path, create=True)
    with as_file(files("indexer") / "sample" / "articles.jsonl") as sample:
        ingest(archive, [sample])
    archive.sync()
    searched = []
    search = WhooshSearcher.search
    monkeypatch.setattr(
        WhooshSearcher, "search", lambda self, given: searched.append(given) or search(self, given)
    )
    page = archive.search(Query("пртоест Махачкла суд Хасавюрт"))
    corrected = next(note for note in page.notes if note.code == "corrected")
    assert corrected.query == "протест Махачкала суд Хасавюрт"
    said = ["corrected", "transliteration", "any-words", "spelling", "both-languages"]
    assert codes(page) == said
    assert len(searched) <= 10


@pytest.mark.parametrize(
    "query",
    [
        Query("протесты в Дагестане"),
        Query("Yandiev", size=1, page=2),
        Query("пртоесты", forms=True),
        Query(""),
        Query("Дагестан нефть"),
        Query("protests", filters={"language": ("ru",)}),
    ],
)
def test_the_count_of_a_query_is_the_total_of_its_page(archive, query):
    assert archive.count(query) == archive.search(query).total


DATED = [("old", date(2016, 5, 1)), ("new", date(2018, 5, 1)), ("undated", None)]
CHOSEN = {
    "always": Period(),
    "no date": Period(undated=True),
    "2016": Period(date(2016, 1, 1), date(2016, 12, 31)),
    "from 2017": Period(date(2017, 1, 1), None),
    "to 2017": Period(None, date(2017, 12, 31)),
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory) -> Archive:
    made = Archive.open(tmp_path_factory.mktemp("dated"), create=True)
    made.add(Article(id=id, language="en", title="Rain", published=day) for id, day in DATED)
    made.sync()
    return made


@pytest.mark.parametrize(
    ("chosen", "written", "found"),
    [
        ("always", "", {"old", "new", "undated"}),
        ("always", "after:2017", {"new"}),
        ("always", "before:2017", {"old"}),
        ("always", "date:2016", {"old"}),
        ("no date", "", {"undated"}),
        # an article without a date lies in no period, however wide
        ("no date", "after:2017", set()),
        ("no date", "before:2019", set()),
        ("no date", "date:1900..2100", set()),
        ("2016", "", {"old"}),
        ("2016", "after:2017", set()),
        ("2016", "before:2019", {"old"}),
        ("from 2017", "before:2019", {"new"}),
        ("from 2017", "before:2017", set()),
        ("from 2017", "after:2016", {"new"}),
        ("from 2017", "after:2019", set()),
        ("to 2017", "after:2015", {"old"}),
        ("to 2017", "before:2016", set()),
    ],
)
def test_the_period_chosen_and_the_one_written_must_both_hold(dated, chosen, written, found):
    page = dated.search(Query(f"rain {written}", period=CHOSEN[chosen]))
    assert (ids(page), page.total) == (found, len(found))


@pytest.mark.parametrize(
    ("chosen", "written", "found"),
    [
        (("ru",), "", {"ru-1", "ru-2"}),
        (("ru",), "language:en", set()),
        (("ru",), "language:en,ru", {"ru-1", "ru-2"}),
        (("en",), "language:en", {"en-1"}),
        (("ru", "en"), "language:en", {"en-1"}),
        ((), "language:en", {"en-1"}),
        ((), "language:en language:ru", {"ru-1", "ru-2", "en-1"}),
    ],
)
def test_values_chosen_narrow_those_written(archive, chosen, written, found):
    filters = {"language": chosen} if chosen else {}
    page = archive.search(Query(f"(протесты ИЛИ protests) {written}", filters=filters))
    assert ids(page) == found
    counts = {c.value: c.count for c in page.facets["language"] if c.count}
    assert set(counts) == ({"en"} if written == "language:en" else {"ru", "en"})


@pytest.mark.parametrize(
    ("text", "found", "dropped"),
    [
        # what is left of three words and more are still all required
        ("жители на площадь протесты", {"ru-1"}, "на"),
        ("протесты в Дагестане и на площадь", {"ru-1"}, "в, и, на"),
        ("на площадь на протесты", {"ru-1"}, "на"),
    ],
)
def test_function_words_that_are_not_required_are_told(archive, text, found, dropped):
    page = archive.search(Query(text))
    assert ids(page) == found
    assert [note.text for note in page.notes if note.code == "function-words"] == [dropped]


@pytest.mark.parametrize(
    ("asked", "dropped"),
    [
        ("выборы 2021 года", ["года"]),
        ("выборы в 2021 г.", ["в, г"]),
        ("+года выборы", []),
        ("выборы года", []),
        ("выборы 21 года", []),
        ("выборы 2000 года", []),
        ("выборы 2021 =года", []),
        ("выборы 2021 title:года", []),
        ('"выборы 2021 года"', []),
    ],
)
def test_the_word_behind_the_number_of_a_year_is_not_required(tmp_path, asked, dropped):
    made = archive_of_texts(tmp_path, ["Прошли выборы 2021 г.", "В 2021 году были выборы."])
    page = made.search(Query(asked))
    assert [note.text for note in page.notes if note.code == "function-words"] == dropped
    if dropped:
        assert page.total == 2


def test_what_is_wrong_with_a_query_is_told_with_its_place_beside_the_help_given(archive):
    page = archive.search(Query("протесты в ) Дагестане"))
    told = [(note.code, note.text, note.position) for note in page.notes]
    assert told[:2] == [("unopened-parenthesis", ")", 11), ("function-words", "в", None)]
    (note, *_) = archive.search(Query("протесты ) в", literal=True)).notes
    assert (note.code, note.text, note.position) == ("unopened-parenthesis", ")", 9)


def test_what_any_of_the_words_find_is_told(archive):
    (note,) = (n for n in archive.search(Query("адвокат площадь")).notes if n.code == "any-words")
    assert (note.text, note.count, note.applied) == ("адвокат площадь", 2, True)


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", ["new", "old"]), ("oldest", ["old", "new"])]
)
def test_the_order_asked_for_is_the_order_given(dated, sort, order):
    page = dated.search(Query("rain", sort=sort))
    assert [hit.id for hit in page.hits] == [*order, "undated"]


def test_days_are_those_of_moscow(tmp_path, monkeypatch):
    archive = Archive.open(tmp_path, create=True)
    days = [date(2026, 3, 31), date(2026, 4, 1)]
    archive.add(Article(id=str(day), language="en", title="Rain", published=day) for day in days)
    archive.sync()

    class Late(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 3, 31, 22, 30, tzinfo=UTC).astimezone(tz or UTC)

    monkeypatch.setattr("indexer.query.reader.datetime", Late)
    assert ids(archive.search(Query("rain date:today"))) == {"2026-04-01"}
    assert ids(archive.search(Query("rain date:вчера"))) == {"2026-03-31"}


def test_a_person_who_is_written_in_the_query_is_one_whom_the_archive_names(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    people = {"a": ("Рамзан Кадыров",), "b": ("Ramzan Kadyrov",), "c": ("Хасан Яндиев",)}
    archive.add(
        Article(id=id, language="ru", title="Дождь", people=names) for id, names in people.items()
    )
    archive.sync()
    assert ids(archive.search(Query("дождь person:Кадырову"))) == {"a", "b"}
    (note,) = archive.search(Query("дождь person:Иванов", literal=True)).notes
    assert (note.code, note.text) == ("unknown-person", "Иванов")


def test_what_is_only_counted_is_neither_ranked_nor_broken_down(archive, monkeypatch):
    asked = []
    search = WhooshSearcher.search
    monkeypatch.setattr(
        WhooshSearcher, "search", lambda self, given: asked.append(given) or search(self, given)
    )
    russian = {"language": ("ru",)}
    assert archive.count(Query("протесты", russian, page=2, size=1)) == 2
    counted = [(each.offset, each.limit, each.facets) for each in asked]
    assert set(counted) == {(0, 0, False)}


@pytest.mark.parametrize(
    ("text", "filters", "found", "some"),
    [
        # one has both words: the others follow
        ("протесты площадь", {}, {"ru-1": ()}, {"ru-2": ("площадь",)}),
        ("протесты площадь -жители", {}, {"ru-2": ("площадь",)}, {}),
        ("протесты площадь", {"language": ("en",)}, {}, {}),
        # none has both
        ("адвокат площадь", {}, {"ru-1": ("адвокат",), "ru-3": ("площадь",)}, {}),
        ('адвокат "вышли на площадь"', {},
         {"ru-1": ("адвокат",), "ru-3": ('"вышли на площадь"',)}, {}),
        # one word, or either
        ("площадь", {}, {"ru-1": ()}, {}),
        ("протесты OR площадь", {}, {"ru-1": (), "ru-2": ()}, {}),
        # in the other alphabet is not missing
        ("Yandiev жалоба", {}, {"ru-3": ()}, {"en-2": ("жалоба",)}),
    ],
)  # fmt: skip
def test_hits_say_which_words_they_lack(archive, text, filters, found, some):
    page = archive.search(Query(text, filters))
    assert {hit.id: hit.missing for hit in page.hits} == found
    assert page.total == len(found)
    assert page.all_words == all(not missing for missing in found.values())
    more = page.some_words
    assert ({hit.id: hit.missing for hit in more.hits} if more else {}) == some
    assert more is None or more.total == len(some)


def test_what_has_some_words_fills_the_first_page_alone(archive):
    assert archive.search(Query("протесты площадь", size=1)).some_words is None
    assert archive.search(Query("протесты площадь", page=2)).some_words is None
    assert archive.search(Query("протесты площадь", literal=True)).some_words is None
    assert [a.id for a in archive.articles(Query("протесты площадь"))] == ["ru-1"]


def test_any_of_the_words_can_be_asked_for(archive):
    page = archive.search(Query("протесты площадь", any_words=True))
    assert {hit.id: hit.missing for hit in page.hits} == {"ru-1": (), "ru-2": ("площадь",)}
    assert (page.total, page.all_words, page.some_words) == (2, False, None)
    assert codes(page) == ["both-languages"]
    assert archive.count(Query("протесты площадь", any_words=True)) == 2
