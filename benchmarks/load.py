"""Many readers at once: the 250 queries through gunicorn, one worker a core, 1, 4 and 16 clients.

``python -m benchmarks.load --articles 20000`` needs Debian's ``wrk`` and the archive of
``benchmarks.serving``. Asked for JSON and for HTML are a site that makes every answer, one that
tells again what was asked for before, and with ``--beside TREE`` another version of the project, in
the same run. The processor time that the workers take for a request is not affected by other load;
requests a second and latencies are. Weights of the pages are reported, too. Answers are compared
with those of this process before anything is timed; under load every one must be a 200.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.queries import load
from benchmarks.run import RESULTS
from benchmarks.serving import PORT, address_of, ask, check, processor_time, query_of, site
from indexer.archive import Archive

CLIENTS = (1, 4, 16)
PATHS = {"JSON": "/api/v1/search", "HTML": "/search"}
ENCODING = "br"
"""What browsers take; programs take nothing."""

_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local n = 0
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", paths[n], {["Accept-Encoding"] = "%s"})
end
done = function(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read
  io.write(string.format("found %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), bad))
end
"""


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10, help="of each measurement")
    parser.add_argument("--beside", type=Path, help="tree of another version, built in place")
    asked = parser.parse_args()
    home = corpus.CACHE / f"home-{asked.articles}"
    sites = {"made each time": (corpus.ROOT, 0), "told again": (corpus.ROOT, 32)}
    if asked.beside:
        sites = {"beside": (asked.beside.resolve(), 0), **sites}
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": asked.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "sites": {
            name: _measured(home, tree, kept, asked.seconds) for name, (tree, kept) in sites.items()
        },
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{asked.articles}-load.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


def _measured(home: Path, tree: Path, kept: int, seconds: int) -> dict[str, Any]:
    """Weights, then times by kind of answer and number of clients."""
    cores = os.cpu_count() or 1
    with site(home, workers=cores, kept=kept, tree=tree) as workers:
        archive, found = Archive.open(home), {}
        begun = sum(map(processor_time, workers))
        for definition in load():
            address = address_of(definition)
            check(address, archive.search(query_of(definition)), ask(f"{PATHS['JSON']}?{address}"))
        first = (sum(map(processor_time, workers)) - begun) / 1e6 / len(load())
        for kind, path in PATHS.items():
            addresses = [f"{path}?{address_of(definition)}" for definition in load()]
            asked = Asked(addresses, ENCODING if kind == "HTML" else "")
            measured = times(asked, workers, seconds, cores * 3 if kept else 1)
            found[kind] = {
                "clients": dict(zip(CLIENTS, measured, strict=True)),
                "bytes": _weights(addresses),
            }
        private = [_private(worker) for worker in workers]
    return found | {
        "ms of processor time a page of JSON, the first pass after a start": round(first, 2),
        "private MB of each worker in the end": private,
    }


def _private(worker: int) -> float:
    """Memory of a process that it shares with no other, in MB."""
    rollup = Path(f"/proc/{worker}/smaps_rollup").read_text(encoding="ascii")
    return round(
        sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", rollup, re.MULTILINE))) / 1e3, 1
    )


def _weights(addresses: Sequence[str]) -> dict[str, list[int]]:
    """Median and most of the pages as they are, and as browsers take them."""
    sizes = {
        encoding or "as they are": [len(ask(address, encoding)) for address in addresses]
        for encoding in ("", ENCODING)
    }
    return {name: [round(statistics.median(each)), max(each)] for name, each in sizes.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a server on loopback is asked for, in turn. ``encoding``: what the client takes."""

    paths: Sequence[str]
    encoding: str = ""
    port: int = PORT


def times(
    asked: Asked, workers: Sequence[int], seconds: int, before: int
) -> Iterator[dict[str, float]]:
    """For each number of clients. ``before``: how often every path is asked first."""
    for _ in range(before):
        for path in asked.paths:
            ask(path, asked.encoding, asked.port)
    for clients in CLIENTS:
        begun = sum(map(processor_time, workers))
        requests, duration, half, most = _under_load(asked, clients, seconds)
        ended = sum(map(processor_time, workers))
        yield {
            "requests a second": round(requests / duration, 1),
            "p50 ms": round(half, 2),
            "p99 ms": round(most, 2),
            "ms of processor time a request": round((ended - begun) / 1e6 / requests, 2),
        }


def _under_load(asked: Asked, clients: int, seconds: int) -> tuple[int, float, float, float]:
    """(requests, seconds, p50 and p99 in ms) of wrk."""
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "addresses", Path(folder) / "ask.lua"
        listed.write_text("".join(f"{each}\n" for each in asked.paths), encoding="utf-8")
        script.write_text(_SCRIPT % (listed, asked.encoding), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(script)]
        run = subprocess.run(
            [*command, f"http://127.0.0.1:{asked.port}"], capture_output=True, text=True, check=True
        )
    found = re.search(r"found (\d+) (\d+) (\d+) (\d+) (\d+)", run.stdout)
    if found is None or int(found[5]):
        raise SystemExit(f"not every answer was a 200:\n{run.stdout}{run.stderr}")
    requests, duration, half, most = map(int, found.groups()[:4])
    return requests, duration / 1e6, half / 1e3, most / 1e3


if __name__ == "__main__":
    main()
