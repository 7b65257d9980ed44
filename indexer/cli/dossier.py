"""``podshivka dossier``: all about one region, topic, person or organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from indexer.archive import Archive
from indexer.cli.query_options import decoded
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, day, print_json, printable
from indexer.language import OURS
from indexer.page.dossier import KINDS, Dossier
from indexer.page.dossier_json import dossier_json
from schemas.article import Language
from schemas.results import FacetCount, Hit

_EPILOG = """
\b
Examples:
  podshivka dossier person Яндиеву
  podshivka dossier region chechnya --ui en
  podshivka dossier --json organisation Мемориал | jq '.together.person'
"""


@click.command(epilog=_EPILOG)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--ui", type=click.Choice(OURS), default="en", show_default=True, help="Language of labels."
)
@common_options
@pass_session
def dossier(session: Session, *, kind: str, name: Sequence[str], ui: Language) -> None:
    """Describe a region, topic, person or organisation.

    A name may be in any case form, in either alphabet, or one that was joined with another. Shows
    its spellings and forms, its articles by year, the latest and the first of them, and what
    occurs together with it.
    """
    text = " ".join(map(decoded, name))
    found = Archive.open(session.home).dossier(kind, text, ui)
    if session.json:
        print_json(dossier_json(found))
    else:
        _print(found)


def _print(found: Dossier) -> None:
    click.echo(click.style(printable(found.label), bold=True))
    above = " > ".join(label for _, label in found.above)
    click.echo(f"{found.facet}, {counted(found.page.total, 'article')}")
    _line("under", above)
    _line("parts", _counts(found.parts))
    _line("written", "; ".join(f"{one.text} {one.count:,}" for one in found.written))
    _line("also", "; ".join(found.also))
    for word in found.forms:
        _line(f"forms of {word.word}", ", ".join(f"{o.form} {o.count:,}" for o in word.forms))
    _line("years", _counts(one for one in found.page.facets["date"] if not one.depth))
    for name, counts in found.together.items():
        _line(f"with {name}", _counts(counts))
    _print_hits("latest", found.page.hits)
    _print_hits("first", found.first.hits)


def _line(name: str, text: str) -> None:
    if text:
        click.echo(f"{name}: {printable(text)}")


def _counts(counts: Iterable[FacetCount]) -> str:
    return ", ".join(f"{one.label} {one.count:,}" for one in counts)


def _print_hits(name: str, hits: Sequence[Hit]) -> None:
    if hits:
        click.echo(f"\n{name}:")
    for hit in hits:
        click.echo(f"  {day(hit.published)}  {printable(hit.title.text)}  {hit.id}")
