"""What a reader on a slow phone waits for: the first view of a page of results, and the next ones.

``python -m benchmarks.first_view --articles 20000`` needs Debian's ``chromium`` and the archive of
``benchmarks.serving``. The browser is slowed down as Lighthouse does it for a phone: the processor
fourfold, the network to 1.6 Mbit/s with a round trip of 150 ms. Each of some queries is opened by a
browser that has seen nothing of the site; the same browser then opens another query, and the first
once more. Every answer of the site is made; ``--beside TREE`` measures another version, too.

A page counts when it has the first article that this process finds, and shows it. Bytes are those
that came through the network, headers included. ``benchmarks/results/DATE-ARTICLES-view.json`` has
the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from benchmarks import corpus
from benchmarks.queries import load
from benchmarks.run import RESULTS
from benchmarks.serving import PORT, address_of, query_of, site
from indexer.archive import Archive

SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 768_000 / 8,
}
SCREEN: ViewportSize = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
EVERY = 25
"""Every 25th of the 250 queries is opened."""

FIRST, ANOTHER, AGAIN = VIEWS = ("the first view", "another query", "the first one again")
PAINTED = """() => new Promise(done => new PerformanceObserver((list, self) => {
  for (const each of list.getEntries())
    if (each.name === "first-contentful-paint") { self.disconnect(); done(each.startTime) }
}).observe({type: "paint", buffered: true}))"""


@dataclass
class View:
    """What came of the views of one kind. ``painted``: milliseconds to the first content."""

    painted: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)

    def shape(self) -> dict[str, Any]:
        """Median and most."""
        return {
            "ms to the first content": _both(self.painted),
            "kB": _both([each / 1e3 for each in self.bytes]),
            "requests": _both(self.requests),
        }


def _both(found: Sequence[float]) -> list[float]:
    return [round(statistics.median(found), 1), round(max(found), 1)]


class Traffic:
    """What a page asks the network for, as the browser counts it."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        self.requests = 0
        session.on("Network.loadingFinished", self._finished)

    def _finished(self, event: Mapping[str, Any]) -> None:
        # what came from the browser's cache has no bytes
        self.bytes += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0

    def taken(self) -> tuple[float, int]:
        """Bytes and requests since the last call."""
        found = self.bytes, self.requests
        self.bytes, self.requests = 0.0, 0
        return found


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--beside", type=Path, help="tree of another version, built in place")
    asked = parser.parse_args()
    home = corpus.CACHE / f"home-{asked.articles}"
    trees = {"beside": asked.beside.resolve()} if asked.beside else {}
    trees["this version"] = corpus.ROOT
    found = {}
    first = _first_articles(home)
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, tree in trees.items():
            with site(home, workers=1, kept=0, tree=tree):
                views = _views(browser, first)
            found[name] = {view: views[view].shape() for view in VIEWS}
        browser.close()
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": asked.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "queries": len(first),
        "median and most": found,
    }
    body = json.dumps(record, indent=1)
    file = RESULTS / f"{record['date'][:10]}-{asked.articles}-view.json"
    file.write_text(body + "\n", encoding="utf-8")
    print(body)


def _first_articles(home: Path) -> dict[str, str]:
    """The addresses that are opened, each with the id of the first article that it finds."""
    archive = Archive.open(home)
    pages = {address_of(each): archive.search(query_of(each)) for each in load()[::EVERY]}
    return {address: page.hits[0].id for address, page in pages.items() if page.hits}


def _views(browser: Browser, first: Mapping[str, str]) -> dict[str, View]:
    """The views of each address, and of the address after it."""
    views = {view: View() for view in VIEWS}
    addresses = list(first)
    for address, other in zip(addresses, [*addresses[1:], addresses[0]], strict=True):
        context = browser.new_context(viewport=SCREEN, is_mobile=True, locale="ru-RU")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        traffic = Traffic(session)
        for view, opened in zip(VIEWS, (address, other, address), strict=True):
            _open(page, opened, first[opened])
            views[view].painted.append(page.evaluate(PAINTED))
            size, requests = traffic.taken()
            views[view].bytes.append(size)
            views[view].requests.append(requests)
        context.close()
    return views


def _open(page: Page, address: str, first: str) -> None:
    """Open a page of results whole. Raises SystemExit if it is not the one that was asked for."""
    page.goto(f"http://127.0.0.1:{PORT}/search?{address}", wait_until="networkidle")
    link = page.locator(".hits h2 a").first
    if f"/articles/{first}" not in (link.get_attribute("href") or "") or not link.is_visible():
        raise SystemExit(f"{address}: {first} is not shown first")


if __name__ == "__main__":
    main()
