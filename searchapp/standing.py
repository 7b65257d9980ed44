"""Where a page that lasts is found: its canonical address and those in the other language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from searchapp.links import Links
from searchapp.params import LANGUAGES
from searchapp.visit import visit


@dataclass(frozen=True, slots=True)
class Standing:
    """``canonical``: the address of this page. ``alternates``: language and address of each form.

    There are no alternates without the setting ``public_url``: they are absolute or worth nothing.
    ``listed``: whether search engines may list it.
    """

    canonical: str
    alternates: tuple[tuple[str, str], ...]
    listed: bool = True


def standing(own: Callable[[Links], str], *, listed: bool = True) -> Standing:
    """The standing of the page whose address ``own`` makes.

    A page with its language in the address is canonical there: search engines follow links to the
    other language only between canonical pages.
    """
    links = visit().links
    forms = [(code, replace(links, interface=code)) for code in LANGUAGES]
    every = [*forms, ("x-default", links.lasting())] if links.public and listed else []
    return Standing(
        links.absolute(own(links)),
        tuple((code, form.absolute(own(form))) for code, form in every),
        listed,
    )
