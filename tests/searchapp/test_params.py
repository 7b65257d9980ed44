"""Address ↔ Query, both ways."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.facets import FACETS
from schemas.query import ALWAYS, NO_DATE, SORTS, Period, Query
from searchapp.address import Address, ParameterError
from searchapp.params import (
    LANGUAGES,
    LARGEST_PAGE,
    LARGEST_SIZE,
    NAMES,
    printable,
    query_pairs,
    read_address,
)

TODAY = date(2026, 11, 23)

texts = st.text(max_size=40).map(printable)
values = st.lists(texts.filter(bool), unique=True, min_size=1, max_size=3).map(tuple)
facets = [facet.name for facet in FACETS if facet.name != "language"]
languages = st.lists(st.sampled_from(LANGUAGES), unique=True, min_size=1).map(tuple)
languages_of_words = st.one_of(
    st.just((False, ())), st.tuples(st.just(True), st.lists(values.map(" ".join), unique=True))
)


def spoken(address, chosen):
    """``address`` in one language or in both, without some translations."""
    both, not_as = chosen
    return replace(address, both=both, not_as=tuple(filter(bool, map(printable, not_as))))


plain_addresses = st.builds(
    Address,
    text=texts,
    filters=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(facets, values) | {"language": languages}
    ),
    since=texts,
    until=texts,
    undated=st.booleans(),
    sort=st.none() | st.sampled_from(SORTS),
    page=st.integers(1, LARGEST_PAGE),
    size=st.integers(1, LARGEST_SIZE),
    literal=st.booleans(),
    any_words=st.booleans(),
    interface=st.none() | st.sampled_from(LANGUAGES),
)
addresses = st.builds(spoken, plain_addresses, languages_of_words)


@given(addresses)
def test_an_address_survives_being_written_and_read(address):
    assert read_address(query_pairs(urlencode(address.pairs()).encode())) == address


@given(addresses)
def test_what_an_address_says_twice_it_says_the_same(address):
    assert read_address(address.pairs()).pairs() == address.pairs()


@given(st.binary(max_size=200))
def test_any_bytes_are_an_address_or_a_faulty_parameter(query_string):
    with suppress(ParameterError):
        pairs = read_address(query_pairs(query_string)).pairs()
        assert read_address(query_pairs(urlencode(pairs).encode())).pairs() == pairs


@pytest.mark.parametrize(
    ("query_string", "query"),
    [
        ("", Query(sort="newest")),
        ("q=", Query(sort="newest")),
        ("q=mountain+road", Query("mountain road")),
        ("q=Дагестан", Query("Дагестан")),
        ("q=%D0%94%D0%B0", Query("Да")),
        ("q=%D0%94%D0", Query("Д\ufffd")),
        ("q=a%00b%0A", Query("a b")),
        ("q=%ED%A0%80", Query("\ufffd\ufffd\ufffd")),
        ("q=one&q=two", Query("two")),
        ("q=x&sort=oldest", Query("x", sort="oldest")),
        ("q=x&page=3&size=50", Query("x", page=3, size=50)),
        ("q=x&literal=1", Query("x", literal=True)),
        ("q=x&any=1", Query("x", any_words=True)),
        ("q=x&both=1", Query("x", both=True)),
        ("q=x&both=1&not-as=у&not-as=z&not-as=у", Query("x", both=True, not_as=("у", "z"))),
        ("q=x&not-as=у", Query("x")),
        ("q=x&utm_source=letter", Query("x")),
        ("q=x&region=a&region=b&region=a", Query("x", filters={"region": ("a", "b")})),
        ("q=x&language=ru&topic=t", Query("x", filters={"topic": ("t",), "language": ("ru",)})),
        ("q=x&from=2017", Query("x", period=Period(date(2017, 1, 1), None))),
        ("q=x&to=2017", Query("x", period=Period(None, date(2017, 12, 31)))),
        ("q=x&to=2016-02", Query("x", period=Period(None, date(2016, 2, 29)))),
        (
            "q=x&from=05.06.2017&to=2017-06-05",
            Query("x", period=Period(date(2017, 6, 5), date(2017, 6, 5))),
        ),
        ("q=x&from=30d", Query("x", period=Period(date(2026, 10, 24), None))),
        ("q=x&from=1m&to=today", Query("x", period=Period(date(2026, 10, 23), TODAY))),
        ("q=x&date=unknown", Query("x", period=NO_DATE)),
        ("q=x&from=вчера", Query("x", period=Period(date(2026, 11, 22), None))),
    ],
)
def test_what_an_address_asks(query_string, query):
    assert read_address(query_pairs(query_string.encode())).query(TODAY) == query


def test_a_relative_date_stays_relative_in_the_address():
    address = read_address([("from", "30d")])
    assert address.pairs() == [("from", "30d")]
    assert address.query(date(2001, 1, 31)).period.first == date(2001, 1, 1)


@pytest.mark.parametrize(
    ("query_string", "parameter", "expected"),
    [
        ("page=0", "page", "number"),
        ("page=-1", "page", "number"),
        ("page=two", "page", "number"),
        ("page=1e9", "page", "number"),
        ("page=٣", "page", "number"),
        ("page=" + "9" * 5000, "page", "number"),
        ("size=101", "size", "number"),
        ("sort=score", "sort", "choice"),
        ("language=elvish", "language", "choice"),
        ("literal=yes", "literal", "choice"),
        ("both=yes", "both", "choice"),
        ("both=1&" + "&".join(f"not-as=w{n}" for n in range(51)), "not-as", "values"),
        ("both=1&not-as=" + "w" * 2001, "not-as", "long-values"),
        ("ui=fr", "ui", "choice"),
        ("from=31.02.2017", "from", "date"),
        ("from=9999999d", "from", "date"),
        ("to=soon", "to", "date"),
        ("to=1066", "to", "date"),
        ("from=2018&to=2017", "from", "order"),
        ("date=2017", "date", "choice"),
        ("date=unknown&from=2018", "date", "undated"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(query_string, parameter, expected):
    with pytest.raises(ParameterError) as caught:
        read_address(query_pairs(query_string.encode())).query(TODAY)
    assert (caught.value.place, caught.value.expected) == (parameter, expected)
    assert caught.value.http_status == 400


def test_choosing_another_filter_or_period_starts_at_the_first_page():
    third = Address("x", page=3)
    assert third.with_filter("region", ("a",)).page == 1
    assert third.during("2017", "2017").page == 1
    assert third.without_date().page == 1


def test_days_and_no_date_take_each_other_s_place():
    undated = Address("x", since="2017").without_date()
    assert undated.pairs() == [("q", "x"), ("date", "unknown")]
    assert undated.during("2017", "").pairs() == [("q", "x"), ("from", "2017")]


def test_without_values_a_filter_is_gone():
    address = Address(filters={"region": ("a",)}).with_filter("region", ())
    assert address.pairs() == []
    assert address.query(TODAY).period == ALWAYS


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_help_page_names_every_parameter(client, language):
    page = client.get(f"/help?ui={language}").text
    for name in NAMES:
        assert re.search(rf"<code>{name}(=\w+)?</code>", page), name


def test_both_languages_and_back():
    third = Address("x", page=3)
    both = third.in_both()
    assert both.pairs() == [("q", "x"), ("both", "1")]
    assert both.not_meaning("у").not_meaning("z").pairs()[2:] == [("not-as", "у"), ("not-as", "z")]
    assert both.not_meaning("у").as_typed() == Address("x")


@given(addresses)
def test_the_address_of_a_query_finds_the_same(address):
    asked = replace(address, since="2017", until="2018-03", undated=False, forms=False)
    query = replace(asked, page=1, sort=None, size=10, interface=None).query(TODAY)
    assert Address.of(query).query(TODAY) == query
