"""NITF 3.x, the older news format of the IPTC: one article a document.

https://iptc.org/standards/nitf/; also within NewsML-G2.
"""

from __future__ import annotations

from copy import deepcopy
from types import MappingProxyType
from xml.etree.ElementTree import Element

from indexer.addresses import absolute
from indexer.ingest.html import choose as parts
from indexer.ingest.records import Fields, Items, Record, Source
from indexer.ingest.xml import fragments
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child, children

ROOTS = MappingProxyType({"nitf": WantedElements(frozenset({"nitf"}))})

_AS_HTML = MappingProxyType(
    {"block": "div", "hl2": "h2", "media": "template", "pre": "pre", "nitf-table": "template"}
)
"""HTML in place of elements of NITF, so that a text can be read as HTML, which skips templates."""

_HEAD = "body/body.head"
_CONTENT = "body/body.content"
_SUBJECT = ("tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail")


def read(finds: Finds, _: Source) -> Items:
    """The record of a document."""
    return each(finds, _take)


def _take(found: FoundElement) -> Items:
    fields = fields_of(found.element) | {"language": found.language}
    yield Record(found.place, fragments.shortened(fields))


def fields_of(root: Element) -> Fields:
    """What an element <nitf> says."""
    docdata, pubdata = "head/docdata", root.find("head/pubdata")
    number = _attribute(root, f"{docdata}/doc-id", "id-string")
    published = (
        _attribute(root, f"{docdata}/date.issue", "norm"),
        _attribute(root, "head/pubdata", "date.publication"),
        _attribute(root, f"{docdata}/date.release", "norm"),
        _attribute(root, f"{_HEAD}/dateline/story.date", "norm"),
    )
    url = absolute("", _attribute(root, "head/pubdata", "ex-ref"))
    return {
        "id": "" if url else fragments.identifier(number),
        "doc_id": number,
        "url": url,
        "title": child(root, f"{_HEAD}/hedline/hl1", f"{_HEAD}/headline/hl1", "head/title"),
        "subtitle": child(root, f"{_HEAD}/hedline/hl2"),
        "lede": "\n".join(_prose(root, f"{_HEAD}/abstract")),
        "body": body(root),
        "captions": children(root, ".//media-caption"),
        "published": fragments.first_date_of(*filter(None, published)),
        "updated": fragments.first_date_of(
            _attribute(root, "head/revision-history[last()]", "norm")
        ),
        "author": fragments.without_by(child(root, f"{_HEAD}/byline/person", f"{_HEAD}/byline")),
        "source": (pubdata.get("name", "") if pubdata is not None else "")
        or child(root, f"{_HEAD}/distributor"),
        "dateline": child(root, f"{_HEAD}/dateline"),
        "rights": child(root, f"{_HEAD}/rights"),
        **fragments.sorted_fields(parts.split_labels(_labels(root))),
    }


def body(root: Element) -> str:
    """The text of an element <nitf>."""
    return fragments.join_paragraphs(_prose(root, _CONTENT))


def lines_of(element: Element) -> list[str]:
    """The lines of an element that has NITF or HTML in it."""
    copied = deepcopy(element)
    for one in copied.iter():
        one.tag = _AS_HTML.get(one.tag, one.tag)
    return fragments.prose(fragments.markup_of(copied))[0]


def _prose(root: Element, path: str) -> list[str]:
    """The lines of the elements at ``path``."""
    lines: list[str] = []
    for element in root.iterfind(path):
        lines += ["", *lines_of(element)]
    return lines[1:]


def _labels(root: Element) -> list[str]:
    data = root.find("head/docdata")
    keys = [] if data is None else [one.get("key", "") for one in data.iterfind("key-list/keyword")]
    places = [] if data is None else children(data, "identified-content/location", "location")
    subjects = [
        one.get(name, "")
        for one in root.iterfind("head/tobject/tobject.subject")
        for name in _SUBJECT
    ]
    return [
        *keys,
        *places,
        *subjects,
        *children(root, "head/docdata/identified-content/classifier"),
    ]


def _attribute(root: Element, path: str, name: str) -> str:
    """An attribute of the first element at ``path`` that has it."""
    found = (one.get(name, "").strip() for one in root.iterfind(path))
    return next(filter(None, found), "")
