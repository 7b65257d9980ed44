"""The search that led to an article: its words marked, the way back, the hits before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from indexer.archive import Archive
from indexer.page.found_article import FoundArticle
from indexer.page.place_in_result import NumberedId, PlaceInResult
from schemas.article import Article
from schemas.errors import CutShortError, EngineError
from searchapp.address import Address
from searchapp.asked import asked, cut_short, indexed, query_of
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.params import LARGEST_PAGE, read_number
from searchapp.visit import visit

NUMBER = "n"
"""The parameter that says which article of the result this one is, from 1."""


@dataclass(frozen=True, slots=True)
class Trail:
    """How a reader came to an article, and where the search leads on.

    ``number``: that of the article when it was listed, as the address says.
    """

    address: Address
    number: int | None
    found: FoundArticle
    links: Links
    say: Messages

    @property
    def place(self) -> PlaceInResult | None:
        """Where the article stands in the result, as far as that is known."""
        return self.found.place

    @property
    def position(self) -> str:
        """Which of the articles found this one is, in words; "" where that is not known."""
        place = self.place
        if place is None or place.number is None:
            return ""
        if place.number > place.total:
            number, count = place.number - place.total, place.listed - place.total
            return self.say("trail.some", number=number, count=count)
        return self.say("trail.number", number=place.number, count=place.total)

    @property
    def back(self) -> str:
        """The page of results that lists the article, at it."""
        place = self.place
        number = (place and place.number) or self.number or 1
        total = place.total if place else number
        page = -(-min(number, total) // self.address.size) or 1
        address = replace(self.address, page=page)
        if place and place.number:
            return self.links.search(address) + hit_anchor(number)
        return self.links.results(address)

    @property
    def before(self) -> str:
        """The address of the hit before this one, "" when it is the first."""
        return self._hit(self.place.before if self.place else None)

    @property
    def after(self) -> str:
        """The address of the next one, "" when it is the last."""
        return self._hit(self.place.after if self.place else None)

    def _hit(self, hit: NumberedId | None) -> str:
        return self.links.hit(hit.id, self.address, hit.number) if hit else ""


def hit_anchor(number: int) -> str:
    """Where a hit stands on its page of results."""
    return f"#hit{number}"


def trail(archive: Archive, article: Article, today: date) -> Trail | None:
    """The search in the address, None when there is none or no index to search.

    Raises ParameterError for a value in the address that makes no sense.
    """
    number = read_number(visit().pairs, NUMBER, LARGEST_PAGE)
    try:
        address = replace(asked(), page=1, forms=False)
        if not address.narrows:
            return None
        with indexed():
            found = archive.found(query_of(address, today), article, number)
    except EngineError:
        return None  # an article can be read without an index
    except CutShortError:
        cut_short()
        return None
    return Trail(address, number, found, visit().links, visit().say)
