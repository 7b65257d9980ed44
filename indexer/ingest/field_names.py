"""Names of fields: what other archives call ours, and what the operator says they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from indexer.ingest.records import Fields
from schemas.errors import InputError, UsageError

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "language": ("lang", "locale", "inLanguage"),
        "title": ("headline", "heading"),
        "lede": ("lead", "summary", "description", "abstract"),
        "body": ("content", "articleBody"),
        "published": (
            "date",
            "datePublished",
            "published_at",
            "publish_date",
            "pub_date",
            "pubDate",
            "created_at",
        ),
        "updated": ("dateModified", "modified", "updated_at"),
        "keywords": ("tags",),
        "url": ("link", "permalink", "canonical_url"),
        "author": ("byline", "creator", "authors"),
        "source": ("publisher",),
    }
)
"""For each field of ours the names that are taken for it, in this order, when it is missing."""

_OURS = {theirs: ours for ours, names in SYNONYMS.items() for theirs in names}
_RANK = {theirs: rank for rank, theirs in enumerate(_OURS)}

Mapped = Mapping[str, str]
"""Our name → the name in the files."""


def read_mapping(pairs: Iterable[str]) -> Mapped:
    """OURS=THEIRS pairs. Raises UsageError if one is not a pair or a name is given twice."""
    mapped: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            raise UsageError(
                f"{pair[:80]!r} is not a mapping", hint="write OURS=THEIRS, as in keywords=topics"
            )
        if ours in mapped:
            raise UsageError(
                f"{ours} is mapped twice, to {mapped[ours]} and to {theirs}",
                hint="keep one of them",
            )
        mapped[ours] = theirs
    return MappingProxyType(mapped)


def renamed(fields: Fields, mapped: Mapped) -> Fields:
    """``fields`` under our names: first as ``mapped`` says, then by SYNONYMS.

    Raises InputError when a mapped value would overwrite another: no field is lost.
    """
    found = _mapped(fields, mapped) if mapped else dict(fields)
    for theirs in sorted(_OURS.keys() & found, key=_RANK.__getitem__):
        if says_anything(found[theirs]) and not says_anything(found.get(_OURS[theirs])):
            found[_OURS[theirs]] = found.pop(theirs)
    return found


def says_anything(value: object) -> bool:
    """Whether a field says anything: null, "", blanks, [] and {} do not."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def _mapped(fields: Fields, mapped: Mapped) -> Fields:
    found = {name: value for name, value in fields.items() if name not in mapped.values()}
    for ours, theirs in mapped.items():
        if theirs not in fields:
            continue
        if says_anything(found.get(ours)):
            raise InputError(
                f"the record has both {ours} and {theirs}",
                hint=f"map {ours} too, for example --map original_{ours}={ours}",
                code="bad-field",
            )
        found[ours] = fields[theirs]
    return found
