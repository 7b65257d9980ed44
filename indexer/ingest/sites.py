"""Addresses → sites: which profile an address belongs to, and what it says of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from indexer.ingest.layout import Addresses
from indexer.ingest.profile import Profile, packaged
from schemas.article import Language

_PREFIX = re.compile(r"^(?:www\.|m\.)+")


@dataclass(frozen=True, slots=True)
class Place:
    """An address of a known site. ``id``: of the article there, None when it is another page."""

    profile: Profile
    language: Language
    id: str | None
    is_list: bool


def place_of(address: str | None) -> Place | None:
    """What an address says; None when no profile knows its host.

    The id is the same on all mirrors: profile, language of the host, number of the article.
    """
    try:
        parts = urlsplit(address or "")
        host = _PREFIX.sub("", parts.hostname or "")
    except ValueError:
        return None
    if host not in _hosts():
        return None
    profile, addresses, language = _hosts()[host]
    path = parts.path or "/"
    if found := addresses.article.search(path):
        return Place(
            profile, language, f"{profile.name}-{language}-{found['number']}", is_list=False
        )
    return Place(profile, language, None, is_list=any(one.search(path) for one in addresses.lists))


@cache
def _hosts() -> dict[str, tuple[Profile, Addresses, Language]]:
    return {
        host: (profile, profile.addresses, language)
        for profile in packaged().values()
        if profile.addresses
        for host, language in profile.addresses.hosts.items()
    }
