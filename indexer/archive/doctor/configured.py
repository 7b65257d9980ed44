"""The settings: which were changed, which cannot do what was meant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_address

from indexer.archive.doctor.finding import Finding
from indexer.settings import PREFIX, Settings

AREA = "settings"


def environment() -> Iterator[Finding]:
    """Variables that look like settings and are none: nothing else would tell."""
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        own = name.upper().removeprefix(PREFIX)  # with the prefix, all names would be similar
        if name.upper().startswith(PREFIX) and own not in known:
            likely = get_close_matches(own, known, 1)
            hint = "unset it, or correct its name"
            hint = f"did you mean {PREFIX}{likely[0]}?" if likely else hint
            yield Finding(AREA, "warning", f"{name} is no setting and does nothing", hint)


def settings(chosen: Settings) -> Iterator[Finding]:
    """What differs from the defaults, and what an operator may not have meant."""
    changed = sorted(
        name
        for name, field in Settings.model_fields.items()
        if name != "home" and getattr(chosen, name) != field.default
    )
    yield Finding(AREA, "ok", f"changed: {', '.join(changed)}" if changed else "all as by default")
    if chosen.metrics:
        host = chosen.metrics.rpartition(":")[0].strip("[]")
        if not ip_address(host).is_loopback:
            text = f"the numbers of the site are told at {chosen.metrics}, to whoever reaches that"
            hint = "set metrics to an address such as 127.0.0.1:9464, or close it by a firewall"
            yield Finding(AREA, "warning", text, hint)
    if not chosen.public_url:
        text = "public_url is not set: links in feeds, exports and permalinks lead to no site"
        yield Finding(AREA, "warning", text, "set it to the address of the site in the world")
