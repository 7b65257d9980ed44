"""Whoosh's extension point: a generation is a Whoosh index, ``whoosh.index.open_dir`` opens it.

Whoosh sees three fields: ``id`` (stored), ``form`` and ``term``, the last two with positions and
weighted frequencies, so that its own Term, And, Or, Not, Phrase, Prefix and Wildcard queries run
over the same arrays. It only reads: documents are written in bulk (builder.py, merge.py), and a
commit leaves a table of contents (TOC) that names the segments.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from whoosh.analysis import IDAnalyzer
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo

from indexer.durable import sync_file
from indexer.index.whoosh.files.manifest import Manifest, SegmentEntry
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.files.segment_files import open_segment
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Forms, Place, Postings

INDEX = "MAIN"
TOC_FOLDER = "toc-"
"""Prefix of the folders in which a table is written before it takes its place."""

_NO_FORMS = np.empty(0, np.uint32)


def write_toc(folder: Path, manifest: Manifest) -> None:
    """Let Whoosh see the state of a generation; older tables go.

    Raises OSError when the disk refuses.
    """
    words = IDAnalyzer()
    schema = Schema(
        id=ID(stored=True, unique=True), form=TEXT(analyzer=words), term=TEXT(analyzer=words)
    )
    segments = [ArraySegment(entry) for entry in manifest.segments]
    current = f"_{INDEX}_{manifest.serial}.toc"
    with TemporaryDirectory(prefix=TOC_FOLDER, dir=folder) as beside:
        # Whoosh refuses to replace a table, which a new version of ours must be able to do
        TOC(schema, segments, manifest.serial).write(FileStorage(beside), INDEX)
        Path(beside, current).replace(folder / current)
    sync_file(folder / current)
    # Older tables go last, so that Whoosh finds one at any moment.
    for path in folder.glob(f"_{INDEX}_*.toc*"):
        if path.name != current:
            path.unlink()


def older_tocs(folder: Path) -> list[Path]:
    """The tables for Whoosh that newer ones have replaced."""
    tables = folder.glob(f"_{INDEX}_*.toc")
    return sorted(tables, key=lambda path: int(path.stem.rpartition("_")[2]))[:-1]


class ArraySegment(WhooshSegment):  # type: ignore[misc]
    """What the TOC says of a segment."""

    def __init__(self, entry: SegmentEntry) -> None:
        super().__init__(INDEX)
        self.segid = Path(entry.file).stem.removeprefix(f"{INDEX}_")
        self.entry = entry

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """All documents, dead ones too."""
        return self.entry.documents

    def deleted_count(self) -> int:
        """Dead documents."""
        return self.entry.deleted


class ArrayCodec(Codec):  # type: ignore[misc]
    """Reads our segments; it writes nothing."""

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTerms:
        """Terms and postings."""
        return ArrayTerms(open_segment(Path(storage.folder), segment.entry))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayDocuments:
        """Documents."""
        return ArrayDocuments(open_segment(Path(storage.folder), segment.entry))


class ArrayDocuments(PerDocumentReader):  # type: ignore[misc]
    """Ids, weighted lengths and the live mask of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        """Live documents."""
        return self._segment.live_count

    def doc_count_all(self) -> int:
        """All documents."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether any document is dead."""
        return self._segment.live is not None

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is dead."""
        return self._segment.live is not None and not self._segment.live[docnum]

    def deleted_docs(self) -> Iterator[int]:
        """The dead documents."""
        live = self._segment.live
        return iter([] if live is None else np.flatnonzero(~live).tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The weighted length: what BM25F divides by, the same for both fields."""
        return default if fieldname == "id" else int(self._segment.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """Sum of the lengths."""
        return 0 if fieldname == "id" else int(self._segment.lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The least length."""
        return 0 if fieldname == "id" else int(self._segment.lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length."""
        return 0 if fieldname == "id" else int(self._segment.lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The id; the store has everything else."""
        return {"id": self._segment.ids[docnum]}


@dataclass
class _Field:
    """One field of one segment as Whoosh sees it: keys in order, and the forms of each."""

    segment: Segment
    name: str

    @cached_property
    def keys(self) -> list[bytes]:
        """UTF-8 of all keys in order."""
        segment = self.segment
        if self.name == "id":
            return sorted(segment.ids.raws())
        return list((segment.forms if self.name == "form" else segment.term_table).raws())

    def forms(self, key: bytes) -> Forms:
        """The forms that a key stands for."""
        # The prefix of EXACT terms: a form, in its field, stands for itself alone.
        exact = f"={key.decode()}" if self.name == "form" else key.decode()
        return self.segment.forms_of([exact])

    def postings(self, key: bytes) -> Postings:
        """Live documents of a key."""
        if self.name == "id":
            doc = self.segment.doc_of(key.decode())
            found = np.array([] if doc is None else [doc], np.uint32)
            return Postings(np.stack([found, np.ones_like(found)]))
        return Postings(reading.common(self.segment, (Place(self.forms(key)),)))


class ArrayTerms(TermsReader):  # type: ignore[misc]
    """Terms of all fields, and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._fields = {name: _Field(segment, name) for name in ("form", "id", "term")}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, key = term
        return bool(len(self._fields[name].postings(key).docs))

    def indexed_field_names(self) -> Iterator[str]:
        """Names of the fields."""
        return iter(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All keys of all fields."""
        return ((name, key) for name, field in self._fields.items() for key in field.keys)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Keys of a field from ``prefix`` on."""
        keys = self._fields[fieldname].keys
        return ((fieldname, key) for key in keys[bisect_left(keys, prefix) :])

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All keys with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Keys of a field from ``prefix`` on with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:  # noqa: ARG002
        """A cursor over the keys of a field."""
        return ArrayCursor(self._fields[fieldname].keys)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a key. Raises KeyError, which Whoosh expects."""
        found = self._fields[fieldname].postings(text)
        docs, counts = found.docs, found.counts
        if not len(docs):
            raise KeyError((fieldname, text))
        lengths = self._segment.lengths[docs]
        return TermInfo(
            weight=int(counts.sum()),
            df=len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=int(counts.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """Postings of a key. Raises KeyError, which Whoosh expects."""
        field = self._fields[fieldname]
        info = self.term_info(fieldname, text)
        found = field.postings(text)
        matcher = ArrayMatcher(
            found.docs.tolist(),
            found.counts.tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=info,
        )
        matcher.source = self._segment, _NO_FORMS if fieldname == "id" else field.forms(text)
        return matcher


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """Walks over postings; positions are read for the document that it stands on."""

    source: tuple[Segment, Forms]
    _i: int

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        # Whoosh's own copy leaves out the term and its statistics.
        other = ArrayMatcher(
            self._ids,
            self._weights,
            format=self._format,
            scorer=self._scorer,
            position=self._i,
            term=self._term,
            terminfo=self._terminfo,
        )
        other.source = self.source
        return other

    def skip_to(self, id: int) -> None:
        """Go on to the first document >= ``id``."""
        # Whoosh's own method goes document by document.
        self._i = max(self._i, bisect_left(self._ids, id))

    def value_as(self, astype: str) -> Any:
        """The positions, or the weight, in the current document."""
        # Whoosh would decode a value stored with each posting; a segment has none.
        if astype != "positions":
            return self.weight()
        segment, forms = self.source
        here = np.array([self.id()], np.uint32)
        keys = reading.occurrences(segment, (Place(forms),), here)
        return keys.astype(np.uint32).tolist()  # the low half of a key is the position


class ArrayCursor(FieldCursor):  # type: ignore[misc]
    """Walks over sorted keys."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = keys
        self._at = 0

    def first(self) -> str | None:
        """Go to the first key."""
        self._at = 0
        return self.text()

    def find(self, string: bytes | str) -> str | None:
        """Go to the first key >= ``string``."""
        key = string.encode() if isinstance(string, str) else string
        self._at = bisect_left(self._keys, key)
        return self.text()

    def next(self) -> str | None:
        """Go to the next key."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The key that it stands on, None at the end."""
        return self._keys[self._at].decode() if self._at < len(self._keys) else None
