"""Commands that serve the site."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from importlib.resources import as_file, files
from typing import NoReturn

import click

from indexer.archive import Archive
from indexer.archive.intake import Intake
from indexer.archive.read_options import ReadOptions
from indexer.cli.bind import listen, shown
from indexer.cli.index import bring_up
from indexer.cli.ingest import read_files
from indexer.cli.reindex import rebuild
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import print_error
from indexer.vectors.encoder import is_installed
from schemas.errors import EngineError, NotFoundError, OutdatedIndexError, UsageError

BIND = "127.0.0.1:8000"

_bind = click.option(
    "--bind",
    metavar="HOST:PORT",
    default=BIND,
    show_default=True,
    help="Where to listen; also [IPV6]:PORT or unix:PATH.",
)


@click.command()
@_bind
@click.option("--workers", type=click.IntRange(1, 64), help="Processes  [default: 2]")
@common_options
@pass_session
def serve(session: Session, *, bind: str, workers: int | None) -> None:
    """Serve the site with gunicorn.

    Put a web server with TLS in front of it. New articles appear without a restart. While the
    index cannot be used, pages answer 503; the site recovers by itself after "reindex".
    """
    archive = Archive.open(session.home)
    with listen(bind) as listener:
        try:
            archive.searcher().close()
        except (EngineError, NotFoundError) as error:
            # Served all the same: the site says so (503) and opens by itself after a reindex.
            print_error(error, as_json=session.json)
        session.say(f"serving {archive.home} at {shown(listener)}")
        _run(archive, listener, workers)


@click.command()
@_bind
@common_options
@pass_session
def demo(session: Session, *, bind: str) -> None:
    """Serve the sample archive.

    It comes with the program: invented news of 2001-2026 in both languages, whose people and
    organisations are found by the rules of "tag". It is added to the archive at --home, so choose
    a separate folder.
    """
    with listen(bind) as listener:
        archive = Archive.open(session.home, create=True)
        intake = Intake(archive.settings, ReadOptions(tag=True), archive)
        with as_file(files("indexer") / "sample") as sample, closing(intake):
            read_files(session, intake, [sample])
        try:
            bring_up(archive, session)
        except OutdatedIndexError:
            rebuild(archive, session, anyway=True)
        if is_installed():
            archive.make_vectors()
        session.say(f"the sample archive is at {shown(listener)} (stop it with Ctrl+C)")
        _run(archive, listener, None)


def _for_metrics(address: str) -> socket.socket:
    """A socket that listens where the setting ``metrics`` says. Raises UsageError, naming it."""
    try:
        return listen(address)
    except UsageError as error:
        hint = "correct or unset the setting metrics, or stop the program that listens there"
        raise UsageError(error.message, place="metrics", hint=hint) from None


def _run(archive: Archive, listener: socket.socket, workers: int | None) -> NoReturn:
    """Become gunicorn."""
    sys.stderr.flush()  # what is still buffered would be lost with this program
    # kept in a list: a socket that nobody holds is closed
    listeners = [listener]
    if archive.settings.metrics:
        listeners.append(_for_metrics(archive.settings.metrics))
    options = [part for one in listeners for part in ("--bind", f"fd://{one.fileno()}")]
    options += ["--workers", str(workers)] if workers else []
    # -P: nothing is imported from the folder in which the command is given
    program = [sys.executable, "-P", "-m", "searchapp.server"]
    here = {"PODSHIVKA_HOME": str(archive.home.resolve())}
    if not archive.settings.public_url and shown(listener).startswith("http"):
        here["PODSHIVKA_PUBLIC_URL"] = shown(listener)  # right for whoever reads on this machine
    os.execve(sys.executable, [*program, *options], os.environ | here)  # noqa: S606
