"""The names that tell a region: ``regions.toml``, the tables of states and subjects, villages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from indexer.taxonomy import Taxonomy
from schemas.document import EXACT

TABLES = ("states.tsv", "russia.tsv")
COLUMNS = ("names", "adjectives", "people", "places")

GUARDED = "?"
"""What marks a guarded name in a table."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for. ``guarded``: it is also something else, see ``regions.toml``."""

    region: str
    kind: str
    guarded: bool = False


def region_names(
    data: Mapping[str, Mapping[str, Sequence[str]]], never: Sequence[str], taxonomy: Taxonomy
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Each text with all that it names; a text of ``regions.toml`` is not asked for elsewhere.

    ``data``: the tables of ``regions.toml`` by region. ``never``: texts that name no region.
    """
    found: dict[str, dict[str, Name]] = {text: {} for text in never}
    for text, name in _listed(data):
        found.setdefault(text, {}).setdefault(name.region, name)
    known = {text.removeprefix(EXACT) for text in found}
    for text, name in tabled():
        if text not in known:
            found.setdefault(text, {}).setdefault(name.region, name)
    known.update(found)
    for entry in taxonomy.entries:
        for text in (*entry.labels.values(), *entry.aliases):
            if text not in known and "(" not in text:
                found[text] = {entry.id: Name(entry.id, "names")}
    for text, name in _villages():
        if text not in known and text not in found:
            found[text] = {name.region: name}
    for text, names in found.items():
        yield text, tuple(names.values())


def read_data(name: str) -> str:
    """The text of a file of ``data``."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def _listed(data: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[tuple[str, Name]]:
    for region, lists in data.items():
        guarded = lists.get("guarded", ())
        for kind, texts in lists.items():
            for text in texts:
                doubtful = kind == "hints" or text in guarded
                yield text, Name(region, "places" if kind == "guarded" else kind, doubtful)


def tabled() -> Iterator[tuple[str, Name]]:
    """The names of states of the world and of subjects of Russia, and what they are named by."""
    for table in TABLES:
        for region, *columns in _rows(table):
            for kind, column in zip(COLUMNS, columns, strict=True):
                for text in filter(None, column.split(", ")):
                    name = Name(region, kind, text.startswith(GUARDED))
                    yield text.removeprefix(GUARDED), name


def _villages() -> Iterator[tuple[str, Name]]:
    for text, region, guard in _rows("places.tsv"):
        yield text, Name(region, "villages", guard == "guarded")


def _rows(table: str) -> Iterator[list[str]]:
    for line in read_data(table).splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
