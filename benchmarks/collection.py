"""Judged collections: articles, questions, grades.

A folder in the layout of BEIR: ``corpus.jsonl`` with ``_id``, ``title`` (may be empty), ``text``;
``queries.jsonl`` with ``_id``, ``text``; ``qrels.tsv`` or ``qrels/test.tsv`` with the columns
``query-id``, ``corpus-id``, ``score``. The language of an article is told by its letters: most are
Cyrillic or not.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from schemas.article import Article

_CYRILLIC = re.compile("[Ѐ-ӿ]")
_UNFIT = re.compile(r"[\s\x00-\x1f/?#]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, the grades of articles by id, and their language, "" for any."""

    text: str
    language: str
    grades: Mapping[str, int]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def qrels(path: Path) -> dict[str, dict[str, int]]:
    """Grades above 0 by id of the article, by id of the question."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                grades[row["query-id"]][_id(row["corpus-id"])] = int(row["score"])
    return dict(grades)


def xquad(folder: Path) -> tuple[list[Article], dict[str, list[Judged]]]:
    """Paragraphs as articles, and the questions by pair of languages ("ru→ru")."""
    articles = [
        Article(
            id=record["_id"],
            language=record["_id"][:2],
            title=record["title"].replace("_", " "),
            body=record["text"],
        )
        for record in lines(folder / "corpus.jsonl")
    ]
    grades = qrels(folder / "qrels.tsv")
    found: dict[str, list[Judged]] = defaultdict(list)
    for record in lines(folder / "queries.jsonl"):
        for target in ("ru", "en"):
            wanted = {id: n for id, n in grades[record["_id"]].items() if id[:2] == target}
            found[f"{record['lang']}→{target}"].append(Judged(record["text"], target, wanted))
    return articles, dict(found)


def beir(folder: Path) -> tuple[list[Article], list[Judged]]:
    """The articles of a folder and its questions that have a relevant one."""
    articles = [
        Article(
            id=_id(record["_id"]),
            language=_language(record["text"]),
            title=(record.get("title") or "").strip()[:2000] or "—",
            body=record["text"],
        )
        for record in lines(folder / "corpus.jsonl")
    ]
    table = folder / "qrels.tsv"
    grades = qrels(table if table.exists() else folder / "qrels" / "test.tsv")
    questions = [
        Judged(record["text"], "", grades[record["_id"]])
        for record in lines(folder / "queries.jsonl")
        if record["_id"] in grades
    ]
    return articles, questions


def _id(id: str) -> str:
    return _UNFIT.sub("_", id)


def _language(text: str) -> Literal["ru", "en"]:
    letters = sum(map(str.isalpha, text))
    return "ru" if 2 * len(_CYRILLIC.findall(text)) > letters else "en"
