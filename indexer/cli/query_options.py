"""What the commands that take a query share: its options as a Query's parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import TypedDict, TypeVar

import click

from indexer.archive import Archive
from indexer.language import code_named
from indexer.query.parser.dates import read_days
from schemas.article import MOSCOW
from schemas.errors import InputError, NotFoundError, UsageError
from schemas.query import Filters, Period, Sort

_Command = TypeVar("_Command", bound=Callable[..., object])


SORTS: Mapping[str, Sort] = {
    "relevance": "relevance",
    "newest": "newest",
    "oldest": "oldest",
    "date": "newest",
}
"""What --sort takes."""


class Narrowed(TypedDict):
    """What the options of ``narrowing`` say, as typed."""

    region: Sequence[str]
    topic: Sequence[str]
    person: Sequence[str]
    organisation: Sequence[str]
    author: Sequence[str]
    source: Sequence[str]
    keyword: Sequence[str]
    language: Sequence[str]
    since: str | None
    until: str | None
    undated: bool


class Asked(Narrowed):
    """What the options of ``narrowing`` and ``speaking`` say, as typed."""

    both: bool
    not_as: Sequence[str]


def speaking(command: _Command) -> _Command:
    """Give a command the options --both and --not-as."""
    command = click.option(
        "--not-as", multiple=True, metavar="WORD", help="With --both: not with this translation."
    )(command)
    return click.option("--both", is_flag=True, help="In the other language, too.")(command)


def narrowing(command: _Command) -> _Command:
    """Give a command an option for each facet, such as --region, and those of the date."""
    # The option that is added last stands first in the help.
    for option in reversed(
        (
            click.option("--region", multiple=True, help="In this region or a part of it."),
            click.option("--topic", multiple=True, help="On this topic or a subtopic."),
            click.option("--person", multiple=True, help="Naming this person (surname or more)."),
            click.option("--organisation", multiple=True, help="Naming this organisation."),
            click.option("--author", multiple=True, help="By this author (surname or more)."),
            click.option("--source", multiple=True, help="From this source."),
            click.option("--keyword", multiple=True, help="With this keyword."),
            click.option("--language", multiple=True, metavar="CODE", help="In this language."),
            click.option("--from", "since", metavar="DATE", help="Published on this day or later."),
            click.option("--to", "until", metavar="DATE", help="Published on this day or earlier."),
            click.option("--undated", is_flag=True, help="Only articles without a date."),
        )
    ):
        command = option(command)
    return command


def typed(words: Sequence[str]) -> str:
    """The query of the arguments: -word excludes.

    Raises click.NoSuchOption for a word with two dashes, which was meant as an option.
    """
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word.partition("=")[0], ctx=click.get_current_context())
    return " ".join(map(decoded, words))


def filters(archive: Archive, given: Narrowed) -> Filters:
    """The values chosen. Raises UsageError for a name that stands for none."""
    chosen = {
        "region": _resolved(archive, "region", given["region"]),
        "topic": _resolved(archive, "topic", given["topic"]),
        "person": _resolved(archive, "person", given["person"]),
        "organisation": _resolved(archive, "organisation", given["organisation"]),
        "author": _resolved(archive, "author", given["author"]),
        "source": _resolved(archive, "source", given["source"]),
        "keyword": _resolved(archive, "keyword", given["keyword"]),
        "language": tuple(dict.fromkeys(map(_language, given["language"]))),
    }
    return {name: values for name, values in chosen.items() if values}


def not_as(given: Asked) -> tuple[str, ...]:
    """The translations left out. Raises UsageError when nothing is to be translated."""
    if given["not_as"] and not given["both"]:
        raise UsageError(
            "words are searched for as typed", place="--not-as", hint="add --both, or leave it out"
        )
    return tuple(dict.fromkeys(map(decoded, given["not_as"])))


def not_found(*ids: str) -> NotFoundError:
    """The error that names articles that are not there."""
    what = "is no article" if len(ids) == 1 else "are no articles"
    named = ", ".join(map(repr, ids))
    return NotFoundError(f"there {what} {named}", hint="search --json prints ids")


def decoded(word: str) -> str:
    """An argument as text; bytes that are not UTF-8 become replacement characters."""
    return word.encode(errors="surrogateescape").decode(errors="replace")


def _resolved(archive: Archive, facet: str, names: Sequence[str]) -> tuple[str, ...]:
    try:
        found = (archive.resolve(facet, decoded(name)) for name in names)
        return tuple(dict.fromkeys(chain.from_iterable(found)))
    except InputError as error:
        raise UsageError(error.message, place=f"--{facet}", hint=error.hint) from None


def _language(name: str) -> str:
    code = code_named(decoded(name))
    if code is None:
        hint = "write ru, en or the ISO 639 code of another language"
        raise UsageError(f"there is no language {name[:40]!r}", place="--language", hint=hint)
    return code


def period(given: Narrowed) -> Period:
    """The days chosen. Raises UsageError for text that is not a date."""
    since, until, undated = given["since"], given["until"], given["undated"]
    if undated and (since or until):
        hint = "leave out either --undated or --from and --to"
        raise UsageError(
            "an article without a date is not in any period", place="--undated", hint=hint
        )
    today = datetime.now(MOSCOW).date()
    first = _days("--from", since, today).first if since else None
    last = _days("--to", until, today).last if until else None
    if first and last and first > last:
        raise UsageError(f"{since} is after {until}", place="--from", hint="swap --from and --to")
    return Period(first, last, undated=undated)


def _days(option: str, text: str, today: date) -> Period:
    days = read_days(decoded(text), today)
    if days is None:
        hint = "write 2017, 2017-06, 2017-06-05 or 30d"
        raise UsageError(f"{text[:40]!r} is not a date", place=option, hint=hint)
    return days
