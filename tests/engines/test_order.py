"""What index.contract promises of scores and order, asked of every engine."""

from __future__ import annotations

import pytest
from corpus import DAY, Doc, filled, ids, word

from indexer.index.contract import ROUNDER, WINDOW
from schemas.document import UNDATED
from schemas.expression import (
    EVERYTHING,
    And,
    Near,
    Not,
    Or,
)
from schemas.query import Request

# -- order and pages

DATED = [
    Doc("b", body="x", published=5 * DAY),
    Doc("a", body="x", published=5 * DAY),
    Doc("new", body="x x", published=9 * DAY),
    Doc("old", body="x", published=-3 * DAY),
    Doc("z", body="x"),
    Doc("y", body="x", published=UNDATED),
]


STEP = 1 / 4096
"""Scores of leaves are multiples of it."""


def ranked_as(searcher, request, expected) -> bool:
    """Whether each id has its rank, asked for with the others and, some, alone."""
    every = {rank: found.id for rank, found in searcher.ranks(request, expected[::-1]).items()}
    some = range(0, len(expected), 1 + len(expected) // 5)
    alone = [list(searcher.ranks(request, [expected[rank], "unknown"])) for rank in some]
    return [*every.items()] == [*enumerate(expected)] and alone == [[rank] for rank in some]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("relevance", ["new", "a", "b", "old", "y", "z"]),
        ("newest", ["new", "a", "b", "old", "y", "z"]),
        ("oldest", ["old", "a", "b", "new", "y", "z"]),
    ],
)
@pytest.mark.parametrize("node", [word("x"), EVERYTHING])
def test_order_and_pages(engine, sort, expected, node):
    searcher = filled(engine, DATED[:3], DATED[3:])
    assert ids(searcher.search(Request(node, sort=sort))) == expected
    for size in (1, 4):
        pages = [
            ids(searcher.search(Request(node, sort=sort, offset=offset, limit=size)))
            for offset in range(0, 8, size)
        ]
        assert [id for page in pages for id in page] == expected
    assert ranked_as(searcher, Request(node, sort=sort, offset=3, limit=1), expected)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["b", "a", "d", "c", "u"]),
        ("relevance", ["b", "a", "d", "c", "u"]),
        ("oldest", ["a", "b", "c", "d", "u"]),
    ],
)
def test_articles_of_the_future_come_after_the_present_in_every_segment(
    engine, monkeypatch, sort, expected
):
    monkeypatch.setattr("indexer.index.whoosh.write.writer.SMALL", 0)
    monkeypatch.setattr("indexer.index.whoosh.write.writer.RATIO", 0)
    dates = {"a": 1, "c": 5, "b": 2, "d": 8}
    docs = [Doc(id, body="x", published=day * DAY) for id, day in dates.items()]
    searcher = filled(engine, docs[:2], [*docs[2:], Doc("u", body="x")])
    found = [
        ids(searcher.search(Request(sort=sort, future=3 * DAY, offset=at, limit=1)))
        for at in range(5)
    ]
    assert [id for page in found for id in page] == expected
    assert ranked_as(searcher, Request(sort=sort, future=3 * DAY), expected)


@pytest.mark.parametrize("moments", [1, 3])
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_of_many_articles_of_one_moment_the_lowest_ids_come_first(engine, sort, moments):
    docs = [Doc(f"{n * 37 % 200:03}", body="x", published=n % moments * DAY) for n in range(200)]
    sign = 1 if sort == "oldest" else -1
    expected = [doc.id for doc in sorted(docs, key=lambda doc: (sign * doc.published, doc.id))]
    searcher = filled(engine, docs)
    for limit in (0, 1, 40, 70, 130, 200):
        assert ids(searcher.search(Request(sort=sort, limit=limit))) == expected[:limit]
    assert ranked_as(searcher, Request(sort=sort), expected)


def test_a_title_counts_more_than_a_lede_and_a_lede_more_than_a_body(engine):
    docs = [Doc("body", "q", "q", "x"), Doc("lede", "q", "x", "q"), Doc("title", "x", "q", "q")]
    found = filled(engine, docs).search(Request(word("x"))).matches
    assert [match.id for match in found] == ["title", "lede", "body"]
    assert len({match.score for match in found}) == 3


