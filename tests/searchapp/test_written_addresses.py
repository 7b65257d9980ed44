"""Addresses as pages have them: short, and still the same for browsers and for everybody else."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.address import Address
from searchapp.links import Links, href
from searchapp.params import NAMES

SITE = Links("", None, "")
WORLD = Links("/archive", None, "https://news.example/archive")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("суд в Грозном", "суд+в+Грозном"),
        ("Ахмед-Хан", "Ахмед-Хан"),
        ("Қарағанды Łódź 東京", "Қарағанды+Łódź+東京"),
        ("«мир» & 100%", "%C2%ABмир%C2%BB+%26+100%25"),
        ("a+b=c#d?e", "a%2Bb%3Dc%23d%3Fe"),
        ('"><script>', "%22%3E%3Cscript%3E"),
        ("\u202eсуд\u200b", "%E2%80%AEсуд%E2%80%8B"),
        ("и\u0306", "и%CC%86"),
        ("a\nb\0", "a%0Ab%00"),
    ],
)
def test_only_letters_and_digits_stay_as_they_are(text, written):
    assert SITE.search(Address(text)) == f"/search?q={written}"


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_text_comes_back(text):
    written = SITE.search(Address(text))
    assert parse_qsl(urlsplit(written).query, keep_blank_values=True) == [("q", text)]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_leaves_the_site_is_in_ascii_and_means_the_same(text):
    written = WORLD.absolute(WORLD.search(Address(text)))
    assert written == f"https://news.example/archive/search?{urlencode({'q': text})}"
    assert WORLD.absolute(WORLD.article(text)).isascii()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("?q=x&page=2#r", "?q=x&page=2#r"),
        ("?q=x&region=y&not-region=z", "?q=x&amp;region=y&amp;not-region=z"),
        ("?a=1&copy;", "?a=1&amp;copy;"),
        ('?a="><b>&c=1', "?a=&#34;&gt;&lt;b&gt;&amp;c=1"),
    ],
)
def test_an_ampersand_is_escaped_where_it_would_be_read_as_a_sign(address, written):
    assert href(address) == written


@pytest.mark.parametrize("name", [*NAMES, "n", "at", "total", "day", "check", "as", "a", "b"])
def test_every_parameter_is_read_as_it_was_by_lenient_readers_too(name):
    read = []
    reader = HTMLParser()
    reader.handle_starttag = lambda _, attributes: read.extend(attributes)
    address = f"/search?q=1&{name}=2"
    reader.feed(f'<a href="{href(address)}">')
    assert read == [("href", address)]
    assert unescape(href(address)) == address
