"""Articles that came before in the same ingest: repeated, copied, or differing under one id."""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import Literal
from zlib import crc32

from indexer.ingest.identity.copies import names_agency
from schemas.article import Article
from schemas.errors import InputError

SENTENCES = 16
"""Sentences, from the title on, by which two texts are compared."""

_START = 3_000
_SHORT = 12
"""Characters below which a sentence tells nothing: a dateline, an exclamation."""


class SeenRecords:
    """What an ingest has read so far, held by SQLite, which moves it to the disk as it grows."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None)
        # No journal and no commit: nothing of it outlives the pass.
        self._known.executescript(
            "PRAGMA journal_mode = OFF;"
            "CREATE TABLE seen (id TEXT PRIMARY KEY, digest BLOB, place TEXT, addressed INT,"
            " updated TEXT, sketch BLOB) WITHOUT ROWID;"
            "CREATE TABLE address (key TEXT, language TEXT, id TEXT, PRIMARY KEY (key, language))"
            " WITHOUT ROWID;"
            "BEGIN"
        )

    def close(self) -> None:
        """Forget everything."""
        self._known.close()

    def id_at(self, keys: Sequence[str], language: str) -> str | None:
        """The id of the first article that came with one of these canonical addresses."""
        for key in keys:
            found = self._known.execute(
                "SELECT id FROM address WHERE key = ? AND language = ?", (key, language)
            ).fetchone()
            if found:
                id: str = found[0]
                return id
        return None

    def add(
        self, article: Article, keys: Sequence[str], place: str, *, certain: bool = False
    ) -> Literal["new", "repeated", "copy"]:
        """What an article is beside those before it. ``keys``: its canonical addresses.

        A copy is the same article from another page, or another revision of what an agency sent:
        both have the same id, and addresses, or no addresses, an id that names the agency and
        different moments of their last update; and they share half of the sentences with which the
        shorter one starts. ``certain``: the address has the
        article's number, so no comparison is needed. Raises InputError when another article came
        with this id.
        """
        digest = hashlib.blake2b(article.model_dump_json().encode(), digest_size=16).digest()
        named = names_agency(article.id)
        drawn, updated = sketch(article) if keys or named else b"", str(article.updated or "")
        added = self._known.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?, ?, ?)",
            (article.id, digest, place, bool(keys), updated, drawn),
        )
        self._known.executemany(
            "INSERT OR IGNORE INTO address VALUES (?, ?, ?)",
            ((key, article.language, article.id) for key in keys),
        )
        if added.rowcount:
            return "new"
        before, first, addressed, revised, other = self._known.execute(
            "SELECT digest, place, addressed, updated, sketch FROM seen WHERE id = ?",
            (article.id,),
        ).fetchone()
        if before == digest:
            return "repeated"
        pages = bool(keys) and addressed
        revisions = named and not keys and not addressed and updated != revised
        if (pages and certain) or ((pages or revisions) and share_sentences(drawn, other)):
            return "copy"
        raise InputError(
            f"the id {article.id!r} already came with other content, at {first}",
            place=place,
            hint="give one of them another id, or remove it",
            code="same-id",
        )


def sketch(article: Article) -> bytes:
    """Hashes of the sentences that an article starts with, whatever their punctuation and case.

    In bytes of windows-1251, which has the letters of both languages: far faster than in text.
    Each hash is a CRC-32, in the order of the sentences.
    """
    text = f"{article.title}\n{article.lede}\n{article.body[:_START]}"
    lines = text.encode("cp1251", "replace").translate(_PLAIN).replace(b". ", b"\n")
    sentences = lines.translate(None, b". ").split(b"\n")
    long = (one for one in sentences if len(one) >= _SHORT)
    return array("I", map(crc32, islice(long, SENTENCES))).tobytes()


def _plain(byte: int) -> str:
    """A letter or digit in lower case, "." for what ends a sentence, a space for all else."""
    character = bytes([byte]).decode("cp1251", "replace")
    if character in ".!?…\n":
        return "\n" if character == "\n" else "."
    return character.lower() if character.isalnum() else " "


_PLAIN = "".join(map(_plain, range(256))).encode("cp1251")


def share_sentences(one: bytes, other: bytes) -> bool:
    """Whether the shorter of two sketches has half of its sentences in the other."""
    first, second = set(memoryview(one).cast("I")), set(memoryview(other).cast("I"))
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))


def is_same(one: Article, other: Article) -> bool:
    """Whether two articles without an address are states of one.

    They are of one source, or have one title, and say the same at their start; or they are of one
    source and one moment.
    """
    source = one.source == other.source
    if source and one.published and one.published == other.published:
        return True
    return (source or one.title == other.title) and share_sentences(sketch(one), sketch(other))
