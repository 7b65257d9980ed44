"""Exports of MediaWiki, such as those of Wikinews: the last revision of a page is an article.

https://www.mediawiki.org/wiki/Help:Export. A page may have thousands of revisions: each is
given alone, and only the last is held. What is damaged costs its page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote
from xml.etree.ElementTree import Element

from indexer.addresses import absolute
from indexer.ingest.html import choose as parts
from indexer.ingest.records import Fields, Items, Record, Rejection, Source
from indexer.ingest.xml import fragments, wikitext
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements
from indexer.ingest.xml.fragments import child
from schemas.errors import InputError

_PAGE = "mediawiki/page"
ROOTS = MappingProxyType(
    {
        "mediawiki": WantedElements(
            # The title, too: after damage no revision may be taken for one of the page before.
            frozenset({f"{_PAGE}/title", f"{_PAGE}/revision"}),
            frozenset({"mediawiki/siteinfo", f"{_PAGE}/ns", f"{_PAGE}/id", f"{_PAGE}/redirect"}),
        )
    }
)

_REDIRECT = re.compile(r"\s*#(?:redirect|перенаправление|перенапр)\b", re.IGNORECASE)
_TITLE = "title="
_YEAR = re.compile(r"\d{4}")
_ARTICLES = "0"
_CATEGORY = "14"
_FILE = "6"


@dataclass(slots=True)
class _Page:
    """A page while its revisions come. ``first``: when it was made, "" if that is not told."""

    place: str
    title: str
    language: str
    number: str = ""
    namespace: str = ""
    redirect: bool = False
    first: str = ""
    last: tuple[str, int] = ("", -1)
    """The moment and the number of the last revision."""
    text: str = ""
    model: str = ""


def read(finds: Finds, source: Source) -> Items:
    """The records of an export."""
    export = _Export(source)
    for found in finds:
        if isinstance(found, Rejection):
            export.forget()
            yield found
        else:
            yield from export.take(found)
    yield from export.end()


class _Export:
    """One export while it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._page: _Page | None = None
        self._site: dict[str, str] = {}
        self._namespaces: dict[str, str] = {}
        """Keys of namespaces by their names in lower case."""

    def take(self, found: FoundElement) -> Items:
        """The record of the page before, where a page begins."""
        name, element, page = found.path.rpartition("/")[2], found.element, self._page
        if name == "title":
            yield from self.end()
            self._page = _Page(found.place, " ".join((element.text or "").split()), found.language)
        elif name == "siteinfo":
            self._learn(element)
        elif page is None:
            return  # of a page that was damaged
        elif name == "revision":
            _revise(page, element)
        elif name == "redirect":
            page.redirect = True
        elif name == "ns":
            page.namespace = (element.text or "").strip()
        else:
            page.number = (element.text or "").strip()

    def forget(self) -> None:
        """Give up the page that is read: a part of it was damaged."""
        self._page = None

    def end(self) -> Items:
        """The record of the page that was read, if it is an article."""
        page, self._page = self._page, None
        if page is None:
            return
        if reason := self._no_article(page):
            self._source.journal.remark(page.place, f"{reason}: skipped")
            return
        try:
            yield Record(page.place, fragments.shortened(self._fields(page)))
        except InputError as error:
            fault = InputError(error.message, place=page.place, hint=error.hint, code=error.code)
            yield Rejection(fault)

    def _learn(self, info: Element) -> None:
        self._site = {name: child(info, name) for name in ("sitename", "base", "dbname")}
        for one in info.iterfind("namespaces/namespace"):
            self._namespaces[(one.text or "").strip().lower()] = one.get("key", "")

    def _no_article(self, page: _Page) -> str:
        """Why a page is no article; "" if it is one."""
        prefix, colon, _ = page.title.partition(":")
        named = self._namespaces.get(prefix.strip().lower()) if colon else None
        if (page.namespace or named or _ARTICLES) != _ARTICLES:
            return "a page of another namespace than that of articles"
        if page.redirect or _REDIRECT.match(page.text):
            return "a redirect"
        if page.model not in ("", "wikitext"):
            return "not in wikitext"
        return "" if page.text.strip() else "a page without a text"

    def _fields(self, page: _Page) -> Fields:
        written = wikitext.read(page.text, self._called(_CATEGORY), self._called(_FILE))
        body = fragments.join_paragraphs(fragments.prose(written.html)[0])
        published = parts.date_or_part(map(fragments.plain, written.dates))
        first, _, rest = body.partition("\n")
        if not published and (published := parts.machine_date(first)):
            body = rest.strip()
        published = published or page.first
        updated, number = page.last
        url = _address(self._site.get("base", ""), page.title)
        return {
            "id": "" if url else self._id(f"page-{page.number or page.title}"),
            "page_id": page.number,
            "version": str(number) if number > 0 else "",
            "url": url,
            "title": page.title,
            "body": body,
            "captions": list(filter(None, map(fragments.plain, written.captions))),
            "published": published,
            "updated": updated if updated != published else "",
            "source": self._site.get("sitename", ""),
            "language": fragments.language("", page.language, f"{page.title}\n{body}"),
            **fragments.sorted_fields(filter(_says_more, map(fragments.plain, written.categories))),
        }

    def _id(self, page: str) -> str:
        return fragments.identifier_within("\n".join(filter(None, self._site.values())), page)

    def _called(self, key: str) -> list[str]:
        return [name for name, number in self._namespaces.items() if number == key]


def _revise(page: _Page, revision: Element) -> None:
    """Take a revision if it is the last so far."""
    moment, number = child(revision, "timestamp"), child(revision, "id")
    this = (moment, int(number) if number.isdecimal() and len(number) < 19 else 0)
    if revision.find("parentid") is None and (not page.first or moment < page.first):
        page.first = moment
    if this >= page.last:
        text = revision.find("text")
        page.text = "" if text is None else text.text or ""
        page.last, page.model = this, child(revision, "model")


def _address(base: str, title: str) -> str:
    """The address of a page, from that of the front page; "" when its form is not known."""
    name = quote(title.replace(" ", "_"), safe="/:,()!*;@~'")
    if _TITLE in base:
        start = base[: base.index(_TITLE) + len(_TITLE)]
    else:
        start, _, front = base.rpartition("/")
        if not front or start.endswith("/"):  # a front page at the root of its host
            return ""
        start += "/"
    return absolute("", start + name)


def _says_more(category: str) -> bool:
    """Whether a category is no date: news are sorted into days and years as well."""
    return bool(category) and not _YEAR.fullmatch(category) and not parts.machine_date(category)
