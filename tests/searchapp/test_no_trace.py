"""A reader's words are found nowhere after the site was used, whatever went wrong.

The real site, started by its command, is asked by every door with words that nobody else has; it
is made to fail, a process of it is killed while it works. Then all that it has written is read.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

MARKERS = ("щебаракюз", "zyqwxvutt")
"""Words of no language, so that wherever they are found, the site has written them."""

MARKED = re.compile(
    "|".join(re.escape(form) for word in MARKERS for form in (word, quote(word))), re.IGNORECASE
)
ADDRESS = "127.0.0.1"

FAULTY = """
import os, sys
from pathlib import Path
import indexer.archive.of_queries as queries

# what fails, and how, a file says: the site has no switch for it
real = queries.OfQueries.search

def search(self, query, *rest, **named):
    how = Path(os.environ["FAULT"]).read_text()
    if how == "raise":
        raise ValueError(f"cannot search {query!r}")
    if how == "exit":
        os._exit(7)
    if how == "abort":
        os.abort()
    if how == "exhaust":
        raise MemoryError(query.text)
    if how == "recurse":
        return search(self, query)
    return real(self, query, *rest, **named)

queries.OfQueries.search = search
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The home, the folder for temporary files, what stands on both streams, the fault."""
    folder = tmp_path_factory.mktemp("no-trace")
    archive = Archive(Settings(home=folder / "home"), create=True)
    record = {"id": "a", "language": "ru", "title": "Новость", "body": "Текст.", "people": ["Имя"]}
    archive.add([Article.model_validate(record)])
    archive.sync()
    archive.store.close()
    (folder / "tmp").mkdir()
    (folder / "broken").mkdir()
    # Python imports this by itself when it starts
    (folder / "broken" / "sitecustomize.py").write_text(FAULTY)
    (folder / "fault").write_text("")
    return folder


@pytest.fixture(scope="module")
def site(places):
    """The site, as ``podshivka serve`` starts it, with the log in which it says most."""
    log = places / "log"
    paths = [str(places / "broken"), str(ROOT)]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PODSHIVKA_HOME": str(places / "home"),
        "PODSHIVKA_LOG": "json",
        "TMPDIR": str(places / "tmp"),
        "FAULT": str(places / "fault"),
    }
    (places / "fault").write_text("")
    command = [sys.executable, "-c", "from indexer.cli import main; raise SystemExit(main())"]
    command += ["serve", "--bind", f"{ADDRESS}:0", "--workers", "2"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    port = None
    while port is None:
        assert process.poll() is None, log.read_text()
        found = re.search(rf"http://{re.escape(ADDRESS)}:(\d+)", log.read_text())
        port = int(found[1]) if found else time.sleep(0.05)
    yield Asked(process, port, log, places)
    process.terminate()
    process.wait(60)


class Asked:
    """The site, and how to ask it."""

    def __init__(self, process, port, log, places) -> None:
        self.process, self.port, self.log, self.places = process, port, log, places

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> int:
        """The status of an answer; 0 when the connection breaks."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            connection.request(method, path, body or None, form | headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        else:
            return answer.status
        finally:
            connection.close()

    def raw(self, data: bytes) -> bytes:
        """What is answered to bytes that need be no request."""
        with socket.create_connection((ADDRESS, self.port), timeout=60) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            try:
                return b"".join(iter(lambda: connection.recv(65_536), b""))
            except OSError:
                return b""

    def answers(self) -> None:
        """Wait until the site answers, whatever happened to its processes."""
        end = time.monotonic() + 120
        while self.ask("GET", "/health") not in {200, 503}:
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)

    def workers(self) -> list[int]:
        """The processes of connections."""
        return children(self.process.pid)

    def processes(self) -> list[int]:
        """All of the site, with those that make the answers."""
        workers = self.workers()
        makers = [maker for worker in workers for maker in children(worker)]
        return [self.process.pid, *workers, *makers]

    def files(self) -> dict[str, bytes]:
        """All that the site has written: its home, its log, temporary and open files."""
        found = {
            str(path): path.read_bytes()
            for folder in (self.places / "home", self.places / "tmp", Path("/dev/shm"))  # noqa: S108
            for path in folder.rglob("*")
            if path.is_file() and os.access(path, os.R_OK) and path.stat().st_size < 1 << 26
        }
        links = (link for number in self.processes() for link in listed(f"/proc/{number}/fd"))
        for link in links:
            with suppress(OSError):
                if link.is_file():
                    found[f"{link}"] = link.read_bytes()
        return found | {"log": self.log.read_bytes()}


def children(process: int) -> list[int]:
    """The processes that one has started, none if it has just ended."""
    with suppress(OSError):
        numbers = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(number) for number in numbers.split()]
    return []


def listed(folder: str) -> list[Path]:
    """What is in a folder, nothing if it is gone."""
    with suppress(OSError):
        return list(Path(folder).iterdir())
    return []


