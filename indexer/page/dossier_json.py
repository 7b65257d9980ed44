"""A dossier as JSON: articles, counts and forms in the shapes of a page of results."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import TypedDict

from indexer.page.dossier import Dossier
from indexer.page.json_shapes import FacetJson, HitJson, WordFormsJson, page_json

_PARTS = "parts"


class WrittenJson(TypedDict):
    """A name as articles have it; the members are those of NameWritten."""

    text: str
    by: str
    count: int


class LabelledJson(TypedDict):
    """A value and its name."""

    value: str
    label: str


class DossierJson(TypedDict):
    """All about one value; the members are those of Dossier.

    ``dates``: its articles by year, the latest first, "unknown" last.
    """

    facet: str
    value: str
    label: str
    total: int
    above: list[LabelledJson]
    parts: list[FacetJson]
    written: list[WrittenJson]
    also: list[str]
    forms: list[WordFormsJson]
    dates: list[FacetJson]
    together: dict[str, list[FacetJson]]
    latest: list[HitJson]
    first: list[HitJson]
    generation: str


def dossier_json(found: Dossier) -> DossierJson:
    """The dossier as plain data, ready for ``json.dumps``."""
    counts = {**found.together, _PARTS: found.parts, "date": found.page.facets["date"]}
    latest = page_json(replace(found.page, facets=counts, forms=found.forms))
    facets = latest["facets"]
    return {
        "facet": found.facet,
        "value": found.value,
        "label": found.label,
        "total": found.page.total,
        "above": [{"value": value, "label": label} for value, label in found.above],
        "parts": facets[_PARTS],
        "written": [{"text": one.text, "by": one.by, "count": one.count} for one in found.written],
        "also": list(found.also),
        "forms": latest["forms"],
        "dates": facets["date"],
        "together": {name: facets[name] for name in found.together},
        "latest": latest["hits"],
        "first": page_json(found.first)["hits"],
        "generation": found.page.generation,
    }
