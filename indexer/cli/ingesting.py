"""Commands that change what the store holds."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import click

from indexer.analysis import default_analyzer
from indexer.archive import Archive, Synced, load_taxonomies
from indexer.cli.indexing import bring_up
from indexer.cli.session import Session, common, pass_session
from indexer.cli.terminal import print_json, printable, progress
from indexer.ingest import (
    Ingest,
    Rejection,
    Rules,
    SetAside,
    check,
    check_encoding,
    read_mapping,
    size,
)
from indexer.settings import load
from indexer.store import Outcome
from indexer.tagging import Tagger
from indexer.tagging.filling import filled
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.errors import InputError

SHOWN = 10
"""Rejected records that are shown; all are in the file."""

_EPILOG = """
\b
Examples:
  podshivka ingest articles.jsonl
  podshivka ingest pages/ 2019.jsonl.gz
  podshivka ingest --map keywords=topics foreign.jsonl.gz
  zstdcat all.jsonl.zst | podshivka ingest -

--map OURS=THEIRS reads like an assignment: keywords=topics puts what the files call topics into
our keywords. Fields that are not ours are kept as they came.

Records that cannot be accepted are set aside in HOME/rejected/ with place, reason and mend; the
others are accepted, and the exit code is 3. Correct "record" there, then ingest that file.
"""


@dataclass
class TakenIn:
    """What an ingest did. ``rejects``: the file of rejected records; ``first``: SHOWN of them."""

    source: Ingest
    outcome: Outcome
    rejects: Path | None
    first: list[InputError]
    state: Synced | None = None


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=Path)
@click.option("--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Rename a field.")
@click.option("--encoding", default="utf-8", help="Of the text, for instance windows-1251.")
@click.option("--unknown-dates", is_flag=True, help="Take what is no date for an unknown date.")
@click.option("--tag", is_flag=True, help="Find regions and topics in texts that have none.")
@click.option("--no-sync", is_flag=True, help="Store only; index later, with sync.")
@click.option("--dry-run", is_flag=True, help="Check the files; change nothing.")
@common
@pass_session
def ingest(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    paths: Sequence[Path],
    pairs: Sequence[str],
    encoding: str,
    unknown_dates: bool,
    tag: bool,
    no_sync: bool,
    dry_run: bool,
) -> int:
    """Take in articles and make them searchable.

    A PATH is a file of JSON lines (.jsonl, .ndjson, .json) or a saved page as text (.txt), either
    with or without .gz; a folder of these; or - for JSON lines on standard input.
    """
    settings = load(session.home)
    rules = Rules(load_taxonomies(settings), read_mapping(pairs), unknown_dates=unknown_dates)
    encoding = check_encoding(encoding)
    check(paths)
    archive = None if dry_run else Archive(settings, create=True)
    done = take_in(session, archive, paths, rules, encoding, tag=tag)
    try:
        if archive and not no_sync:
            done.state = bring_up(archive, session)
    finally:
        _print(session, done, [*_pairs(pairs), *(["--tag"] if tag else [])])
    return InputError.exit_code if done.source.rejected else 0


def take_in(  # noqa: PLR0913 - they are the options of ingest
    session: Session,
    archive: Archive | None,
    paths: Sequence[Path],
    rules: Rules,
    encoding: str = "utf-8",
    *,
    tag: bool = False,
) -> TakenIn:
    """Store the articles in ``paths``, with a progress bar; without an archive only count them."""
    first: list[InputError] = []
    with ExitStack() as stack:
        aside = (
            stack.enter_context(closing(SetAside(archive.home / "rejected"))) if archive else None
        )

        def reject(rejection: Rejection) -> None:
            if aside:
                aside.add(rejection)
            if len(first) < SHOWN:
                first.append(rejection.error)

        bar = progress("reading", size(paths), quiet=session.quiet, unit="bytes")
        source = Ingest(paths, rules, reject, encoding, stack.enter_context(bar))
        articles = _tagged(source, rules.taxonomies) if tag else source
        outcome = archive.add(articles) if archive else Outcome(new=sum(1 for _ in articles))
    return TakenIn(source, outcome, aside.path if aside else None, first)


def _tagged(articles: Iterable[Article], taxonomies: Mapping[str, Taxonomy]) -> Iterator[Article]:
    tagger = Tagger(default_analyzer(), regions=taxonomies["region"])
    for article in articles:
        yield filled(article, tagger.tag(article), taxonomies)


def _pairs(pairs: Sequence[str]) -> list[str]:
    return [word for pair in pairs for word in ("--map", pair)]


def _print(session: Session, done: TakenIn, options: Sequence[str]) -> None:
    if session.json:
        print_json(_as_json(done))
        return
    for error in done.first:
        session.say(printable(str(error)))
    source, outcome = done.source, done.outcome
    if source.rejected > len(done.first):
        session.say(f"... and {source.rejected - len(done.first):,} more")
    session.say(
        f"{source.read:,} records read: {outcome.new:,} new, {outcome.changed:,} changed,"
        f" {outcome.unchanged:,} unchanged, {source.repeated:,} repeated,"
        f" {source.rejected:,} rejected"
    )
    if done.rejects:
        again = shlex.join(["podshivka", "ingest", *options, str(done.rejects)])
        session.say(f"mend the rejected records there, then: {again}")
    if done.state:
        session.say(f"{done.state.generation.documents:,} articles can be found")


def _as_json(done: TakenIn) -> dict[str, object]:
    source, outcome, state = done.source, done.outcome, done.state
    return {
        "read": source.read,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "repeated": source.repeated,
        "rejected": source.rejected,
        "rejects": str(done.rejects) if done.rejects else None,
        "rejections": [
            {"place": error.place, "reason": error.message, "mend": error.mend}
            for error in done.first
        ],
        "generation": state.generation.name if state else None,
        "documents": state.generation.documents if state else None,
    }


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--no-sync", is_flag=True, help="Delete from the store only; index later, with sync.")
@click.option("--dry-run", is_flag=True, help="Say how many there are; change nothing.")
@common
@pass_session
def delete(session: Session, *, ids: Sequence[str], no_sync: bool, dry_run: bool) -> None:
    """Delete articles.

    An id that is not there is no error. The same file, ingested again, brings its articles back.
    """
    archive = Archive.open(session.home)
    count = len(archive.store.get_many(ids)) if dry_run else archive.delete(ids)
    if not (dry_run or no_sync):
        bring_up(archive, session)
    if session.json:
        print_json({"deleted": count})
    else:
        session.say(f"{count:,} articles {'would be ' * dry_run}deleted")
