"""SQLite FTS5 as the standard library has it, with Snowball stems."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable
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
COUNTED = ("region", "topic", "language", "month")
# CROSS JOIN fixes the order: SQLite must start from the text.
_FOUND = "text cross join article on article.number = text.rowid"
_GATHER = (
    "insert into hit select region, topic, language, month, published "
    "from text cross join article on article.number = text.rowid where text match :words"
)
Prepared = tuple[str, dict[str, str], dict[str, Any]]
_RUSSIAN, _ENGLISH = Stemmer.Stemmer("russian"), Stemmer.Stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a lower-case word: Russian for Cyrillic, else English."""
    return str((_RUSSIAN if "а" <= word[0] <= "ё" else _ENGLISH).stemWord(word))


class Fts5:
    """A contentless full-text table beside a table of columns."""

    name: ClassVar[str] = "fts5"
    how: ClassVar[str] = (
        "FTS5 over Snowball stems made in Python, bm25 weighted by column; the columns of all "
        "matches go to a temporary table once, and each facet is a GROUP BY over it (sets of "
        "values, spread in Python), which is twice as fast as counting rows in Python"
    )

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        del corpus
        self.database = sqlite3.connect(folder / "index.sqlite")
        self.database.execute("pragma cache_size = -400000")
        self.database.execute("pragma temp_store = memory")
        self.database.execute(
            "create temp table hit as "
            "select region, topic, language, month, published from article limit 0"
        )
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
        """The statements, and the values bound in them."""
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
        hits = "hit" if definition.words else "article"
        if definition.words:
            parameters["words"] = _match(definition)
            matched = _sql(f"id from {_FOUND}", ["text match :words", *conditions.values()])
        else:
            matched = _sql("id from article", conditions.values())
        ordered = definition.newest or not definition.words
        order = "published desc, id" if ordered else "bm25(text, 4, 2, 1)"
        counts = {
            name: _sql(
                f"{name}, count(*) from {hits}",
                [each for other, each in conditions.items() if other != name],
            )
            + " group by 1"
            for name in COUNTED
        }
        counts[""] = _sql(f"'', count(*) from {hits}", conditions.values())
        return f"{matched} order by {order} limit 10", counts, parameters

    def run(self, prepared: Prepared) -> Any:
        """Ids, total and counts in the engine's own form."""
        top, counts, parameters = prepared
        execute = self.database.execute
        ids = [row[0] for row in execute(top, parameters)]
        if "words" in parameters:
            execute("delete from hit")
            execute(_GATHER, parameters)
        found = {name: dict(execute(sql, parameters).fetchall()) for name, sql in counts.items()}
        for name, members in self.members.items():
            spread: dict[str, int] = {}
            for code, number in found[name].items():
                for value in members[code]:
                    spread[value] = spread.get(value, 0) + number
            found[name] = spread
        return ids, found

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        del definition
        ids, found = raw
        facets = {name: found[name] for name in ("region", "topic", "language")}
        return Answer(found[""][""], tuple(ids), facets, found["month"])


def _sql(what: str, conditions: Iterable[str]) -> str:
    where = " and ".join(conditions)
    return f"select {what}" + (f" where {where}" if where else "")


def _match(definition: Definition) -> str:
    if definition.join == "prefix":
        return f'"{definition.words[0]}" *'
    joint = {"or": " OR ", "phrase": " + "}.get(definition.join, " AND ")
    return joint.join(f'"{stem(word)}"' for word in definition.words)
