"""A search whose words are in no address: ``/private``, a form that is sent by POST.

So they stand neither in the history of the browser, nor in the log of a server between, nor in a
bookmark. One form has the words, the filters and the pages; the answer may be kept by nobody. What
does not work there is said on the page, which has no links with the search in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from schemas.query import SORTS
from schemas.results import FacetCount, Page
from searchapp.address import Address, ParameterError
from searchapp.asked import asked, found, today
from searchapp.links import NOWHERE
from searchapp.messages import Messages
from searchapp.params import LONGEST_TEXT, Pairs, printable, query_pairs
from searchapp.problems import hint_of
from searchapp.serving.arriving import LONGEST_BODY
from searchapp.visit import visit
from searchapp.wrong import label_of

private = Blueprint("private", __name__)

SHOWN = {"language": 10, "region": 12, "topic": 12, "person": 8, "organisation": 8}
"""The facets that can be chosen here, and how many of their values are offered."""

FIELDS = {"q", *SHOWN, "from", "to", "sort", "page", "literal", "any", "both"}
"""What the form has; anything else that is sent is left out."""

WINDOW = 2
"""Pages on each side of the current one that have a button."""


@dataclass(frozen=True)
class PrivateView:
    """The page as its template reads it. ``address``: what was asked for.

    ``page``: None before a search. ``wrong``: what cannot be read of the form, "" if all can.
    """

    say: Messages
    address: Address = NOWHERE
    page: Page | None = None
    wrong: str = ""

    @property
    def facets(self) -> list[tuple[str, list[FacetCount]]]:
        """The facets with the values that are offered: the first ones, and all that are chosen."""
        counts = self.page.facets if self.page else {}
        return [
            (name, [one for n, one in enumerate(counts[name]) if n < most or one.selected])
            for name, most in SHOWN.items()
            if counts.get(name)
        ]

    @property
    def notes(self) -> list[str]:
        """How the query was read, where it was not read as typed."""
        notes = self.page.notes if self.page else ()
        return [self.say.note(note) for note in notes if note.applied or not note.query]

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that make sense of this search, or of any that is still to come."""
        return SORTS if self.address.text or self.page is None else SORTS[1:]

    @property
    def pages(self) -> list[int]:
        """The pages near the current one, with the first and the last."""
        if self.page is None or self.page.pages == 1:
            return []
        current, last = self.page.query.page, self.page.pages
        near = range(current - WINDOW, current + WINDOW + 1)
        return sorted({1, last, *(number for number in near if 1 <= number <= last)})

    @property
    def first(self) -> int:
        """Number of the first hit shown, from 1."""
        query = self.page.query if self.page else None
        return query.offset + 1 if query else 1


@private.get("/private")
def form() -> str:
    """The form. What stands behind a question mark is not taken: it would be in an address."""
    return _shown(PrivateView(visit().say))


@private.post("/private")
def results() -> str | tuple[str, int]:
    """What the form asks for."""
    request.max_content_length = LONGEST_BODY  # other servers may let more through
    sent = [
        (name, text)
        for name, value in query_pairs(request.get_data())
        if name in FIELDS and (text := printable(value)[:LONGEST_TEXT])
    ]
    say = visit().say
    try:
        address = replace(asked(sent), apart=True)
        return _shown(PrivateView(say, address, found(address, today())))
    except ParameterError as error:
        hint = hint_of(error, say)
        wrong = f"{label_of(error.place, say)}: {hint}"
        return _shown(PrivateView(say, _as_typed(sent), wrong=wrong)), error.http_status


def _as_typed(sent: Pairs) -> Address:
    """The words and the days of a form that cannot be read, to be corrected."""
    last = dict(sent)
    return Address(last.get("q", ""), since=last.get("from", ""), until=last.get("to", ""))


def _shown(view: PrivateView) -> str:
    links = visit().links
    return render_template(
        "private.html",
        view=view,
        switched=lambda language: replace(links, interface=language).private(),
    )
