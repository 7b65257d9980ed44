"""Commands that serve the site."""

from __future__ import annotations

import os
import sys
from importlib.resources import as_file, files
from typing import NoReturn

import click

from indexer.archive import Archive
from indexer.cli.indexing import bring_up
from indexer.cli.ingesting import take_in
from indexer.cli.session import Session, common, pass_session
from indexer.ingest import Rules

BIND = "127.0.0.1:8000"

_bind = click.option(
    "--bind", metavar="HOST:PORT", default=BIND, show_default=True, help="Where to listen."
)


@click.command()
@_bind
@click.option("--workers", type=click.IntRange(1, 64), help="Processes  [default: 2]")
@common
@pass_session
def serve(session: Session, *, bind: str, workers: int | None) -> None:
    """Serve the site with gunicorn.

    Put a web server with TLS in front of it. New articles appear without a restart.
    """
    archive = Archive.open(session.home)
    archive.searcher().close()
    session.say(f"serving {archive.home} at http://{bind}")
    _run(archive, bind, workers)


@click.command()
@_bind
@common
@pass_session
def demo(session: Session, *, bind: str) -> None:
    """Serve the sample archive.

    It comes with the program: invented news of 2001-2026 in both languages. It is taken into
    the archive at --home, so choose one of its own.
    """
    archive = Archive.open(session.home, create=True)
    with as_file(files("indexer") / "sample") as sample:
        take_in(session, archive, [sample], Rules(archive.taxonomies))
    bring_up(archive, session)
    session.say(f"the sample archive is at http://{bind} (stop it with Ctrl+C)")
    _run(archive, bind, None)


def _run(archive: Archive, bind: str, workers: int | None) -> NoReturn:
    """Become gunicorn."""
    sys.stderr.flush()
    options = ["--bind", bind, *(["--workers", str(workers)] if workers else [])]
    program = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    here = {"PODSHIVKA_HOME": str(archive.home.resolve())}
    os.execve(sys.executable, [*program, *options, "wsgi:app"], os.environ | here)  # noqa: S606
