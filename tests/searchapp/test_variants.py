"""Addresses of one search with something else chosen are as those written one by one."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from schemas.facets import FACETS
from searchapp.address import Address
from searchapp.links import Links
from searchapp.params import LANGUAGES
from searchapp.variants import Variants, numbered

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
values = st.lists(texts, unique=True, min_size=1, max_size=3).map(tuple)
filters = st.dictionaries(st.sampled_from([facet.name for facet in FACETS]), values, max_size=3)
addresses = st.builds(
    Address,
    text=st.one_of(st.just(""), texts),
    filters=filters,
    without=filters,
    since=st.one_of(st.just(""), texts),
    until=st.one_of(st.just(""), texts),
    undated=st.booleans(),
    sort=st.sampled_from([None, "newest"]),
    page=st.integers(1, 9),
    size=st.sampled_from([10, 25]),
    literal=st.booleans(),
    any_words=st.booleans(),
    forms=st.booleans(),
    apart=st.booleans(),
    both=st.booleans(),
    not_as=st.one_of(st.just(()), values),
)
sites = st.builds(
    Links, st.sampled_from(["", "/archive"]), st.sampled_from([None, *LANGUAGES]), st.just("")
)


@given(sites, addresses, texts, texts)
def test_each_is_written_as_if_alone(links, address, one, other):
    here = Variants(links, address)

    def read(written: str) -> str:
        return urljoin(f"{links.root}/search?q=x&page=7", unescape(written))

    assert read(here.at("/search")) == links.search(address)
    assert read(here.results(numbered(1))) == links.results(replace(address, page=1))
    assert read(here.results(numbered(12))) == links.results(replace(address, page=12))
    changed = {"q": one, "sort": "oldest", "page": "", "not-as": ""}
    expected = replace(address, text=one, sort="oldest", page=1, not_as=())
    assert read(here.results(changed)) == links.results(expected)
    for facet in FACETS:
        chosen = address.with_filter(facet.name, (other,))
        assert read(here.each(facet.name)(other)) == links.results(chosen)
    before, inside, after = here.between()
    during = address.during("2017-06", "2018")
    assert read(f"{before}2017-06{inside}2018{after}") == links.results(during)


def test_nothing_is_asked_for_where_all_is_left_out():
    here = Variants(Links("/archive", None, ""), Address(page=2))
    assert here.results({"page": ""}) == "/archive/search#r"


def test_an_address_of_another_page_is_told_from_its_beginning():
    here = Variants(Links("/archive", None, ""), Address("x"), "/facets/region")
    assert here.results({}) == "/archive/search?q=x#r"
    assert here.at("/facets/region", {"sort": "oldest"}) == "?q=x&sort=oldest"
