"""The fonts of the site: few bytes, kept for ever, with their licence."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

FOLDER = files("searchapp") / "static" / "fonts"
MOST = 130 * 1024
"""Bytes of all fonts."""


def addresses(client) -> list[str]:
    """The fonts that the style sheet names, seen from its own address."""
    with client.get("/static/style.css") as answer:
        return re.findall(r'url\("(fonts/[^"]*)"', answer.text)


def test_all_fonts_together_are_light():
    sizes = [len(font.read_bytes()) for font in FOLDER.iterdir() if font.name.endswith(".woff2")]
    assert len(sizes) == 3
    assert sum(sizes) <= MOST


def test_the_style_sheet_names_fonts_that_are_kept_for_ever_and_change_with_their_content(client):
    found = addresses(client)
    assert len(found) == 3
    for address in found:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with client.get(f"/static/{address}") as answer:
            assert answer.status_code == 200
            assert answer.mimetype == "font/woff2"
            assert answer.data[:4] == b"wOF2"
            assert "immutable" in answer.headers["Cache-Control"]


def test_what_a_page_asks_for_beforehand_is_what_its_style_sheet_needs(client):
    page = client.get("/").text
    early = re.findall(r'rel="preload" href="/static/([^"]*)" as="font"', page)
    assert len(early) == 2
    assert set(early) < set(addresses(client))


@pytest.mark.parametrize("said", ["SIL Open Font License, Version 1.1", "Reserved Font Name"])
def test_the_licence_lies_beside_them(said):
    assert said in " ".join((FOLDER / "OFL.txt").read_text("utf-8").split())
