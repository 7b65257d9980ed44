"""Where the parts of an article stand on a site's HTML pages, and what its addresses say. Data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from schemas.article import Language

Selectors = tuple[str, ...]
"""CSS selectors, or XPath (begins with "/", "." or "("); the first that finds something counts."""


class SiteLayout(BaseModel):
    """The HTML of one site. Each field selects elements (XPath: also attributes).

    ``recognise``: a page that has one of these is the site's, whatever its address. ``within``:
    what holds the whole article, so that the rest need not be searched. ``body``:
    all its elements are the text. ``drop``: what stands in the body but is none of it.
    ``captions``: of pictures. ``counterpart``: links to the article that this one retells.
    ``facets``: a line "regions > topics", each separated by commas. ``lists``: the items of a
    page that lists articles; it is such a page when two are found and no body.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    recognise: Selectors = ()
    within: Selectors = ()
    title: Selectors = ()
    lede: Selectors = ()
    body: Selectors = ()
    published: Selectors = ()
    author: Selectors = ()
    source: Selectors = ()
    captions: Selectors = ()
    drop: Selectors = ()
    regions: Selectors = ()
    topics: Selectors = ()
    keywords: Selectors = ()
    facets: Selectors = ()
    counterpart: Selectors = ()
    lists: Selectors = ()


class Addresses(BaseModel):
    """What a site's addresses say.

    ``hosts``: each mirror, without "www." and "m.", and its language.
    ``article``: the path of an article, with a group "number" that is unique within a language.
    ``lists``: paths of pages that list articles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: Mapping[str, Language]
    article: re.Pattern[str]
    lists: tuple[re.Pattern[str], ...] = ()
