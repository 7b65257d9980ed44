"""What a backup consists of, in a file of its own within it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, NonNegativeInt, ValidationError

from schemas.errors import StoreError

FILE = "manifest.json"
STORE = "store.sqlite"
TAXONOMIES = "taxonomies"
"""The folder of the operator's files that lie outside of the home."""


def _within(name: str) -> str:
    """A path below the backup, or ValueError."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\0" in name:
        raise ValueError("not a path within the backup")
    return name


class Noted(BaseModel):
    """A file as it was copied. ``size``: bytes; ``sha256``: in hexadecimal digits."""

    model_config = ConfigDict(extra="forbid")

    size: NonNegativeInt
    sha256: str


class Manifest(BaseModel):
    """``taken``: when. ``sequence`` and ``articles``: of the store. ``program``: its version.

    ``index``: the generation that was copied along, "" when none was. ``files``: all others, by
    their paths.
    """

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    program: str
    taken: datetime
    sequence: NonNegativeInt
    articles: NonNegativeInt
    index: str = ""
    files: dict[Annotated[str, AfterValidator(_within)], Noted]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the backup in ``folder``. Raises StoreError when it is none."""
        path = folder / FILE
        try:
            found = cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            hint = "name a folder or file that podshivka backup made"
            raise StoreError("this is not a backup", place=str(folder), hint=hint) from None
        except (OSError, ValidationError) as error:
            hint = "restore another backup; a newer version may have made this one"
            raise StoreError("its list cannot be read", place=str(path), hint=hint) from error
        if STORE not in found.files:
            raise StoreError("this backup has no store", place=str(path))
        return found

    def check(self, folder: Path) -> None:
        """Raise StoreError naming the first file in ``folder`` that is not as it was copied."""
        for name, wanted in self.files.items():
            path = folder / name
            whole = path.is_file() and not path.is_symlink() and noted(path) == wanted
            if not whole:
                raise StoreError(
                    "this file of the backup is missing or damaged",
                    place=name,
                    hint="restore another backup; nothing was changed",
                )


def noted(path: Path) -> Noted:
    """A file as it is now. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Noted(size=path.stat().st_size, sha256=digest)
