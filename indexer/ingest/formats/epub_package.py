"""The package of an EPUB: what the book says of itself, its chapters in order, their names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from indexer.ingest.html import choose as parts
from indexer.ingest.html import markup
from schemas.errors import InputError

_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document")
_PACKAGE = "application/oebps-package+xml"
_NCX = "application/x-dtbncx+xml"
_BY_SUFFIX = {".xhtml": _PAGES[0], ".html": _PAGES[1], ".htm": _PAGES[1], ".ncx": _NCX}
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways in which only fonts are made unreadable."""

# fmt: off
_BESIDE = frozenset((
    "cover", "titlepage", "title-page", "halftitlepage", "toc", "loi", "lot", "loa", "lov", "index",
    "landmarks", "page-list", "colophon", "copyright-page", "copyright", "imprint",
))
# fmt: on
"""What a part of a book is called that is no article, in guide, landmarks and the part itself."""

_BESIDE_NAMES = re.compile(
    r"(?:cover|title_?page|half_?title|toc|nav|contents|colophon|copyright|imprint)(?:[-_]?page)?"
    r"[-_]?\d*",
    re.IGNORECASE,
)
_BESIDE_TITLES = re.compile(
    r"cover|title page|(?:table of )?contents|copyright(?: page)?|colophon|imprint|masthead"
    r"|обложка|титул(?:ьный лист)?|содержание|оглавление|выходные данные|в номере|в этом номере",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(.*_split_)(\d{1,6})", re.DOTALL)
"""The name of a file that has a piece of a chapter, and which."""

_BROKEN = (etree.XMLSyntaxError, ValueError)
"""What the parser raises for XML of which nothing can be read."""

_SOFTWARE = "calibre"
"""What downloads news as EPUB and names itself as the publisher."""


def is_beside(types: Iterable[str]) -> bool:
    """Whether one of the types, of EPUB or of ARIA, is that of a part that is no article."""
    return any(one.lower().removeprefix("doc-") in _BESIDE for one in types)


@dataclass(slots=True)
class Package:
    """A book. ``chapters``: paths in the order of reading. ``labels``: their names in its contents.

    ``types``: what guide and landmarks call them. ``unlisted``: how many chapters of the order
    the package does not have in its list of parts. ``identifier``: of the issue where the package
    says which is; else all, of which some, such as an ISSN, are those of the whole magazine.
    """

    title: str = ""
    publisher: str = ""
    language: str = ""
    published: str = ""
    identifier: str = ""
    chapters: list[str] = field(default_factory=list)
    unlisted: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)

    def is_beside(self, path: str) -> bool:
        """Whether a chapter is a cover, contents, a colophon or the like."""
        stem = posixpath.splitext(posixpath.basename(path))[0]
        return bool(
            is_beside(self.types.get(path, ()))
            or _BESIDE_NAMES.fullmatch(stem)
            or _BESIDE_TITLES.fullmatch(self.labels.get(path, "").strip())
        )

    def is_continued(self, path: str, following: str) -> bool:
        """Whether ``following`` may go on with the text of ``path``: calibre cuts long chapters.

        It numbers the pieces; one that the contents name is a chapter of its own.
        """
        one, other = (_PIECE.fullmatch(posixpath.splitext(name)[0]) for name in (path, following))
        if one is None or other is None or self.labels.get(following):
            return False
        return one[1] == other[1] and int(one[2]) + 1 == int(other[2])


def package_path(container: bytes, names: Iterable[str]) -> str:
    """The path of the package: the first of those in the container that there is, else its first.

    If it names none, the first package of the book; else "". What the container does not call a
    package counts last.
    """
    there = dict.fromkeys(names)
    roots = list(_named(_tree(container), "rootfile"))
    roots.sort(key=lambda one: one.get("media-type", _PACKAGE) != _PACKAGE)
    given = [path for one in roots if (path := one.get("full-path"))]
    found = (path for path in given if path in there)
    packages = (name for name in there if name.endswith(".opf"))
    return next(chain(found, given, packages), "")


def read_package(data: bytes, folder: str, part: Callable[[str], bytes]) -> Package:
    """A package. ``part``: gives its contents, b"" when there are none. Raises InputError."""
    try:
        root = _parsed(data)
    except _BROKEN as error:
        message = f"its package cannot be read: {error}"
        raise InputError(message, hint="fetch the file again", code="damaged") from None
    package = _facts(root)
    items = list(_named(root, "item"))
    navs = [item for item in items if "nav" in (item.get("properties") or "").split()]
    paths = [_resolved(folder, item.get("href", "")) for item in navs]
    package.types = {path: ["toc"] for path in paths}
    _read_order(package, folder, root, items)
    package.chapters = package.chapters or _pages(folder, (i for i in items if i not in navs))
    targets = [
        _target(folder, one.get("href", ""), types=(one.get("type", ""),))
        for one in _named(root, "reference")
    ]
    paths += [_resolved(folder, one.get("href", "")) for one in items if _type(one) == _NCX]
    for path in paths:
        targets += _targets(posixpath.dirname(path), _tree(part(path)))
    _name_chapters(package, targets)
    return package


