"""Commands that copy an archive and bring a copy back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from indexer.archive import Archive
from indexer.archive.backup import Manifest, Restored
from indexer.archive.backup import backup as take
from indexer.archive.backup import restore as bring_back
from indexer.cli.index import found_now
from indexer.cli.reindex import rebuild
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json
from indexer.settings import load_settings
from schemas.article import MOSCOW
from schemas.errors import EngineError, NotFoundError


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@click.option("--index", is_flag=True, help="With the index in use, which can be built anew.")
@common_options
@pass_session
def backup(session: Session, *, target: Path, index: bool) -> None:
    """Copy the archive to a new folder or file.

    A name that ends in .tar or .tar.gz makes a file, any other a folder. Commands may write and the
    site may serve meanwhile: the copy shows the archive at one moment. It has the store, the
    settings, files of names, golden queries and alerts, rejected records and taxonomies, and
    checksums of all of them. Nobody but you can read it.
    """
    manifest = take(Archive.open(session.home), target, index=index)
    if session.json:
        print_json(_shape(manifest) | {"target": str(target)})
    else:
        click.echo(f"{counted(manifest.articles, 'article')} in {target}")


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="BACKUP")
@click.option("--replace", is_flag=True, help="Move aside the archive that is there.")
@click.option("--no-reindex", is_flag=True, help="Do not build the index.")
@common_options
@pass_session
def restore(session: Session, *, source: Path, replace: bool, no_reindex: bool) -> None:
    """Make a backup the archive at --home, and build its index.

    Every checksum is compared first. Stop the site and all commands on that home. With --replace,
    what was there lies in its folder "replaced-…" afterwards; remove it when you need it no more.
    """
    home = load_settings(session.home).home
    done = bring_back(source, home, replace=replace)
    _tell(session, done)
    archive = Archive.open(home)
    if not no_reindex and not _usable(archive, done.manifest):
        synced = rebuild(archive, session, anyway=True)
        session.say(found_now(synced))
    if session.json:
        replaced = str(done.replaced) if done.replaced else None
        print_json(_shape(done.manifest) | {"home": str(home), "replaced": replaced})


def _usable(archive: Archive, manifest: Manifest) -> bool:
    """Whether the index that came along is one of this version."""
    if not manifest.index:
        return False
    try:
        archive.engine.verify(manifest.index)
        archive.searcher().close()
    except (EngineError, NotFoundError):
        return False
    return True


def _tell(session: Session, done: Restored) -> None:
    moment = _moscow(done.manifest.taken)
    session.say(f"restored {counted(done.manifest.articles, 'article')} as of {moment}")
    if done.replaced:
        session.say(f"what was there is in {done.replaced}")
    for named, copy in done.missing:
        session.say(f"the settings name {named}, which is not here; its copy is {copy}")


def _moscow(moment: datetime) -> str:
    return f"{moment.astimezone(MOSCOW):%Y-%m-%d %H:%M} (Moscow)"


def _shape(manifest: Manifest) -> dict[str, object]:
    return {
        "articles": manifest.articles,
        "sequence": manifest.sequence,
        "taken": manifest.taken.isoformat(),
        "index": manifest.index or None,
        "files": len(manifest.files),
        "bytes": sum(file.size for file in manifest.files.values()),
    }
