"""How far each alert has been told: kept in the home, so that nothing is told twice or lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import filelock
from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from schemas.errors import LockedError, StoreError

FILE, LOCK = "alerts.state", "alerts.lock"


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")

    store: str
    told: dict[str, NonNegativeInt]


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
        whole = self.path.with_name(f"{self.path.name}.new")
        try:
            with whole.open("w", encoding="utf-8") as file:
                json.dump({"store": self.store, "told": self.told}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            whole.replace(self.path)
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
            yield State(path, store, _read(path, store))
    except filelock.Timeout:
        raise LockedError(
            "another run of alerts is under way", place=str(home), hint="wait until it has finished"
        ) from None


def _read(path: Path, store: str) -> dict[str, int]:
    try:
        kept = _Kept.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise StoreError(
            "what was told cannot be read",
            place=str(path),
            hint="restore it from a backup; if it is removed, every alert begins anew",
        ) from error
    return kept.told if kept.store == store else {}