def test_the_score_is_the_formula(engine):
    searcher = filled(engine, [Doc("a", "x y", body="x"), Doc("b", body="y y y")])
    # tf 4 + 1, length 2 * 4 + 1 = 9, average (9 + 3) / 2 = 6, idf ln(1 + 1.5 / 1.5)
    expected = 0.69314718**1.2 * 5 * 2.2 / (5 + 1.2 * (0.4 + 0.6 * 9 / 6))
    assert searcher.score(word("x"), "a") == round(expected / STEP) * STEP
    assert searcher.score(word("x"), "b") is None
    assert searcher.score(word("x"), "unknown") is None
    assert searcher.score(EVERYTHING, "b") == 0.0


def test_a_light_word_counts_and_draws_less(engine):
    docs = [Doc("light", body="x x x q"), Doc("heavy", body="y q q q"), Doc("both", body="x y")]
    searcher = filled(engine, docs)
    light, heavy = word("x", weight=0.3), word("y")
    score = searcher.score(light, "light")
    assert score == pytest.approx(0.3 * searcher.score(word("x"), "light"), abs=STEP)
    assert ids(searcher.search(Request(Or((light, heavy))))) == ["both", "heavy", "light"]
    # idf 0.47: the best place weighs the heavy word and 15/16 of the light one
    gain = searcher.score(Or((light, heavy)), "both")
    gain -= searcher.score(light, "both") + searcher.score(heavy, "both")
    assert gain == pytest.approx(0.3 * 0.47000363**1.2 * (1 + 0.3 * 15 / 16), rel=1e-5)


@pytest.mark.parametrize("steps", [0, 0.49, 0.5, 0.51, 1.5, 2.5, 4096 * 70 + 0.5])
def test_the_rounder_leaves_the_nearest_multiple_of_the_step(steps):
    assert steps * STEP + ROUNDER - ROUNDER == round(steps) * STEP


def test_scores_of_leaves_are_exact_whatever_their_order(engine):
    searcher = filled(
        engine, [Doc("a", "x y", body="x z"), Doc("b", body="y y y z"), Doc("c", "u")]
    )
    leaves = [word(name) for name in "xyz"]
    scores = [searcher.search(Request(leaf)).matches[0].score for leaf in leaves]
    assert all(score / STEP == int(score / STEP) > 0 for score in scores)


EN, RU = {"language": ("en",)}, {"language": ("ru",)}


def test_articles_in_another_language_change_nothing(engine):
    english = [Doc("1", body="the x y", facets=EN), Doc("2", body="the z", facets=EN)]
    russian = [Doc(f"ru{n}", "r s t u", body="v w " * n, facets=RU) for n in range(5)]
    alone, beside = filled(engine, english), filled(engine, english[:1], russian, english[1:])
    for node in (word("the"), word("x"), Or((word("the"), word("x"), word("y")))):
        assert beside.score(node, "1") == alone.score(node, "1")


def test_a_word_of_two_languages_is_weighed_between_them(engine):
    english = [Doc(name, body="x q", facets=EN) for name in "ab"] + [Doc("c", body="q", facets=EN)]
    searcher = filled(engine, english, [Doc("d", body="x q q q", facets=RU), Doc("e", facets=RU)])
    # of 3 documents two lie where df is 2 of 3, one where it is 1 of 2; average lengths 5/3 and 2
    idf = (2 * 0.47000363 + 0.69314718) / 3
    average = (2 * 5 / 3 + 2) / 3
    expected = idf**1.2 * 2.2 / (1 + 1.2 * (0.4 + 0.6 * 2 / average))
    assert searcher.score(word("x"), "a") == round(expected / STEP) * STEP


# -- proximity and likeness

TWO = And((word("x"), word("y")))


def ranked(engine, docs, node=TWO, **options) -> list[str]:
    return ids(filled(engine, docs).search(Request(node, **options)))


