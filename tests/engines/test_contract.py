"""What index.contract promises of generations, matches and counts, asked of every engine."""

from __future__ import annotations

from datetime import date

import pytest
from corpus import DAY, Doc, batch, filled, ids, word

from schemas.errors import NotFoundError, UsageError
from schemas.expression import (
    EVERYTHING,
    NOTHING,
    And,
    Ids,
    Near,
    Not,
    Or,
    Phrase,
    Together,
    Wildcard,
)
from schemas.query import NO_DATE, Bounds, Period, Request
from schemas.results import FormCount

EXPANDING = {
    "oracle": "oracle_matching",
    "whoosh": "indexer.index.whoosh.read.wildcards",
    "opensearch": "indexer.index.opensearch.reading",
}
"""The module of each engine that looks at EXPANSION."""

# -- generations


def test_a_generation_begins_empty_and_unpublished(engine):
    made = engine.create("fingerprint")
    assert (made.checkpoint, made.fingerprint, made.documents) == (0, "fingerprint", 0)
    assert not made.published
    assert engine.generations() == (made,)
    assert engine.published() is None
    assert engine.open(made.name).search(Request()).total == 0


def test_apply_moves_the_checkpoint_and_counts_documents(engine):
    name = engine.create("f").name
    assert engine.apply(name, [batch([Doc("a"), Doc("b")])], 7).documents == 2
    after = engine.apply(name, [], 9)
    assert (after.checkpoint, after.documents) == (9, 2)
    assert engine.generations() == (after,)


def test_open_gives_the_published_generation(engine):
    names = [engine.create("f").name for _ in range(2)]
    for name in names:
        engine.publish(name)
        assert engine.published() == name
        assert engine.open().generation.name == name
    assert [each.published for each in engine.generations()] == [False, True]


def test_a_generation_is_being_built_until_it_is_published(engine):
    old, new = (engine.create("f").name for _ in range(2))
    assert [each.building for each in engine.generations()] == [True, True]
    assert engine.apply(old, [batch([Doc("a")])], 1).building
    engine.publish(old)
    assert [each.building for each in engine.generations()] == [False, True]
    engine.publish(new)
    assert [each.building for each in engine.generations()] == [False, False]


def test_changes_of_which_more_follow_are_there_as_others(engine):
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("a", body="x"), Doc("b", body="x")])], 2, more=True)
    engine.apply(name, [batch([Doc("b", body="y"), Doc("c", body="x")])], 4, more=True)
    for _ in range(2):
        searcher = engine.open(name)
        assert searcher.generation.checkpoint == 4
        assert sorted(ids(searcher.search(Request(word("x"))))) == ["a", "c"]
        assert engine.apply(name, (), 4).documents == 3


def test_what_is_cleaned_away_is_no_part_of_a_generation(engine):
    old, new = (engine.create("f").name for _ in range(2))
    engine.apply(old, [batch([Doc("a")])], 1)
    engine.publish(old)
    before = engine.generations()
    engine.clean()
    assert engine.generations() == before
    assert engine.open(old).search(Request()).total == 1
    assert [each.name for each in before] == [old, new]


def test_what_is_not_there(engine):
    with pytest.raises(NotFoundError):
        engine.open()
    for call in (engine.open, engine.publish, engine.drop, engine.status):
        with pytest.raises(NotFoundError):
            call("g000099")
        with pytest.raises(NotFoundError):
            call("../other")
    with pytest.raises(NotFoundError):
        engine.apply("g000099", [], 1)


def test_drop_deletes_a_generation_but_not_the_published_one(engine):
    old, new = (engine.create("f").name for _ in range(2))
    engine.publish(new)
    with pytest.raises(UsageError):
        engine.drop(new)
    engine.drop(old)
    assert [each.name for each in engine.generations()] == [new]


def test_open_without_articles_is_as_if_they_had_been_deleted(engine):
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("a", "x y"), Doc("b", "x")])], 1)
    engine.apply(name, [batch([Doc("c", "z")])], 2)
    searcher = engine.open(name, ["a", "c", "unknown"])
    assert searcher.generation.documents == 1
    assert ids(searcher.search(Request())) == list(searcher.ids()) == ["b"]
    assert list(searcher.vocabulary()) == [FormCount("x", 1)]
    assert searcher.terms("y") == ()
    assert ids(engine.open(name).search(Request(sort="oldest"))) == ["a", "b", "c"]
    assert engine.generations()[0].documents == 3


