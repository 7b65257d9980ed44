"""``podshivka export``: everything that a query finds, as a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Unpack

import click

from indexer.archive import Archive
from indexer.cli.query_options import (
    SORTS,
    Asked,
    filters,
    narrowing,
    not_as,
    period,
    speaking,
    typed,
)
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, progress
from indexer.export import FORMATS, About, exported
from schemas.article import MOSCOW
from schemas.errors import UsageError
from schemas.query import Query

_EPILOG = """
\b
Examples:
  podshivka export протесты в Дагестане --output protests.csv
  podshivka export --person Яндиева --from 2015 --format bib --output yandieva.bib
  podshivka export --format jsonl | gzip > everything.jsonl.gz

The options are those of search; there is no limit. Without --format, the end of the file's name
tells, or else it is CSV. A file appears when it is complete, and replaces one of the same name.
"""


# Unknown options are words: -word excludes one.
@click.command(epilog=_EPILOG, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@narrowing
@speaking
@click.option("--format", type=click.Choice(list(FORMATS)), help="What to write.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write to this file, not to standard output.",
)  # fmt: skip
@click.option("--sort", type=click.Choice(list(SORTS)), help="Order; date means newest.")
@click.option("--literal", is_flag=True, help="No automatic help, such as corrections.")
@click.option("--any", "any_words", is_flag=True, help="Articles with any of the words.")
@common_options
@pass_session
def export(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    words: Sequence[str],
    format: str | None,
    output: Path | None,
    sort: str | None,
    literal: bool,
    any_words: bool,
    **given: Unpack[Asked],
) -> None:
    """Write every article that a query finds to a file.

    As CSV, JSONL (which "ingest" takes), RIS, BibTeX, CSL-JSON or text for reading.
    """
    if output and not output.parent.is_dir():
        hint = "make it first, or choose another place"
        raise UsageError(f"there is no folder {output.parent}", place="--output", hint=hint)
    text = typed(words)
    archive = Archive.open(session.home)
    query = Query(
        text=text,
        filters=filters(archive, given),
        period=period(given),
        sort=SORTS[sort] if sort else ("relevance" if text.strip() else "newest"),
        literal=literal,
        any_words=any_words,
        both=given["both"],
        not_as=not_as(given),
    )
    found = archive.whole(query)
    today, label = datetime.now(MOSCOW).date(), partial(archive.label, language="en")
    about = About.of(found, today, archive.settings.public_url, archive.sites, label)
    chosen = FORMATS[format or _told_by(output)]
    with (
        progress("export", found.total, quiet=session.quiet or session.json) as advance,
        _written(output, session.umask) as file,
    ):
        for chunk in exported(found, chosen, about, lambda: advance(1)):
            file.write(chunk)
    if output:
        session.say(f"{counted(found.total, 'article')} in {output}")


def _told_by(output: Path | None) -> str:
    name = output.name.lower() if output else ""
    return next((one for one in FORMATS if name.endswith(f".{one}")), "csv")


def _beside(output: Path) -> IO[bytes]:
    """A new file in the same folder: files can only be renamed within one file system."""
    try:
        return tempfile.NamedTemporaryFile(
            dir=output.parent, prefix=f".{output.name}.", delete=False
        )
    except OSError as error:
        error.filename = str(output)  # what was asked for; the other name says nothing
        raise


@contextmanager
def _written(output: Path | None, umask: int) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes the place of ``output`` once it is complete.

    ``umask``: of whoever exports, whose file it is: the rights of the home do not concern it.
    """
    if output is None:
        yield sys.stdout.buffer
        return
    with _beside(output) as file:
        try:
            yield file  # type: ignore[misc] # it is one of binary mode
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o666 & ~umask)
            Path(file.name).replace(output)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
