"""What the commands that read records share: the options that say how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypedDict, TypeVar

import click

from indexer.archive.read_options import ReadOptions
from indexer.ingest import check_encoding

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Reading(TypedDict):
    """What the options of ``reading_options`` say, as typed."""

    pairs: Sequence[str]
    encoding: str
    unknown_dates: bool
    unknown: str | None
    tag: bool | None


def reading_options(command: _Command) -> _Command:
    """Give a command the options that say how to read records."""
    # The option that is added last stands first in the help.
    for option in (
        click.option(
            "--tag/--no-tag",
            default=None,
            help="Find regions, topics, people, organisations if the article has none.",
        ),
        click.option(
            "--unknown",
            type=click.Choice(["keep", "reject"]),
            help="Regions and topics that are not listed become keywords, or cost the article.",
        ),
        click.option("--unknown-dates", is_flag=True, help="Treat unreadable dates as unknown."),
        click.option("--encoding", default="utf-8", help="Encoding: windows-1251, koi8-r, ..."),
        click.option(
            "--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Rename a field."
        ),
    ):
        command = option(command)
    return command


def read_options(given: Reading) -> ReadOptions:
    """The options as the archive takes them. Raises UsageError for an encoding that is none."""
    unknown = given["unknown"]
    return ReadOptions(
        given["pairs"],
        check_encoding(given["encoding"]),
        unknown_dates=given["unknown_dates"],
        tag=given["tag"],
        listed=None if unknown is None else unknown == "reject",
    )
