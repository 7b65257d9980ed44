"""How far each alert has been told: kept in the home, so that nothing is told twice or lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import filelock
from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from indexer.durable import replace_file
from schemas.errors import LockedError, StoreError

FILE, LOCK = "alerts.state", "alerts.lock"


class Told(BaseModel):
    """The file: the identity of the store, and up to where each alert of it was told."""

    model_config = ConfigDict(extra="forbid")

    store: str
    told: dict[str, NonNegativeInt]
    checksum: int | None = None


@dataclass
class State:
    """``told``: by name of an alert, the sequence of the store up to which it was told.

    ``store``: the identity of that store; the sequences of another would mean nothing.
    """

    path: Path
    store: str
    told: dict[str, int] = field(default_factory=dict)

    def tell(self, name: str, upto: int) -> None:
        """Note that an alert was told all up to a sequence. Raises StoreError as the disk does."""
        self.told[name] = upto
        checksum = _checksum(self.store, self.told)
        kept = {"store": self.store, "told": self.told, "checksum": checksum}
        try:
            replace_file(self.path, json.dumps(kept, ensure_ascii=False).encode())
        except OSError as error:
            raise StoreError(
                f"what was told cannot be noted: {error.strerror}",
                place=str(self.path),
                hint="the alert comes again at the next run; check the disk",
            ) from error


@contextmanager
def kept_state(home: Path, store: str) -> Iterator[State]:
    """The state of the alerts of an archive, held for one run.

    Raises LockedError when another run holds it, StoreError when it cannot be read.
    """
    path = home / FILE
    try:
        with filelock.FileLock(home / LOCK, timeout=0):
            kept = read_told(path)
            yield State(path, store, kept.told if kept and kept.store == store else {})
    except filelock.Timeout:
        raise LockedError(
            "another run of alerts is under way", place=str(home), hint="wait until it has finished"
        ) from None


def _checksum(store: str, told: Mapping[str, int]) -> int:
    return crc32(json.dumps([store, sorted(told.items())]).encode())


def read_told(path: Path) -> Told | None:
    """What a file of states says; None when there is none. Raises StoreError when it is damaged."""
    try:
        kept = Told.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StoreError(
            "what was told cannot be read",
            place=str(path),
            hint="restore it from a backup; if it is removed, every alert begins anew",
        ) from error
    # one that an earlier version wrote has no checksum
    if kept.checksum not in {None, _checksum(kept.store, kept.told)}:
        raise StoreError(
            "what was told is damaged: it does not match its checksum",
            place=str(path),
            hint="restore it from a backup; if it is removed, every alert begins anew",
        )
    return kept
