"""The files of records that were set aside: counted, replayed, rewritten with what is left."""

from __future__ import annotations

import fcntl
import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.ingest.files import sources
from indexer.ingest.formats import jsonl
from indexer.ingest.html import file as html
from indexer.ingest.records import Items, Record, Rejection, Source
from indexer.ingest.rejected.write import Options, refused, rejected_line
from schemas.errors import InputError, LockedError, NotFoundError

UNTOLD = "other"
"""The code of a line without one: those of older files, or written by hand."""


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """One line of such a file. ``record``: see RejectedWriter; the whole line if damaged."""

    error: InputError
    options: Options
    record: object
    address: str = ""


class RejectedFolder:
    """The folder of such files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self, named: Iterable[Path] = ()) -> list[Path]:
        """Those named, as they lie here or elsewhere; else all, the oldest first.

        Raises NotFoundError for one that is not there.
        """
        found = []
        for name in named:
            path = next((p for p in (self._folder / name, name) if p.is_file()), None)
            if path is None:
                raise NotFoundError(
                    "there is no such file of rejected records",
                    place=str(name),
                    hint="podshivka quarantine list shows them",
                )
            found.append(path)
        return found or sorted(self._folder.glob("*.jsonl"))


Accept = Callable[[Items, Options, Callable[[Rejection], None]], None]


def entries(path: Path) -> Iterator[RejectedLine]:
    """The lines of a file, empty ones left out. A line that was damaged by hand is an entry too."""
    with path.open(encoding="utf-8", errors="backslashreplace") as file:
        for number, text in enumerate(file, 1):
            if text.strip():
                yield _entry(text.rstrip("\n"), f"{path}:{number}")


def reasons(path: Path) -> Counter[str]:
    """How many records a file holds, by the code of the reason."""
    return Counter(entry.error.code for entry in entries(path))


def replay(path: Path, accept: Accept, encoding: str = "") -> int:
    """Replay a file; gives how many records are left in it. A file without records is removed.

    ``accept`` stores what it can of the items, reads them with the options given, and hands over
    the rejected. ``encoding``: of sources that are read again, in place of the one kept. The file
    is replaced when all is done, so that a crash loses nothing: what was stored by then is found
    unchanged the next time. Raises StoreError when the disk is full, LockedError while a command
    adds to the file.
    """
    with _taken(path):
        return _retried(path, accept, encoding)


@contextmanager
def _taken(path: Path) -> Iterator[None]:
    """Refuse a file to which a command still adds records: replacing it would lose them."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(
                "another process is adding rejected records to this file",
                place=str(path),
                hint="wait until it has finished, then repeat the command",
            ) from None
        yield


def _retried(path: Path, accept: Accept, encoding: str) -> int:
    part = path.with_name(f".{path.name}.part")
    left = 0
    known = list({json.dumps(e.options): e.options for e in entries(path)}.values())
    with refused(path.parent):
        rest = part.open("w", encoding="utf-8", errors="backslashreplace")
    try:
        with rest:
            for options in known:

                def keep(rejection: Rejection, options: Options = options) -> None:
                    nonlocal left
                    left += 1
                    with refused(path.parent):
                        rest.write(rejected_line(rejection, options))

                accept(_items(path, options, encoding), options, keep)
            with refused(path.parent):
                rest.flush()
                os.fsync(rest.fileno())
        with refused(path.parent):
            part.replace(path)
            if not left:
                path.unlink()
    finally:
        part.unlink(missing_ok=True)
    return left


def _entry(text: str, place: str) -> RejectedLine:
    try:
        found = dict(json.loads(text))
        record = found["record"]
        options = found.get("options") or {}
        told = {name: str(found.get(name) or "") for name in ("reason", "place", "code")}
        error = InputError(
            told["reason"],
            place=told["place"] or place,
            hint=str(found.get("hint") or found.get("mend") or ""),
            code=told["code"] or UNTOLD,
        )
        address = str(found.get("address") or "")
        return RejectedLine(error, options if isinstance(options, dict) else {}, record, address)
    except (ValueError, TypeError, KeyError) as fault:
        message = f"this line of rejected records is damaged: {fault}"
        error = InputError(message, place=place, hint="correct or delete it", code="not-json")
        return RejectedLine(error, {}, text)


def _items(path: Path, options: Options, encoding: str) -> Items:
    """The records with these options; those not kept, or not JSON, are read at their source."""
    encoding = encoding or str(options.get("encoding", "utf-8"))
    again: dict[Path, dict[str, RejectedLine]] = {}
    for entry in entries(path):
        if entry.options != options:
            continue
        found = list(_records(entry))
        unread = isinstance(found[0], Rejection) and not isinstance(entry.record, dict)
        source = _source(entry.error.place) if unread else None
        if source is None:
            yield from found
        elif entry.address:
            yield html.saved(str(source), encoding, entry.address)
        else:
            again.setdefault(source, {})[entry.error.place] = entry
    for source, wanted in again.items():
        yield from _reread(source, wanted, encoding)


def _records(entry: RejectedLine) -> Items:
    """The record as it was kept, mended or not; several when its text is a list of them.

    A record that came under another article's id is no new version of that article: it stays
    rejected until it was mended.
    """
    place, record = entry.error.place, entry.record
    if isinstance(record, dict):
        # The message names the id that was taken; a mended record has another one.
        same = entry.error.code == "same-id" and repr(str(record.get("id"))) in entry.error.message
        yield Rejection(entry.error, record) if same else Record(place, record)
        return
    text = record if isinstance(record, str) else ""
    data = io.BytesIO(text.encode("utf-8", "backslashreplace"))
    found = False
    for item in jsonl.read(Source(place, data)):
        found = True
        if isinstance(item, Record):
            yield Record(place, item.fields)
        else:
            yield _placed(item.error, place, item.error.hint, item.record)
    if not found:
        gone = f"{place} is gone: bring it back, or delete this line"
        hint = entry.error.hint if _source(place) or os.path.lexists(place) else gone
        yield replace(_placed(entry.error, place, hint, record), address=entry.address)


def _placed(fault: InputError, place: str, hint: str, record: object) -> Rejection:
    return Rejection(InputError(fault.message, place=place, hint=hint, code=fault.code), record)


def _source(place: str) -> Path | None:
    """The file that a place lies in: the longest start of the place that is the path of one."""
    ends = [len(place), *(at for at in range(len(place) - 1, 0, -1) if place[at] in ":!/#")]
    candidates = (Path(place[:end]) for end in ends)
    return next((path for path in candidates if _is_file(path)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a place need not be a possible path: too long, a NUL
        return False


def _reread(source: Path, wanted: dict[str, RejectedLine], encoding: str) -> Items:
    for item in sources.read_file(source, encoding, lambda _: None):
        place = item.place if isinstance(item, Record) else item.error.place
        if wanted.pop(place, None):
            yield item
        if not wanted:
            return
    for place, entry in wanted.items():
        fault = entry.error
        hint = f"{source} has nothing at this place any more: delete this line, or {fault.hint}"
        yield _placed(fault, place, hint, entry.record)
