"""The permalink of a search, as the site gives it."""

from __future__ import annotations

from datetime import datetime

from indexer.archive import Archive
from schemas.article import MOSCOW
from schemas.errors import UsageError
from schemas.results import Page
from searchapp.links import Links
from searchapp.permalinks import permalink_pairs


def permalink_of(archive: Archive, page: Page) -> str:
    """The address of what was found today, on the site if the settings say where that is.

    Raises UsageError where there is none.
    """
    taken = archive.permalinks.of(page, datetime.now(MOSCOW).date())
    if taken is None:
        hint = "podshivka sync, or any command that writes, brings it up to date"
        raise UsageError("an older version wrote this archive", place="--permalink", hint=hint)
    pairs = permalink_pairs(*taken)
    if pairs is None:
        raise UsageError("the query is too long for an address", place="--permalink")
    links = Links("", None, archive.settings.public_url)
    return links.absolute(links.here("/seen", pairs))
