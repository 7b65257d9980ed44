"""What tests written in Go say of pages: literals of their source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TEXT = r'"(?:[^"\\\n]|\\.)*"|`[^`]*`'
_LITERAL = re.compile(_TEXT)
_ENTRY = re.compile(rf"^\t({_TEXT}): \{{\n(.*?)^\t\}},?$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\t\t(\w+):\s*(.*?)(?=^\t\t\w+:|\Z)", re.MULTILINE | re.DOTALL)
_STRUCT = re.compile(r"\t\tURL:.*\n(?:\t\t\w+:.*\n)+")
_TEXT_FIELD = re.compile(rf"(\w+):\s*({_TEXT})")
_ARTICLE = re.compile(r"article := Article\{\n(.*?)\n\t\}", re.DOTALL)


def entries(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Address and fields of each entry of a table; a field of several values is a list."""
    for entry in _ENTRY.finditer(source.read_text(encoding="utf-8")):
        fields: dict[str, Any] = {}
        for name, value in _FIELD.findall(entry[2]):
            texts = list(map(text, _LITERAL.findall(value)))
            fields[name] = texts if "[]string" in value else (texts or [""])[0]
        yield text(entry[1]), fields


def structs(source: Path) -> Iterator[dict[str, str]]:
    """The fields of each element of a list that begins with an address."""
    for element in _STRUCT.finditer(source.read_text(encoding="utf-8")):
        yield {name: text(value) for name, value in _TEXT_FIELD.findall(element[0])}


def goose(source: Path) -> Iterator[tuple[str, str, str]]:
    """Domain, title and address of each article that a test expects."""
    for article in _ARTICLE.finditer(source.read_text(encoding="utf-8")):
        told = dict(_TEXT_FIELD.findall(article[1]))
        domain, title, url = (
            text(told.get(name, '""')) for name in ("Domain", "Title", "CanonicalLink")
        )
        yield domain, title, url if url.startswith("http") else ""


def text(literal: str) -> str:
    """What a string of Go stands for."""
    if literal.startswith("`"):
        return literal[1:-1]
    plain = re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", literal).replace("\\'", "'").replace("\\a", "")
    value: str = json.loads(plain, strict=False)
    return value
