"""News in JSON of the IPTC (ninjs 1 to 3): an item, a package of items, or a list of them.

https://iptc.org/standards/ninjs/. Members of version 1 hold one text each (``headline``,
``body_html``), those of 2 a list (``headlines``, ``bodies``); 3 writes the same in camel case.
Interfaces of agencies, AP's for one, wrap items in ``item``, and all of it in ``data``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from indexer.addresses import absolute
from indexer.ingest.formats import json_value
from indexer.ingest.records import Fields, Journal
from indexer.ingest.xml import fragments
from schemas.errors import InputError

_TYPES = frozenset(
    (
        *("text", "audio", "video", "picture", "graphic", "composite", "planning", "component"),
        "event",
    )
)
_WITH_TEXT = frozenset(("text", "composite", "component", ""))
_OURS = frozenset(("id", "body", "text", "published", "url"))
"""Members of records of ours that ninjs does not have."""

_LISTS = ("_items", "items")
_BODY = re.compile(r"body_\w+|bodies")
_NITF = re.compile(r"<body\.content\b.*</body\.content>", re.DOTALL)
_DEEPEST = 5
"""Packages within each other."""

Texts = list[tuple[str, str]]
"""(kind, text): "html" of ``body_html``, "text/html" of a body of version 2."""


def items_in(value: object) -> list[object]:
    """The items that a value is, or lists, with what else is listed; none when it is no ninjs."""
    if not isinstance(value, dict):
        return []
    if _is_item(value):
        return [value]
    for name in _LISTS:
        listed = value.get(name)
        if isinstance(listed, list) and any(_is_item(_inside(one)) for one in listed):
            return list(map(_inside, listed))
    if ("data" not in value and "item" not in value) or "body" in value or "text" in value:
        return []
    inside = value.get("item", value.get("data"))
    return items_in({"items": inside} if isinstance(inside, list) else inside)


def _inside(value: object) -> object:
    """What is listed, out of what the agency says beside it."""
    return value["item"] if isinstance(value, dict) and "item" in value else value


def records_in(item: object, place: str, journal: Journal) -> Iterator[Fields | InputError]:
    """The records of an item, and of those it is packed of; what has no text is noted.

    An error stands for one that was withdrawn, or is no item.
    """
    if not isinstance(item, dict) or not _is_item(item):
        hint = "an item of ninjs has uri, type and versioncreated"
        yield InputError("not an item of ninjs, as others beside it are", hint=hint)
        return
    told = False
    for one in _articles(item, 0):
        told = True
        yield one
    if not told:
        kind = _text(_lower(item), "type")
        named = kind if kind in _TYPES else "an item without a text"
        journal.remark(place, f"{named} is not an article: skipped")


def _is_item(value: object) -> bool:
    """Whether an object has what an item must, and what nothing else has."""
    if not isinstance(value, dict) or not _OURS.isdisjoint(value):
        return False
    item = _lower(value)
    standard = item.get("standard") or item.get("$standard")
    if isinstance(standard, dict) and standard.get("name") == "ninjs":
        return True
    named = _text(item, "uri") or _text(item, "guid")
    kind = item.get("type", "text")
    if not named or not isinstance(kind, str) or kind not in _TYPES:
        return False
    dated = "versioncreated" in item or "pubstatus" in item
    return dated and ("type" in item or any(map(_BODY.fullmatch, item)))


def _articles(given: Fields, depth: int) -> Iterator[Fields | InputError]:
    item = _lower(given)
    guid = _text(item, "uri") or _text(item, "guid")
    packed = list(_packed(item))
    textual = _text(item, "type") in _WITH_TEXT
    if textual or not depth:
        try:
            fragments.refuse_withdrawn(_text(item, "pubstatus"), guid)
        except InputError as error:
            yield error
            return
    if textual and (found := _fields(item, guid, packed)):
        yield found
    for one in packed if depth < _DEEPEST else ():
        yield from _articles(one, depth + 1)


def _fields(item: Fields, guid: str, packed: Iterable[Fields]) -> Fields | None:
    body, captions = _prose(_texts(item, "body", "bodies"))
    lede = _prose(_texts(item, "description", "descriptions"))[0]
    if not any((*body, *lede)):
        return None
    url = absolute("", guid)
    created = [_text(item, name) for name in ("firstcreated", "contentcreated")]
    version = _text(item, "versioncreated")
    published = fragments.first_date_of(*created, version)
    updated = fragments.first_date_of(version)
    sources = _names(item, "infosource", "infosources")
    found = {
        "id": "" if url else fragments.identifier(guid),
        "guid": "" if guid == url else guid,
        "version": _text(item, "version"),
        "url": url,
        "language": _text(item, "language"),
        "title": _headline(item),
        "lede": fragments.join_paragraphs(lede),
        "body": fragments.join_paragraphs(body),
        "captions": [*captions, *filter(None, map(_caption, packed))],
        "published": published,
        "updated": updated if updated != published else "",
        "author": fragments.without_by(_text(item, "byline") or _text(item, "by")),
        "source": ", ".join(sources) or _text(item, "source") or _text(item, "copyrightholder"),
        "people": _names(item, "person", "people"),
        "organisations": _names(item, "organisation", "organisations"),
        "slugline": _text(item, "slugline"),
        "dateline": _text(item, "located"),
        "embargoed": _text(item, "embargoed") or _text(item, "embargoeduntil"),
        "edition_note": _text(item, "ednote"),
        "rights": " ".join(
            filter(None, (_text(item, "copyrightnotice"), _text(item, "usageterms")))
        ),
        **fragments.sorted_fields(_labels(item)),
    }
    return fragments.shortened(found)


def _packed(item: Fields) -> Iterator[Fields]:
    """The items that an item brings along: a list, or by name in version 1."""
    given = item.get("associations")
    for one in given.values() if isinstance(given, dict) else _list(given):
        if isinstance(one, dict):
            yield one


def _caption(given: Fields) -> str:
    """The words beside a picture, or the like, that an item brings along."""
    item = _lower(given)
    if _text(item, "type") in _WITH_TEXT or fragments.is_withdrawn(_text(item, "pubstatus")):
        return ""
    lines = _prose(_texts(item, "description", "descriptions"))[0]
    return " ".join(filter(None, lines)) or _headline(item)


def _headline(item: Fields) -> str:
    texts = _texts(item, "headline", "headlines")
    return fragments.plain(texts[0][1] if texts else _text(item, "title"))


def _texts(item: Fields, one: str, several: str) -> Texts:
    """All that an item has of a kind of text, the main one first."""
    found = [
        (name.removeprefix(one).lstrip("_"), text)
        for name, text in sorted(item.items(), key=lambda each: each[0] not in (one, f"{one}_main"))
        if (name == one or name.startswith(f"{one}_")) and isinstance(text, str)
    ]
    listed = [_lower(each) for each in _list(item.get(several)) if isinstance(each, dict)]
    listed.sort(key=lambda each: _text(each, "role") != "main")
    found += [(_text(each, "contenttype"), _text(each, "value")) for each in listed]
    return [(kind, text) for kind, text in found if text.strip()]


def _prose(texts: Texts) -> tuple[list[str], list[str]]:
    """(lines, captions) of a text that is given in several forms: one with marks has paragraphs."""
    marked = (one for one in texts if any(mark in one[0] for mark in ("html", "nitf")))
    kind, text = next(marked, texts[0] if texts else ("", ""))
    if "nitf" in kind and (inside := _NITF.search(text)):
        text = inside[0]
    return fragments.prose(text)


def _labels(item: Fields) -> Iterator[str]:
    yield from _names(item, "subject", "subjects")
    yield from _names(item, "place", "places")
    yield from _names(item, "keyword", "keywords")


def _names(item: Fields, *members: str) -> list[str]:
    """The names of things that an item has under one of these, in either form."""
    given = (one for member in members for one in _list(item.get(member)))
    names = (one.get("name") if isinstance(one, dict) else one for one in given)
    found = (fragments.plain(name) for name in names if isinstance(name, str))
    return list(dict.fromkeys(filter(None, found)))


def _lower(given: Mapping[str, object]) -> Fields:
    return {name.lower(): value for name, value in given.items()}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _text(item: Fields, name: str) -> str:
    return json_value.text_member(item.get(name))
