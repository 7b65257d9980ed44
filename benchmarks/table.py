"""A record of results as a table that can be read; two records as growth.

``python -m benchmarks.table RECORD.json`` or ``... SMALLER.json LARGER.json``.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.queries import KINDS

OURS = "ours"


def readable(record: Mapping[str, Any]) -> str:
    """The record as Markdown."""
    machine = ", ".join(f"{name} {value}" for name, value in record["machine"].items())
    lines = [
        f"# {record['articles']:,} articles, {record['date']}",
        "",
        f"{machine}; {record['rounds']} rounds. {record['note']}".rstrip(),
        "",
        *_times(record["summary"]),
        "",
        *_ratios("ours as a ratio, p50 / p95", record["summary"]),
        "",
        *_ratios("the same in time of the processor", record["processor"]),
        "",
        *_indexes(record["built"]),
        "",
        *_answers(record),
        "",
        *(f"- **{name}**: {how}" for name, how in record["engines"].items()),
    ]
    return "\n".join(lines) + "\n"


def _rows(header: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    head = list(header)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def _times(summary: Mapping[str, Mapping[str, list[float]]]) -> list[str]:
    kinds = [kind for kind in (*KINDS, "all") if kind in next(iter(summary.values()))]
    rows = [
        [kind, *("{:.2f} / {:.2f}".format(*found[kind]) for found in summary.values())]
        for kind in kinds
    ]
    return _rows(["p50 / p95 ms", *summary], rows)


def _ratios(title: str, summary: Mapping[str, Mapping[str, list[float]]]) -> list[str]:
    if OURS not in summary:
        return []
    ours = summary[OURS]
    others = [name for name in summary if name != OURS]
    rows = [
        [
            kind,
            *(
                " / ".join(
                    f"{a / b:.2f}" for a, b in zip(ours[kind], summary[o][kind], strict=True)
                )
                for o in others
            ),
        ]
        for kind in ours
    ]
    return _rows([title, *(f"to {name}" for name in others)], rows)


def _indexes(built: Iterable[Mapping[str, Any]]) -> list[str]:
    rows = [
        [
            each["engine"],
            each["processes"],
            f"{each['rate']:,.0f}",
            f"{each['articles'] / each['cpu']:,.0f}",
            f"{each['bytes'] / 1e6:,.0f}",
            f"{each['memory'] / 1e6:,.0f}",
        ]
        for each in built
    ]
    return _rows(
        ["index", "cores", "articles/s", "articles/CPU s", "MB on disk", "peak MB of memory"], rows
    )


def _answers(record: Mapping[str, Any]) -> list[str]:
    lines = []
    how = "" if record["counted"] else " (not counted, only compared with themselves)"
    for name, totals in record["matches"].items():
        wrong = len(record["faults"][name])
        mean, middle = statistics.mean(totals.values()), statistics.median(totals.values())
        lines.append(
            f"- {name}: {len(totals)} answers, {wrong} faults{how}; "
            f"matches: mean {mean:,.0f}, median {middle:,.0f}"
        )
    ratios = [ours / max(1, theirs) for ours, theirs in record["differences"].values()]
    if ratios:
        lines.append(
            f"- {len(ratios)} queries find other numbers of articles by lemmas than by stems; "
            f"median ratio {statistics.median(ratios):.2f}"
        )
    return lines


def growth(small: Mapping[str, Any], large: Mapping[str, Any]) -> str:
    """How p50 grew from one scale to another, beside how the mean number of matches did."""
    engines = [name for name in small["summary"] if name in large["summary"]]
    rows = []
    for kind in small["summary"][engines[0]]:
        row = [
            kind,
            f"{_mean(large, engines[0], kind) / max(1, _mean(small, engines[0], kind)):.2f}",
        ]
        for name in engines:
            before, after = (record["summary"][name][kind][0] for record in (small, large))
            row.append(f"{after / before:.2f}")
        rows.append(row)
    head = f"from {small['articles']:,} to {large['articles']:,}"
    return "\n".join(_rows([head, "matches", *(f"p50 {name}" for name in engines)], rows)) + "\n"


def _mean(record: Mapping[str, Any], engine: str, kind: str) -> float:
    totals = record["matches"][engine]
    chosen = [n for name, n in totals.items() if kind in ("all", name.split("-")[0])]
    return float(statistics.mean(chosen))


if __name__ == "__main__":
    records = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]
    print(growth(*records) if records[1:] else readable(*records), end="")
