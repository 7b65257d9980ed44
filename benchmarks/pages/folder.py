"""Saved pages with what should be made of them: a folder with the pages and ``pages.jsonl``.

docs/benchmarks.md describes the format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NAME = "pages.jsonl"
KINDS = ("article", "list", "other")
_KNOWN = {"file", "url", "kind", "title", "day", "author", "keywords", "text", "with", "without"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Page:
    """A page and what is right; what is empty is not judged.

    ``is_other``: neither an article nor a list, and not judged.
    ``titles``: each is right. ``day``: in ISO 8601. ``authors``: all names. ``keywords``: tags and
    sections. ``text``: the whole of it. ``kept``, ``left``: pieces of text that should, and that
    should not, be in it.
    """

    name: str
    data: bytes
    url: str = ""
    is_list: bool = False
    is_other: bool = False
    titles: tuple[str, ...] = ()
    day: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    text: str = ""
    kept: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def read(folder: Path) -> list[Page]:
    """The pages of a folder. Raises SystemExit, with the line, for what is not of the format."""
    index = folder / NAME
    if not index.is_file():
        raise SystemExit(f"{index} is missing; docs/benchmarks.md says what it is")
    lines = index.read_text(encoding="utf-8").splitlines()
    return [_page(folder, line, f"{index}:{number}") for number, line in enumerate(lines, 1)]


def without_addresses(pages: Iterable[Page]) -> list[Page]:
    """The same pages, as if nobody knew where they came from."""
    return [replace(page, url="") for page in pages]


def _page(folder: Path, line: str, place: str) -> Page:
    try:
        given: dict[str, Any] = json.loads(line)
        kind = KINDS[KINDS.index(given.get("kind", "article"))]
        unknown = sorted(given.keys() - _KNOWN)
        titles, authors = given.get("title", []), given.get("author", [])
        page = Page(
            name=given["file"],
            data=(folder / given["file"]).read_bytes(),
            url=given.get("url", ""),
            is_list=kind == "list",
            is_other=kind == "other",
            titles=tuple([titles] if isinstance(titles, str) else titles),
            day=given.get("day", ""),
            authors=tuple([authors] if isinstance(authors, str) else authors),
            keywords=tuple(given.get("keywords", ())),
            text=given.get("text", ""),
            kept=tuple(given.get("with", ())),
            left=tuple(given.get("without", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise SystemExit(f"{place}: {error!r}") from None
    if unknown or not _DAY.fullmatch(page.day or "2000-01-01"):
        raise SystemExit(f"{place}: unknown fields {unknown}, or a day that is not YYYY-MM-DD")
    return page
