"""A digest of how a query was read, to tell later whether it is still read so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from schemas.query import Request

ORDER = frozenset(
    {
        "sort",
        "page",
        "size",
        "skip",
        "forms",
        "apart",
        "offset",
        "limit",
        "facets",
        "future",
        "deadline",
    }
)
"""Parts of a query and of a request that do not decide what is found."""

_EMPTY: tuple[object, ...] = ([], "", "None", "False")


def reading(request: Request, fingerprint: str) -> str:
    """Eight hexadecimal digits. ``fingerprint``: of the index, how its articles were analysed."""
    said = f"{fingerprint} {shape(request, ORDER)!r}"
    return hashlib.blake2b(said.encode(errors="replace"), digest_size=4).hexdigest()


def shape(value: Any, without: frozenset[str] = frozenset({"weight"})) -> Any:
    """What a query, a request or an expression says, as lists and text: equal if it says the same.

    What has its default value is left out, so that a new field of a later version changes nothing.
    ``without``: fields of ``value`` itself that are left out; of expressions the weights are.
    """
    if isinstance(value, str):  # as most are; to ask whether one is a Mapping takes long
        return value
    if isinstance(value, tuple):
        return [shape(each) for each in value]
    if isinstance(value, Mapping):
        return sorted([name, sorted(chosen)] for name, chosen in value.items())
    if not is_dataclass(value):
        return str(value)
    kind: Any = type(value)
    said = ([name, shape(getattr(value, name))] for name in _compared(kind) if name not in without)
    return [kind.__name__, *(pair for pair in said if pair[1] not in _EMPTY)]


@lru_cache(maxsize=64)
def _compared(kind: type) -> tuple[str, ...]:
    """The fields of a class that make two of it differ."""
    return tuple(each.name for each in fields(kind) if each.compare)
