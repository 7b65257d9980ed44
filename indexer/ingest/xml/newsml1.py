"""NewsML 1.0 to 1.2 of the IPTC: items in an envelope, each a tree of components.

https://iptc.org/standards/newsml-1/. A component says what it and those within it are about; the
texts, in NITF, XHTML or plain, are the leaves. A headline of its own makes a component a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias
from xml.etree.ElementTree import Element

from indexer.ingest.html import choose as parts
from indexer.ingest.records import Fields, Items, Journal, Record, Source, numbered
from indexer.ingest.xml import fragments, nitf
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child, children
from schemas.errors import InputError

ROOTS = MappingProxyType({"NewsML": WantedElements(frozenset({"NewsML/NewsItem"}))})

_COMPONENT = "NewsComponent"
_ROLES = MappingProxyType(
    {
        "caption": "caption",
        "title": "title",
        "headline": "title",
        "lead": "lede",
        "abstract": "lede",
        "summary": "lede",
        "stylesheet": "",
        "editornote": "",
        "editorsnote": "",
        "instruction": "",
        "instructions": "",
    }
)
"""What the text of a component is by its role; "": nothing of the article. Others: its body."""

_TEXTUAL = frozenset(("", "text", "complextext"))
_MEDIA = frozenset(("photo", "picture", "image", "video", "audio", "graphic", "animation"))
_CODE = re.compile(r"[\d:]*|[A-Z]{2,3}")
"""A subject or country by number or letters, which says nothing to a reader."""

_LANGUAGE = "xml:lang"
_TEXTS = frozenset(("body", "lede"))
_PLACES = frozenset(("Keyword", "City", "Country"))
_MERGED = ("regions", "topics", "keywords", "captions")

_MOST = 100
"""Stories of one item, and names that a component has for what it is about."""


@dataclass(frozen=True, slots=True, eq=False)
class _Component:
    """A component and what it says, read once. ``translated``: it is one of several versions."""

    element: Element
    headline: str
    language: str
    translated: bool = False


Chain: TypeAlias = tuple[_Component, ...]
"""A component, and those around it, the innermost first."""


@dataclass(slots=True)
class _Story:
    """Texts that are one article. ``chain``: the component that they belong to."""

    chain: Chain
    inside: Fields = field(default_factory=dict)
    """What documents of NITF say of themselves."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Lines by what they are: title, lede, body, caption."""

    def add(self, kind: str, lines: Sequence[str]) -> None:
        """Add lines, with an empty one before them."""
        if any(lines):
            self.texts.setdefault(kind, []).extend(("", *lines))


def read(finds: Finds, source: Source) -> Items:
    """The records of a document."""
    return each(finds, partial(_take, source.journal))


def _take(journal: Journal, found: FoundElement) -> Items:
    item = found.element
    guid = _guid(item)
    fragments.refuse_withdrawn(_name(item, "NewsManagement/Status"), guid)
    stories = _stories(item)
    if not stories:
        kind = _name(item, f".//{_COMPONENT}/ContentItem/MediaType").lower()
        named = kind if kind in _MEDIA else "an item without a text"
        journal.remark(found.place, f"{named} is not an article: skipped")
    for number, story in enumerate(stories, 1):
        fields = _fields(item, story, found.language)
        part = story.chain[0].element.get("Duid") or str(number)
        if guid:
            fields["id"] = fragments.identifier(guid if number == 1 else f"{guid}:{part}")
        yield Record(numbered(found.place, number), fragments.shortened(fields))


def _guid(item: Element) -> str:
    """What all revisions of an item are called; a public identifier names one of them."""
    names = ("ProviderId", "DateId", "NewsItemId")
    known = [child(item, f"Identification/NewsIdentifier/{name}") for name in names]
    public = child(item, "Identification/NewsIdentifier/PublicIdentifier")
    return ":".join(("urn:newsml", *known)) if all(known) else public


def _stories(item: Element) -> list[_Story]:
    """The articles of an item: texts that have the same headline, with captions of pictures."""
    stories: dict[_Component, _Story] = {}
    captions: list[tuple[Chain, str]] = []
    for chain in _components(item):
        kind = _ROLES.get(_name(chain[0].element, "Role").lower(), "body")
        content = _content(chain[0].element)
        if content is None or not kind:
            continue
        if kind == "caption":
            captions.append((chain, " ".join(filter(None, _lines(content)))))
            continue
        owner = _owner(chain)
        story = stories.setdefault(owner[0], _Story(owner))
        document = content.find("nitf")
        if document is None:
            story.add(kind, _lines(content))
        else:
            told = fragments.without_empty(nitf.fields_of(document))
            story.add(kind, told.pop("body", "").splitlines())
            story.inside = told | story.inside
    found = {one: story for one, story in stories.items() if story.texts.keys() & _TEXTS}
    if len(found) > _MOST:
        hint = "an item is one story, or a few: put each into an item of its own"
        raise InputError(f"it has more than {_MOST} texts", hint=hint, code="bad-xml")
    for chain, caption in captions if found else ():
        beside = next((found[one] for one in chain if one in found), [*found.values()][-1])
        beside.add("caption", [caption])
    return list(found.values())


