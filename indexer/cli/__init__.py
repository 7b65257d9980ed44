"""The command line ``podshivka``. A command is imported when it is called, so help is quick."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click

from indexer.cli.session import common_options
from indexer.cli.terminal import print_error, use_utf8
from indexer.index.checks import finish
from schemas.errors import PodshivkaError, UsageError

INTERRUPTED, BROKEN_PIPE = 130, 141
"""Exit codes of the shell's own convention: 128 + the number of the signal."""

_COMMANDS = {
    "ingest": "ingest",
    "watch": "watch",
    "tag": "tag",
    "taxonomy": "taxonomy",
    "vectors": "vectors",
    "sync": "index",
    "reindex": "reindex",
    "rollback": "index",
    "generations": "index",
    "compare": "compare",
    "compare-engines": "compare",
    "delete": "ingest",
    "quarantine": "quarantine",
    "search": "search",
    "export": "export",
    "attention": "attention",
    "seen": "seen",
    "sets": "sets",
    "explain": "explain",
    "show": "show",
    "dossier": "dossier",
    "dates": "dates",
    "duplicates": "duplicates",
    "twins": "twins",
    "alerts": "alerts",
    "analyze": "search",
    "stats": "index",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
    "verify": "verify",
    "serve": "serve",
    "demo": "serve",
}

_HELP = """Search for a bilingual (Russian and English) news archive.

\b
  podshivka ingest articles.jsonl pages/     add articles and make them searchable
  podshivka search "протесты в Дагестане"    search them
  podshivka serve                            serve the site at http://127.0.0.1:8000

All data is in one folder: --home, or else PODSHIVKA_HOME, or else ./podshivka-home.
"""

_EXIT_CODES = """
\b
Exit codes: 0 done, 1 error, 2 wrong usage, 3 done, but some records were rejected,
4 another process is writing, 5 verification failed.
"""


class _Commands(click.Group):
    """The commands in the order in which one uses them, each imported on its first call."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in _COMMANDS:
            return None
        module = import_module(f"indexer.cli.{_COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    if not asked or context.resilient_parsing:
        return
    loops = import_module("indexer.index.whoosh").loops()
    click.echo(f"podshivka, version {version('podshivka')} (kernels: {loops})")
    context.exit()


@click.group(cls=_Commands, help=_HELP, epilog=_EXIT_CODES)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@common_options
def podshivka() -> None:
    """All commands."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. An error of ours is one line on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_utf8()
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at its end, and would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt as stop:
        click.echo("; ".join(filter(None, ("podshivka: interrupted", str(stop)))), err=True)
        return INTERRUPTED
    return code


def _run(given: list[str]) -> int:
    try:
        color = False if os.environ.get("NO_COLOR") else None
        # A copy: click takes the arguments out of the list.
        with podshivka.make_context("podshivka", given.copy(), color=color) as context:
            code: int = podshivka.invoke(context) or 0
            finish()
            return code
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as help:
        help.show()
        return help.exit_code
    except click.ClickException as wrong:
        return _report(_usage_error(wrong), given)
    except PodshivkaError as error:
        return _report(error, given)
    except BrokenPipeError:
        raise  # no fault: main answers it with an exit code of its own
    except OSError as error:
        return _report(_system_error(error), given)


def _report(error: PodshivkaError, given: Sequence[str]) -> int:
    print_error(error, as_json="--json" in given)
    return error.exit_code


def _system_error(error: OSError) -> PodshivkaError:
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return PodshivkaError(error.strerror or str(error), place=place, hint=_remedy(error, place))


def _remedy(error: OSError, place: str) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space and repeat the command"
    if error.errno in {errno.EACCES, errno.EPERM} and place:
        rights = import_module("indexer.archive.rights")
        owner = rights.owner_of(Path(place))
        if owner == rights.user_named(os.geteuid()):
            return "it belongs to you: change its rights, or those of its folder"
        return f"it belongs to {owner}: repeat the command as {owner}, or change its rights"
    return ""


def _usage_error(wrong: click.ClickException) -> UsageError:
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context else "podshivka"
    return UsageError(wrong.format_message().rstrip("."), hint=f"see {command} --help")
