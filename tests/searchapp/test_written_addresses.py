"""Addresses as pages have them: short, and still the same for browsers and for everybody else."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.address import Address
from searchapp.links import Links

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