def _components(item: Element) -> Iterator[Chain]:
    """All components in order. Of equivalents in one language only the first with a text."""
    waiting: list[Chain] = [(_component(one),) for one in item.iterfind(_COMPONENT)]
    waiting.reverse()
    while waiting:
        chain = waiting.pop()
        yield chain
        element = chain[0].element
        same = element.get("EquivalentsList") == "yes"
        inner = [_component(one, translated=same) for one in element.iterfind(_COMPONENT)]
        if same:
            inner = _one_of_each(inner)
        waiting += [(one, *chain) for one in reversed(inner)]


def _component(element: Element, *, translated: bool = False) -> _Component:
    line = element.find("NewsLines/HeadLine")
    named = _name(element, "DescriptiveMetadata/Language") or element.get(_LANGUAGE, "")
    named = named or ("" if line is None else line.get(_LANGUAGE, ""))
    headline = "" if line is None else fragments.text_of(line)
    return _Component(element, headline, named, translated and bool(named))


def _one_of_each(equivalent: Iterable[_Component]) -> list[_Component]:
    """The first of each language, of those with a text if there are any."""
    found: dict[str, _Component] = {}
    for one in equivalent:
        leaves = (one.element, *one.element.iterfind(_COMPONENT))
        if any(_content(leaf) is not None for leaf in leaves):
            found.setdefault(one.language, one)
    return list(found.values())


def _owner(chain: Chain) -> Chain:
    """The story that a component belongs to: the innermost with a headline, else the whole item.

    One of several translations is a story, too.
    """
    for depth, one in enumerate(chain):
        if one.headline or one.translated:
            return chain[depth:]
    return chain[-1:]


def _content(component: Element) -> Element | None:
    """The first content of a component that is a text, and is there, not elsewhere."""
    for one in component.iterfind("ContentItem"):
        data = one.find("DataContent")
        mime = _name(one, "MimeType").lower()
        textual = _name(one, "MediaType").lower() in _TEXTUAL and mime != "text/css"
        if data is not None and textual and (len(data) or (data.text or "").strip()):
            return data
    return None


def _lines(content: Element) -> list[str]:
    """The lines of a text: of an HTML page its body, of NITF without a head all."""
    page = content.find(".//body")
    return nitf.lines_of(content if page is None else page)


def _fields(item: Element, story: _Story, common: str) -> Fields:
    near = partial(_nearest, story.chain)
    texts = {kind: fragments.join_paragraphs(lines) for kind, lines in story.texts.items()}
    body = texts.get("body", "")
    headline = next((one.headline for one in story.chain if one.headline), "")
    management = "NewsManagement"
    published = fragments.first_date_of(child(item, f"{management}/FirstCreated"))
    updated = fragments.first_date_of(child(item, f"{management}/ThisRevisionCreated"))
    provider = near("AdministrativeMetadata/Provider/Party", "FormalName")
    source = near("AdministrativeMetadata/Source/Party", "FormalName")
    creator = near("AdministrativeMetadata/Creator/Party", "FormalName")
    found = {
        "version": child(item, "Identification/NewsIdentifier/RevisionId"),
        "language": next((one.language for one in story.chain if one.language), common),
        "title": headline or " ".join(texts.get("title", "").split()),
        "subtitle": near("NewsLines/SubHeadLine"),
        "lede": texts.get("lede", "") if body else "",
        "body": body or texts.get("lede", ""),
        "captions": [line for line in texts.get("caption", "").splitlines() if line],
        "published": published or updated,
        "updated": updated if published and updated != published else "",
        "author": fragments.without_by(near("NewsLines/ByLine")),
        "source": source or provider or near("NewsLines/CreditLine"),
        "slugline": near("NewsLines/SlugLine") or child(item, "Identification/NameLabel"),
        "dateline": near("NewsLines/DateLine"),
        "rights": near("NewsLines/CopyrightLine") or near("NewsLines/RightsLine"),
        **fragments.sorted_fields(_labels(story.chain)),
    }
    inside = {name: value for name, value in story.inside.items() if name != "id"}
    if creator not in (provider, source):
        inside.setdefault("author", creator)
    merged = {name: _merged(found[name], inside.get(name)) for name in _MERGED}
    return inside | fragments.without_empty(found) | merged


def _merged(first: list[str], second: list[str] | None) -> list[str]:
    return list(dict.fromkeys((*first, *(second or ()))))


def _nearest(chain: Chain, path: str, attribute: str = "") -> str:
    """The text, or attribute, of the first element at ``path`` that says anything."""
    for component in chain:
        for one in component.element.iterfind(path):
            text = one.get(attribute, "").strip() if attribute else fragments.text_of(one)
            if text:
                return text
    return ""


def _labels(chain: Chain) -> Iterator[str]:
    """Subjects, keywords and places by name; those by code are left out."""
    for one in chain:
        yield from parts.split_labels(children(one.element, "NewsLines/KeywordLine"))
        data = one.element.find("DescriptiveMetadata")
        for each_one in () if data is None else islice(data.iter(), _MOST):
            named = each_one.get("FormalName", "").strip()
            if each_one.tag == "Property" and named in _PLACES:
                named = each_one.get("Value", "").strip()
            elif not each_one.tag.startswith("Subject"):
                continue
            if not _CODE.fullmatch(named):
                yield named


def _name(element: Element, path: str) -> str:
    """The formal name at ``path``; "" when there is none."""
    found = (one.get("FormalName", "").strip() for one in element.iterfind(path))
    return next(filter(None, found), "")
