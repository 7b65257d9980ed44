"""The site's numbers in the text format of Prometheus.

Labels are names of endpoints, classes of statuses and numbers of processes, nothing that a client
could choose. Why without the library of Prometheus: docs/decisions/0022-watching.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import accumulate

from indexer.archive.health import Health
from searchapp.counts import BOUNDS, CLASSES, Counts

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_PREFIX = "podshivka_"

_WORKERS = {
    "generation": "Number of the generation of the index that a process serves.",
    "articles": "Articles in it.",
    "checkpoint": "Last change of the store that is in it.",
    "memory": "Bytes of memory that a process holds, those shared with others included.",
}
_UNITS = {"memory": "memory_bytes"}


def exposition(counts: Counts, health: Health | None) -> str:
    """All numbers. ``health``: of the process that answers, None when it can serve nothing."""
    lines = [
        *_requests(counts),
        *_one("searches_cut_short_total", "Searches that ran out of time.", "counter",
              counts.counters()["cut_short"]),
        *_one("faults_total", "Faults that were logged.", "counter", counts.counters()["faults"]),
        *_workers(counts),
        *_health(health),
        *_head("info", "Version of podshivka.", "gauge"),
        _sample("info", {"version": version("podshivka")}, 1),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _requests(counts: Counts) -> Iterator[str]:
    counted = counts.counted()
    yield from _head("requests_total", "Answers, by the kind of page and of status.", "counter")
    for endpoint, of in counted.items():
        for status, number in zip(CLASSES, of.statuses, strict=True):
            if number:
                yield _sample("requests_total", {"endpoint": endpoint, "status": status}, number)
    name = "request_seconds"
    yield from _head(name, "Seconds that answers took to make, up to their beginning.", "histogram")
    for endpoint, of in counted.items():
        bounds = (*(f"{bound:g}" for bound in BOUNDS), "+Inf")
        for bound, number in zip(bounds, accumulate(of.durations), strict=True):
            yield _sample(f"{name}_bucket", {"endpoint": endpoint, "le": bound}, number)
        yield _sample(f"{name}_sum", {"endpoint": endpoint}, of.seconds)
        yield _sample(f"{name}_count", {"endpoint": endpoint}, sum(of.durations))


def _workers(counts: Counts) -> Iterator[str]:
    gauges = counts.gauges()
    yield from _one("workers", "Processes that have answered and live.", "gauge", len(gauges))
    for gauge, help in _WORKERS.items():
        name = f"worker_{_UNITS.get(gauge, gauge)}"
        yield from _head(name, help, "gauge")
        for worker, values in gauges.items():
            # one that only has connections opens no index
            if values["generation"] or gauge == "memory":
                yield _sample(name, {"worker": str(worker)}, values[gauge])


def _health(health: Health | None) -> Iterator[str]:
    ready = 0 if health is None else 1
    yield from _one("ready", "Whether the process that answers can search.", "gauge", ready)
    if health is not None:
        lag = "Changes of the store that cannot be found yet."
        yield from _one("lag_changes", lag, "gauge", health.pending)
        age = "Seconds since the index last changed."
        yield from _one("index_age_seconds", age, "gauge", health.age)


def _one(name: str, help: str, kind: str, value: float) -> Iterator[str]:
    yield from _head(name, help, kind)
    yield _sample(name, {}, value)


def _head(name: str, help: str, kind: str) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {help}"
    yield f"# TYPE {_PREFIX}{name} {kind}"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    named = ",".join(f'{label}="{text}"' for label, text in labels.items())
    shown = f"{value:.0f}" if float(value).is_integer() else repr(float(value))
    return f"{_PREFIX}{name}{{{named}}} {shown}" if named else f"{_PREFIX}{name} {shown}"