def test_a_searcher_keeps_what_it_opened(engine):
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("a", "x")])], 1)
    searcher = engine.open(name)
    engine.apply(name, [batch([Doc("b", "x")], deleted=["a"])], 2)
    assert ids(searcher.search(Request())) == ["a"]
    engine.drop(name)
    assert ids(searcher.search(Request(word("x")))) == ["a"]


def test_a_failing_batch_leaves_everything_as_it_was(engine):
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("a")])], 1)

    def broken():
        yield batch([Doc("b")])
        raise RuntimeError("analysis failed")

    with pytest.raises(RuntimeError):
        engine.apply(name, broken(), 2)
    searcher = engine.open(name)
    assert (searcher.generation.checkpoint, list(searcher.ids())) == (1, ["a"])


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ([batch([Doc("a", "x")]), batch([Doc("a", "y")])], {"y": ["a"], "x": []}),
        ([batch([Doc("a", "x")]), batch(deleted=["a", "unknown"])], {"x": []}),
        ([batch([Doc("a", "x")]), batch(deleted=["a"]), batch([Doc("a", "x")])], {"x": ["a"]}),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_later_batch_wins(engine, batches, expected, together):
    name = engine.create("f").name
    for applied in [batches] if together else [[each] for each in batches]:
        engine.apply(name, applied, 1)
    searcher = engine.open(name)
    for form, found in expected.items():
        assert ids(searcher.search(Request(word(form)))) == found


# -- matching

TEXTS = [
    Doc("one", title="Cats see a dog", body=". dogs sleep . cat and dog | . cats"),
    Doc("two", lede="the dog", body=". cat . dog sleep"),
    Doc("three", title="well-known+well known fact", body="Cat"),
]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (word("cat"), {"one", "two", "three"}),
        (word("=cat"), {"one", "two"}),
        (word("=Cat"), {"three"}),
        (word("dog", field="title"), {"one"}),
        (word("dog", field="lede"), {"two"}),
        (word("cat", without=("cat", "Cats", "cats")), {"three"}),
        (word("cat", "fact"), {"one", "two", "three"}),
        (word("none"), set()),
        (word("=\u2028"), set()),
        (Wildcard("*"), {"one", "two", "three"}),
        (Wildcard("c*s"), {"one"}),
        (Wildcard("ca?"), {"one", "two", "three"}),
        (Wildcard("f*", field="title"), {"three"}),
        (Wildcard("\u2028*"), set()),
        (Phrase((word("dog"), word("sleep"))), {"one", "two"}),
        (Phrase((word("sleep"), word("cat"))), {"one"}),
        (Phrase((word("well"), word("known"))), {"three"}),
        (Phrase((word("well-known"), word("known"))), {"three"}),
        (Phrase((word("dog"), word("dog"))), set()),
        (Phrase(()), set()),
        (Near((word("see"), word("dog")), 1), set()),
        (Near((word("dog"), word("see")), 2), {"one"}),
        (Near((word("dog"), word("cat")), 2), {"one", "two"}),
        (Near((word("fact"), word("cat")), 63), set()),
        (Near((word("cat"), Wildcard("cats")), 0), {"one"}),  # the first word of all articles
        (Near((), 3), set()),
        (Together((word("cat"), word("dog")), "sentence"), {"one"}),
        (Together((word("sleep"), word("dog")), "sentence"), {"one", "two"}),
        (Together((word("cat"), word("sleep")), "paragraph"), {"one", "two"}),
        (And((word("cat"), Not(word("sleep")))), {"three"}),
        (Or((word("known"), word("lede"), word("the"))), {"two", "three"}),
        (Not(Not(word("the"))), {"two"}),
        (And((word("dog"), Or((word("the"), word("fact"))))), {"two"}),
        (Ids(("three", "one", "one", "none")), {"one", "three"}),
        (Ids(()), set()),
        (And((word("cat"), Not(Ids(("one",))))), {"two", "three"}),
        (Or((Ids(("one",)), word("the"))), {"one", "two"}),
        (EVERYTHING, {"one", "two", "three"}),
        (NOTHING, set()),
    ],
)
def test_what_an_expression_matches(engine, node, expected):
    searcher = filled(engine, TEXTS)
    assert set(ids(searcher.search(Request(node)))) == expected
    assert searcher.frequency(node) == len(expected)


