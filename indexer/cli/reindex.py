"""The command that builds a new index beside the one in use, verifies it and switches to it."""

from __future__ import annotations

import click

from indexer.archive import Archive
from indexer.archive.building import Obstacle, Unfinished
from indexer.archive.generations import Synced
from indexer.archive.golden import AnswersChangedError, Comparison
from indexer.cli.compare import comparison_json, print_comparison
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


def rebuild(
    archive: Archive, session: Session, *, anew: bool = False, anyway: bool = False
) -> Synced:
    """Build a new index and switch to it, with a progress bar.

    Raises EngineError, saying how much room is needed, when the disk is full, KeyboardInterrupt,
    saying what stays, and otherwise what Archive.rebuild raises.
    """
    begun = None if anew else archive.unfinished()
    if begun:
        session.say(_what_becomes_of(begun, archive))
    bar = progress("indexing", _pending(archive, begun), quiet=session.quiet)
    with room(archive, "reindex", KEPT), bar as advance:
        synced = archive.rebuild(advance, anew=anew, anyway=anyway)
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
@click.option("--publish-anyway", is_flag=True, help="Switch even if answers change too much.")
@common_options
@pass_session
@gives_way
def reindex(session: Session, *, dry_run: bool, anew: bool, publish_anyway: bool) -> None:
    """Build a new index, verify it and switch to it.

    Needed after an upgrade or a change of the taxonomies; a command or the site says when.
    Searches go on meanwhile. If it is interrupted or killed, call it again: it goes on where it
    was, unless settings or taxonomies have changed. To return to the old index, use "rollback".

    If the new index does not match the store, it is discarded; if it loses articles or answers
    golden queries too differently (see "compare"), it is kept, but not used. Either way the old one
    stays in use, and the exit code is 5. If other answers are what you want, for instance after an
    upgrade, call it again with --publish-anyway.
    """
    archive = Archive.open(session.home)
    if dry_run:
        print_pending(session, _pending(archive, None if anew else archive.unfinished()))
        return
    try:
        done = rebuild(archive, session, anew=anew, anyway=publish_anyway)
    except AnswersChangedError as refused:
        _print_refused(session, refused.comparison)
        raise
    if session.json:
        print_json(
            {
                "generation": done.generation.name,
                "changes": done.changes,
                "resumed": done.resumed,
                "documents": done.generation.documents,
                "comparison": done.comparison and comparison_json(done.comparison),
            }
        )
    else:
        session.say(f"{counted(done.changes, 'change')} indexed; {found_now(done)}")
        if done.comparison:
            _say_compared(session, done.comparison)


def _print_refused(session: Session, found: Comparison) -> None:
    if session.json:
        print_json({"generation": None, "comparison": comparison_json(found)})
    else:
        print_comparison(found, brief=True)


def _say_compared(session: Session, found: Comparison) -> None:
    every, differing = len(found.answers), len(found.differing)
    if found.alike and found.documents[0] is None:
        session.say(f"{found.before} cannot be opened: its answers were not compared")
    elif found.alike:
        session.say(f"{every:,} golden queries are answered as by {found.before}")
    else:
        session.say(
            f"{differing:,} of {every:,} golden queries are answered otherwise than by"
            f" {found.before}: podshivka compare {found.before} {found.after}"
        )
