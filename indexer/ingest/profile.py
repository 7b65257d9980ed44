"""Site profiles: what is date, title, caption and boilerplate on the pages of one site. Data only.

A profile is a JSON file in ``profiles/``, described by the fields of Profile. ``plain`` is for
pages that no other profile recognises: a title, perhaps a date, then the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from indexer.ingest.dates import compile_pattern
from indexer.ingest.layout import Addresses, Layout

PLAIN = "plain"


def _date_pattern(value: object) -> re.Pattern[str]:
    return compile_pattern(str(value))


DatePattern = Annotated[re.Pattern[str], BeforeValidator(_date_pattern)]
Line = re.Pattern[str]
"""A regular expression that is looked for in one line, every run of spaces made one space."""


class Profile(BaseModel):
    """Knowledge of one site's pages, saved as text or as HTML.

    ``recognise``: a page with such a line is the site's. ``dates``: patterns (see dates.py) of the
    whole line that dates the article; a part {title} or {source} is taken from it. ``head``:
    how many lines with text are looked at for it.
    ``original_dates``: anywhere in a line, the date of the article that this one retells.
    ``title_follows_date``: what precedes the date is navigation and captions. ``stop``: the
    article ends before such a line. ``boilerplate``: lines to drop. ``notices``: lines that the
    law wants shown, kept apart. ``captions``: lines with a group "caption" and perhaps a "title"
    that runs into it. ``fields``: lines whose first group is a field of the article.
    ``addresses``, ``html``: see layout.py.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    recognise: tuple[Line, ...] = ()
    dates: tuple[DatePattern, ...] = ()
    head: int = 4
    original_dates: tuple[DatePattern, ...] = ()
    title_follows_date: bool = False
    stop: tuple[Line, ...] = ()
    boilerplate: tuple[Line, ...] = ()
    notices: tuple[Line, ...] = ()
    captions: tuple[Line, ...] = ()
    fields: Mapping[str, tuple[Line, ...]] = {}
    addresses: Addresses | None = None
    html: Layout | None = None


def matching(patterns: Sequence[re.Pattern[str]], line: str) -> re.Match[str] | None:
    """The first match of a pattern in ``line``."""
    for pattern in patterns:
        if match := pattern.search(line):
            return match
    return None


def recognised(lines: Sequence[str]) -> Profile:
    """The profile of the site that the page with these lines comes from, else the plain one."""
    profiles = packaged()
    sites = (profile for profile in profiles.values() if profile.recognise)
    return next(
        (site for site in sites if any(matching(site.recognise, line) for line in lines)),
        profiles[PLAIN],
    )


@cache
def packaged() -> Mapping[str, Profile]:
    """All profiles by name."""
    folder = files("indexer.ingest") / "profiles"
    found = (
        Profile.model_validate_json(file.read_bytes())
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json")
    )
    return {profile.name: profile for profile in found}
