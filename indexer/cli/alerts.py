"""The command that tells what is new of the operator's queries."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from indexer.archive import Archive
from indexer.archive.alerts.file import FILE, Alert, Asked, read_alerts
from indexer.archive.alerts.post import post
from indexer.archive.alerts.report import Report, report
from indexer.archive.alerts.state import State, kept_state
from indexer.archive.meant import meant
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_error, print_json, printable
from indexer.query.help.facet_values import UnknownNameError
from indexer.query.parser.dates import read_days
from schemas.article import MOSCOW
from schemas.errors import InputError, PodshivkaError, UsageError
from searchapp.params import query_pairs, read_address

_EPILOG = """
\b
Examples:
  podshivka alerts                        what is new since the last run, if anything
  podshivka alerts --since 7d --dry-run   try a new alert on the last seven days
  */10 * * * * podshivka alerts           in a crontab: cron mails what is printed

HOME/alerts.toml has one [[alert]] for each query: docs/feeds.md. The first run of an alert tells
nothing and remembers where to go on. An alert that cannot be sent is sent by the next run.
"""


@click.command(epilog=_EPILOG)
@click.option(
    "--file", type=click.Path(path_type=Path), metavar="FILE", help="In place of HOME/alerts.toml."
)
@click.option(
    "--since", metavar="DATE", help="First run of an alert: tell what came on this day or later."
)
@click.option("--dry-run", is_flag=True, help="Print everything, send and remember nothing.")
@common_options
@pass_session
def alerts(session: Session, *, file: Path | None, since: str | None, dry_run: bool) -> int:
    """Tell what is new for the queries in a file.

    An article is new if it was added or changed since the last run. What is new is printed, or sent
    to the address that the alert names.
    """
    today = datetime.now(MOSCOW).date()
    archive = Archive.open(session.home)
    known = read_alerts(file or archive.home / FILE, lambda text: _asked(archive, text, today))
    begin = _first(archive, since, today)
    with kept_state(archive.home, str(archive.store.news.identity)) as state:
        run = _Run(session, archive, state, begin, today, dry_run)
        for alert in known:
            run.one(alert)
    return PodshivkaError.exit_code if run.failed else 0


@dataclass
class _Run:
    """One run. ``begin``: the sequence from which an alert without a past counts."""

    session: Session
    archive: Archive
    state: State
    begin: int | None
    today: date
    dry_run: bool
    failed: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.news = self.archive.news()  # one state of the archive for all alerts

    def one(self, alert: Alert) -> None:
        """Tell one alert. What goes wrong on the other side does not stop the others."""
        after = self.state.told.get(alert.name, self.begin)
        if after is None:
            self.session.say(f"{printable(alert.name)}: begins now")
            self._note(alert, self.news.checkpoint)
            return
        if after > self.archive.store.sequence:
            self.session.say(f"{printable(alert.name)}: the store is older than its last run")
            after = self.archive.store.sequence
        found = report(alert, self.news, after, self.archive.settings.public_url, self.today)
        if found.entries:
            try:
                self._tell(found)
            except PodshivkaError as error:
                self.failed += 1
                print_error(error, as_json=self.session.json)
                return
        self._note(alert, found.upto)

    def _tell(self, found: Report) -> None:
        alert = found.alert
        if alert.post and not self.dry_run:
            as_json = alert.format == "json"
            body = found.text_of_json() if as_json else found.text()
            mimetype = "application/json" if as_json else "text/plain"
            post(alert.post, body, mimetype, place=f"alert {alert.name!r}")
            sent = counted(len(found.entries), "article")
            self.session.say(f"{printable(alert.name)}: sent {sent}")
        elif self.session.json:
            print_json(found.json())
        else:
            click.echo("\n".join(map(printable, found.text().split("\n"))) + "\n")
        sys.stdout.flush()  # before it is remembered as told

    def _note(self, alert: Alert, upto: int) -> None:
        if not self.dry_run:
            self.state.tell(alert.name, upto)


def _first(archive: Archive, since: str | None, today: date) -> int | None:
    if since is None:
        return None
    days = read_days(since, today)
    if days is None or days.first is None:
        hint = "write 2017, 2017-06, 2017-06-05 or 30d"
        raise UsageError(f"{since[:40]!r} is not a date", place="--since", hint=hint)
    begun = datetime(days.first.year, days.first.month, days.first.day, tzinfo=MOSCOW)
    return archive.store.news.before(begun)


def _asked(archive: Archive, text: str, today: date) -> Asked:
    """The query of the address of a search. Raises UsageError when it makes no sense."""
    parts = urlsplit(text)
    if not parts.query or not parts.path.endswith(("/search", "/feed.atom", "/feed.json")):
        hint = "copy the address of a page of results: https://…/search?q=words"
        raise UsageError("this is not the address of a search", hint=hint)
    address = read_address(query_pairs(parts.query.encode()))
    values = partial(_values, archive)
    address = replace(
        address, filters=meant(address.filters, values), without=meant(address.without, values)
    )
    address.query(today)  # wrong dates are told now
    return address.query


def _values(archive: Archive, name: str, value: str) -> tuple[str, ...]:
    try:
        return archive.chosen(name, value)
    except UnknownNameError:
        return (value,)  # somebody who may yet be named
    except InputError as error:
        raise UsageError(error.message, hint=error.hint) from None
