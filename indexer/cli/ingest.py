"""Commands that change what the store holds."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Unpack

import click

from indexer.archive import Archive
from indexer.archive.generations import Synced
from indexer.archive.intake import Intake
from indexer.cli.index import STORED, bring_up, found_now
from indexer.cli.query_options import decoded, not_found
from indexer.cli.reading_options import Reading, read_options, reading_options
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.summary import as_json, one_line, remarks
from indexer.cli.terminal import counted, print_json, printable, progress
from indexer.cli.way_given import gives_way
from indexer.ingest import bytes_in, check_paths
from indexer.settings import load_settings
from schemas.errors import InputError, StoreError

_EPILOG = """
\b
Examples:
  podshivka ingest articles.jsonl
  podshivka ingest pages/ 2019.jsonl.gz
  podshivka ingest --map keywords=topics foreign.jsonl.gz
  zstdcat all.jsonl.zst | podshivka ingest -

--map OURS=THEIRS works like an assignment: keywords=topics fills our field keywords from the
field topics of the files. Unknown fields are kept as they came.

Rejected records are set aside in HOME/rejected/, each with its place, the reason and what to do;
the others are accepted, and the exit code is 3. Correct "record" there, then run
"quarantine retry".
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=Path)
@reading_options
@click.option("--no-sync", is_flag=True, help="Only store; index later with sync.")
@click.option("--dry-run", is_flag=True, help="Only check the files.")
@common_options
@pass_session
@gives_way
def ingest(
    session: Session,
    *,
    paths: Sequence[Path],
    no_sync: bool,
    dry_run: bool,
    **given: Unpack[Reading],
) -> int:
    """Add articles and make them searchable.

    A PATH is a file, a folder of files, or - for JSON lines on standard input. Formats: JSON
    lines or an array, JSON Feed, ninjs, Telegram exports (.jsonl, .ndjson, .json); saved pages
    (.html, .htm, .xhtml, .txt); web crawls (.warc, .arc, .wacz); feeds, lists of feeds, sitemaps,
    NewsML, NITF, exports of WordPress and MediaWiki (.xml, .rss, .atom, .rdf, .wxr, .newsml,
    .nitf, .opml); issues of newspapers and magazines (.epub); tables (.csv, .tsv). Files may be
    compressed (.gz, .bz2, .xz) or in archives (.zip, .tar, .tgz).
    """
    settings = load_settings(session.home)
    options = read_options(given)
    # Wrong options and paths are found before an archive is made.
    intake = Intake(settings, options)
    check_paths(paths)
    archive = None if dry_run else Archive(settings, create=True)
    if archive:
        intake = Intake(settings, options, archive)
    synced = None
    with closing(intake), stored_so_far(archive):
        read_files(session, intake, paths)
    try:
        if archive and not no_sync:
            synced = bring_up(archive, session)
    finally:
        # When indexing fails, too: the articles are stored by then.
        _print(session, intake, synced)
    return InputError.exit_code if intake.report.rejected else 0


def read_files(session: Session, intake: Intake, paths: Sequence[Path]) -> None:
    """Take the articles of ``paths`` in, with a progress bar. Raises as Intake.files does."""
    with progress("reading", bytes_in(paths), quiet=session.quiet, unit="bytes") as advance:
        intake.files(paths, advance)


@contextmanager
def stored_so_far(archive: Archive | None) -> Iterator[None]:
    """If storing ends early, say that the articles stored so far are not searchable yet.

    The KeyboardInterrupt or StoreError that ended it is raised with that added.
    """
    before = archive.store.sequence if archive else 0
    try:
        yield
    except KeyboardInterrupt:
        more = archive and archive.store.sequence > before
        raise KeyboardInterrupt(STORED if more else "nothing was stored") from None
    except StoreError as error:
        if stored := archive.store.sequence - before if archive else 0:
            were = "was" if stored == 1 else "were"
            error.message += f"; {counted(stored, 'article')} {were} stored before that"
            hints = (error.hint, "make those searchable with podshivka sync")
            error.hint = ", or ".join(filter(None, hints))
        raise


def _print(session: Session, intake: Intake, synced: Synced | None) -> None:
    report, rejects = intake.report, intake.rejects
    if session.json:
        print_json(as_json(report, synced) | {"rejects": str(rejects) if rejects else None})
        return
    for error in report.first:
        session.say(printable(str(error)))
    if report.rejected > len(report.first):
        session.say(f"... and {report.rejected - len(report.first):,} more")
    for remark in remarks(report):
        session.say(printable(remark))
    session.say(one_line(report))
    if rejects:
        again = shlex.join(["podshivka", "quarantine", "retry", rejects.name])
        session.say(f"correct the rejected records in {rejects}, then: {again}")
    if synced:
        session.say(found_now(synced))


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--no-sync", is_flag=True, help="Leave other changes to a later sync.")
@click.option("--dry-run", is_flag=True, help="Only count the articles to delete.")
@common_options
@pass_session
@gives_way
def delete(session: Session, *, ids: Sequence[str], no_sync: bool, dry_run: bool) -> None:
    """Delete articles with all their versions.

    They are removed from the store and from every index. Unknown ids are reported, with exit
    code 1; the other articles are deleted all the same. Ingesting the same file again brings its
    articles back.
    """
    archive = Archive.open(session.home)
    wanted = list(dict.fromkeys(map(decoded, ids)))
    known = archive.store.held(wanted)
    missing = [id for id in wanted if id not in known]
    count = len(known) if dry_run else archive.delete(known)
    if not (dry_run or no_sync):
        bring_up(archive, session)
    if session.json:
        print_json({"deleted": count, "missing": missing})
    else:
        session.say(f"{counted(count, 'article')} {'would be ' * dry_run}deleted")
    if missing:
        raise not_found(*missing)
