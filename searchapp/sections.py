"""The sections of the site, which every page links to."""

from __future__ import annotations

from functools import lru_cache

from searchapp.links import Links
from searchapp.messages import Messages


@lru_cache(maxsize=64)
def sections(links: Links, say: Messages) -> tuple[tuple[str, str, str], ...]:
    """The sections of the site: name, address, label. The same on every page in a language."""
    return (
        ("archive", links.archive(), say("nav.archive")),
        ("regions", links.values("region"), say("nav.region")),
        ("topics", links.values("topic"), say("nav.topic")),
        ("people", links.values("person"), say("nav.person")),
        ("organisations", links.values("organisation"), say("nav.organisation")),
        ("compare", links.compare([]), say("nav.compare")),
        ("help", links.help(), say("nav.help")),
    )
