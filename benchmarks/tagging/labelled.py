"""The labelled articles: their text from the corpora beside the project, their labels from here."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.article import Article

LABELS = Path(__file__).parent / "labels.jsonl"
SOURCES = ("telegram-news.jsonl.gz", "parallel-news.jsonl", "reuters-21578.jsonl.gz")

_LINK = re.compile(r"\[([^\]]*)\]\(\S*\)")
_ADDRESS = re.compile(r"https?://\S+|\b[\w.-]+\.\w{2,4}/\S+")
_MARKS = re.compile(
    r"[*_`~\u200b]+"
    r"|[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u20e3]"
)
_WRAPPED = re.compile(r"(?<=[A-Za-z,;>-])\n(?=\S)")
_CALL = re.compile(
    r"(?i)подпис(?:аться|ывай|итесь)|прислать новость|читать нас|читать]|написать нам"
    r"|слушайте подкаст"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels. ``half``: "dev", "test" or "names".

    What was not labelled is None. A name is a tuple of spellings
    that are right; in ``optional`` are names that are neither asked for nor wrong.
    """

    article: Article
    half: str
    regions: frozenset[str] | None
    topics: frozenset[str] | None
    people: tuple[frozenset[str], ...] | None
    organisations: tuple[frozenset[str], ...] | None
    optional: frozenset[str]


def load(corpora: Path) -> list[Labelled]:
    """All labelled articles, in the order of their ids."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    labels = {row["id"]: row for row in map(json.loads, lines)}
    found = {
        record["id"]: _labelled(record, labels[record["id"]])
        for name in SOURCES
        for record in records(corpora / name)
        if record["id"] in labels
    }
    return [found[id] for id in labels]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _labelled(record: dict[str, Any], label: dict[str, Any]) -> Labelled:
    people, organisations = label.get("people"), label.get("organisations")
    every = [*(people or ()), *(organisations or ())]
    return Labelled(
        article(record),
        label["set"],
        frozenset(label["regions"]) if "regions" in label else None,
        frozenset(label["topics"]) if "topics" in label else None,
        _names(people),
        _names(organisations),
        frozenset(spelling for name in every if name[0] == "?" for spelling in _spellings(name)),
    )


def _names(labels: list[str] | None) -> tuple[frozenset[str], ...] | None:
    if labels is None:
        return None
    return tuple(frozenset(_spellings(name)) for name in labels if name[0] != "?")


def _spellings(name: str) -> list[str]:
    return name.removeprefix("?").split("|")


def article(record: dict[str, Any]) -> Article:
    """A record of the corpora as readers would give it: no markup, no calls to subscribe.

    A post has no headline: its first line is the title.
    """
    text = record.get("text") or f"{record['title']}\n{_WRAPPED.sub(' ', record['body'])}"
    lines = (
        " ".join(_MARKS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", line))).split())
        for line in text.split("\n")
        if not _CALL.search(line) and line.strip() != "REUTER"
    )
    title, *body = [line for line in lines if line]
    return Article(
        id=record["id"], language=record["lang"], title=title[:2000], body="\n\n".join(body)
    )
