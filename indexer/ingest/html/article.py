"""A page of a site → the fields of its article, by what the page and its site's profile say.

For each part of an article the first source that has it counts: JSON-LD, microdata, OpenGraph,
the profile's selectors; for the text the fullest counts, because metadata often cut it short. On
a page of a known site without any of these the profile reads the page's text; on other pages
trafilatura finds it. A page that lists articles is not read as an article: it is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, partial

from lxml import etree

from indexer.ingest.html import (
    byline,
    given_text,
    guessed_text,
    keywords,
    markup,
    page_identity,
    read_also,
)
from indexer.ingest.html import choose as parts
from indexer.ingest.html.article_date import DateSources
from indexer.ingest.html.plain_text import DATES_OF_A_LIST, PageLines, listing
from indexer.ingest.html.several import linked_headings, linked_headlines, several
from indexer.ingest.html.signs import Signs
from indexer.ingest.html.sources import HEADINGS, PageSources
from indexer.ingest.records import Fields
from indexer.ingest.sites import notices
from indexer.ingest.sites.profile import PLAIN, packaged
from indexer.ingest.text import headline
from schemas.errors import InputError

_SUBHEADINGS = ("//h2 | //h3",)
_TITLE = etree.XPath("string((/html/head/title | /html/body//title[not(ancestor::svg)])[1])")
_TEASERS = etree.XPath("count(//article[.//h1 or .//h2 or .//h3 or .//h4])")
_MARKING = "ИНОСТРАНН"

_ENOUGH_FOR_A_LIST = 3
_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)

_ENOUGH_WITHOUT_TITLE = 300
"""The least characters of a text whose first line may be its title: shorter ones are of forms."""


class WebPage(PageSources):
    """A page while it is read.

    If it is only the start of one, up to its last article, ``is_told`` says whether that will do.
    """

    @property
    def is_told(self) -> bool:
        """Whether its elements ``article`` tell all: the rest of the page would change nothing.

        Only at a known address, with text, title and date where the profile says.
        """
        # A marking of a "foreign agent" counts wherever it stands on the page.
        if self._here is None or self._here.id is None or _MARKING.encode() in self._data:
            return False
        within = self._scope is not self._whole and self._scope.is_of("article")
        return within and bool(self._date and self._selected)

    def article(self) -> Fields:
        """All that the page says of its article. Raises InputError if it has none, or several."""
        if (self._here and self._here.is_list) or (not self._is_known and self._listed):
            raise self._no_article()
        found = self._selected or self._printed() or self._guessed() or self._headline_alone()
        if found is None:
            raise self._no_article()
        if "published" not in found:
            found |= self._dated(found["title"])
        elif not self._is_known:
            found |= self._date_sources.first_edition(found["published"])
        if not self._is_known:
            text = found["body"]
            others = read_also.headlines_of_others(text, self._links, self._addresses)
            headings = partial(linked_headings, self._root)
            found["body"] = read_also.without(text, others, headings)
        found["lede"], found["body"] = parts.lede(self._lede(), found["title"], found["body"])
        found["updated"] = parts.first_date(self._all("updated"))
        found.setdefault("author", self._author)
        found.setdefault("source", next(iter(self._all("source", self._layout.source)), ""))
        captions = [*map(markup.text, self._captions), *found.get("captions", ())]
        found["captions"] = captions or self._own.get("captions")
        found["notices"] = found.get("notices") or self._markings()
        found |= self._labels(f"{found['title']}\n{found['body']}") | self._identity
        return {name: value for name, value in found.items() if value}

    @cached_property
    def _selected(self) -> Fields | None:
        """The article by metadata and selectors; None when these do not give its text."""
        bodies = self._bodies
        if len(bodies) > 1 and len(self._said.micro.get("title", ())) > 1:
            return None  # several articles, whole
        texts = {markup.text(one): one for one in reversed(bodies)} if len(bodies) > 1 else {}
        bodies = [one for one in bodies if not texts or one in texts.values()]
        page = PageLines(self._profile or packaged()[PLAIN], dict(self._head))
        page.read_body([line for one in bodies for line in markup.lines(one, self._apart)])
        found = page.fields()
        given = self._own.get("body", "")
        if len(found.get("body", "")) < given_text.least_marked(given):
            found["body"] = given if bodies else self._unless_poor(given)
        return found if found.get("title") and found.get("body") else None

    def _unless_poor(self, given: str) -> str:
        """The text that JSON-LD gives; that of the page if that is better."""
        least = given_text.least_found(given)
        lacks = given_text.lacks_paragraphs(given, self._prose)
        found = self._extracted if lacks or self._shown > least else ""
        is_better = len(found) > least or (lacks and given_text.is_part_of(given, found))
        return found if is_better else given

    def _printed(self) -> Fields | None:
        """The article by what the profile knows of its site's pages as text."""
        if self._profile is None or self._listed >= _ENOUGH_FOR_A_LIST:
            return None
        page = PageLines(self._profile)
        lines = markup.lines(self._root, set(self._scope.first(self._layout.drop)))
        page.read([line for line in lines if not page.set_aside(line)])
        if page.dates >= DATES_OF_A_LIST:
            raise listing(self._name, page.dates)
        found = page.fields()
        if not (found.get("title") and found.get("body") and found.get("published")):
            return None
        title = parts.title(self._all("title"), self._said.meta.get("site", ()))
        return found | ({"title": title} if title else {})

    def _guessed(self) -> Fields | None:
        """The article by trafilatura, which knows pages in general."""
        if self._listed >= _ENOUGH_FOR_A_LIST:
            return None
        if not self._is_known and self._signs.is_form(self._shown):
            return None
        body = self._extracted
        if not guessed_text.PROSE.search(body):
            return None
        found = self._head | {"body": body}
        if "title" not in found and not self._is_known and len(body) >= _ENOUGH_WITHOUT_TITLE:
            found["title"], found["body"] = headline.split_headline(body)
        return found if found.get("title") else None

    def _headline_alone(self) -> Fields | None:
        """An article whose text only a script would load, if the page names and dates it.

        None if the page was cut off: its text may be in the part that is lost.
        """
        is_told = self._signs.are_in_json or self._signs.are_in_meta
        is_whole = is_told and _END.search(self._data)
        title = self._head.get("title")  # what metadata say may be no title: a slug
        if self._is_known or not (is_whole and self._date and title and any(self._all("title"))):
            return None
        return self._head | {"body": "", "text": title}

    @property
    def _signs(self) -> Signs:
        # not kept: page and signs would refer to each other, and stay until garbage is collected
        return Signs(self._root, self._said, self._addresses, self._is_dated, self._asked)

    @cached_property
    def _date_sources(self) -> DateSources:
        return DateSources(self._root, self._said, self._addresses, self._profile)

    def _dated(self, title: str) -> Fields:
        """The date of a page that does not say it where it should; at least what it says there."""
        titles = {title, *self._texts(HEADINGS)}
        lines = self._lines_above if self._profile else lambda: self._lines
        if found := self._date_sources.elsewhere(titles, lines):
            return {"published": found}
        return {"published_given": self._date_sources.part(filter(None, self._all("published")))}

    def _is_dated(self) -> bool:
        """Whether the page has a date where that of an article stands."""
        is_given = bool(self._head.get("published"))
        return is_given or self._date_sources.is_near(self._titles, self._lines)

    @property
    def _titles(self) -> set[str]:
        return {self._title[0], *self._texts(HEADINGS)}

    def _lines_above(self) -> list[str]:
        """The visible text before that of the article."""
        dropped = set(self._scope.every(self._layout.drop))
        return markup.lines(self._root, dropped, next(iter(self._bodies), None))

    @cached_property
    def _lines(self) -> list[str]:
        """The visible text of the whole page."""
        return markup.lines(self._root)

    @cached_property
    def _links(self) -> list[tuple[str, str]]:
        """The headlines of other articles that the page leads to, with their addresses."""
        return linked_headlines(self._root)

    @property
    def _others(self) -> list[str]:
        return [text for text, _ in self._links]

    @cached_property
    def _prose(self) -> list[str]:
        """The prose that the whole page shows."""
        return guessed_text.prose(self._lines)

    @cached_property
    def _shown(self) -> int:
        """How many characters of prose the whole page shows."""
        return sum(map(len, self._prose))

    @cached_property
    def _extracted(self) -> str:
        """The text by trafilatura, without the headline."""
        title = self._head.get("title", "")
        return guessed_text.text_of(self._root, self._data, self._prose, title, self._others)

    @cached_property
    def _head(self) -> dict[str, str]:
        """Title and date."""
        printed = self._texts(self._layout.published)
        published = self._date or self._date_sources.marked(printed)
        found = {"title": self._title[0], "published": published}
        return {name: text for name, text in found.items() if text}

    @cached_property
    def _date(self) -> str:
        """The date by metadata or the profile's patterns."""
        printed = [*self._texts(self._layout.published), self._title[1]]
        given = self._all("published")
        if not self._is_known and not self._own.get("published"):
            given = self._date_sources.earliest_first(given)
        return self._date_sources.told(given, printed)

    @cached_property
    def _title(self) -> tuple[str, str]:
        """The title, and the date that was glued to it."""
        headings, site = self._texts(HEADINGS), self._said.meta.get("site", ())
        named = markup.text(_TITLE(self._root))
        given = self._all("title", self._layout.title)
        if self._is_known:
            alone = headings if len(headings) == 1 else ()
            return parts.unglued(parts.title([*given, *alone, named], site, headings), self._dates)
        name = self._own.get("named")
        if name in headings:  # a wiki calls headline what the article is about
            given = [name, *given]
        lowers = self._texts(_SUBHEADINGS)
        addresses = self._addresses
        return parts.undescribed_title(given, named, (headings, lowers), site, addresses), ""

    @property
    def _dates(self) -> Sequence[re.Pattern[str]]:
        return self._profile.dates if self._profile else ()

    @property
    def _author(self) -> str:
        """Who wrote it; on pages of sites with a profile, by the metadata and the profile alone."""
        given = self._all("author", self._layout.author)
        if self._is_known:
            return byline.without_addresses(given)
        site = [*self._site, *parts.site_names(given, self._addresses)]
        return byline.author(given, site, self._root, self._titles, lambda: self._lines)

    def _lede(self) -> str:
        """The description; of several, one that the page shows, if its site has no profile."""
        if self._layout.lede:
            return " ".join(self._texts(self._layout.lede))
        given = list(dict.fromkeys(self._all("lede")))
        if len(given) > 1 and not self._is_known:
            titles, shown = self._titles, set(self._lines)
            given = [one for one in given if one not in titles]
            given = [*(one for one in given if one in shown), *given]
        return next(iter(given), "")

    def _labels(self, text: str) -> Fields:
        """Regions and topics that the taxonomies know; all else is a keyword."""
        layout = self._layout
        given = [*self._texts((*layout.regions, *layout.topics)), *self._all("sections")]
        for line in self._texts(layout.facets):
            given.extend(line.split(">"))
        told = parts.split_labels(self._all("keywords", layout.keywords))
        if not self._is_known:
            sections, tags = keywords.linked(self._root, self._titles)
            words = parts.split_labels(self._said.meta.get("words", ()))
            told = [*told, *tags] or keywords.in_text(words, text, self._addresses)
            given.extend(sections)
        regions, topics, others = parts.sorted_labels(parts.split_labels(given))
        found = list(dict.fromkeys([*others, *told]))
        if not self._is_known:
            title = text.partition("\n")[0]
            found = keywords.unique(found, [*regions, *topics, title, *self._site])
        return {"regions": regions, "topics": topics, "keywords": found}

    @property
    def _identity(self) -> Fields:
        """Address, mirrors, id and language, and the article that this one retells."""
        links = self._texts(self._layout.counterpart)
        language = self._own.get("language")
        return page_identity.read(self._said, self._root, self._addresses, language, links)

    def _no_article(self) -> InputError:
        if self._listed or (self._here is not None and self._here.is_list):
            return listing(self._name, self._listed)
        hint = "if there is one, describe the site in a profile (docs/site-profiles.md)"
        message = "there is no article on this page"
        return InputError(message, place=self._name, hint=hint, code="no-article")

    def _markings(self) -> list[str]:
        """The marking that the law wants shown, when it stands on the page outside of the text."""
        if _MARKING.encode() not in self._data:
            return []
        fields: Fields = {"text": "\n".join(markup.lines(self._root))}
        notices.part(fields)
        return [notice for notice in fields.get("notices", ()) if _MARKING in notice]

    @cached_property
    def _listed(self) -> int:
        """How many articles the page seems to list; 0 for none or one."""
        if not self._is_known:
            return several(self._root, self._signs, self._others, lambda: self._lines)
        counts = (
            len(self._whole.first(self._layout.lists)),
            len({article.get("title") for article in self._said.articles}),
            len(self._said.micro.get("title", ())),
            int(_TEASERS(self._root)),
        )
        return max(counts) if max(counts) > 1 else 0
