"""``python -m benchmarks.pages [FOLDER …]``: our reading of pages beside that of others.

Pages that are made after twenty layouts, and those of each FOLDER (docs/benchmarks.md). Readers
take turns at every page; time is the processor's, for each page the best of several rounds. Writes
``benchmarks/results/DATE-pages.json`` and ends with 1 when a page of ours is read wrong.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trafilatura.meta import reset_caches

from benchmarks.pages import folder, layouts, scores
from benchmarks.pages.folder import Page
from benchmarks.pages.readers import READERS, Found
from benchmarks.run import RESULTS

MADE = "twenty layouts"


def main() -> int:
    """Print a table for each set of pages; 1 when one that we wrote is read wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--show", action="store_true", help="name the pages that are read wrong")
    options.add_argument(
        "--without-addresses", action="store_true", help="as if no address were known"
    )
    options.add_argument("--no-write", action="store_true", help="only print")
    given = options.parse_args()
    names = [name for name in READERS if find_spec(name) or name == "ours"]
    sets = {one.name: folder.read(one) for one in given.folders}
    if given.without_addresses:
        sets = {
            f"{title}, without addresses": folder.without_addresses(pages)
            for title, pages in sets.items()
        }
    sets = {MADE: layouts.pages()} | sets
    record: dict[str, Any] = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "sets": {}}
    for title, pages in sets.items():
        found, spent = measured(pages, names, given.rounds)
        table = {name: scores.of(pages, found[name]) | _time(spent, name) for name in names}
        record["sets"][title] = {"pages": len(pages)} | table
        _print(title, pages, table)
        if given.show:
            _show(pages, found["ours"])
        if title == MADE:
            faults = list(wrong(pages, found["ours"]))
    if not given.no_write:
        path = RESULTS / f"{record['date'][:10]}-pages.json"
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def measured(
    pages: Sequence[Page], names: Sequence[str], rounds: int
) -> tuple[dict[str, list[Found]], dict[str, float]]:
    """What each reader finds on each page, and the seconds of processor time of all pages."""
    found: dict[str, list[Found]] = {name: [] for name in names}
    spent = dict.fromkeys(names, 0.0)
    for name in names:  # what is loaded at the first call is not a page's time
        READERS[name](pages[0])
    gc.freeze()  # else clearing caches before each page collects all that was loaded, too
    for number, page in enumerate(pages):
        took: dict[str, list[float]] = {name: [] for name in names}
        for turn in range(rounds):
            first = (number + turn) % len(names)
            for name in (*names[first:], *names[:first]):
                reset_caches()  # a page is read once
                begun = time.process_time()
                one = READERS[name](page)
                took[name].append(time.process_time() - begun)
                if turn == 0:
                    found[name].append(one)
                elif one != found[name][number]:
                    raise SystemExit(f"{name} reads {page.name} differently at a second time")
        for name in names:
            spent[name] += min(took[name])
    return found, spent


def wrong(pages: Sequence[Page], found: Sequence[Found]) -> list[str]:
    """What is not right on pages of ours, a line each."""
    faults = []
    for page, one in zip(pages, found, strict=True):
        if page.is_list or one.refused:
            right = page.is_list and one.refused == "list-page"
            judged = {"kind": right}
        else:
            judged = {
                "title": not page.titles or scores.is_title(page, one),
                "day": not page.day or page.day == one.day,
                "text": all(scores.kept(page, one)) and not any(scores.admitted(page, one)),
            }
        faults += [f"{page.name}: {name}: {one}"[:400] for name, good in judged.items() if not good]
    return faults


def _time(spent: Mapping[str, float], name: str) -> dict[str, float]:
    return {"time to ours": round(spent[name] / spent["ours"], 2)}


def _print(title: str, pages: Sequence[Page], table: Mapping[str, Mapping[str, Any]]) -> None:
    lists, others = sum(page.is_list for page in pages), sum(page.is_other for page in pages)
    print(f"\n{title}: {len(pages) - lists - others} articles, {lists} lists, {others} others")
    for score in table["ours"]:
        cells = (table[name][score] for name in table)
        print(f"{score:26}", *(f"{'-' if cell is None else cell!s:>12}" for cell in cells))
    print(f"{'':26}", *(f"{name:>12}" for name in table))


def _show(pages: Sequence[Page], found: Sequence[Found]) -> None:
    for page, one in zip(pages, found, strict=True):
        if page.is_other:
            continue
        if page.is_list != bool(one.refused):
            print(f"{page.name}: {one.refused or 'accepted'}")
            continue
        if page.titles and not page.is_list and not scores.is_title(page, one):
            print(f"{page.name}: title {one.title!r}, not {page.titles[0]!r}")
        if page.day and page.day != one.day:
            print(f"{page.name}: day {one.day!r}, not {page.day!r}")
        right, named = scores.labels(page.keywords), scores.labels(one.keywords)
        if right and right != named:
            print(f"{page.name}: lacks {sorted(right - named)}, has {sorted(named - right)}")
        value = None if page.is_list else scores.agreement(page, one)
        if value is not None and value < 1 - bool(page.text) / 10:
            lacks = _those(page.kept, scores.kept(page, one), wanted=False)
            more = _those(page.left, scores.admitted(page, one), wanted=True)
            print(f"{page.name}: text {value:.2f}, lacks {lacks}, admits {more}")


def _those(pieces: Sequence[str], judged: Sequence[bool], *, wanted: bool) -> list[str]:
    return [piece for piece, one in zip(pieces, judged, strict=True) if one is wanted]


if __name__ == "__main__":
    sys.exit(main())
