"""The operator's file of golden queries: one ``[[query]]`` for each, in TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indexer.wrong_values import first_fault, in_words
from schemas.errors import UsageError

FILE = "golden.toml"

TOLERANCE, REPLACED = 0.02, 2
"""By default: the total may change by a fiftieth, and two of the first ten may be others."""

_EXAMPLE = '[[query]]\nquery = "суд region:Дагестан"\nat_least = 100'

_Share = Annotated[float, Field(ge=0, le=1)]
_OfTen = Annotated[int, Field(ge=0, le=10)]


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """A query, as typed, and what its answer has to keep.

    ``tolerance``: the share of its total by which that may change. ``replaced``: how many of the
    first ten articles may be others. ``first``: the ids with which the answer has to begin.
    ``at_least``: the articles that it has to find.
    """

    query: str
    tolerance: float = TOLERANCE
    replaced: int = REPLACED
    first: tuple[str, ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Golden:
    """What a file says. ``standard``: the queries that every archive has are asked, too.

    ``tolerance`` and ``replaced``: of those queries.
    """

    queries: tuple[GoldenQuery, ...] = ()
    standard: bool = True
    tolerance: float = TOLERANCE
    replaced: int = REPLACED


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    query: str
    tolerance: _Share | None = None
    replaced: _OfTen | None = None
    first: Annotated[tuple[str, ...], Field(max_length=10)] = ()
    at_least: Annotated[int, Field(ge=0)] = 0


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    query: tuple[_Entry, ...] = ()
    standard: bool = True
    tolerance: _Share = TOLERANCE
    replaced: _OfTen = REPLACED


def read_golden(path: Path) -> Golden:
    """What the file at ``path`` says; the defaults when there is none.

    Raises UsageError naming what is at fault.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Golden()
    except OSError as error:
        raise UsageError(error.strerror or str(error), place=str(path)) from None
    except UnicodeDecodeError:
        raise UsageError(
            "the file is not UTF-8", place=str(path), hint="save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", place=str(path), hint="correct it") from None
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        raise _fault(error, path) from None
    queries = (_golden_query(entry, file) for entry in file.query)
    return Golden(tuple(queries), file.standard, file.tolerance, file.replaced)


def _golden_query(entry: _Entry, file: _File) -> GoldenQuery:
    return GoldenQuery(
        entry.query,
        file.tolerance if entry.tolerance is None else entry.tolerance,
        file.replaced if entry.replaced is None else entry.replaced,
        entry.first,
        entry.at_least,
    )


def _fault(error: ValidationError, path: Path) -> UsageError:
    first = first_fault(error)
    at = first["loc"]
    place = f"{path}, query {int(at[1]) + 1}" if at[0] == "query" and len(at) > 1 else str(path)
    known = ", ".join((_Entry if at[0] == "query" else _File).model_fields)
    if first["type"] == "extra_forbidden":
        return UsageError(f"there is no {at[-1]!r}", place=place, hint=f"use {known}")
    return UsageError(f"{at[-1]}: {in_words(first)}", place=place, hint=f"for example {_EXAMPLE!r}")
