"""Questions over articles in both languages: parallel news, what answers nothing, and halves."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from benchmarks.collection import Judged, lines
from schemas.article import OTHER, Article

HALVES = ("dev", "held")

Questions = Mapping[str, list[Judged]]
"""By pair of languages."""


def parallel(file: Path, *, whole: bool = False) -> tuple[list[Article], dict[str, list[Judged]]]:
    """The bodies of parallel news, and their headlines as questions by pair of languages.

    ``whole``: the articles have their headlines, too.
    """
    records = list(lines(file))
    articles = [
        Article(
            id=f"{one['pair']}-{one['lang']}",
            language=one["lang"],
            title=one["title"] if whole else "—",
            body=one["body"],
        )
        for one in records
    ]
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in records:
        for target in ("ru", "en"):
            wanted = {f"{one['pair']}-{target}": 1}
            found[f"{one['lang']}→{target}"].append(Judged(one["title"], target, wanted))
    return articles, dict(found)


def rest(texts: Path, count: int) -> Iterator[Article]:
    """``count`` posts in Russian, and as many articles in English."""
    for file, language in (("telegram-news", "ru"), ("reuters-21578", "en")):
        with gzip.open(texts / f"{file}.jsonl.gz", "rt", encoding="utf-8") as opened:
            for number, line in zip(range(count), opened, strict=False):
                record = json.loads(line)
                body = record.get("text") or record.get("body") or "—"
                title = record.get("title") or body.split("\n")[0]
                yield Article(
                    id=f"other-{number}-{language}", language=language,
                    title=title[:200] or "—", body=body,
                )  # fmt: skip


def with_both(questions: Questions) -> dict[str, list[Judged]]:
    """The questions, and those that both languages are to answer in one list."""
    found = {pair: list(asked) for pair, asked in questions.items()}
    for own in ("ru", "en"):
        two = zip(questions[f"{own}→ru"], questions[f"{own}→en"], strict=True)
        found[f"{own}→all"] = [Judged(a.text, "", {**a.grades, **b.grades}) for a, b in two]
    return found


def half_of(judged: Judged) -> str:
    """The half of a question, the same in both languages."""
    id = min(judged.grades)
    name = id[3:] if id[:2] in {"ru", "en"} else id[:-3]
    return HALVES[hashlib.blake2b(name.encode(), digest_size=1).digest()[0] & 1]


def chosen(questions: Questions, half: str, step: int) -> dict[str, list[Judged]]:
    """The questions of a half, every ``step``th of them."""
    return {
        pair: list(islice((one for one in asked if half in {"all", half_of(one)}), 0, None, step))
        for pair, asked in questions.items()
    }


def spoken(id: str) -> str:
    """The language of a judged article: its id begins or ends with it."""
    return id[:2] if id[:2] in {"ru", "en"} else id[-2:]


def version(id: str) -> str:
    """The id of the same article in the other language."""
    language = spoken(id)
    other = OTHER[language]
    return f"{other}{id[2:]}" if id.startswith(language) else f"{id[:-2]}{other}"
