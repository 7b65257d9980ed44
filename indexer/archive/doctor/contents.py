"""What is in the archive: whether store, index, lexicon and vectors are whole, and fit together."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.analysis.version import same
from indexer.archive import Archive
from indexer.archive.doctor.finding import Finding
from indexer.archive.served import reindex_command
from indexer.store import VERSION
from indexer.tagging.recogniser import EXTRA as NAMES_EXTRA
from indexer.tagging.recogniser import recogniser
from indexer.vectors.encoder import EXTRA, model_name
from schemas.errors import PodshivkaError

AGAIN = "podshivka vectors"

MOST = 3
"""Faults of the store that are told one by one: a disk that fails makes many."""
MEGABYTE = 1 << 20
LARGE_LOG = 256 * MEGABYTE
"""Bytes of the write-ahead log from which on it is told: a reader may be keeping it."""


def store(archive: Archive) -> Iterator[Finding]:
    """Whether its file and every article are whole; its version, its log."""
    faults = archive.store.damage()
    yield from (Finding.of("store", fault) for fault in faults[:MOST])
    if len(faults) > MOST:
        text = f"{len(faults) - MOST:,} other faults were found"
        yield Finding("store", "error", text, "podshivka verify lists them")
    if faults:
        return
    count, sequence = len(archive.store), archive.store.sequence
    yield Finding("store", "ok", f"{count:,} articles, {sequence:,} changes; whole")
    version = archive.store.version
    if version < VERSION:
        text = f"an older version wrote it (tables {version}, now {VERSION})"
        hint = "make a backup; the next command that writes brings it up to date"
        yield Finding("store", "warning", text, hint)
    log = archive.home / "store.sqlite-wal"
    size = log.stat().st_size if log.exists() else 0
    if size > LARGE_LOG:
        text = f"its write-ahead log has {size // MEGABYTE:,} MiB"
        hint = "restart what reads it for long, then podshivka sync"
        yield Finding("store", "warning", text, hint)


def index(archive: Archive) -> Iterator[Finding]:
    """Whether the index in use is whole, of this version, and holds what the store holds."""
    name = archive.engine.published()
    if name is None:
        yield Finding("index", "error", "there is none: nothing can be found", "podshivka sync")
        return
    again = reindex_command(archive.home)
    known = {each.name: each for each in archive.engine.generations()}
    if name not in known:
        yield Finding("index", "error", f"{name}, which is published, is gone", again)
        return
    used = known[name]
    try:
        archive.engine.verify(name)
    except PodshivkaError as error:
        yield Finding("index", "error", f"{name}: {error.message}", again)
        return
    if not same(used.fingerprint, archive.fingerprint):
        text = f"{name} was built with another analysis or other taxonomies"
        yield Finding("index", "error", text, f"{again}; then restart the site")
        return
    yield Finding("index", "ok", f"{name}: {used.documents:,} articles; every byte is right")
    pending, count = archive.store.pending(used.checkpoint), len(archive.store)
    if used.checkpoint > archive.store.sequence:
        text = "the store is older than the index: it came from a backup"
        yield Finding("index", "error", text, again)
    elif pending:
        text = f"{pending:,} changes of the store cannot be found yet"
        yield Finding("index", "warning", text, "podshivka sync")
    elif used.documents != count:
        text = f"it has {used.documents:,} articles, the store {count:,}"
        yield Finding("index", "error", text, again)
    for each in known.values():
        if each.name != name and not each.fingerprint:
            text = f"{each.name}, which is not in use, cannot be read: rollback passes over it"
            yield Finding("index", "warning", text, again)


def lexicon(archive: Archive) -> Iterator[Finding]:
    """What is known of words, for suggestions and spelling."""
    name = archive.engine.published()
    used = next((each for each in archive.engine.generations() if each.name == name), None)
    if used is None:
        return
    if archive.lexicons.open(used) is None:
        text = "it cannot be read: there are no suggestions, and misprints are not corrected"
        yield Finding("lexicon", "error", text, reindex_command(archive.home))
    else:
        yield Finding("lexicon", "ok", f"that of {used.name} can be read")


def vectors(archive: Archive) -> Iterator[Finding]:
    """What articles mean: whether it was made, is whole, of this encoder, and up to the store."""
    own = model_name()
    kept = archive.vectors
    if not kept.exists():
        text, hint = "none were made: articles of the other language are found by words", AGAIN
        if not own:
            text, hint = f"{EXTRA} is not installed: all works, without likeness of meaning", ""
        yield Finding("vectors", "ok", text, hint)
        return
    for fault in kept.damage():
        yield Finding("vectors", "warning", f"{fault.place}: {fault.message}", AGAIN)
        return
    table = kept.read()
    if table is None:
        return
    if own != table.manifest.model:
        missing = f"{EXTRA} is not installed", f"python -m pip install '{EXTRA}'"
        text, hint = (
            (f"they are of {table.manifest.model}, not of {own}", AGAIN) if own else missing
        )
        yield Finding("vectors", "warning", f"{text}: no query is compared with them", hint)
        return
    size = table.manifest.bytes / MEGABYTE
    yield Finding("vectors", "ok", f"{len(table):,} articles have them; whole, {size:,.1f} MiB")
    pending = archive.vectors_pending()
    if pending:
        text = f"{pending:,} changes of the store were not looked at yet"
        yield Finding("vectors", "warning", text, "podshivka sync, or podshivka vectors")
    elif len(table) < len(archive.store):
        text = f"{len(archive.store) - len(table):,} articles have none that can be compared"
        yield Finding("vectors", "ok", text)


def recogniser_of_names() -> Iterator[Finding]:
    """What finds names in Russian texts beside the rules: whether it is installed, and loads."""
    own = recogniser()
    if own is None:
        text = f"{NAMES_EXTRA} is not installed: all works, names are found by rules alone"
    else:
        text = f"tagging also finds names in Russian texts by {own.name}"
    yield Finding("recogniser", "ok", text)
