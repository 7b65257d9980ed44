"""Addresses → sites: profiles, ids of articles, and which hosts are mirrors of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from indexer.addresses import LONGEST, canonical, site
from indexer.ingest.sites.profile import Profile, packaged
from indexer.ingest.sites.selectors import Addresses
from schemas.article import Article, Language
from schemas.errors import UsageError

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?")


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """An address of a known site. ``id``: of the article there, None for any other page."""

    profile: Profile
    language: Language
    id: str | None
    is_list: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Hosts with the same articles. ``live``: the one to show, "" when none was named."""

    hosts: tuple[str, ...]
    live: str


class Sites:
    """The sites of the packaged profiles, and the mirrors that the operator names."""

    def __init__(self, mirrors: Mapping[str, Sequence[str]] | None = None) -> None:
        """``mirrors``: live host → other hosts of the same articles.

        A host of a profile brings the profile's other hosts of that language along. Raises
        UsageError for what is no host, and for a host that two live ones claim.
        """
        self._known = dict(_packaged())
        self._groups: dict[str, _Group] = {}
        for live, others in (mirrors or {}).items():
            self._add(live, others)

    def _add(self, live: str, others: Sequence[str]) -> None:
        for host in (live, *others):
            if not _HOST.fullmatch(host):
                raise UsageError(f"{host!r} is not a host", hint="write it like news.example.org")
        named = tuple(dict.fromkeys(map(site, (live, *others))))
        known = next((self._known[host] for host in named if host in self._known), None)
        kin = [host for host, one in self._known.items() if known and one is known]
        hosts = tuple(dict.fromkeys((*named, *kin)))
        for host in hosts:
            if host in self._groups:
                other = self._groups[host].live
                raise UsageError(
                    f"{host} is listed under two live hosts, {other} and {live}",
                    hint="keep one of the two lines under [hosts]",
                )
            self._groups[host] = _Group(hosts, live)
            if known:
                self._known[host] = known

    def place_of(self, address: str | None) -> SiteAddress | None:
        """What an address says; None when no profile knows its host.

        The id is the same on all mirrors: profile, language of the host, number of the article.
        """
        if len(address or "") > LONGEST:
            return None
        try:
            parts = urlsplit(address or "")
            host = site(parts.hostname or "")
        except ValueError:
            return None
        if host not in self._known:
            return None
        profile, addresses, language = self._known[host]
        path = parts.path or "/"
        # As given, then without what makes it an address for phones.
        found = addresses.article.search(path) or addresses.article.search(_path(address))
        if found:
            id = f"{profile.name}-{language}-{found['number']}"
            return SiteAddress(profile, language, id, is_list=False)
        is_list = any(one.search(path) for one in addresses.lists)
        return SiteAddress(profile, language, None, is_list=is_list)

    def has_article(self, address: str) -> bool:
        """Whether an address can be an article's, on a host of a profile or of the operator."""
        place = self.place_of(address)
        return bool(place.id) if place else self._host(address) in self._groups

    def keys(self, address: str | None) -> tuple[str, ...]:
        """The canonical form of an address on each of the site's hosts, the live one first."""
        key = canonical(address)
        host, slash, path = key.partition("/")
        group = self._groups.get(host)
        if not key or group is None:
            return (key,) if key else ()
        return tuple(f"{one}{slash}{path}" for one in group.hosts)

    def every_key(self, article: Article) -> tuple[str, ...]:
        """``keys`` of all addresses of an article."""
        found = (key for one in (article.url, *article.addresses) for key in self.keys(one))
        return tuple(dict.fromkeys(found))

    def live(self, address: str) -> str:
        """The address to show: on the live host, if the operator names one for its site."""
        group = self._groups.get(self._host(address))
        return urlsplit(address)._replace(netloc=group.live).geturl() if group else address

    def is_live(self, address: str | None) -> bool:
        """Whether an address is on the host that is live."""
        host = self._host(address)
        return host in self._groups and host == site(self._groups[host].live)

    def shown(self, article: Article) -> Article:
        """The article with its address on the live host; the one before joins the others."""
        live = self.live(article.url) if article.url else None
        if live == article.url:
            return article
        others = [one for one in (article.url, *article.addresses) if one and one != live]
        return article.model_copy(update={"url": live, "addresses": tuple(others)})

    @staticmethod
    def _host(address: str | None) -> str:
        try:
            return site(urlsplit(address or "").netloc)
        except ValueError:
            return ""


def place_of(address: str | None) -> SiteAddress | None:
    """What the packaged profiles say of an address."""
    return _default().place_of(address)


def may_be_known(data: bytes, address: str) -> bool:
    """Whether a host of a packaged profile is named in a page or in ``address``, its own."""
    texts = data, address.encode()
    found = (hosts for name, hosts in _known_hosts().items() if any(name in one for one in texts))
    return any(host in one for hosts in found for host in hosts for one in texts)


@cache
def _known_hosts() -> Mapping[bytes, Sequence[bytes]]:
    """Hosts by the name that they have before their last dot: several have the same."""
    found: dict[bytes, list[bytes]] = {}
    for host in map(str.encode, _packaged()):
        found.setdefault(host.rpartition(b".")[0].rpartition(b".")[2], []).append(host)
    return found


def _path(address: str | None) -> str:
    """The path of an address as it is for a desktop."""
    return "/" + canonical(address).partition("?")[0].partition("/")[2]


_Known = tuple[Profile, Addresses, Language]


@cache
def _default() -> Sites:
    return Sites()


@cache
def _packaged() -> Mapping[str, _Known]:
    return {
        host: entry
        for profile in packaged().values()
        if profile.addresses
        for language in sorted(set(profile.addresses.hosts.values()))
        for entry in [(profile, profile.addresses, language)]
        for host in _of(profile.addresses, language)
    }


def _of(addresses: Addresses, language: Language) -> Iterable[str]:
    return (host for host, one in addresses.hosts.items() if one == language)
