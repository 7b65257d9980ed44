"""SQLite FTS5 as the standard library has it, with Snowball stems."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import Stemmer

from benchmarks.corpus import Corpus
from benchmarks.count import Answer, when_published
from benchmarks.queries import Definition

_WORD = re.compile(r"[^\W_]+")
_SCHEMA = """
pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -400000;
create virtual table text using fts5(title, lede, body, content='',
    tokenize='unicode61 remove_diacritics 0');
create table article(number integer primary key, id text, published integer, month integer,
                     region integer, topic integer, language integer);
create table member(facet text, number integer, value text);
"""
_PLACES = "published, month, region, topic, language"
_PACK = "month * 4000000000 + region * 400000 + topic * 4 + language"
Prepared = tuple[str, str, dict[str, Any], list[tuple[str, str]]]


_RUSSIAN, _ENGLISH = Stemmer.Stemmer("russian"), Stemmer.Stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a lower-case word: Russian for Cyrillic, else English."""
    return str((_RUSSIAN if "а" <= word[0] <= "ё" else _ENGLISH).stemWord(word))


class Fts5:
    """A contentless full-text table beside a table of columns."""

    name: ClassVar[str] = "fts5"
    how: ClassVar[str] = (
        "FTS5 over Snowball stems made in Python, bm25 weighted by column; sets of regions and "
        "topics, language and month of every match are read as one packed integer and counted by "
        "collections.Counter, which is faster than four GROUP BY"
    )

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        del corpus
        self.database = sqlite3.connect(folder / "index.sqlite")
        self.database.execute("pragma cache_size = -400000")
        self.database.execute("pragma mmap_size = 4000000000")
        self.members: dict[str, dict[int, list[str]]] = {}
        for facet, number, value in self.database.execute("select * from member"):
            self.members.setdefault(facet, {}).setdefault(number, []).append(value)

    @staticmethod
    def build(folder: Path, corpus: Corpus, processes: int) -> float:
        """Stem in Python, write with one connection."""
        del processes  # SQLite has one writer
        begun = time.perf_counter()
        database = sqlite3.connect(folder / "index.sqlite")
        database.executescript(_SCHEMA)
        sets: dict[str, dict[tuple[str, ...], int]] = {"region": {}, "topic": {}, "language": {}}
        for number, record in enumerate(corpus.records()):
            texts = [
                " ".join([stem(word) for word in _WORD.findall(record[name].lower())])
                for name in ("title", "lede", "body")
            ]
            database.execute(
                "insert into text(rowid, title, lede, body) values (?, ?, ?, ?)", (number, *texts)
            )
            month, seconds = when_published(record)
            values = (record["regions"], record["topics"], [record["language"]])
            codes = [
                known.setdefault(tuple(value), len(known))
                for known, value in zip(sets.values(), values, strict=True)
            ]
            database.execute(
                "insert into article values (?, ?, ?, ?, ?, ?, ?)",
                (number, record["id"], seconds, month, *codes),
            )
        database.executemany(
            "insert into member values (?, ?, ?)",
            [(f, n, v) for f, known in sets.items() for each, n in known.items() for v in each],
        )
        database.execute("create index by_date on article(published)")
        database.execute("insert into text(text) values ('optimize')")
        database.commit()
        database.close()
        return time.perf_counter() - begun

    def prepare(self, definition: Definition) -> Prepared:
        """The query in the engine's own terms."""
        conditions = {}
        parameters: dict[str, Any] = {}
        for facet, value in definition.filters:
            chosen = [n for n, values in self.members[facet].items() if value in values]
            conditions[facet] = f"{facet} in ({', '.join(map(str, chosen))})"
        if (days := definition.period()) is not None:
            conditions["month"] = "published between :first and :last"
            for name, day, clock in zip(
                ("first", "last"), days, ("00:00:00", "23:59:59"), strict=True
            ):
                parameters[name] = when_published({"published": f"{day}T{clock}"})[1]
        words = [f'"{stem(word)}"' for word in definition.words]
        tables = "article"
        if words:
            # CROSS JOIN fixes the order: SQLite must start from the text.
            tables = "text cross join article on article.number = text.rowid"
            conditions["words"] = "text match :words"
            joint = {"or": " OR ", "phrase": " + "}.get(definition.join, " AND ")
            prefix = f'"{definition.words[0]}" *'
            parameters["words"] = prefix if definition.join == "prefix" else joint.join(words)

        def sql(columns: str, but: str = "") -> str:
            where = " and ".join(each for name, each in conditions.items() if name != but)
            return f"select {columns} from {tables}" + (f" where {where}" if where else "")  # noqa: S608

        best = definition.newest or not words
        order = "published desc, id" if best else "bm25(text, 4, 2, 1)"
        top = sql("article.id") + f" order by {order} limit 10"
        wider = [(name, sql(_PACK, name)) for name in conditions if name != "words"]
        return top, sql(_PACK), parameters, wider

    def run(self, prepared: Prepared) -> Any:
        """Ids, total and counts in the engine's own form."""
        top, all_, parameters, wider = prepared
        execute = self.database.execute
        ids = [row[0] for row in execute(top, parameters)]
        counts = {"": self._count(all_, parameters)}
        counts |= {name: self._count(sql, parameters) for name, sql in wider}
        return ids, counts

    def _count(self, sql: str, parameters: dict[str, Any]) -> dict[str, Counter[Any]]:
        counts: dict[str, Counter[Any]] = {
            name: Counter() for name in ("region", "topic", "language", "month")
        }
        packed = Counter(row[0] for row in self.database.execute(sql, parameters))
        for code, number in packed.items():
            month, rest = divmod(code, 4_000_000_000)
            region, rest = divmod(rest, 400_000)
            topic, language = divmod(rest, 4)
            counts["month"][month] += number
            counts["region"][region] += number
            counts["topic"][topic] += number
            counts["language"][language] += number
        for name, members in self.members.items():
            spread: Counter[str] = Counter()
            for code, number in counts[name].items():
                for value in members[code]:
                    spread[value] += number
            counts[name] = spread
        return counts

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        del definition
        ids, counts = raw
        found = counts[""] | {name: part[name] for name, part in counts.items() if name}
        total = counts[""]["language"].total()
        facets = {name: dict(found[name]) for name in ("region", "topic", "language")}
        return Answer(total, tuple(ids), facets, dict(found["month"]))
