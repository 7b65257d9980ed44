"""A whole result as a file: CSV, JSONL, RIS, BibTeX, CSL-JSON or plain text (docs/export.md).

Everything is written article by article; nothing is capped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.export import bibtex, comma_separated, csl_json, json_lines, plain_text, ris
from indexer.export.about import About
from indexer.page.whole import WholeResult
from schemas.article import Article
from schemas.errors import ChangedError

__all__ = ["CITED", "FORMATS", "About", "Format", "exported"]

CHUNK = 65_536
"""Characters that are collected before they are handed on, at least."""


@dataclass(frozen=True, slots=True)
class Format:
    """``name``: as in an address and of files; ``label``: for people; ``media_type``: in HTTP.

    ``write``: articles → text, in pieces.
    """

    name: str
    label: str
    media_type: str
    write: Callable[[Iterable[Article], About], Iterator[str]]


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("csv", "CSV", "text/csv", comma_separated.write),
        Format("jsonl", "JSONL", "application/x-ndjson", json_lines.write),
        Format("ris", "RIS", "application/x-research-info-systems", ris.write),
        Format("bib", "BibTeX", "application/x-bibtex", bibtex.write),
        Format("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json.write),
        Format("txt", "TXT", "text/plain", plain_text.write),
    )
}
"""By their names, in the order in which they are offered."""

CITED = ("ris", "bib", "csl.json")
"""The formats of programs that manage references."""


def exported(
    result: WholeResult, format: Format, about: About, seen: Callable[[], object] = lambda: None
) -> Iterator[bytes]:
    """The file, UTF-8, in chunks. ``seen`` is called after each article.

    Raises ChangedError at its end when articles were deleted meanwhile: a file that is complete
    has as many articles as ``result.total``. Raises StoreError and LockedError as the store does.
    """
    count = 0

    def counted() -> Iterator[Article]:
        nonlocal count
        for article in result.articles():
            yield article
            count += 1
            seen()

    pieces: list[str] = []
    size = 0
    for piece in format.write(counted(), about):
        pieces.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield _bytes(pieces)
            pieces, size = [], 0
    if count != result.total:
        gone = result.total - count
        raise ChangedError(
            f"{gone:,} of {result.total:,} articles were deleted while they were exported",
            hint="export them again",
        )
    yield _bytes(pieces)


def _bytes(pieces: Iterable[str]) -> bytes:
    # half of a surrogate pair, which JSON can carry into an article, has no bytes
    return "".join(pieces).encode("utf-8", "replace")
