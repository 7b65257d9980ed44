"""The options common to all commands, accepted anywhere: the home and how to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from schemas.errors import UsageError

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass
class Session:
    """The common options of one call. ``home`` None: PODSHIVKA_HOME or the default.

    ``umask``: of whoever called; what a command makes in the home has the rights of the home.
    """

    home: Path | None = None
    json: bool = False
    quiet: bool = False
    umask: int = 0o077

    def say(self, text: str) -> None:
        """A remark for people, on standard error; none with --quiet or --json."""
        if not (self.quiet or self.json):
            click.echo(text, err=True)


def pass_session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a command its session, and let what it makes have the rights that the settings name."""

    @wraps(command)
    def called(*arguments: Any, **options: Any) -> Any:
        from indexer.archive import rights  # noqa: PLC0415 - help needs no archive, and is quick

        session = click.get_current_context().ensure_object(Session)
        with rights.applied(_home_rights(session.home)) as session.umask:
            return command(session, *arguments, **options)

    return called


def _home_rights(home: Path | None) -> Any:
    from indexer.settings import load_settings  # noqa: PLC0415 - as above

    try:
        return load_settings(home).home_rights
    except UsageError:  # the command itself tells it, if it needs the settings
        return "private"


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """Note an option, before or after the command's name; the one after it wins."""
    if value and parameter.name:
        setattr(ctx.ensure_object(Session), parameter.name, value)


def _option(*names: str, **settings: Any) -> Callable[[_Command], _Command]:
    return click.option(*names, expose_value=False, callback=_remember, **settings)


def common_options(command: _Command) -> _Command:
    """Give a command --home, --json and --quiet."""
    folder = click.Path(file_okay=False, path_type=Path)
    command = _option("--quiet", is_flag=True, help="Print results and errors only.")(command)
    command = _option("--json", is_flag=True, help="Print JSON, for scripts.")(command)
    where = "Folder of the store and the index; overrides PODSHIVKA_HOME."
    return _option("--home", type=folder, metavar="FOLDER", help=where)(command)