def spread(*gaps: int) -> list[Doc]:
    """Articles as long as each other with so many words between x and y, and words of their own."""
    return [
        Doc(
            f"gap{gap}",
            body=" ".join(["x", *(f"{gap}.{i}" for i in range(gap)), "y"])
            + "".join(f" {gap}-{i}" for i in range(30 - gap)),
        )
        for gap in gaps
    ]


@pytest.mark.parametrize("node", [TWO, Or(TWO.children), Near(TWO.children, 30)])
def test_the_nearer_two_words_stand_the_better_and_beyond_the_span_all_is_one(engine, node):
    found = filled(engine, spread(20, 4, 14, 0, 25)).search(Request(node)).matches
    assert [match.id for match in found] == ["gap0", "gap4", "gap14", "gap20", "gap25"]
    assert found[3].score == found[4].score


def test_the_gain_is_the_formula(engine):
    docs = [Doc("a", body="x q y"), Doc("b", body="x"), Doc("c", body="q q q q")]
    searcher = filled(engine, docs)
    x, y = (searcher.score(word(name), "a") for name in "xy")
    # df 2 and 1 of 3; at y the place weighs y + x * (1 - 2 / 16)
    idf = [0.47000363, 0.98082925]
    gain = 0.3 * (idf[1] ** 1.2 + idf[0] ** 1.2 * 14 / 16)
    assert searcher.score(TWO, "a") == pytest.approx(x + y + gain, rel=1e-6)
    assert searcher.search(Request(TWO)).matches[0].score == searcher.score(TWO, "a")
    assert searcher.score(And((word("x"), Not(word("y")))), "b") == searcher.score(word("x"), "b")


def test_words_of_two_fields_are_far_apart(engine):
    docs = [Doc("apart", "p x", body="y q"), Doc("close", "s t", body="x y")]
    docs = [*docs, Doc("title", "x y", body="u v")]
    searcher = filled(engine, docs)
    alone = {doc.id: sum(searcher.score(word(w), doc.id) for w in "xy") for doc in docs}
    gained = {id: searcher.score(TWO, id) - score for id, score in alone.items()}
    assert gained["title"] == pytest.approx(gained["close"], rel=1e-5)
    assert gained["apart"] < gained["close"]


REPRINT = "one two three four five six seven eight nine ten x eleven twelve thirteen fourteen"


@pytest.mark.parametrize("node", [word("x"), Or((word("x"), word("none")))])
def test_a_reprint_goes_behind_the_others(engine, node):
    docs = [
        Doc("1", "x", body=REPRINT, published=4 * DAY),
        Doc("2", "x", body=REPRINT + " fifteen", published=3 * DAY),
        Doc("3", "x", body=REPRINT, published=5 * DAY),
        Doc("4", body="another article that has the word x somewhere in the middle"),
    ]
    assert ranked(engine, docs, node) == ["3", "4", "1", "2"]
    assert ranked(engine, docs, node, sort="newest") == ["3", "1", "2", "4"]
    assert ranked(engine, docs, EVERYTHING) == ["3", "1", "2", "4"]


def test_pages_follow_one_another_across_the_window(engine):
    docs = [Doc(f"{i:03}", body=f"x {'q ' * (i % 7)} y {i % 40}") for i in range(WINDOW + 30)]
    searcher = filled(engine, docs[:60], docs[60:])
    whole = ids(searcher.search(Request(TWO, limit=200)))
    assert sorted(whole) == [doc.id for doc in docs]
    for size in (23, 60):
        pages = [
            ids(searcher.search(Request(TWO, offset=offset, limit=size)))
            for offset in range(0, len(docs), size)
        ]
        assert [id for page in pages for id in page] == whole
    found = searcher.search(Request(TWO, limit=200)).matches
    assert tuple(searcher.ranks(Request(TWO), whole).values()) == found


def test_what_a_filter_leaves_out_has_no_rank_and_counts_in_none(engine):
    docs = [Doc(id, body="x", facets={"region": (id,)}) for id in "abcd"]
    searcher = filled(engine, docs[:3], docs[3:])
    request = Request(word("x"), filters={"region": ("b", "d")})
    assert ranked_as(searcher, request, ["b", "d"])
    assert searcher.ranks(request, ["a", "c"]) == searcher.ranks(request, []) == {}
