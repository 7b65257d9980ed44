"""Pages that show different things have different titles: a tab or a bookmark shows no more."""

from __future__ import annotations

import re
from html import unescape

import pytest

FILTERS = [
    "", "region=dagestan", "region=chechnya", "not-region=dagestan", "topic=culture", "from=2011",
    "from=2011&to=2012", "language=ru", "language=ru&region=dagestan",
]  # fmt: skip


def title(client, path):
    return unescape(re.search("<title>(.*)</title>", client.get(path).text, re.DOTALL)[1])


@pytest.mark.parametrize("ui", ["ru", "en"])
@pytest.mark.parametrize(
    "path", ["/search", "/compare?q=school", "/embed", "/facets/author", "/sets?a=school&b=tower"]
)
def test_titles_tell_filters_apart(client, path, ui):
    begin = path + ("&" if "?" in path else "?") + f"ui={ui}&"
    titles = [title(client, begin + filters) for filters in FILTERS]
    assert len(set(titles)) == len(FILTERS), titles


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/compare?q=school&region=dagestan&as=share&ui=ru",
         "Сравнить во времени: school (Регион: Дагестан), доля от всех статей — Подшивка"),
        ("/facets/region?q=school&within=ch&ui=en", "Region: “school”, with “ch” — Podshivka"),
        ("/embed?topic=culture&ui=en", "A search box for your site: Topic: Culture — Podshivka"),
    ],
)  # fmt: skip
def test_a_title(client, path, expected):
    assert title(client, path) == expected
