"""What is sent to a browser: few bytes, well-formed, every reference met."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from searchapp.styles import sheet

MOST = 70 * 1024
"""Bytes of our style and scripts before compression; fonts are counted apart."""

PATHS = [
    "/",
    "/search?q=school&sort=newest",
    "/search?q=школа&forms=1&region=chechnya&topic=education&from=2010",
    "/search?q=school+tower",
    "/search?q=unicorn&region=dagestan",
    "/search?page=99",
    "/search?page=2&size=5",
    "/search?date=unknown",
    "/search?q=x&from=31.02.2017&region=dagestan",
    "/search?sort=score",
    "/articles/tower",
    "/articles/tower-en",
    "/articles/tower/versions",
    "/articles/tower?ui=fr",
    "/help",
    "/nothing",
]
"""A page of every kind."""

VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
OPTIONAL = {"svg", "rect", "path", "circle", "line", "use"}
"""Elements of a picture may close themselves."""
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "main", "nav", "ol", "p", "section",
    "table", "ul",
}  # fmt: skip
PHRASING = {
    "abbr", "b", "button", "code", "em", "h1", "h2", "h3", "h4", "i", "label", "legend", "mark",
    "p", "s", "small", "span", "strong", "summary", "time",
}  # fmt: skip
"""Elements that hold no block."""
ENDED = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}}
"""Elements that need not be closed, and what begins where they end."""
LISTS = {"ul", "ol", "tr"}
REFERENCES = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class Markup(HTMLParser):
    """Reads a page as strictly as it was written: what a browser would mend is a fault here."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.meant: set[str] = set()
        self.faults: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self.faults += [f"two of #{id}" for id in set(self.ids) if self.ids.count(id) > 1]
        self.faults += [f"no #{id}" for id in sorted(self.meant - set(self.ids))]

    def handle_starttag(self, tag, attrs):
        if self.open and tag in ENDED.get(self.open[-1], ()):
            self.open.pop()
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"an attribute of <{tag}> is given twice")
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        for name in REFERENCES:
            self.meant |= set((found.get(name) or "").split())
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.meant.add(found["href"][1:])
        if tag in BLOCKS and (around := PHRASING & set(self.open)):
            self.faults.append(f"<{tag}> in {around}")
        if tag == "a" and "a" in self.open:
            self.faults.append("a link in a link")
        self._read_in_list(tag)
        if tag not in VOID:
            self.open.append(tag)

    def _read_in_list(self, tag: str) -> None:
        if tag == "li" and self.open[-1] not in {"ul", "ol"}:
            self.faults.append(f"<li> in <{self.open[-1]}>")
        if self.open and self.open[-1] in {"ul", "ol"} and tag != "li":
            self.faults.append(f"<{tag}> in a list")

    def handle_startendtag(self, tag, attrs):
        if tag not in OPTIONAL | VOID:
            self.faults.append(f"<{tag}/> stays open")

    def handle_endtag(self, tag):
        if tag in LISTS and self.open and self.open[-1] in ENDED:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_written_without_a_fault(client, path, language):
    page = client.get(
        path if "ui=" in path else path + ("&" if "?" in path else "?") + f"ui={language}"
    ).text
    assert Markup(page).faults == []
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r'<html lang="(ru|en)">', page)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("<p><b>x</p></b>", "</p> closes ['b']"),
        ("<p><ul></ul></p>", "<ul> in {'p'}"),
        ("<div>", "<div> is never closed"),
        ('<label for="x">y</label>', "no #x"),
        ('<p id="x"></p><p id="x"></p>', "two of #x"),
        ("<ul><p></p></ul>", "<p> in a list"),
        ('<a href="#x">y</a>', "no #x"),
        ("<div/>", "<div/> stays open"),
        ("<ul><li><p>x<li>y</ul>", "<li> in <p>"),
    ],
)
def test_faults_of_markup_are_seen(written, fault):
    assert fault in Markup(written).faults


def test_style_and_scripts_are_light():
    static = files("searchapp") / "static"
    scripts = [
        file.read_bytes() for file in static.iterdir() if file.name.endswith((".js", ".css"))
    ]
    assert len(sheet().encode()) + sum(map(len, scripts)) <= MOST
