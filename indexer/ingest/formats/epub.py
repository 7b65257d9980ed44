"""EPUB: an issue of a newspaper or a magazine; each chapter that is an article becomes one.

https://www.w3.org/TR/epub-33/, and EPUB 2. What the package says of the issue (date, language,
publisher) holds for its articles. Covers, contents, colophons and the like are counted, not read.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from indexer.ingest.formats import epub_chapter
from indexer.ingest.formats.epub_package import Package, encrypted, package_path, read_package
from indexer.ingest.packed.containers import opened_zip, seekable, zip_fault
from indexer.ingest.packed.streams import Budget, DamagedError, damage, layer
from indexer.ingest.packed.zip_member import opened_member
from indexer.ingest.records import (
    HINT,
    LIMIT,
    Fields,
    Item,
    Items,
    Record,
    Rejection,
    Source,
    as_text,
    too_long,
)
from schemas.errors import InputError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_ID_LENGTH = 16


def read(source: Source, budget: Budget) -> Items:
    """The articles of an issue, in its order. Raises DamagedError of its own name."""
    with seekable(source) as stream:
        book = _Book(source, stream, budget)
        try:
            package = book.package()
        except InputError as error:
            place = error.place or source.name
            fault = InputError(error.message, place=place, hint=error.hint, code=error.code)
            yield Rejection(fault)
            return
        yield from book.articles(package)


def _id(package: Package, path: str) -> str:
    """The id of a chapter; paths are the same in each issue, and so may be the identifier."""
    key = f"{package.identifier}\n{package.title}\n{package.published}\n{path}"
    return f"epub-{hashlib.sha256(key.encode()).hexdigest()[:_ID_LENGTH]}"


@dataclass(slots=True)
class _Chapter:
    """A chapter, and the pieces that go on with its text."""

    item: Item | None = None
    path: str = ""
    """Of the last piece."""
    more: list[str] = field(default_factory=list)
    length: int = 0

    def takes(self, piece: Item | None) -> bool:
        """Whether a piece goes on with the text; one that has its own title does not."""
        if not isinstance(piece, Record) or "title" in piece.fields:
            return False
        text = piece.fields["text"]
        self.length += len(text)
        if self.length <= LIMIT:
            self.more.append(text)
        return self.length <= LIMIT

    def whole(self) -> Iterator[Item]:
        """The chapter with all its text, if it is an article or was rejected."""
        if isinstance(self.item, Record) and self.more:
            fields = self.item.fields
            name = "body" if "title" in fields else "text"
            text = "\n\n".join(filter(None, (fields.get(name), *self.more)))
            yield Record(self.item.place, fields | {name: text})
        elif self.item is not None:
            yield self.item


class _Book:
    """An EPUB while it is read."""

    def __init__(self, source: Source, stream: BinaryIO, budget: Budget) -> None:
        """Raises DamagedError of the book."""
        self._source = source
        self._stream = stream
        self._archive = opened_zip(source.name, stream)
        self._budget = budget
        self._names = set(self._archive.namelist())

    def package(self) -> Package:
        """What the issue says of itself. Raises InputError, and DamagedError of the book."""
        name = self._source.name
        try:
            container = self._part(_CONTAINER) if _CONTAINER in self._names else b""
            path = package_path(container, self._archive.namelist())
            if path not in self._names:
                message = "it names no package, which lists the chapters of an EPUB"
                raise InputError(message, place=name, hint="fetch it again", code="damaged")
            return read_package(self._part(path), posixpath.dirname(path), self._lists)
        except DamagedError as error:
            raise DamagedError(name, error) from None

    def articles(self, package: Package) -> Iterator[Item]:
        """The articles, and why chapters could not be read."""
        locked = encrypted(self._lists(_ENCRYPTION))
        yield from self._faults(package, sum(path in locked for path in package.chapters))
        chapter = _Chapter()
        for path in package.chapters:
            if path in locked:
                continue
            may_go_on = isinstance(chapter.item, Record)
            is_part = may_go_on and package.is_continued(chapter.path, path)
            item = self._item(path, package, is_part=is_part)
            self._source.journal.skipped += item is None
            chapter.path = path
            if is_part and not isinstance(item, Record):  # a picture, or damage within the chapter
                yield from filter(None, [item])
            elif not (is_part and chapter.takes(item)):
                yield from chapter.whole()
                chapter = _Chapter(item, path)
        yield from chapter.whole()

    def _item(self, path: str, package: Package, *, is_part: bool) -> Item | None:
        """What a chapter becomes; None when it is no article."""
        if package.is_beside(path):
            return None
        try:
            return self._article(path, package, is_part=is_part)
        except InputError as error:
            return Rejection(error)
        except DamagedError as error:
            return Rejection(damage(self._place(path), error))

    def _faults(self, package: Package, locked: int) -> Iterator[Rejection]:
        """What keeps chapters from being read. ``locked``: how many are encrypted."""
        place = self._source.name
        hint = "fetch the file again, or ask who made it"
        if not package.chapters:
            message = "its package names no chapters"
            yield Rejection(InputError(message, place=place, hint=hint, code="damaged"))
        elif package.unlisted:
            message = f"{package.unlisted} of its chapters are not in the list of its parts"
            yield Rejection(InputError(message, place=place, hint=hint, code="damaged"))
        if locked:
            message = f"{locked} of its chapters are encrypted"
            hint = "get it without protection against copying"
            yield Rejection(InputError(message, place=place, hint=hint))

    def _article(self, path: str, package: Package, *, is_part: bool) -> Item | None:
        place, label = self._place(path), package.labels.get(path, "")
        chapter = epub_chapter.read(self._part(path), place, label, is_part=is_part)
        if chapter is None:
            return None
        of_issue: Fields = {
            "published": package.published,
            "source": package.publisher,
            "issue": package.title,
            HINT: package.language,
        }
        if "url" not in chapter:
            of_issue["id"] = _id(package, path)
        fields = {name: text for name, text in of_issue.items() if text} | chapter
        return Record(place, fields)

    def _lists(self, path: str) -> bytes:
        """A part that helps, if there is one and it is whole."""
        try:
            return self._part(path) if path in self._names else b""
        except (InputError, DamagedError):
            return b""

    def _part(self, path: str) -> bytes:
        """A part of the book. Raises InputError, and DamagedError of the part."""
        place = self._place(path)
        if path not in self._names:
            hint = "fetch the file again"
            raise InputError("the book lacks this chapter", place=place, hint=hint, code="damaged")
        info = self._archive.getinfo(path)
        if fault := zip_fault(info, frozenset()):
            raise InputError(fault[0], place=place, hint=fault[1])
        with opened_member(self._archive, info, self._stream, place) as member:
            data = layer(member, place, self._budget).read(LIMIT + 1)
        if len(data) > LIMIT:
            raise too_long(place)
        return data

    def _place(self, path: str) -> str:
        return f"{self._source.name}!{as_text(path[:300])}"
