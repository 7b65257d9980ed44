"""Organisations and people known by name, one a line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.tagging.region_names import GUARDED, read_data
from schemas.article import Language


@dataclass(frozen=True, slots=True)
class Known:
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
def known_organisations() -> tuple[Known, ...]:
    """Those of organisations.tsv, in the order of the file."""
    return tuple(_read("organisations.tsv"))


@cache
def known_people() -> tuple[Known, ...]:
    """People whose names are not spelt alike in both languages: those of people.tsv."""
    return tuple(_read("people.tsv"))


def _read(file: str) -> Iterator[Known]:
    for line in read_data(file).splitlines():
        if line and not line.startswith("#"):
            yield _known(line)


def _known(line: str) -> Known:
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
    return Known(names, spellings)


def _names(cell: str) -> Iterator[str]:
    for name in cell.split(";"):
        if name.strip():
            yield name.strip()
