"""The command that builds a new index beside the one in use, verifies it and switches to it."""

from __future__ import annotations

import click

from indexer.archive import Archive
from indexer.archive.building import Obstacle, Unfinished
from indexer.archive.generations import Synced
from indexer.cli.index import found_now, print_pending, room, tell_mended
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, progress
from indexer.cli.way_given import gives_way

KEPT = "the index in use is unchanged; podshivka reindex goes on where this one stopped"
"""Shown when building was interrupted."""

_OBSTACLES: dict[Obstacle, str] = {
    "settings": "it was begun with other analysis settings or taxonomies",
    "store": "the store is older than it",
    "damage": "its files are damaged",
}


def rebuild(archive: Archive, session: Session, *, anew: bool = False) -> Synced:
    """Build a new index and switch to it, with a progress bar.

    Raises EngineError, saying how much room is needed, when the disk is full, KeyboardInterrupt,
    saying what stays, and otherwise what Archive.rebuild raises.
    """
    begun = None if anew else archive.unfinished()
    if begun:
        session.say(_what_becomes_of(begun, archive))
    bar = progress("indexing", _pending(archive, begun), quiet=session.quiet)
    with room(archive, "reindex", KEPT), bar as advance:
        synced = archive.rebuild(advance, anew=anew)
    tell_mended(archive, session, synced)
    return synced


def _pending(archive: Archive, begun: Unfinished | None) -> int:
    usable = begun and not begun.obstacle
    return archive.store.pending(begun.generation.checkpoint if begun and usable else 0)


def _what_becomes_of(begun: Unfinished, archive: Archive) -> str:
    name = begun.generation.name
    if begun.obstacle:
        return f"the unfinished {name} is discarded: {_OBSTACLES[begun.obstacle]}; starting anew"
    done = archive.store.pending(0) - _pending(archive, begun)
    return f"going on with the unfinished {name}: {counted(done, 'change')} are in it"


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count the changes to index.")
@click.option("--anew", is_flag=True, help="Do not go on with a build that was interrupted.")
@common_options
@pass_session
@gives_way
def reindex(session: Session, *, dry_run: bool, anew: bool) -> None:
    """Build a new index, verify it and switch to it.

    Needed after an upgrade or a change of the taxonomies; a command or the site says when.
    Searches go on meanwhile. If it is interrupted or killed, call it again: it goes on where it
    was, unless settings or taxonomies have changed. If the new index does not match the store, it
    is discarded, the old one stays in use, and the exit code is 5. To return to the old index, use
    "rollback".
    """
    archive = Archive.open(session.home)
    if dry_run:
        print_pending(session, _pending(archive, None if anew else archive.unfinished()))
        return
    done = rebuild(archive, session, anew=anew)
    if session.json:
        print_json(
            {
                "generation": done.generation.name,
                "changes": done.changes,
                "resumed": done.resumed,
                "documents": done.generation.documents,
            }
        )
    else:
        session.say(f"{counted(done.changes, 'change')} indexed; {found_now(done)}")
