"""The costliest addresses that we could think of: processor time and size of each, worst first.

``python -m tests.fuzz.costly HOME`` asks an archive of real articles, in one process, once each
(what was asked before is answered from caches). ``--over SECONDS`` says which ones to list besides
the worst of each kind, ``--only KIND`` asks those of one kind. Ends with 1 when one that is
no file took more processor time than the deadline of a page (``query_seconds``) and BEYOND. On a
busy machine the deadline, which is by the clock, ends the work early:
``PODSHIVKA_QUERY_SECONDS=60`` shows what it is as a whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask.testing import FlaskClient

from indexer.archive import Archive
from searchapp.app import create_app

_COMMON_EN = "of to in a the and is that for on with was as by at it from be said he are"
_COMMON_RU = "в и на что с по не о из за к у как от это для он был года его россии"
_WILDCARDS = "а* о* п* с* в* н* к* р* т* д* м* б* и* з* г* у* ч* s* c* a* t* w* p* d* b* m*"
_ENDINGS = "*а *и *о *е *м *й *ь *т *л *н *s *d *e *y *g *t *r *n"
_MIDDLES = "*о*а* *е*и* *т*н* *?а?* *а*а*а* *e*a* *i*n* *???о???*"
COMMON_EN, COMMON_RU, WILDCARDS, ENDINGS, MIDDLES = (
    each.split() for each in (_COMMON_EN, _COMMON_RU, _WILDCARDS, _ENDINGS, _MIDDLES)
)
NAMES = ["Ivanov", "Petrov", "Kadyrov", "Putin", "Medvedev", "Navalny"]


BEYOND = 0.5
"""Seconds of processor time that an answer may take after its deadline."""


class Costly(NamedTuple):
    """An address and the kind of cost that it is meant to be."""

    kind: str
    address: str


class Measured(NamedTuple):
    """``processor``, ``clock``: seconds; ``size``: bytes of the answer as it is sent."""

    costly: Costly
    processor: float
    clock: float
    status: int
    size: int


def addresses(facets: dict[str, list[str]], ids: list[str]) -> Iterator[Costly]:
    """Every address. ``facets``: values of each that articles have, the most frequent first."""
    yield from (Costly(kind, _search(q=text)) for kind, text in _queries())
    yield from (Costly(f"{kind}, forms", _search(q=text, forms=1)) for kind, text in _queries())
    for kind, text in _queries():
        for path in ("/api/v1/search", "/export.csv", "/feed.atom", "/facets/person"):
            yield Costly(f"{kind}, {path}", f"{path}?{urlencode({'q': text})}")
    yield from _filters(facets)
    yield from _pages()
    for text in ("NEAR of the", "the", "и в на", "*а *о"):
        yield Costly("suggestions", f"/api/v1/suggest?{urlencode({'q': text})}")
    for facet in ("person", "region", "topic", "organisation"):
        for value in facets.get(facet, [])[:2]:
            yield Costly("dossier", f"/{facet}/{value}")
    for id in ids[:3]:
        yield Costly("article", f"/articles/{id}?{urlencode({'q': _near(COMMON_EN[:8], 99)})}")


def _search(**given: object) -> str:
    return f"/search?{urlencode(given)}"


def _near(words: list[str], distance: int) -> str:
    return f" NEAR/{distance} ".join(words)


def _any(words: list[str]) -> str:
    return "(" + " OR ".join(words) + ")"


def _queries() -> Iterator[tuple[str, str]]:
    for words in (COMMON_EN, COMMON_RU):
        yield "near", _near(words[:2], 5)
        yield "near", _near(words[:8], 99)
        yield "near", _near(words[:20], 99)
        groups = [words[at : at + 5] for at in (0, 5, 10)]
        yield "near of groups", _near([_any(group) for group in groups], 99)
        yield "near of groups", _near([_any(words[:2] * 30)] * 3, 99)
        yield "near, several", _any([f"({_near(words[at : at + 3], 99)})" for at in range(12)])
        yield "near, several", " ".join(f"-({_near(words[at : at + 2], 99)})" for at in range(12))
        yield "sentence", " /s ".join(words[:8])
        yield "paragraph", " /p ".join(words[:8])
        yield "phrase", f'"{" ".join(words[:3])}"'
        yield "phrase", " OR ".join(f'"{a} {b}"' for a in words[:12] for b in words[:8])
        yield "phrase", " ".join(f'"{a} {b}"' for a in words[:12] for b in words[:4])
        yield "many words", " ".join(words * 15)
        yield "many words", " OR ".join(words * 15)
        yield "misprints", " ".join(f"{word}рпавда{word}" for word in words[:14])
        yield "misprints", " ".join(f"pravdda{word}zhizn" for word in words[:14])
        yield "misprints", " ".join(f"ghjntcns{word}" for word in words[:14])
        yield "nested", "(" * 200 + words[0] + ")" * 200
        yield "nested", "-(" * 200 + words[0] + ")" * 200
        yield "names", " ".join(NAMES * 2)
    for patterns in (WILDCARDS, ENDINGS, MIDDLES):
        yield "wildcard", " ".join(patterns[:8])
        yield "wildcard", " OR ".join(patterns)
        yield "wildcard near", _near(patterns[:8], 99)
        yield "wildcard near", _near(patterns[:2], 5)
        yield "wildcard phrase", f'"{" ".join(patterns[:4])}"'
        yield "wildcard phrase", " OR ".join(f'"{a} {b}"' for a in patterns for b in patterns[:6])
        yield "wildcard sentence", " /s ".join(patterns[:8])
    yield "wildcard", "*" + "?*" * 300 + "а"
    yield "wildcard", " OR ".join(f"*{a}{b}*" for a in "абвгдеиклм" for b in "аеиоустнрл")


def _filters(facets: dict[str, list[str]]) -> Iterator[Costly]:
    for name in ("person", "keyword", "source", "organisation"):
        for count in (20, 200, 2000):
            chosen = [(name, value) for value in facets.get(name, [])[:count]]
            yield Costly("filters", f"/search?{urlencode(chosen)}")
            yield Costly("filters", f"/search?{urlencode([('q', 'the'), *chosen])}")
            out = [(f"not-{name}", value) for _, value in chosen]
            yield Costly("exclusions", f"/search?{urlencode(out)}")
    several = [(f"{no}person", value) for no in ("", "not-") for value in facets["person"][:20]]
    for text in (_near(COMMON_EN[:8], 99), '"of the in" NEAR/5 "to the"', "a* NEAR/9 b*"):
        nothing = [("q", f"{text} zzqx"), ("literal", "1"), *several]
        yield Costly("filters that find nothing", f"/search?{urlencode(nothing)}")
        yield Costly("filters that find nothing", f"/search?{urlencode([('q', text), *several])}")
    written = " ".join(f'person:"{value}"' for value in facets["person"][:60])
    yield Costly("filters in the text", _search(q=written))
    yield Costly("filters in the text", _search(q=written.replace("person", "-person")))


def _pages() -> Iterator[Costly]:
    near, wild = _near(COMMON_EN[:8], 99), _near(WILDCARDS[:8], 99)
    for text in (near, wild, '"of the"', "the", "*"):
        yield Costly("large page", _search(q=text, size=100))
        yield Costly("late page", _search(q=text, size=100, page=300))
        yield Costly("large page", _search(q=text, size=100, sort="newest"))
        parts = {"a": text, "b": _near(COMMON_EN[3:11], 99)}
        yield Costly("sets", f"/sets?{urlencode(parts)}")
        for path in ("/compare", "/api/v1/compare", "/compare.csv"):
            five = [("q", f"{text} {word}") for word in COMMON_EN[:5]]
            yield Costly(f"compare, {path}", f"{path}?{urlencode(five)}")


def measure(client: FlaskClient, costly: Costly) -> Measured:
    """Ask once."""
    processor, clock = time.process_time(), time.perf_counter()
    answer = client.get(costly.address)
    size = len(answer.get_data())
    return Measured(
        costly,
        time.process_time() - processor,
        time.perf_counter() - clock,
        answer.status_code,
        size,
    )


def write(line: str) -> None:
    """Show it at once, also in a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show(measured: Measured) -> None:
    """A line."""
    costly = measured.costly
    write(
        f"{measured.processor:7.2f} s {measured.clock:7.2f} s {measured.size:11,} bytes"
        f"  {measured.status}  {costly.kind}: {costly.address[:100]}",
    )


