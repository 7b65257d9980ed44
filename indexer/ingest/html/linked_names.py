"""Names of persons in JSON-LD, where an article gives only their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_DEEPEST = 6
"""Nodes and lists within each other in which a person is looked for."""


def names_in(page: Any) -> dict[str, str]:
    """The names of all nodes of a page that have an id, by the latter."""
    return dict(_named(page, _DEEPEST))


def with_authors(article: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """An article whose authors have the ``names`` that other nodes of its page give them."""
    given = article.get("author")
    values = given if isinstance(given, list) else [given]
    ids = [_id(one) for one in values]
    if not any(ids):
        return article
    authors = [names.get(id, one) for id, one in zip(ids, values, strict=True)]
    return article | {"author": authors}


def _id(value: Any) -> str:
    """The id of a node that has no name; "" for anything else."""
    id = value.get("@id") if isinstance(value, dict) and not value.get("name") else ""
    return id if isinstance(id, str) else ""


def _named(value: Any, deepest: int) -> Iterator[tuple[str, str]]:
    """(id, name) of each node that has both."""
    if isinstance(value, list) and deepest:
        for one in value:
            yield from _named(one, deepest - 1)
    elif isinstance(value, dict) and deepest:
        id, name = value.get("@id"), value.get("name")
        if id and isinstance(id, str) and isinstance(name, str):
            yield id, name
        yield from _named(value.get("@graph"), deepest - 1)