def _read_order(
    package: Package, folder: str, root: etree._Element | None, items: Iterable[etree._Element]
) -> None:
    """The chapters in the order of reading (the spine)."""
    by_id = {id: item for item in items if (id := item.get("id"))}
    read = [one.get("idref", "") for one in _named(root, "itemref") if one.get("linear") != "no"]
    package.unlisted = sum(id not in by_id for id in read)
    package.chapters = _pages(folder, (by_id[id] for id in read if id in by_id))


def _pages(folder: str, items: Iterable[etree._Element]) -> list[str]:
    """Paths of the pages among the parts of a book, each once."""
    paths = (_resolved(folder, one.get("href", "")) for one in items if _type(one) in _PAGES)
    return list(dict.fromkeys(filter(None, paths)))


def _type(item: etree._Element) -> str:
    """The type of a part; by its suffix where the package does not say."""
    suffix = posixpath.splitext(_resolved("", item.get("href", "")))[1]
    return item.get("media-type") or _BY_SUFFIX.get(suffix.lower(), "")


def encrypted(data: bytes) -> frozenset[str]:
    """Paths of parts that are encrypted, fonts aside."""
    return frozenset(
        unquote(reference.get("URI", ""))
        for one in _named(_tree(data), "EncryptedData")
        if not any(method.get("Algorithm") in _FONTS for method in _named(one, "EncryptionMethod"))
        for reference in _named(one, "CipherReference")
    )


def _facts(root: etree._Element | None) -> Package:
    def said(name: str) -> str:
        texts = (" ".join(one.itertext()).strip() for one in _named(root, name))
        return next(filter(None, texts), "")

    dates = sorted(_dates(root), key=lambda date: date[0] == "modification")
    publisher, title = said("publisher"), said("title")
    return Package(
        title=title,
        publisher=title if publisher.lower() in ("", _SOFTWARE) else publisher,
        language=said("language"),
        published=parts.date_or_part(date for _, date in dates),
        identifier=_identifier(root),
    )


def _identifier(root: etree._Element | None) -> str:
    found = [(one.get("id"), (one.text or "").strip()) for one in _named(root, "identifier")]
    of_issue = None if root is None else root.get("unique-identifier")
    named = (text for id, text in found if of_issue and id == of_issue)
    return next(filter(None, named), "\n".join(text for _, text in found))


def _dates(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    """What happened on each date of the book, and the date."""
    for one in _named(root, "date"):
        events = [value for name, value in one.attrib.items() if name.endswith("event")]
        yield next(iter(events), "").lower(), (one.text or "").strip()


class _Target(NamedTuple):
    """What something points to, and calls it. ``fragment``: "" for the whole chapter."""

    path: str
    fragment: str
    label: str
    types: tuple[str, ...]


def _target(folder: str, address: str, label: str = "", types: Iterable[str] = ()) -> _Target:
    return _Target(_resolved(folder, address), address.partition("#")[2], label, tuple(types))


def _targets(folder: str, root: etree._Element | None) -> Iterator[_Target]:
    """What the contents name, by EPUB 2 (NCX) or EPUB 3 (a page of links)."""
    for point in _named(root, "navPoint"):
        label = next(_named(point, "text"), None)
        target = next(_named(point, "content"), None)
        if label is not None and target is not None:
            yield _target(folder, target.get("src", ""), " ".join(label.itertext()).strip())
    for link in _named(root, "a"):
        given = [value for name, value in link.attrib.items() if name.endswith("type")]
        text = "" if given else markup.text(" ".join(link.itertext()))
        yield _target(folder, link.get("href", ""), text, " ".join(given).split())


def _name_chapters(package: Package, targets: Iterable[_Target]) -> None:
    """Labels and types of chapters. A part of one gives its own only if it is the one named."""
    by_path: dict[str, list[_Target]] = {}
    for one in targets:
        by_path.setdefault(one.path, []).append(one)
    for path, found in by_path.items():
        is_one = len({one.fragment for one in found}) == 1
        whole = [one for one in found if is_one or not one.fragment]
        package.types.setdefault(path, []).extend(type for one in whole for type in one.types)
        names = [one.label for one in whole if one.label]
        names += [one.label for one in found if not _BESIDE_TITLES.fullmatch(one.label)]
        package.labels[path] = next(filter(None, names), "")


def _resolved(folder: str, address: str) -> str:
    """The path of a part; "" for one outside of the book."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    path = posixpath.normpath(posixpath.join(folder, unquote(found.path)))
    return "" if found.scheme or path.startswith(("..", "/")) else path


def _tree(data: bytes) -> etree._Element | None:
    """XML of a part that only helps: None when it cannot be read."""
    try:
        return _parsed(data)
    except _BROKEN:
        return None


def _parsed(data: bytes) -> etree._Element | None:
    """XML, as far as it can be read; no entities, nothing is fetched. Raises _BROKEN."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser) if data.strip() else None


def _named(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Elements of a name, in any namespace or none."""
    return iter(()) if root is None else root.iter(f"{{*}}{name}")
