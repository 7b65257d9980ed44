"""NewsML-G2 of the IPTC: a news item, or a message with many.

https://iptc.org/standards/newsml-g2/. An item gives an article when it has a text: HTML, NITF
or plain. Pictures and packages have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from types import MappingProxyType
from xml.etree.ElementTree import Element

from indexer.addresses import absolute
from indexer.ingest.records import Fields, Items, Journal, Record, Source
from indexer.ingest.xml import fragments, nitf
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child, children

_SET = "newsMessage/itemSet"
ROOTS = MappingProxyType(
    {
        "newsMessage": WantedElements(frozenset({f"{_SET}/newsItem", f"{_SET}/packageItem"})),
        "newsItem": WantedElements(frozenset({"newsItem"})),
        "packageItem": WantedElements(frozenset({"packageItem"})),
    }
)

_TEXT = "text"
_RIGHTS = ("copyrightHolder/name", "copyrightNotice", "usageTerms")
_LANGUAGE = "xml:lang"


def read(finds: Finds, source: Source) -> Items:
    """The records of a document."""
    return each(finds, partial(_take, source.journal))


def _take(journal: Journal, found: FoundElement) -> Items:
    item = found.element
    kind = _code(item, "itemMeta/itemClass")
    if item.tag == "packageItem" or kind not in (_TEXT, ""):
        journal.remark(found.place, f"{kind[:40] or 'a package'} is not an article: skipped")
        return
    fragments.refuse_withdrawn(_code(item, "itemMeta/pubStatus"), item.get("guid", ""))
    yield Record(found.place, fragments.shortened(_fields(item, found.language)))


def _fields(item: Element, common: str) -> Fields:
    content = item.find("contentMeta")
    meta = Element("contentMeta") if content is None else content
    tag = next((one.get("tag", "") for one in meta.iterfind("language")), "") or common
    inside, body, captions = _text(item)
    guid = item.get("guid", "")
    url = absolute("", guid)
    created = [*children(item, "itemMeta/firstCreated"), *children(meta, "contentCreated")]
    version = child(item, "itemMeta/versionCreated")
    published = fragments.first_date_of(*created, *filter(None, [version]))
    updated = fragments.first_date_of(version) if version else ""
    rights = item.find("rightsInfo")
    found = {
        "id": "" if url else fragments.identifier(guid),
        "guid": "" if guid == url else guid,
        "version": item.get("version", ""),
        "url": url,
        "language": tag,
        "title": _in(tag, meta.iterfind("headline")),
        "lede": _in(tag, meta.iterfind("description")),
        "body": body,
        "captions": captions,
        "published": published,
        "updated": updated if updated != published else "",
        "author": ", ".join(children(meta, "by") or children(meta, "creator/name")),
        "source": child(meta, "creditline", "infoSource/name")
        or child(item, "itemMeta/provider/name"),
        "slugline": child(meta, "slugline"),
        "dateline": child(meta, "dateline"),
        "embargoed": child(item, "itemMeta/embargoed"),
        "edition_note": child(item, "itemMeta/edNote"),
        "rights": " ".join(children(rights, *_RIGHTS)) if rights is not None else "",
        **fragments.sorted_fields(_labels(meta, tag)),
    }
    return inside | fragments.without_empty(found)


def _text(item: Element) -> tuple[Fields, str, list[str]]:
    """(what a document inside says of itself, text, captions)."""
    for document in item.iterfind("contentSet/inlineXML/nitf"):
        inside = fragments.without_empty(nitf.fields_of(document))
        inside.pop("id", None)
        return inside, inside.pop("body", ""), inside.pop("captions", [])
    for one in item.iterfind("contentSet/inlineXML"):
        page = one.find(".//body")
        lines, captions = fragments.prose(fragments.markup_of(one if page is None else page))
        return {}, fragments.join_paragraphs(lines), captions
    for one in item.iterfind("contentSet/inlineData"):
        lines, captions = fragments.prose(fragments.markup_of(one))
        return {}, fragments.join_paragraphs(lines), captions
    return {}, "", []


def _labels(meta: Element, language: str) -> list[str]:
    named = [_in(language, one.iterfind("name")) for one in _each(meta, "located", "subject")]
    return list(filter(None, (*named, *children(meta, "keyword"))))


def _each(meta: Element, *names: str) -> list[Element]:
    return [one for name in names for one in meta.iterfind(name)]


def _in(language: str, elements: Iterable[Element]) -> str:
    """The text in this language, else the first."""
    found = list(elements)
    same = (one for one in found if one.get(_LANGUAGE, "")[:2] == language[:2])
    one = next(same, found[0] if found else None)
    return "" if one is None else fragments.text_of(one)


def _code(item: Element, path: str) -> str:
    """The local part of the first code at ``path``: "text" of "ninat:text"."""
    found = (one.get("qcode") or one.get("uri") or "" for one in item.iterfind(path))
    return next((code.replace("/", ":").rpartition(":")[2] for code in found if code), "")
