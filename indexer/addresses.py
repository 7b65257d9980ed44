"""Addresses of articles, compared: which two of them lead to the same page of the same host.

w3lib brings percent-encoding, letter case, international hosts and the order of parameters into
one form; what is left to us is what news sites add to their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from w3lib.url import canonicalize_url

LONGEST = 2_000
"""Characters of the longest address: browsers and servers refuse longer ones."""

# the look-ahead spares hosts such as m.ru, which have no other name
_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp|pda|wap|touch)\.)+(?=[^.]+\.)")
"""Hosts of one site for several devices."""

# short on purpose: cid, uid, source and their like are the article's number on old sites
_TRACKED = (
    r"utm_\w+|\w*clid|_?openstat|igshid|mc_[ce]id|mkt_tok|_g[al]|yqrid|xtor|at_(?:medium|campaign)"
    r"|frommail|from|ref|referr?er|fb_\w+|phpsessid|jsessionid"
)
_TRACKING = re.compile(_TRACKED, re.IGNORECASE)
_VIEWS = re.compile(rf"{_TRACKED}|amp|mobile|print|outputtype", re.IGNORECASE)
"""Besides these, parameters that choose another view of the same article."""

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_WITH_HOST = re.compile(r"https?://[^/?#.]")
"""How addresses begin; systems that do not know their host write "https://.example"."""

_AMP = re.compile(r"^/amp(?=/)|/amp$|\.amp(?=\.html?$|$)")
_INDEX = re.compile(r"/(?:index\.(?:html?|php))?$")
_SLASHES = re.compile(r"/{2,}")


def without_tracking(address: str | None) -> str:
    """An address without scheme, fragment, tracking and closing slash; "" when it is none."""
    parts = _parts(address)
    if parts is None:
        return ""
    path = _INDEX.sub("", _SLASHES.sub("/", parts.path))
    return _netloc(parts) + path + _query(parts, _TRACKING)


def canonical(address: str | None) -> str:
    """One form for phone, desktop and AMP: "host/path?query", without "www." and "m.".

    "" when it is no address of an article: front pages are none, nor what is longer than LONGEST.
    """
    return _canonical(address) if address and len(address) <= LONGEST else ""


@lru_cache(maxsize=4096)
def _canonical(address: str) -> str:
    parts = _parts(address)
    if parts is None:
        return ""
    # twice: /amp/index.html and /index.html/amp
    path = _INDEX.sub("", _AMP.sub("", _INDEX.sub("", _SLASHES.sub("/", parts.path))))
    query = _query(parts, _VIEWS)
    return site(_netloc(parts)) + path + query if path or query else ""


def site(host: str) -> str:
    """A host without "www.", "m." and the like, in lower case."""
    return _PREFIX.sub("", host.lower())


def absolute(base: str, link: str) -> str:
    """The web address that ``link`` is on a page from ``base``; "" when it is none."""
    try:
        found = urljoin(base, link.strip())
        urlsplit(found)
    except ValueError:  # of either of them: brackets that hold no address of IPv6
        return ""
    return found if _WITH_HOST.match(found) else ""


def distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    """The first of all that are the same but for scheme, slash, fragment and tracking."""
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(without_tracking(address) or address, address)
    return tuple(found.values())


def _parts(address: str | None) -> SplitResult | None:
    if not address or len(address) > LONGEST or not _SCHEME.match(address):
        return None
    try:
        parts = urlsplit(canonicalize_url(address))
        _ = parts.port  # raises ValueError beyond 65535
    except ValueError:
        return None
    return parts if parts.hostname else None


def _netloc(parts: SplitResult) -> str:
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = parts.port or usual
    return (parts.hostname or "") + (f":{port}" if port != usual else "")


def _query(parts: SplitResult, dropped: re.Pattern[str]) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not dropped.fullmatch(name)]
    return f"?{urlencode(kept)}" if kept else ""
