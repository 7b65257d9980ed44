"""One part of an article, given several times on a page → the one value that counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from unicodedata import normalize
from urllib.parse import urlsplit

from indexer.ingest.html.signs import HEADLINE
from indexer.ingest.text.any_date import any_date
from indexer.ingest.text.dates import is_partial, moment
from indexer.taxonomy import Taxonomy
from schemas.errors import InputError

_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_ALIKE = 60
"""Characters from which two texts that begin alike are taken for the same."""

UTC = "+00:00"
_DIGIT = re.compile(r"\d")
_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/|/((?:19|20)\d\d)(-?)(\d\d)\5(\d\d)[-/]"
)


def title(candidates: Iterable[str], site: Sequence[str], headings: Sequence[str] = ()) -> str:
    """The first candidate, without the name of the site; a fuller one that begins alike wins.

    What follows one of ``headings`` behind a dash or the like is the name of a site, too.
    """
    best = ""
    for candidate in candidates:
        one = _without_site(candidate, site)
        if not best or _is_fuller(one, best):
            best = one
    bare = (one for one in headings if one and best.startswith(one))
    return next((one for one in bare if _names_site(best, len(one))), best)


def _is_fuller(title: str, other: str) -> bool:
    """Whether ``other`` is the start of a title that dots, or a quotation mark of HTML, cut off."""
    start = _CUT.sub("", other)
    is_cut = start != other or title[len(other) :].lstrip().startswith('"')
    return is_cut and len(title) > len(other) and title.startswith(start)


def _names_site(title: str, at: int) -> bool:
    """Whether the name of a site follows a heading that ends at ``at``; a long one at once."""
    return bool((_NAMES_SITE if 2 * at < len(title) else _NAMES_SITE_AT_ONCE).match(title, at))


_MARKS = "[|│\\-–—:•·/»›‹«]"
_NAMES_SITE = re.compile(rf"\s+{_MARKS}+\s+\S")
_NAMES_SITE_AT_ONCE = re.compile(rf"\s*{_MARKS}+\s*\S")
_BEHIND = re.compile(rf"(.+?)(?:\s+{_MARKS}+|:)\s+")
"""A section, or a path of several, and the mark behind it."""

_PARTS = re.compile(rf"\s+{_MARKS}+\s+")
_SHORTEST_NAME = 4
"""Letters of a site's name from which it is known in an address."""

_SHORTEST_LABEL = 5
"""Letters of a part of a host from which a name may begin with it."""


def _without_site(text: str, site: Sequence[str]) -> str:
    for name in dict.fromkeys(site):
        plain, known = text.casefold(), name.casefold()
        if known not in plain:
            continue
        if plain.endswith(known):
            text = re.sub(rf"\s+{_MARKS}+\s+{re.escape(name)}$", "", text, flags=re.IGNORECASE)
        if plain.startswith(known):
            text = re.sub(rf"^{re.escape(name)}\s+{_MARKS}+\s+", "", text, flags=re.IGNORECASE)
        if plain.find(known, 1, -1) < 0:
            continue
        within = re.search(rf"\s+{_MARKS}+\s+{re.escape(name)}\s+{_MARKS}+\s+", text, re.IGNORECASE)
        if within and 2 * within.start() > len(text) - len(within[0]):
            text = text[: within.start()]  # a section of the site or a slogan follows
    return text


def site_names(texts: Iterable[str], addresses: Iterable[str]) -> list[str]:
    """Which of ``texts``, or of their first and last parts, name the host of an address."""
    hosts = {urlsplit(address).netloc.lower() for address in addresses}
    found = []
    for text in texts:
        pieces = _PARTS.split(text)
        for name in dict.fromkeys((text, pieces[0], pieces[-1])):
            letters = _letters(name)
            is_long = len(letters) >= _SHORTEST_NAME
            if is_long and any(_is_named(host, name, letters) for host in hosts):
                found.append(name)
    return found


def _is_named(host: str, name: str, letters: str) -> bool:
    """Whether a name stands in a host, or is short and begins with what the site chose for it."""
    own = _letters(_own_label(host))
    begins = bool(own) and letters.startswith(own) and not HEADLINE.match(name)
    return letters in _letters(host) or begins


def _own_label(host: str) -> str:
    """The part of a host that a site has chosen: "example" of "www.example.co.uk"."""
    labels = [one for one in host.split(".")[:-1] if len(one) >= _SHORTEST_LABEL]
    return labels[-1] if labels else ""


def undescribed_title(
    given: Sequence[str],
    named: str,
    headings: tuple[Sequence[str], Sequence[str]],
    site: Sequence[str],
    addresses: Iterable[str],
) -> str:
    """The title of a page of a site that nobody described.

    ``given``: by metadata. ``named``: the element "title". ``headings``: those of the first order,
    and those of lower ones. ``site``: the names that the site gives itself. The only heading of the
    first order counts, unless ``named`` has one of a lower order instead: the first is then that of
    a section or an author. It goes before the titles in metadata, which may be written for search
    engines.
    """
    firsts, lowers = headings
    names = site_names([*firsts, named, *given], addresses)
    names += (one for one in site if not HEADLINE.match(one))
    firsts = [one for one in firsts if one not in names]
    alone = firsts if len(firsts) == 1 and not _is_of_lower(named, firsts[0], lowers) else ()
    given = [one for one in given if one not in names and not is_slug(one)]
    if alone and _is_headline(alone[0], given, named):
        given = [*alone, *given]
    found = heading_of(title([*given, *alone, named], [*site, *names], firsts), lowers)
    return _heading_behind(found, [*firsts, *lowers])