# -- filters and counts

FACETED = [
    Doc("1", body="x", published=DAY, facets={"region": ("n", "s"), "language": ("ru",)}),
    Doc("2", body="x", published=40 * DAY, facets={"region": ("n",), "language": ("en",)}),
    Doc("3", body="x", facets={"region": ("w",), "topic": ("war",), "language": ("ru",)}),
    Doc("4", body="y", published=DAY, facets={"region": ("s",), "language": ("ru",)}),
]
JANUARY, FEBRUARY = 1970 * 12, 1970 * 12 + 1


def test_counts_without_filters(engine):
    found = filled(engine, FACETED[:2], FACETED[2:]).search(Request(word("x")))
    assert found.facets["region"] == {"n": 2, "s": 1, "w": 1}
    assert found.facets["topic"] == {"war": 1}
    assert found.facets["language"] == {"ru": 2, "en": 1}
    assert found.months == {JANUARY: 1, FEBRUARY: 1, None: 1}


def test_a_facet_does_not_narrow_its_own_counts(engine):
    asked = Request(word("x"), filters={"region": ("n", "w"), "language": ("ru",)})
    found = filled(engine, FACETED).search(asked)
    assert (found.total, set(ids(found))) == (2, {"1", "3"})
    assert found.facets["region"] == {"n": 1, "s": 1, "w": 1}
    assert found.facets["language"] == {"ru": 2, "en": 1}
    assert found.months == {JANUARY: 1, None: 1}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, date(1970, 1, 31), {"1", "4"}),
        (date(1970, 2, 1), None, {"2"}),
        (date(1970, 1, 2), date(1970, 1, 2), {"1", "4"}),
        (date(1970, 1, 3), date(1970, 2, 9), set()),
        (None, None, {"1", "2", "3", "4"}),
    ],
)
def test_a_period_leaves_the_months_alone(engine, first, last, expected):
    found = filled(engine, FACETED).search(Request(period=Period(first, last)))
    assert set(ids(found)) == expected
    assert sum(found.facets["language"].values()) == found.total == len(expected)
    assert found.months == {JANUARY: 2, FEBRUARY: 1, None: 1}


def test_articles_without_a_date_can_be_asked_for(engine):
    found = filled(engine, FACETED).search(Request(period=NO_DATE))
    assert ids(found) == ["3"]
    assert sum(found.facets["language"].values()) == found.total == 1
    assert found.months == {JANUARY: 2, FEBRUARY: 1, None: 1}


@pytest.mark.parametrize("filters", [{"region": ("nowhere",)}, {"colour": ("red",)}])
def test_an_unknown_value_matches_nothing(engine, filters):
    assert filled(engine, FACETED).search(Request(filters=filters)).total == 0


def test_bounds_narrow_the_counts_of_their_own_facets(engine):
    searcher = filled(engine, FACETED)
    found = searcher.search(Request(word("x"), bounds=Bounds({"region": ("n",)})))
    assert (found.total, found.facets["region"]) == (2, {"n": 2, "s": 1})
    assert found.months == {JANUARY: 1, FEBRUARY: 1}
    chosen = Request(word("x"), {"region": ("s",)}, bounds=Bounds({"region": ("n",)}))
    found = searcher.search(chosen)
    assert (ids(found), found.facets["region"]) == (["1"], {"n": 2, "s": 1})
    days = Bounds(period=Period(date(1970, 1, 1), date(1970, 1, 31)))
    found = searcher.search(Request(period=Period(date(1970, 2, 1)), bounds=days))
    assert (found.total, found.months) == (0, {JANUARY: 2})


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ({"region": ("s",)}, {"2", "3"}),
        ({"region": ("n", "s")}, {"3"}),
        ({"region": ("w",), "language": ("en",)}, {"1", "4"}),
        ({"region": ("nowhere",), "colour": ("red",)}, {"1", "2", "3", "4"}),
        ({"region": ()}, {"1", "2", "3", "4"}),
    ],
)
def test_an_article_with_an_excluded_value_is_not_there(engine, without, expected):
    found = filled(engine, FACETED).search(Request(bounds=Bounds(without=without)))
    assert set(ids(found)) == expected
    assert sum(found.facets["language"].values()) == found.total == sum(found.months.values())
    assert not set(without.get("region", ())) & set(found.facets["region"])


