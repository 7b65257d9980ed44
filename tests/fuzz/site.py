"""Requests that no browser sends, at a site that runs: how it answers, and what its memory does.

``python -m tests.fuzz.site --port 8000 --count 100000`` asks the site that serves on this
machine; ``--seed`` repeats a run. It ends with exit code 1 if anything was answered 500, if no
answer came, or if the site did not answer afterwards.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

PATHS = (
    "/", "/search", "/api/v1/search", "/api/v1/suggest", "/feed.atom", "/feed.json", "/export.csv",
    "/compare", "/sets", "/seen", "/oembed", "/archive", "/archive/2017", "/people", "/help",
    "/facets/person", "/sitemap.xml", "/robots.txt", "/static/style.css", "/health", "/api",
    "/articles/none", "/region/dagestan", "/api/v1/openapi.json", "/opensearch/ru.xml",
)  # fmt: skip
NAMES = (
    "q", "page", "size", "sort", "from", "to", "region", "topic", "person", "organisation", "ui",
    "not-region", "language", "cursor", "forms", "exact", "any", "all", "date", "url", "n", "was",
)  # fmt: skip
VALUES = (
    "суд", "court", "Кадыров OR court", '"a b" NEAR/5 c', "((((", "a*", "*", '"', "-", "2017",
    "9" * 30, "-1", "0", "newest", "ru", "dagestan", "\0", "%", "\ud800", "'\"><script>",
    "../../etc/passwd",
    "title:суд", "date:2016..2017", "x" * 3_000, "я" * 500, "1e9", "NaN", "2017-02-30", "﷽👍",
)  # fmt: skip
HEADERS = (
    ("SCRIPT_NAME", "/x"), ("Script-Name", "/x"), ("X-Forwarded-For", "1.2.3.4"),
    ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil"), ("X-Forwarded-Prefix", "/x"),
    ("Host", "evil\"'<"), ("Host", ""), ("Host", "[::1"), ("Accept-Language", "ru;q=9,*;q=x,,;"),
    ("Accept-Encoding", "br;q=0,*;q=-1"), ("If-None-Match", '*,"x",W/'), ("Range", "bytes=5-1,-,x"),
    ("If-Modified-Since", "yesterday"), ("Content-Type", "text/plain; charset=x"),
    ("Cookie", "a=;;="),
    ("Content-Length", "-1"), ("Content-Length", "3"), ("Transfer-Encoding", "chunked"),
    ("Transfer-Encoding", "xchunked"), ("Expect", "100-continue"), ("Expect", "tea"),
    ("Connection", "close, keep-alive"), ("Upgrade", "h2c"), ("Origin", "null"), ("X", "a" * 9_000),
    ("Referer", "\x7f"), ("X y", "a"), ("", "a"), ("Forwarded", "for=1"), ("Te", "trailers"),
)  # fmt: skip
METHODS = ("GET",) * 12 + (
    "HEAD",
    "POST",
    "PUT",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "G\0T",
    "X" * 99,
)


class Requests:
    """Makes requests by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing is to be kept secret

    def one(self) -> bytes:
        """A request, or bytes that only look like one."""
        chance = self._chance
        kinds: Sequence[Callable[[], bytes]] = (self._asked,) * 6 + (self._broken, self._noise)
        return chance.choice(kinds)()

    def _asked(self) -> bytes:
        chance = self._chance
        target = chance.choice(PATHS)
        if chance.random() < 0.1:
            target += "/" + self._value()
        pairs = [
            f"{chance.choice(NAMES)}={self._value()}" for _ in range(chance.choice((0, 1, 1, 2, 5)))
        ]
        target += ("?" + "&".join(pairs)) * bool(pairs)
        headers = chance.sample(HEADERS, chance.choice((0, 0, 1, 1, 3)))
        version = chance.choice(("1.1",) * 9 + ("1.0",))
        lines = [f"{chance.choice(METHODS)} {target} HTTP/{version}", *map(": ".join, headers)]
        if not any(name == "Host" for name, _ in headers):
            lines.append("Host: localhost")
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")

    def _value(self) -> str:
        value = self._chance.choice(VALUES)
        written = quote(value, safe="", errors="surrogatepass")
        # as it is, but for what would end the line; percent-encoded; encoded wrongly
        raw = re.sub(r"[\s\ud800]", "+", value)
        return self._chance.choice(
            (written, written, raw, written.replace("%D0", "%F0"), written + "%")
        )

    def _broken(self) -> bytes:
        """A request in which some bytes are others."""
        request = bytearray(self._asked())
        for _ in range(self._chance.randint(1, 8)):
            place = self._chance.randrange(len(request))
            request[place : place + self._chance.randint(0, 3)] = self._chance.randbytes(
                self._chance.randint(0, 3)
            )
        return bytes(request)

    def _noise(self) -> bytes:
        return self._chance.randbytes(self._chance.randint(0, 300)) + b"\r\n\r\n"


def answer(port: int, sent: bytes) -> int:
    """The status of the answer; 0 if the connection ended without one, -1 if nothing came."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)  # a request that is not whole is then given up
            first = connection.recv(65_536)
        except ConnectionError:
            return 0
        except TimeoutError:
            return -1
    found = re.match(rb"HTTP/1\.[01] (\d{3})", first)
    return int(found[1]) if found else 0


def memory(port: int) -> dict[str, int]:
    """Private memory in MB of all processes that listen there and of those they started."""
    return {
        path.parent.name: private
        for path in Path("/proc").glob("[0-9]*/smaps_rollup")
        if (private := _private(path, port))
    }


def _private(path: Path, port: int) -> int:
    try:
        environment = (path.parent / "environ").read_bytes()
        if f"PODSHIVKA_PUBLIC_URL=http://127.0.0.1:{port}\0".encode() not in environment:
            return 0
        text = path.read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", text, re.MULTILINE))) // 1_000


def main() -> None:
    """Ask and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    requests, statuses = Requests(asked.seed), Counter[int]()
    wrong = []
    for number in range(asked.count):
        sent = requests.one()
        status = answer(asked.port, sent)
        statuses[status] += 1
        if status in {500, -1}:
            wrong.append((status, sent))
        if number % (max(1, asked.count // 10)) == 0:
            print(number, memory(asked.port), flush=True)  # noqa: T201
    print(dict(sorted(statuses.items())), memory(asked.port))  # noqa: T201
    for status, sent in wrong[:10]:
        print(status, sent[:300])  # noqa: T201
    alive = answer(asked.port, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    sys.exit(bool(wrong) or alive != 200)


if __name__ == "__main__":
    main()