def main() -> int:
    """Ask all, list the worst of each kind and all that took long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--over", type=float, default=0.5, metavar="SECONDS")
    parser.add_argument("--only", default="", metavar="KIND")
    given = parser.parse_args()
    archive = Archive.open(given.home)
    archive.settle()
    client = create_app(archive).test_client()
    client.get("/search?q=начало")
    searcher = archive.searcher()
    facets = {name: list(searcher.values(name)) for name in ("person", "keyword", "source")}
    facets |= {name: list(searcher.values(name)) for name in ("organisation", "region", "topic")}
    ids = [id for id, _ in zip(searcher.ids(), range(3), strict=False)]
    found: list[Measured] = []
    for costly in dict.fromkeys(addresses(facets, ids)):
        if given.only in costly.kind:
            found.append(measure(client, costly))
            if found[-1].processor > given.over:
                show(found[-1])
    write(f"\n{len(found)} addresses; the worst of each kind")
    found.sort(key=lambda one: -one.processor)
    for one in {one.costly.kind: one for one in reversed(found)}.values():
        show(one)
    for seconds in (0.5, 1, 2, 2.5, 5):
        write(f"over {seconds} s of processor: {sum(o.processor > seconds for o in found)}")
    write(f"the largest answer: {max(one.size for one in found):,} bytes")
    allowed = archive.settings.query_seconds + BEYOND
    # a file is sent in pieces, between which others are answered: it may take as long as it is
    pages = [one for one in found if not one.costly.address.startswith("/export")]
    late = sum(one.processor > allowed for one in pages)
    clock = sum(one.clock > allowed for one in pages)
    write(f"pages over {allowed} s: {late} by the processor's time, {clock} by the clock")
    return int(bool(late))


if __name__ == "__main__":
    raise SystemExit(main())
