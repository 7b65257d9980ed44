"""How much one address may ask for, and how large its page becomes."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from searchapp.params import LONGEST_ADDRESS, LONGEST_VALUES, MOST_VALUES

LARGEST = 1_500_000
"""Bytes of any page, before it is compressed."""


@pytest.fixture
def values(archive) -> list[tuple[str, str]]:
    """Parameters with the values of two facets."""
    known = archive.taxonomies
    return [(name, one.id) for name in ("topic", "region") for one in known[name].entries]


def asked(client, pairs, path="/api/v1/search"):
    return client.get(f"{path}?{urlencode([*pairs, ('ui', 'en')])}")


def test_as_many_values_as_an_address_may_have(client, values):
    assert asked(client, values[:MOST_VALUES]).status_code == 200
    out = [(f"not-{name}", value) for name, value in values[:MOST_VALUES]]
    assert asked(client, out).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/search", "/search", "/", "/export.csv", "/feed.atom"])
@pytest.mark.parametrize("prefix", ["", "not-"])
def test_more_values_are_an_error_that_names_the_parameter(client, prefix, path):
    many = [(f"{prefix}person", f"Name {at}") for at in range(MOST_VALUES + 1)]
    answer = asked(client, many, path)
    assert answer.status_code == 400
    assert f"{prefix}person" in answer.get_data(as_text=True)
    assert str(MOST_VALUES) in answer.get_data(as_text=True)
    assert len(answer.get_data()) < 20_000


def test_the_code_of_each_bound(client):
    many = [("person", f"Name {at}") for at in range(2_000)]
    long = [("person", "x" * (LONGEST_VALUES + 1))]
    vast = [("q", "x" * LONGEST_ADDRESS)]
    codes = [
        (error["code"], error["parameter"])
        for error in (asked(client, each).get_json()["error"] for each in (many, long, vast))
    ]
    assert codes == [("too-many", "person"), ("too-long", "person"), ("too-long", "q")]


def test_one_value_again_and_again_is_one(client, values):
    same = [values[0]] * (MOST_VALUES + 1)
    assert asked(client, same).status_code == 200


@pytest.mark.parametrize("path", ["/search", "/"])
def test_the_page_of_an_address_that_is_too_long_repeats_none_of_it(client, path):
    answer = asked(client, [("q", "y" * LONGEST_ADDRESS)], path)
    assert answer.status_code == 400
    assert len(answer.get_data()) < 20_000


def test_pages_grow_no_faster_than_their_filters(client, values):
    sizes = [
        len(asked(client, [("q", "суд"), *values[:size]], "/search").get_data())
        for size in (MOST_VALUES // 4, MOST_VALUES // 2, MOST_VALUES)
    ]
    # twice as many more values, twice as many more bytes; four times were a square
    assert sizes[2] - sizes[1] < 2.5 * (sizes[1] - sizes[0])
    assert sizes[2] < LARGEST


def test_the_largest_page(client, values):
    pairs = values[:MOST_VALUES]
    room = LONGEST_VALUES - sum(len(value) for _, value in pairs)
    assert room > 0
    largest = [("q", "суд " * 400), ("any", "1"), ("size", "100"), ("forms", "1"), *pairs]
    answer = asked(client, largest, "/search")
    assert answer.status_code == 200
    assert len(answer.get_data()) < LARGEST


def test_filters_that_find_nothing_are_searched_without_a_few_times(client, values, archive):
    searches = []
    count = type(archive).count

    def counting(self, query):
        searches.append(query)
        return count(self, query)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(archive), "count", counting)
        pairs = [(f"not-{name}", value) for name, value in values[:MOST_VALUES]]
        asked(client, [("q", "zzqxzzqx"), *pairs], "/search")
    assert len(searches) <= 10
