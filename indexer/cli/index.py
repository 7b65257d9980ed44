"""Commands that change or show the index."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import click

from indexer.archive import Archive
from indexer.archive.generations import Synced
from indexer.archive.served import reindex_command
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, progress
from indexer.cli.way_given import gives_way
from schemas.errors import EngineError, PodshivkaError

STORED = "the articles stored so far are kept (podshivka sync makes them searchable)"
"""Shown when storing or indexing was interrupted."""


def bring_up(archive: Archive, session: Session) -> Synced:
    """Bring the index up to date with the store, with a progress bar.

    Raises EngineError, saying how much room is needed, when the disk is full, KeyboardInterrupt,
    saying what stays, and otherwise what Archive.sync raises.
    """
    bar = progress("indexing", pending(archive), quiet=session.quiet)
    with room(archive, "sync", STORED), bar as advance:
        synced = archive.sync(advance)
    tell_mended(archive, session, synced)
    return synced


def tell_mended(archive: Archive, session: Session, synced: Synced) -> None:
    """Say what was damaged or old and is not any more."""
    for what in synced.mended:
        session.say(what)
    if synced.vectors.left:
        waiting = counted(synced.vectors.left, "change")
        session.say(f"{waiting} without vectors: run podshivka vectors")
    if synced.vectors.fault:
        session.say(f"no vectors were made: {synced.vectors.fault}")
    if archive.store.kept:
        session.say(
            f"the store was brought up to date; a copy of what it was: {archive.store.kept}"
        )


@contextmanager
def room(archive: Archive, command: str, kept: str) -> Iterator[None]:
    """When the disk is full, say how much room there is and how much is needed.

    ``command``: what to call again then. ``kept``: what stays when this is interrupted.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(kept) from None
    except (PodshivkaError, OSError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(cause, OSError) or cause.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        published = archive.engine.published()
        needed = archive.engine.status(published)["bytes"] if published else 0
        # An index takes about the room of the one in use, else of the store.
        needed = needed or (archive.home / "store.sqlite").stat().st_size
        free = shutil.disk_usage(archive.home).free
        index = "the index in use is unchanged" if published else "there is no index yet"
        raise EngineError(
            f"the disk is full: {free >> 20:,} MiB are free now, and an index needs about"
            f" {(needed >> 20) + 1:,} MiB; {index}, and all articles are stored",
            place=str(archive.home),
            hint=f"free some space, then run podshivka {command}",
        ) from error


def pending(archive: Archive) -> int:
    """How many changes of the store are not in the published generation."""
    known = archive.engine.generations()
    return archive.store.pending(max((g.checkpoint for g in known if g.published), default=0))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count the changes to index.")
@common_options
@pass_session
@gives_way
def sync(session: Session, *, dry_run: bool) -> None:
    """Bring the index up to date with the store.

    "ingest" does this by itself unless it is given --no-sync.
    """
    archive = Archive.open(session.home)
    if dry_run:
        print_pending(session, pending(archive))
    else:
        _print_synced(session, bring_up(archive, session))


@click.command()
@common_options
@pass_session
@gives_way
def rollback(session: Session) -> None:
    """Return to the previous index.

    "generations" lists the indexes. The previous one lacks later changes until the next "sync".
    """
    generation = Archive.open(session.home).rollback()
    if session.json:
        print_json({"generation": generation.name, "documents": generation.documents})
    else:
        held = counted(generation.documents, "article")
        click.echo(f"generation {generation.name} is in use: {held}")


@click.command()
@common_options
@pass_session
def generations(session: Session) -> None:
    """List the indexes, oldest first.

    The one in use has a star. With --json, "documents" is the number of articles in the index,
    "checkpoint" the last change of the store that it contains, "building" is true if "reindex" has
    not finished it, and "current" is false if it was built with other analysis settings or
    taxonomies.
    """
    archive = Archive.open(session.home)
    found = archive.stats()["generations"]
    if session.json:
        print_json(found)
        return
    for one in found:
        star = "*" if one["published"] else " "
        note = "" if one["current"] else f"  outdated: {reindex_command(archive.home)}"
        note = "  not published" if one["building"] else note
        click.echo(
            f"{star} {one['name']}  {counted(one['documents'], 'article')}"
            f"  up to change {one['checkpoint']:,}{note}"
        )


@click.command()
@common_options
@pass_session
def stats(session: Session) -> None:
    """Print figures of the store and the index."""
    figures = Archive.open(session.home).stats()
    if session.json:
        print_json(figures)
        return
    parts = {
        f"{part} {name}": value
        for part in ("vectors", "index")
        for name, value in figures.pop(part).items()
    }
    for name, value in (figures | parts | {"generations": len(figures["generations"])}).items():
        click.echo(f"{name:<20} {value:,}" if isinstance(value, int) else f"{name:<20} {value}")


def print_pending(session: Session, count: int) -> None:
    """Print how much there would be to index."""
    if session.json:
        print_json({"pending": count})
    else:
        click.echo(f"{counted(count, 'change')} to index; nothing was done")


def _print_synced(session: Session, done: Synced) -> None:
    if session.json:
        generation = done.generation
        print_json(
            {
                "generation": generation.name,
                "changes": done.changes,
                "documents": generation.documents,
            }
        )
    else:
        session.say(f"{counted(done.changes, 'change')} indexed; {found_now(done)}")


def found_now(done: Synced) -> str:
    """How many articles can be found, for people."""
    return f"{counted(done.generation.documents, 'article')} can be found"