WORD = MARKERS[0]
DOORS = [
    ("GET", f"/search?{urlencode({'q': WORD})}"),
    ("GET", f"/search?{urlencode({'q': WORD, 'region': MARKERS[1]})}"),
    ("GET", f"/search?{urlencode({'q': WORD, 'from': MARKERS[1]})}"),
    ("GET", f"/search?{urlencode({'q': '(' * 500 + WORD})}"),
    ("GET", f"/search?{urlencode({'q': WORD, 'was': WORD, 'page': ''})}"),
    ("GET", f"/search?{urlencode({MARKERS[1]: WORD})}"),
    ("GET", f"/api/v1/search?{urlencode({'q': WORD, 'cursor': MARKERS[1]})}"),
    ("GET", f"/api/v1/suggest?{urlencode({'q': WORD})}"),
    ("GET", f"/feed.atom?{urlencode({'q': WORD})}"),
    ("GET", f"/feed.json?{urlencode({'q': WORD})}"),
    ("GET", f"/export.csv?{urlencode({'q': WORD})}"),
    ("GET", f"/export.{MARKERS[1]}?{urlencode({'q': WORD})}"),
    ("GET", f"/compare?{urlencode({'q': WORD})}"),
    ("GET", f"/sets?{urlencode({'a': WORD, 'b': MARKERS[1]})}"),
    ("GET", f"/seen?{urlencode({'q': WORD})}"),
    ("GET", f"/oembed?{urlencode({'url': f'http://{ADDRESS}/search?q={WORD}'})}"),
    ("GET", f"/facets/person?{urlencode({'q': WORD, 'within': MARKERS[1]})}"),
    ("GET", f"/people/{quote(WORD)}"),
    ("GET", f"/regions/{quote(WORD)}"),
    ("GET", f"/articles/{quote(WORD)}"),
    ("GET", f"/{quote(WORD)}"),
    ("HEAD", f"/search?{urlencode({'q': WORD})}"),
    ("POST", f"/search?{urlencode({'q': WORD})}"),
    ("PUT", f"/{quote(WORD)}"),
    ("GET", f"/search?q={'%FF' * 10}{quote(WORD)}"),
    ("GET", f"/search?q={quote(WORD) * 3000}"),
]


def through_every_door(site) -> set[int]:
    """Ask for the words in every way; the statuses of the answers."""
    headers = {
        "Referer": f"https://elsewhere.example/?q={MARKERS[1]}",
        "User-Agent": MARKERS[1],
        "X-Forwarded-For": f"203.0.113.9, {MARKERS[1]}",
        "Cookie": f"a={MARKERS[1]}",
    }
    found = {site.ask(method, path, **headers) for method, path in DOORS}
    found |= {site.ask("POST", "/private", urlencode({"q": WORD, "person": MARKERS[1]}))}
    found |= {site.ask("POST", "/private", urlencode({"q": WORD, "from": MARKERS[1]}))}
    found |= {site.ask("POST", "/private", urlencode({"q": WORD}))}
    return found


BROKEN = [
    f"GET /search?q={MARKERS[1]} HTTP/9.9\r\n\r\n".encode(),
    f"NONSENSE {MARKERS[1]}\r\n\r\n".encode(),
    f"GET /search?q={WORD} HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    f"GET /search?q={MARKERS[1]} HTTP/1.1\r\n{MARKERS[1]}\r\n\r\n".encode(),
    f"GET /?q={MARKERS[1]} HTTP/1.1\r\nHost: a\r\nContent-Length: {MARKERS[1]}\r\n\r\n".encode(),
    f"POST /private HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{WORD}\r\n".encode(),
    f"POST /private HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\nq={WORD}".encode(),
    b"GET /?" + MARKERS[1].encode() * 20_000 + b" HTTP/1.1\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\nX: {MARKERS[1] * 20_000}\r\n\r\n".encode(),
]


def test_no_word_of_a_reader_is_found_anywhere(site):
    site.answers()
    statuses = through_every_door(site)
    assert {200, 400, 404, 405} <= statuses
    assert 0 not in statuses
    for data in BROKEN:
        site.raw(data)
    site.answers()
    _is_nowhere(site)


def test_no_process_leaves_its_memory_behind(site):
    site.answers()
    assert len(site.processes()) == 5
    for number in site.processes():
        limits = Path(f"/proc/{number}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits)


@pytest.mark.parametrize("fault", ["raise", "exhaust", "recurse"])
def test_nor_when_every_search_fails(site, fault):
    (site.places / "fault").write_text(fault)
    try:
        statuses = through_every_door(site)
    finally:
        (site.places / "fault").write_text("")
    assert 500 in statuses
    site.answers()
    _is_nowhere(site)
    assert re.search(r"fault.*id", site.log.read_text()), "the operator is told of it"


@pytest.mark.parametrize("fault", ["exit", "abort", "kill"])
def test_nor_when_a_process_ends_while_it_searches(site, fault):
    site.answers()
    if fault == "kill":
        for worker in site.workers():
            os.kill(worker, signal.SIGKILL)
            site.ask(*DOORS[0])
    else:
        (site.places / "fault").write_text(fault)
        try:
            site.ask(*DOORS[0])
            site.ask("POST", "/private", urlencode({"q": WORD}))
        finally:
            (site.places / "fault").write_text("")
    site.answers()
    _is_nowhere(site)


def test_nor_when_the_index_is_gone(site):
    home = site.places / "home"
    shutil.move(home / "index", home / "elsewhere")
    try:
        for worker in site.workers():
            os.kill(worker, signal.SIGKILL)
        site.answers()
        assert 503 in through_every_door(site)
        _is_nowhere(site)
    finally:
        shutil.move(home / "elsewhere", home / "index")


def _is_nowhere(site) -> None:
    for name, content in site.files().items():
        text = content.decode("utf-8", "replace")
        found = MARKED.search(text) or MARKED.search(content.decode("cp1251", "replace"))
        around = text[max(0, found.start() - 200) : found.end() + 50] if found else ""
        assert not found, f"{name}: {around!r}"
    log = site.log.read_text()
    assert "203.0.113.9" not in log
    assert not re.search(rf"{re.escape(ADDRESS)}(?!:{site.port}\n)", log), "an address of a client"
    events = [json.loads(line)["event"] for line in log.splitlines() if line.startswith("{")]
    assert "started" in events
