"""Files saved beside one that names their addresses: where they may lie, and how they are read.

Nothing is fetched: files are looked for as ``wget --mirror`` lays them out, with and without
--adjust-extension.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from indexer.ingest.packed.streams import (
    Budget,
    DamagedError,
    TooMuchError,
    damage,
    packing,
    peeled,
    unpacked,
)
from indexer.ingest.records import Items, Rejection, Source, as_text, unreadable
from indexer.ingest.text.utf8_chunks import CHUNK
from schemas.errors import InputError

_SUFFIXES = ("", ".html", ".htm")
_INDEXES = ("index.html", "index.htm", "index.php", "index.php.html")
_SHOWN = 3


@dataclass
class MissingFiles:
    """Addresses without a file: how many, and the first."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, address: str) -> None:
        """Count one."""
        self.count += 1
        if self.count <= _SHOWN:
            self.first.append(address)

    def told(self, place: str, what: str) -> Iterator[Rejection]:
        """One rejection for all. ``what``: they are, "page" or "feed"."""
        if self.count:
            message = f"{self.count:,} of its addresses have no saved {what} beside it"
            hint = (
                f"save them as wget --mirror does, or remove them; such as {', '.join(self.first)}"
            )
            yield Rejection(InputError(message, place=place, hint=hint, code="no-page"))


def find(folder: Path, address: str) -> str | None:
    """The file of an address, None if there is none."""
    return next(filter(os.path.isfile, places(folder, address)), None)


def read_named(path: Path, given: Source, read: Callable[[Source], Items]) -> Items:
    """What ``read`` makes of a file that another, ``given``, names; its faults are rejections."""
    name = as_text(path)
    try:
        with path.open("rb", CHUNK) as stream:
            _, packed = peeled(path.name)
            budget = Budget(path.stat().st_size)
            packed = packing(stream, packed)
            inside = unpacked(stream, packed, name, budget) if packed else stream
            yield from read(Source(name, inside, given.encoding, given.journal))
    except DamagedError as error:
        yield Rejection(damage(name, error))
    except TooMuchError:
        hint = "it may be an attack; if it is not, unpack it yourself"
        message = "it unpacks to far more than its size"
        yield Rejection(InputError(message, place=name, hint=hint, code="too-much"))
    except OSError as error:
        yield Rejection(unreadable(name, error))


def places(folder: Path, address: str) -> Iterator[str]:
    """Where the page of an address may have been saved, the likeliest first."""
    try:
        url = urlsplit(address)
    except ValueError:
        return
    host = url.netloc
    # A host becomes a folder's name: ".." would be the one above.
    if url.scheme not in ("http", "https") or host.strip(".") == "":
        return
    for root in dict.fromkeys((*_of_host(folder, host), folder / host, folder)):
        for decode in (unquote, str):
            path = decode(url.path).lstrip("/")
            # No address may lead out of the folder.
            if ".." in path.split("/") or "\0" in path:
                continue
            for name in _names(path, decode(url.query).replace("/", "%2F")):
                yield os.path.join(root, name)  # noqa: PTH118 - an absolute name must not lead out


def _of_host(folder: Path, host: str) -> Iterator[Path]:
    """The folders of a host outside of ``folder``, where a mirror of whole sites has them.

    A name without a dot, such as "home", is no site's but one of this machine's.
    """
    if "." in host.strip("."):
        yield from islice((one for one in (folder, *folder.parents) if one.name == host), 1)
        if "." in folder.name:
            yield folder.parent / host


def _names(path: str, query: str) -> Iterator[str]:
    """The names that wget gives to a page; "@" stands for "?", which Windows does not allow."""
    stems = [path] if path and not path.endswith("/") else []
    folder = path if path.endswith("/") or not path else f"{path}/"
    stems += [f"{folder}{index}" for index in _INDEXES]
    if folder and not query:
        stems.append(folder.rstrip("/"))
    for mark in "?@" if query else [""]:
        for stem in stems:
            for suffix in _SUFFIXES:
                yield f"{stem}{mark}{query}{suffix}"