def test_an_excluded_value_narrows_what_other_values_of_its_facet_would_give(engine):
    searcher = filled(engine, FACETED)
    asked = Request(filters={"region": ("s",)}, bounds=Bounds(without={"region": ("n",)}))
    found = searcher.search(asked)
    assert (found.total, found.facets["region"]) == (1, {"s": 1, "w": 1})
    both = Bounds({"region": ("n",)}, without={"region": ("s",)})
    assert ids(searcher.search(Request(bounds=both))) == ["2"]


def test_all_values_of_a_facet_are_counted_as_a_search_counts_them(engine):
    searcher = filled(engine, FACETED)
    for asked in (Request(), Request(word("x"), {"region": ("s",)}), Request(period=NO_DATE)):
        for facet, counts in searcher.search(asked).facets.items():
            assert dict(searcher.counts(facet, asked)) == counts
    assert dict(searcher.counts("colour", Request())) == {}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(1970, 1, 1), date(1970, 1, 3), (0, 2, 0)),
        (date(1970, 1, 2), date(1970, 1, 2), (2,)),
        (date(1970, 1, 3), date(1970, 1, 2), ()),
        (date(9999, 12, 30), date(9999, 12, 31), (0, 0)),
        (date(1, 1, 1), date(1, 1, 1), (0,)),
    ],
)
@pytest.mark.parametrize("period", [Period(), Period(date(1970, 2, 1)), NO_DATE])
def test_articles_of_a_day_are_counted_whatever_period_is_chosen(
    engine, period, first, last, expected
):
    assert filled(engine, FACETED).days(Request(period=period), first, last) == expected


def test_counts_are_left_out_when_they_are_not_asked_for(engine):
    found = filled(engine, FACETED).search(Request(facets=False))
    assert (found.total, found.facets, found.months) == (4, {}, {})


# -- vocabulary


def test_forms_of_a_word_in_the_matches(engine):
    searcher = filled(engine, TEXTS)
    assert searcher.forms(word("cat"), Request(word("dog"))) == (
        FormCount("cat", 2),
        FormCount("Cats", 1),
        FormCount("cats", 1),
    )


def test_vocabulary_and_terms(engine):
    searcher = filled(engine, [Doc("1", body=". ab ab b | c"), Doc("2", "b", "B")])
    assert list(searcher.vocabulary()) == [
        FormCount("B", 1),
        FormCount("ab", 1),
        FormCount("b", 2),
        FormCount("c", 1),
    ]
    assert set(searcher.terms("B")) == {"b", "first:b"}
    assert searcher.terms("unknown") == ()


def test_a_wildcard_is_cut_to_the_most_frequent_forms(engine, request, monkeypatch):
    monkeypatch.setattr(f"{EXPANDING[request.node.callspec.params['engine']]}.EXPANSION", 2)
    docs = [
        Doc("1", body="xa xb xc"),
        Doc("2", body="xc xb"),
        Doc("3", body="xc xa"),
        Doc("4", "xd"),
    ]
    found = filled(engine, docs[:2], docs[2:]).search(Request(Wildcard("x*")))
    assert found.cut == ("x*",)
    assert set(ids(found)) == {"1", "2", "3"}
    assert filled(engine, docs).search(Request(Wildcard("xa*"))).cut == ()


@pytest.mark.parametrize("pattern", ["*a" + "?" * 17, "x*a" + "?" * 17, "*?a" + "?" * 17 + "*"])
def test_a_wildcard_may_have_many_gaps_after_a_star(engine, pattern):
    docs = [Doc("1", "xyA" + "Ы" * 17), Doc("2", "xya" + "Ы" * 16), Doc("3", "x" + "y" * 19)]
    assert ids(filled(engine, docs).search(Request(Wildcard(pattern)))) == ["1"]
