"""``podshivka taxonomy``: what files call regions and topics, as a taxonomy to start from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import click

from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, printable
from indexer.ingest import check_encoding, check_paths, read_mapping
from indexer.ingest.files.found import find_files
from indexer.ingest.files.sources import read_file
from indexer.ingest.records import Journal, Rejection
from indexer.ingest.unlisted import Proposal, propose, values_in
from indexer.settings import load_settings
from indexer.taxonomy import load_taxonomies

_WAYS = {"listed": "", "alias": " (another spelling)", "new": " (new)"}


@click.group()
def taxonomy() -> None:
    """Regions and topics: taxonomies for other archives."""


@taxonomy.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=Path)
@click.option("--facet", type=click.Choice(["region", "topic"]), default="topic", show_default=True)
@click.option("--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Rename a field.")
@click.option("--encoding", default="utf-8", help="Encoding: windows-1251, koi8-r, ...")
@common_options
@pass_session
def suggest(
    session: Session, *, paths: Sequence[Path], facet: str, pairs: Sequence[str], encoding: str
) -> None:
    """Propose a taxonomy that has all regions or topics of files.

    Prints the file: entries of the present taxonomy that the files use, with other spellings that
    were found, and a new entry for each value that is unlike all of them. Both labels of a new
    entry are the value: translate one, join what is the same, set parents. Name the file in the
    setting regions or topics. What each value becomes is told on standard error.
    """
    settings, mapped = load_settings(session.home), read_mapping(pairs)
    check_paths(paths)
    encoding, journal = check_encoding(encoding), Journal()
    items = chain.from_iterable(
        [found]
        if isinstance(found, Rejection)
        else read_file(found, encoding, lambda _: None, journal)
        for found in find_files(paths)
    )
    proposal = propose(values_in(items, facet, mapped), load_taxonomies(settings)[facet])
    entries = [entry.model_dump(exclude_defaults=True) for entry in proposal.entries]
    if session.json:
        print_json({"taxonomy": entries, "values": _values(proposal)})
        return
    if not proposal.uses:
        field = f"{facet}s"
        told = f"no record has the field {field}: if another one has the values"
        session.say(f"{told}, add --map {field}=NAME")
    for use in proposal.uses:
        told = f"{use.value} → {use.id}{_WAYS[use.way]}: {counted(use.records, 'record')}"
        session.say(printable(told))
    click.echo(json.dumps(entries, ensure_ascii=False, indent=1))


def _values(proposal: Proposal) -> list[dict[str, object]]:
    return [
        {"value": use.value, "records": use.records, "id": use.id, "way": use.way}
        for use in proposal.uses
    ]
