"""XML of any length → the elements that are wanted, one by one, in bounded memory.

Expat reads. Entities are refused where they are declared, nothing is fetched; depth, length and
number of elements of a record are bounded. A record that is damaged costs itself alone: reading
goes on at the start of the next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from indexer.ingest.records import LIMIT, Rejection, Source, too_long
from indexer.ingest.text.utf8_chunks import NUL, utf8
from indexer.ingest.xml.ampersands import mended
from indexer.ingest.xml.found import Finds, FoundElement, Path, WantedElements
from indexer.ingest.xml.names import Names
from indexer.ingest.xml.prologue import without_prologue
from schemas.errors import InputError

DEEPEST = 200
"""Elements that may lie in one another."""

MOST = 100_000
"""Elements of one record."""

LONGEST_TAG = 1024 * 1024
"""Bytes of one tag, comment or DOCTYPE: with every chunk expat reads an unfinished one anew."""

_LANGUAGE = "xml:lang"
_CODE = "bad-xml"
_CORRECT = "correct this place in the file; the other records were read"
_PAGE = "it is a page: give it the suffix .html"
_READ = (
    "feeds, lists of feeds, exports of WordPress and MediaWiki, NewsML, NITF and sitemaps are read"
)


class _UnreadableError(InputError):
    """A fault that ends the reading of the file: nothing after it can be trusted."""


def read_elements(source: Source, wanted: Mapping[str, WantedElements]) -> Finds:
    """The wanted elements of a file, and why others could not be read. ``wanted``: by root."""
    reading = _Reading(source.name, wanted)
    for number, piece in enumerate(utf8(source)):
        rest = mended(piece if number else without_prologue(piece, source, wanted))
        while rest:
            rest = reading.feed(rest)
            yield from reading.take()
        if reading.ended:
            return
    reading.close()
    yield from reading.take()


@dataclass(slots=True)
class _Open:
    """An element that was begun outside of records."""

    written: str
    attributes: dict[str, str]
    path: Path
    names: Names
    language: str

    def tag(self) -> str:
        attributes = (f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        return f"<{self.written}{''.join(attributes)}>"


@dataclass(slots=True)
class _Tree:
    """A wanted element while it is read. ``start``: its offset in what was fed."""

    place: str
    path: Path
    language: str
    start: int
    open: list[tuple[str, Names]]
    builder: TreeBuilder = field(default_factory=TreeBuilder)
    count: int = 0

    def begin(self, written: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST:
            raise InputError(f"it has more than {MOST:,} elements", hint=_CORRECT, code=_CODE)
        if len(self.open) > DEEPEST:
            raise _too_deep()
        names = self.open[-1][1].within(attributes)
        tag = names[written]
        self.open.append((tag, names))
        self.builder.start(tag, attributes)

    def end(self) -> None:
        self.builder.end(self.open.pop()[0])


class _Reading:
    """One pass over a document."""

    def __init__(self, name: str, wanted: Mapping[str, WantedElements]) -> None:
        self._name = name
        self._roots = wanted
        self._wanted = WantedElements(frozenset())
        self._record = re.compile(rb"(?!)")  # none, until the root is known
        """Where a record starts."""
        self._found: list[FoundElement | Rejection] = []
        self._line = 1
        """Line of the file at which the data that are fed next begin."""
        self._above: list[_Open] = []
        """Open elements outside of records, the root first."""
        self._tree: _Tree | None = None
        self._searching = False
        self._closed = False
        self._empty = True
        self._sharing = ("", 0)
        self.ended = False
        self._begin()

    def take(self) -> Finds:
        """What was found since the last call."""
        found, self._found = self._found, []
        yield from found

    def feed(self, data: bytes) -> bytes:
        """Read ``data``. After a fault: what follows it, from the start of the next record."""
        if self._searching:
            return self._sought(data, 0)
        before = self._fed
        self._fed += len(data)
        self._empty = self._empty and data.isspace()
        try:
            self._parser.Parse(data)
            self._check_length()
        except (expat.ExpatError, InputError) as error:
            at = min(max(0, self._parser.CurrentByteIndex - before), len(data))
            start = self._tree.start - before if self._tree else at
            self._reject(error, data[at : at + 1])
            # Beyond the start of the damaged record, or it would be found again.
            return b"" if self.ended else self._sought(data, max(at, start + 1))
        self._line += data.count(b"\n")
        return b""

    def close(self) -> None:
        """Say what is wrong with the end of the file."""
        if self._searching or self._closed:
            return
        if self._tree or self._above:
            where = "within a record" if self._tree else f"before </{self._above[0].written}>"
            message, place = f"the file ends {where}", self._place()
            hint = "it was cut off: fetch it again; everything before was read"
        else:
            message = "the file is empty" if self._empty else "this is not XML"
            place, hint = self._name, "fetch it again, or give it the suffix of its format"
        self._found.append(Rejection(InputError(message, place=place, hint=hint, code=_CODE)))

    def _begin(self) -> None:
        """A new parser, inside of the elements that are open outside of records."""
        parser = expat.ParserCreate(encoding="utf-8")  # whatever the file declares
        parser.buffer_text = True
        parser.EntityDeclHandler = self._refuse
        head = "".join(one.tag() for one in self._above).encode()
        parser.Parse(head)
        self._parser, self._fed, self._base = parser, len(head), self._line - 1
        self._leave()

    def _sought(self, data: bytes, at: int) -> bytes:
        """``data`` from the start of a record on, ready to be read; b"" when none starts there."""
        found = self._record.search(data, at)
        self._searching = found is None
        end = found.start() if found else len(data)
        self._line += data.count(b"\n", 0, end)
        if found:
            # Elements in which no record can lie were left open by the damage.
            while not any(
                one.startswith(f"{self._above[-1].path}/") for one in self._wanted.records
            ):
                self._above.pop()
            self._begin()
        return data[end:]

    def _reject(self, error: Exception, byte: bytes) -> None:
        place = self._place()
        if isinstance(error, InputError):
            self.ended = isinstance(error, _UnreadableError)
            fault = InputError(error.message, place=place, hint=error.hint, code=error.code)
        elif self._above or self._tree:
            message, code = _reason(error, byte)
            fault = InputError(message, place=place, hint=_CORRECT, code=code)
        else:
            message = "more follows the end of the document" if self._closed else "this is not XML"
            hint = "put it in a file of its own, with the suffix of its format"
            fault = InputError(f"{message}: {error}", place=place, hint=hint, code=_CODE)
        self.ended |= not self._above
        self._found.append(Rejection(fault))

    def _place(self) -> str:
        """Where the record that is read begins, else where the parser is."""
        return self._tree.place if self._tree else self._here()

    def _here(self) -> str:
        return f"{self._name}:{self._base + self._parser.CurrentLineNumber}"

    def _next_place(self) -> str:
        """Where a record begins: "file:line", then "file:line#2", when several share a line."""
        here = self._here()
        self._sharing = (here, self._sharing[1] + 1 if here == self._sharing[0] else 1)
        return here if self._sharing[1] == 1 else f"{here}#{self._sharing[1]}"

    def _check_length(self) -> None:
        if self._tree and self._fed - self._tree.start > LIMIT:
            raise too_long("")
        if not self._closed and self._fed - max(0, self._parser.CurrentByteIndex) > LONGEST_TAG:
            message = "a tag or comment is longer than 1 MiB"
            raise InputError(message, hint=_CORRECT, code=_CODE)

    def _refuse(self, _name: str, is_parameter: bool, value: str | None, *_: object) -> None:  # noqa: FBT001 - as expat calls it
        """Refuse entities. Parts of a DTD in other files are never fetched, so are harmless."""
        if value is not None or not is_parameter:
            raise _UnreadableError(
                "it declares entities, which are not allowed",
                hint="replace the entities by their characters and remove the declarations",
                code=_CODE,
            )

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else None
        outside = above.names if above else Names.of_root(written, attributes)
        names = outside.within(attributes)
        path = f"{above.path}/{names[written]}" if above else names[written]
        if above is None:
            self._recognise(path, written)
        language = attributes.get(_LANGUAGE) or (above.language if above else "")
        if path in self._wanted.records or path in self._wanted.facts:
            start = self._parser.CurrentByteIndex
            self._tree = _Tree(self._next_place(), path, language, start, [("", outside)])
            self._enter(self._tree)
            self._tree.begin(written, attributes)
            return
        if len(self._above) >= DEEPEST:
            raise _too_deep()
        self._above.append(_Open(written, attributes, path, names, language))

    def _end(self, _written: str) -> None:
        self._above.pop()
        self._closed = not self._above

    def _end_inside(self, _written: str) -> None:
        tree = self._tree
        if tree is None:
            return
        tree.end()
        if len(tree.open) == 1:
            self._found.append(
                FoundElement(tree.place, tree.path, tree.builder.close(), tree.language)
            )
            self._closed = not self._above
            self._leave()

    def _enter(self, tree: _Tree) -> None:
        self._parser.StartElementHandler = tree.begin
        self._parser.EndElementHandler = self._end_inside
        self._parser.CharacterDataHandler = tree.builder.data

    def _leave(self) -> None:
        self._tree = None
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _recognise(self, root: str, written: str) -> None:
        if root not in self._roots:
            raise _UnreadableError(
                f"its root <{written[:40]}> belongs to no supported format",
                hint=_PAGE if root == "html" else _READ,
                code=_CODE,
            )
        self._wanted = self._roots[root]
        names = "|".join(
            {path.rpartition("/")[2].rpartition(".")[2] for path in self._wanted.records}
        )
        self._record = re.compile(rb"<(?:[\w.-]+:)?(?:%s)[\s>]" % names.encode())


def _too_deep() -> InputError:
    message = f"its elements are nested more than {DEEPEST} levels deep"
    return InputError(message, hint=_CORRECT, code=_CODE)


def _reason(error: Exception, byte: bytes) -> tuple[str, str]:
    """What is wrong at ``byte``, and its code."""
    if byte == NUL:
        return "a NUL byte", "nul"
    if byte >= b"\x80":
        return f"byte 0x{byte.hex()} is not UTF-8", "not-utf8"
    return f"damaged XML: {str(error).partition(':')[0]}", _CODE
