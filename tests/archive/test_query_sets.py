"""Two queries as sets: every article of either is in one of three, and a search finds each set."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.archive.intake import ingest
from indexer.archive.query_sets import NotComparableError
from schemas.query import Period, Query


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    made = Archive.open(tmp_path_factory.mktemp("sample"), create=True)
    with as_file(files("indexer") / "sample" / "articles.jsonl") as sample:
        ingest(made, [sample])
    made.sync()
    return made


def found(archive: Archive, query: Query) -> set[str]:
    return {article.id for article in archive.articles(query)}


ATOMS = [
    "суд", "Дагестан", "протест*", "court", "в", "the", "=суд", '"в Дагестане"', "«суд»", "«",
    "title:суд", "Йошкар-Ола", "vf[fxrfkf", "пртоест", "СУД", "ИЛИ", "surname:Кадыров", "2017",
    "СУД ПРОТЕСТ ДАГЕСТАН", "ПРОТЕСТ НЕ НАЧАЛСЯ В СТОЛИЦЕ ДАГЕСТАНА", '"суд" школа',
]  # fmt: skip
texts = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{} OR {}".format, inner, inner),
        st.builds("({}) -{}".format, inner, inner),
        st.builds("НЕ ({})".format, inner),
        st.builds("{} NEAR/3 {}".format, inner, inner),
        st.builds("{}, {}".format, inner, inner),
        st.builds("-{}".format, inner),
        st.builds("{} | {}".format, inner, inner),
    ),
    max_leaves=4,
)
withins = st.sampled_from(
    [
        Query(),
        Query(filters={"region": ("dagestan",)}),
        Query(period=Period(None, None, undated=True)),
    ]
)


@settings(max_examples=tries(160))
@given(a=texts, b=texts, within=withins)
def test_three_sets_that_add_up(archive, a, b, within):
    try:
        sets = archive.sets(a, b, within)
    except NotComparableError:
        return
    all_a, all_b = (
        found(archive, Query(text, within.filters, within.period, literal=True)) for text in (a, b)
    )
    assert (sets.only_a.total, sets.both.total, sets.only_b.total) == (
        len(all_a - all_b),
        len(all_a & all_b),
        len(all_b - all_a),
    )
    assert (sets.total_a, sets.total_b) == (len(all_a), len(all_b))
    assert found(archive, sets.only_a.query) == all_a - all_b
    assert found(archive, sets.both.query) == all_a & all_b
    assert found(archive, sets.only_b.query) == all_b - all_a


@pytest.mark.parametrize(
    ("a", "b", "only_a", "both"),
    [
        ("суд", "Дагестан", "суд NOT Дагестан", "суд Дагестан"),
        ("суд OR школа", "вода", "(суд OR школа) NOT вода", "(суд OR школа) вода"),
        ("-суд", '"в Дагестане"', '(-суд) NOT "в Дагестане"', '(-суд) "в Дагестане"'),
    ],
)
def test_the_searches_are_ones_that_a_person_would_write(archive, a, b, only_a, both):
    sets = archive.sets(a, b, Query())
    assert (sets.only_a.query.text, sets.both.query.text) == (only_a, both)


def test_the_newest_come_first_and_nothing_is_helped(archive):
    sets = archive.sets("Дагестан", "пртоест", Query(sort="relevance", page=7))
    days = [str(hit.published)[:10] for hit in sets.only_a.hits]
    assert days == sorted(days, reverse=True)
    assert not sets.total_b


@pytest.mark.parametrize(
    ("a", "b", "place", "reason"),
    [
        ("", "суд", "a", "empty"),
        ("суд", "  ", "b", "empty"),
        ("(суд", "вода", "a", "structure"),
        ("суд", '"вода', "b", "structure"),
        ("вода) (суд", "вода", "a", "structure"),
        ("суд OR", "вода", "a", "structure"),
        ("суд", "region:Чечня вода", "b", "filters"),
        ("суд", "date:2017", "b", "filters"),
        ("слово " * 300, "суд", "a", "long"),
        ("суд" * 400, "вода" * 400, "b", "long"),
        ("(" * 40 + "суд" + ")" * 40, "вода", "a", "long"),
    ],
)
def test_what_cannot_be_compared_is_told(archive, a, b, place, reason):
    with pytest.raises(NotComparableError) as told:
        archive.sets(a, b, Query())
    assert (told.value.place, told.value.reason) == (place, reason)
    assert told.value.hint
