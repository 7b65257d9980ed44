"""Index a corpus with one engine in a process of its own: rate, bytes, memory.

``python -m benchmarks.build ENGINE FOLDER CORPUS ARTICLES PROCESSES`` prints the seconds as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from benchmarks.adapters import contestants
from benchmarks.adapters.ours import VOCABULARY

SAMPLING = 1.0
"""Seconds between two looks at the memory of the process and its children (each takes 20 ms)."""

FIRST_LOOK = 0.05
"""Seconds before the second look; each later wait is twice as long, up to SAMPLING. The first look
sees a process that has not loaded anything, and a small build ends before a second has passed."""


@dataclass(frozen=True, slots=True)
class Built:
    """What indexing took and left.

    ``rate``: articles a second. ``cpu``: seconds of all cores together. ``bytes``: of all files of
    the index. ``memory``: highest proportional set size of the building process and its children
    together, mapped files included.
    """

    engine: str
    articles: int
    processes: int
    seconds: float
    cpu: float
    rate: float
    bytes: int
    memory: int


def build(
    engine: str, source: corpus.Corpus, folder: Path, processes: int, *, known: bool = False
) -> Built:
    """Build into an empty ``folder`` in a new process. Raises SystemExit when that fails.

    ``known``: with the vocabulary that the build before has left there.
    """
    if known:
        shutil.rmtree(folder / "index")
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    command = [sys.executable, "-m", "benchmarks.build", engine, str(folder)]
    command += [str(source.path), str(source.articles), str(processes)]
    before = _cpu()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=corpus.ROOT) as child:
        highest, pause = 0, FIRST_LOOK
        while child.poll() is None:
            highest = max(highest, memory(child.pid))
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(pause)
            pause = min(2 * pause, SAMPLING)
        output = child.stdout.read() if child.stdout else b""
    if child.returncode:
        raise SystemExit(f"{engine} could not index the corpus")
    seconds = float(json.loads(output)["seconds"])
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != VOCABULARY)
    size = sum(path.stat().st_size for path in files)
    return Built(
        f"{engine}, vocabulary known" if known else engine,
        source.articles,
        processes,
        seconds,
        _cpu() - before,
        source.articles / seconds,
        size,
        highest,
    )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(pid: int) -> int:
    """Proportional set size in bytes of a process and all of its children."""
    total = 0
    for each in (pid, *_children(pid)):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has just ended
            continue
        total += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:")) * 1024
    return total


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [child for direct in map(int, listed) for child in (direct, *_children(direct))]


def main() -> None:
    """Build in this process."""
    engine, folder, path, articles, processes = sys.argv[1:]
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    contestant = contestants()[engine]()
    source = corpus.Corpus(Path(path), int(articles), "")
    seconds = contestant.build(Path(folder), source, int(processes))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
