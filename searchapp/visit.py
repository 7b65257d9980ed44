"""What a request carries through: its parameters, its language, addresses in that language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import current_app, g, request

from indexer.archive import Archive
from schemas.article import Language
from schemas.deadline import Deadline
from searchapp.links import Links
from searchapp.messages import Messages, messages
from searchapp.params import LANGUAGES, check_length, query_pairs, read_interface

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. ``pairs``: its parameters as they came. ``deadline``: of its searches."""

    pairs: Pairs
    say: Messages
    links: Links
    deadline: Deadline

    def switched(self, language: Language) -> str:
        """This page with its interface in ``language``."""
        rest = [(name, value) for name, value in self.pairs if name != "ui" and value]
        return self.links.here(request.path, [*rest, ("ui", language)])


def begin() -> None:
    """Settle the language before all else, so that any error can be told in it.

    Raises ParameterError for a language that we do not speak and an address that is too long.
    """
    pairs = tuple(query_pairs(request.query_string))
    # before "ui" is read, which may be the error to tell
    archive: Archive = current_app.extensions["archive"]
    links = Links(request.script_root, None, archive.settings.public_url)
    deadline = Deadline.after(archive.settings.query_seconds)
    g.visit = Visit((), messages(_preferred()), links, deadline)
    check_length(request.query_string, pairs)
    g.visit = replace(g.visit, pairs=pairs)
    if chosen := read_interface(pairs):
        links = replace(links, interface=chosen)
        g.visit = replace(g.visit, say=messages(chosen), links=links)


def _preferred() -> Language:
    """The first of the browser's languages that we speak, whatever its country; else English."""
    spoken = {tag.lower().partition("-")[0]: None for tag in request.accept_languages.values()}
    return next((language for language in spoken if language in LANGUAGES), "en")


def visit() -> Visit:
    """The current request. ``begin`` has run, even for an address that leads nowhere."""
    current: Visit = g.visit
    return current
