"""Commands that change what the store holds."""

from __future__ import annotations

import gc
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.cli.asking import clean, not_found
from indexer.cli.indexing import STORED, bring_up, found_now
from indexer.cli.session import Session, common, pass_session
from indexer.cli.summary import Summary
from indexer.cli.terminal import counted, print_json, printable, progress
from indexer.ingest import (
    Ingest,
    Rejection,
    Rules,
    SetAside,
    Sites,
    check,
    check_encoding,
    read_mapping,
    size,
)
from indexer.settings import Settings, load
from indexer.store import Outcome
from indexer.tagging import Tagger
from indexer.tagging.filling import tagged
from indexer.taxonomy import Taxonomy, load_taxonomies
from schemas.article import Article
from schemas.errors import InputError, StoreError

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
others are accepted, and the exit code is 3. Correct "record" there, then "quarantine retry".
"""

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Given:
    """How records are to be read, as given on the command line."""

    pairs: Sequence[str] = ()
    encoding: str = "utf-8"
    unknown_dates: bool = False
    tag: bool | None = None
    """None: as the setting says."""

    def rules(self, settings: Settings) -> Rules:
        """The rules. Raises UsageError when a mapping or a setting makes no sense."""
        return Rules(
            load_taxonomies(settings),
            read_mapping(self.pairs),
            unknown_dates=self.unknown_dates,
            sites=Sites(settings.hosts),
        )

    def options(self) -> dict[str, Any]:
        """Those that were given, to be kept beside rejected records."""
        every = {
            "map": list(self.pairs),
            "encoding": "" if self.encoding == "utf-8" else self.encoding,
            "unknown_dates": self.unknown_dates,
            "tag": self.tag,
        }
        return {name: value for name, value in every.items() if value}

    def with_kept(self, options: Mapping[str, Any]) -> Given:
        """These and the options that rejected records were kept with; these win."""
        kept = [pair for pair in options.get("map", ()) if isinstance(pair, str)]
        own = {pair.partition("=")[0] for pair in self.pairs}
        kept = [pair for pair in kept if pair.partition("=")[0] not in own]
        encoding = self.encoding if self.encoding != "utf-8" else options.get("encoding", "utf-8")
        return Given(
            pairs=[*kept, *self.pairs],
            encoding=check_encoding(str(encoding)),
            unknown_dates=self.unknown_dates or bool(options.get("unknown_dates")),
            tag=options.get("tag") is True or None if self.tag is None else self.tag,
        )


PLAIN = Given()


def reading(command: _Command) -> _Command:
    """Give a command the options that say how records are to be read."""
    for option in (
        click.option(
            "--tag/--no-tag",
            default=None,
            help="Find regions, topics, people, organisations where none are given.",
        ),
        click.option("--unknown-dates", is_flag=True, help="Take what is no date for unknown."),
        click.option("--encoding", default="utf-8", help="Of the text: windows-1251, koi8-r, ..."),
        click.option(
            "--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Rename a field."
        ),
    ):
        command = option(command)
    return command


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=Path)
@reading
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
    tag: bool | None,
    no_sync: bool,
    dry_run: bool,
) -> int:
    """Take in articles and make them searchable.

    A PATH is a file, a folder of files, or - for JSON lines on standard input. Files are: JSON
    lines or an array (.jsonl, .ndjson, .json), saved pages (.html, .htm, .xhtml, .txt), what a
    crawler was given (.warc), feeds, sitemaps, NewsML-G2, NITF, WordPress exports (.xml, .rss,
    .atom, .rdf, .wxr, .newsml, .nitf), tables (.csv, .tsv); any of them packed (.gz, .bz2, .xz),
    and archives of them (.zip, .tar, .tgz).
    """
    settings = load(session.home)
    given = Given(pairs, check_encoding(encoding), unknown_dates=unknown_dates, tag=tag)
    rules = given.rules(settings)
    check(paths)
    archive = None if dry_run else Archive(settings, create=True)
    done = Summary()
    aside = SetAside(archive.home / "rejected", given.options()) if archive else None
    with closing(aside) if aside else nullcontext(), waiting(archive), settled():
        take_in(session, archive, paths, rules, given, done=done, aside=aside)
    try:
        if archive and not no_sync:
            done.state = bring_up(archive, session)
    finally:
        _print(session, done, aside.path if aside else None)
    return InputError.exit_code if done.rejected else 0


def take_in(  # noqa: PLR0913 - they are what ingest was told
    session: Session,
    archive: Archive | None,
    paths: Sequence[Path],
    rules: Rules,
    given: Given = PLAIN,
    *,
    done: Summary | None = None,
    aside: SetAside | None = None,
) -> None:
    """Store the articles in ``paths``, with a progress bar; without an archive only count them."""
    done = done or Summary()

    def reject(rejection: Rejection) -> None:
        if aside:
            aside.add(rejection)
        done.note(rejection)

    with progress("reading", size(paths), quiet=session.quiet, unit="bytes") as advance:
        source = Ingest(paths, rules, reject, given.encoding, advance)
        keep(archive, source, done, tag=given.tag)


def keep(archive: Archive | None, source: Ingest, done: Summary, *, tag: bool | None) -> None:
    """Store the articles of ``source`` and count them; without an archive only count them.

    ``tag``: find what they came without; None: as the archive's setting says.
    """
    articles: Iterable[Article] = source
    if archive:
        source.known = archive.store.at
        if archive.settings.tag if tag is None else tag:
            articles = find_tags(source, source.rules.taxonomies)
    outcome = Outcome()
    try:
        if archive:
            outcome = archive.add(articles)
        else:
            outcome.new = sum(1 for _ in articles) - source.copies
    finally:
        done.add(source, outcome)


@contextmanager
def waiting(archive: Archive | None) -> Iterator[None]:
    """When storing ends early, say that what the store has taken is not searchable yet."""
    before = archive.store.sequence if archive else 0
    try:
        yield
    except KeyboardInterrupt:
        more = archive and archive.store.sequence > before
        raise KeyboardInterrupt(STORED if more else "nothing was stored") from None
    except StoreError as error:
        if stored := archive.store.sequence - before if archive else 0:
            were = "was" if stored == 1 else "were"
            error.message += f"; {counted(stored, 'article')} {were} stored before"
            mends = (error.mend, "make those searchable with podshivka sync")
            error.mend = ", or ".join(filter(None, mends))
        raise


def find_tags(articles: Iterable[Article], taxonomies: Mapping[str, Taxonomy]) -> Iterator[Article]:
    """``articles`` with what their texts say of what they came without."""
    tagger = Tagger(default_analyzer(), regions=taxonomies["region"])
    for article in articles:
        yield tagged(article, tagger, taxonomies)


@contextmanager
def settled() -> Iterator[None]:
    """Have the garbage collector pass over all that is there before the reading starts.

    Each page makes thousands of objects, and so has the collector walk again and again through
    dictionaries, models and modules that stay to the end.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _print(session: Session, done: Summary, rejects: Path | None) -> None:
    if session.json:
        print_json(done.as_json() | {"rejects": str(rejects) if rejects else None})
        return
    for error in done.first:
        session.say(printable(str(error)))
    if done.rejected > len(done.first):
        session.say(f"... and {done.rejected - len(done.first):,} more")
    for remark in done.remarks():
        session.say(printable(remark))
    session.say(done.told())
    if rejects:
        again = shlex.join(["podshivka", "quarantine", "retry", rejects.name])
        session.say(f"mend the rejected records in {rejects}, then: {again}")
    if done.state:
        session.say(found_now(done.state))


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--no-sync", is_flag=True, help="Delete from the store only; index later, with sync.")
@click.option("--dry-run", is_flag=True, help="Say how many there are; change nothing.")
@common
@pass_session
def delete(session: Session, *, ids: Sequence[str], no_sync: bool, dry_run: bool) -> None:
    """Delete articles, with all that they said before.

    Ids that are not there are named, and the exit code is 1; the others are deleted. The same file,
    ingested again, brings its articles back.
    """
    archive = Archive.open(session.home)
    wanted = list(dict.fromkeys(map(clean, ids)))
    known = archive.store.get_many(wanted)
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
