"""Organisations known by name: ``data/organisations.tsv``, one a line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.tagging.region_names import GUARDED, read_data
from schemas.article import Language


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """``names``: the one to display, by language, where there is one.

    ``spellings``: every name of it by language, the displayed one first; one that is GUARDED counts
    in quotation marks, or after a noun, only.
    """

    names: dict[Language, str]
    spellings: dict[Language, tuple[str, ...]]

    def display(self, language: Language) -> str:
        """The name in ``language``, or in the other one."""
        return self.names.get(language) or next(iter(self.names.values()))


@cache
def known_organisations() -> tuple[KnownOrganisation, ...]:
    """All of them, in the order of the file."""
    lines = read_data("organisations.tsv").splitlines()
    return tuple(_known(line) for line in lines if line and not line.startswith("#"))


def _known(line: str) -> KnownOrganisation:
    cells = [*line.split("\t"), "", "", ""]
    spellings: dict[Language, tuple[str, ...]] = {
        "ru": tuple(_names(f"{cells[0]};{cells[1]}")),
        "en": tuple(_names(f"{cells[2]};{cells[3]}")),
    }
    names: dict[Language, str] = {
        language: listed[0].removeprefix(GUARDED)
        for language, listed in spellings.items()
        if listed
    }
    return KnownOrganisation(names, spellings)


def _names(cell: str) -> Iterator[str]:
    for name in cell.split(";"):
        if name.strip():
            yield name.strip()
