"""Which files there are to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from indexer.ingest.files.sources import CONTAINED, READERS, STANDARD_INPUT, is_known
from indexer.ingest.packed import wacz
from indexer.ingest.packed.streams import OPENERS, peeled
from indexer.ingest.records import Rejection, as_text, unreadable
from schemas.errors import InputError, UsageError

STORE = "store.sqlite"
"""The file that makes a folder the home of an archive."""

_Found: TypeAlias = Path | Rejection
_Inode: TypeAlias = tuple[int, int]


def check_paths(paths: Iterable[Path]) -> None:
    """Raise UsageError for the first path that is missing or holds nothing that can be read."""
    for path in paths:
        if path != STANDARD_INPUT and not path.exists():
            hint = "correct the path"
            raise UsageError("there is no such file or folder", place=as_text(path), hint=hint)
        if next(find_files([path]), None) is None:
            what = "no file in this folder" if path.is_dir() else "the name of this file does not"
            known = ", ".join((*READERS, *CONTAINED))
            raise UsageError(
                f"{what} end{'s' * path.is_dir()} in {known}, with or without {', '.join(OPENERS)}",
                place=as_text(path),
                hint="name other files, or give them the suffix of their format",
            )


def names_files(path: Path) -> bool:
    """Whether a file, by its name, is a sitemap or a list of feeds: they name files beside them."""
    name = peeled(path.name)[0]
    return ("sitemap" in name and name.endswith(".xml")) or name.endswith(".opml")


def find_files(paths: Iterable[Path]) -> Iterator[_Found]:
    """The files to read, folders walked in order of name, links followed, each folder once.

    Sitemaps and lists of feeds come first: they give pages addresses, and feeds names. What
    cannot be entered is a Rejection.
    """
    visited: set[_Inode] = set()
    for path in sorted(paths, key=names_files, reverse=True):
        if path == STANDARD_INPUT:
            yield path
        else:
            yield from _walk(path, visited)


def bytes_in(paths: Iterable[Path]) -> int:
    """Bytes on the disk of all files to read."""
    files = (path for path in find_files(paths) if isinstance(path, Path) and path.is_file())
    return sum(path.stat().st_size for path in files)


def _is_beside(path: Path, above: tuple[_Inode, ...]) -> bool:
    """Whether a file only names files that are read themselves: a sitemap within a folder."""
    return bool(above) and names_files(path)


def _walk(top: Path, visited: set[_Inode]) -> Iterator[_Found]:
    # A list, not recursion: folders may lie deeper than Python calls.
    waiting: list[tuple[Path, tuple[_Inode, ...]]] = [(top, ())]
    while waiting:
        path, above = waiting.pop()
        try:
            if not path.is_dir():
                yield from [path] if is_known(path.name) and not _is_beside(path, above) else []
                continue
            status = path.stat()
            inode = (status.st_dev, status.st_ino)
            inside = sorted(_inside(path, above), key=lambda child: child.name, reverse=True)
        except OSError as error:
            yield Rejection(unreadable(as_text(path), error))
            continue
        if inode in above:
            message = "this link leads back to a folder that contains it"
            hint = "remove the link; everything else was read"
            yield Rejection(InputError(message, place=as_text(path), hint=hint))
        if inode not in visited:
            visited.add(inode)
            waiting += [(child, (*above, inode)) for child in inside]


def _inside(folder: Path, above: tuple[_Inode, ...]) -> Iterator[Path]:
    """What lies in a folder; of an archive's home no folders, of a WACZ no repetitions.

    What is rejected is written into one of them, and would be read again as it comes.
    """
    if not (folder / STORE).exists():
        yield from wacz.wanted_in(folder)
    elif not above:
        yield from (child for child in folder.iterdir() if not child.is_dir())