def _is_headline(heading: str, given: Sequence[str], named: str) -> bool:
    """Whether a heading stands in a title that is given, too.

    It is not the headline if it is the first of these titles behind the name of a series, with no
    mark between the two.
    """
    first = next(iter(given), heading)
    before = heading.removesuffix(first).rstrip()
    if first != heading and heading.endswith(first) and before[-1:].isalnum():
        return False
    return bool(HEADLINE.match(heading)) and any(heading in one for one in (*given, named))


def _is_of_lower(named: str, first: str, lowers: Iterable[str]) -> bool:
    """Whether ``named`` has one of ``lowers`` in it and not ``first``."""
    return first not in named and any(HEADLINE.match(one) and one in named for one in lowers)


def heading_of(title: str, headings: Iterable[str]) -> str:
    """The longest of ``headings`` that is most of a title, and ends where a mark follows."""
    begun = (one for one in headings if title.startswith(one) and 2 * len(one) >= len(title))
    return max((one for one in begun if _NAMES_SITE.match(title, len(one))), key=len, default=title)


def _heading_behind(title: str, headings: Collection[str]) -> str:
    """The heading that is most of a title, behind names of sections; else the title.

    The title stays whole if it is itself a heading, or is made of two.
    """
    last = (one for one in headings if title.endswith(one) and 2 * len(one) >= len(title))
    for heading in last if title not in headings else ():
        section = _BEHIND.fullmatch(title.removesuffix(heading))
        if section and section[1] not in headings and HEADLINE.match(heading):
            return heading
    return title


def is_slug(title: str) -> bool:
    """Whether a title is a piece of an address, such as "bridge-opened-in-2018"."""
    return " " not in title and title.count("-") + title.count("_") > 1


def _letters(text: str) -> str:
    plain = normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, plain))


def first_date(candidates: Iterable[str]) -> str:
    """The first candidate that is a date, in ISO 8601; "" if none is."""
    return next(filter(None, map(machine_date, candidates)), "")


def first_moment(candidates: Iterable[str]) -> str:
    """The first date. If it is a moment in UTC, the same moment with another offset, if one has it.

    Many sites give both: one for machines, and one in the zone, and so with the day, of readers.
    """
    found = [one for one in map(machine_date, candidates) if one]
    first = next(iter(found), "")
    if not first.endswith(UTC):
        return first
    here = datetime.fromisoformat(first)
    others = (one for one in found if "T" in one and not one.endswith(UTC))
    return next((one for one in others if datetime.fromisoformat(one) == here), first)


def date_or_part(candidates: Iterable[str]) -> str:
    """The first date in ISO 8601; without one the first year or month, as it is given; else ""."""
    given = list(candidates)
    return first_date(given) or next(filter(is_partial, given), "")


@lru_cache(maxsize=256)  # a page says its date in several places
def machine_date(text: str) -> str:
    """A date in ISO 8601, whatever form it has; "" when it is none (see any_date)."""
    try:
        found = any_date(text)
    except ValueError:
        return ""
    return found.isoformat() if found else ""


def date_in(addresses: Iterable[str]) -> str:
    """The day that one of ``addresses`` has as folders, in ISO 8601; "" when there is none."""
    for address in addresses:
        if found := _DAY_IN_ADDRESS.search(address):
            return machine_date("-".join(filter(str.isdigit, found.groups(""))))
    return ""


def printed_date(lines: Iterable[str], patterns: Sequence[re.Pattern[str]]) -> str:
    """The first date that one of ``lines`` is or holds, in ISO 8601; "" when there is none."""
    for line in lines:
        whole = (pattern.fullmatch(line) for pattern in patterns)
        inside = (_inside(pattern, line) for pattern in patterns)
        for match in chain(whole, inside):
            if match and (found := moment(match)):
                return found.isoformat()
    return ""


def unglued(title: str, patterns: Sequence[re.Pattern[str]]) -> tuple[str, str]:
    """A title and the date that is glued to it, as printed; ("…", "") when there is none."""
    for pattern in patterns:
        match = pattern.fullmatch(title) if "title" in pattern.groupindex else None
        if match and match["title"].strip() and moment(match):
            return match["title"].strip(), title
    return title, ""


_LONGEST_DATED = 500
"""Characters of a line within which a date is looked for: the time grows with their square."""


def _inside(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """A match that no digit touches: 20017 does not hold the year 2001."""
    line = line[:_LONGEST_DATED]
    match = pattern.search(line)
    if match is None or _DIGIT.match(line, match.end()) or line[: match.start()][-1:].isdigit():
        return None
    return match


def lede(candidate: str, title: str, body: str) -> tuple[str, str]:
    """(lede, body): text that only repeats the title or the start of the body is not a lede.

    A lede that is the first line of the body leaves the body.
    """
    first, _, rest = body.partition("\n")
    if candidate == first and rest.strip():
        return candidate, rest.strip()
    start = _CUT.sub("", candidate)[:_ALIKE]
    text = " ".join(body[: 4 * _ALIKE].split())
    return ("" if not start or start in title or start in text else candidate), body


def split_labels(values: Iterable[str]) -> list[str]:
    """Labels out of texts such as "Azerbaijan, South Caucasus", each once."""
    found = (label.strip() for value in values for label in re.split(r"[,;]", value))
    return list(dict.fromkeys(filter(None, found)))


def sorted_labels(values: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """(regions, topics, others): what our taxonomies know, and what becomes a keyword."""
    regions, topics, others = [], [], []
    for label in values:
        if _known("regions", label):
            regions.append(label)
        elif _known("topics", label):
            topics.append(label)
        else:
            others.append(label)
    return regions, topics, others


@lru_cache(maxsize=4096)
def _known(name: str, label: str) -> bool:
    try:
        _taxonomy(name).resolve(label)
    except InputError:
        return False
    return True


@cache
def _taxonomy(name: str) -> Taxonomy:
    return Taxonomy.default(name)
