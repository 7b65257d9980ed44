"""What tests written in Python say of pages: literals of their source, which is never run."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/(?:\d+\w*/)?")
_LOADED = re.compile(
    r"load_mock_page\('([^']+)'(?:\)(, original_date=True)?[^)]*\) == '(\d{4}-\d\d-\d\d)')?"
)
_IN_RESULT = re.compile(r"(['\"])(.+?)\1 (not )?in result")
_LISTS = ("/tag/", "search", "subscribe")


def addresses(tests: Path) -> dict[str, str]:
    """Name of a saved page → its address, by the table MOCK_PAGES."""
    for node in ast.walk(ast.parse(tests.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MOCK_PAGES":
            return {name: url for url, name in ast.literal_eval(node.value).items()}
    return {}


def pieces(tests: Path) -> dict[str, dict[str, list[str]]]:
    """Address of a page → what should ("with") and should not ("without") be in its text."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    page = ""
    for line in tests.read_text(encoding="utf-8").splitlines():
        if loaded := _LOADED.search(line):
            page = loaded[1]
        if page and "assert" in line:
            for _, piece, absent in _IN_RESULT.findall(line.split(" # ")[0]):
                found[page]["without" if absent else "with"].append(piece)
    return found


def days(tests: Path) -> dict[str, str]:
    """Address of a page → its day: that of first publication where two are told."""
    found: dict[str, str] = {}
    for page, original, day in _LOADED.findall(tests.read_text(encoding="utf-8")):
        if day and (original or page not in found):
            found[page] = day
    return found


def hashed_addresses(tests: Path) -> dict[str, dict[str, Any]]:
    """MD5 of an address that tests ask for → the address, and the title and day that are right."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(tests.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("http"):
                _of(found, str(node.value))
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                _read_pair(found, path.stem, *node.elts)
    return found


def _read_pair(
    found: dict[str, dict[str, Any]], test: str, asked: ast.expr, right: ast.expr
) -> None:
    if not (isinstance(asked, ast.Constant) and str(asked.value).startswith("http")):
        return
    if test == "test_titles" and isinstance(right, ast.Constant):
        _of(found, str(asked.value))["title"] = right.value
    if test == "test_dates" and (
        day := re.search(r"(\d{4})(?:, |-)(\d+)(?:, |-)(\d+)", ast.unparse(right))
    ):
        _of(found, str(asked.value))["day"] = "{:04}-{:02}-{:02}".format(*map(int, day.groups()))


def _of(found: dict[str, dict[str, Any]], address: str) -> dict[str, Any]:
    key = hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()
    return found.setdefault(key, {"url": _ARCHIVE.sub("", address)})


def is_of_list(address: str) -> bool:
    """Whether an address is that of a front page, a tag, a search or a form."""
    path = urlsplit(address).path
    return path in {"", "/"} or any(one in path for one in _LISTS)
