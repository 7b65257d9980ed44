"""A stored article and another record of it → what is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from indexer.addresses import distinct, without_tracking
from indexer.ingest.sites import Sites
from indexer.store.joins import Joined
from schemas.article import MOSCOW, Article

_GAPS = Article.model_fields.keys() - {"id", "language", "title", "body", "url", "addresses"}
"""What the kept copy takes from the other one when it has none."""

_ALWAYS = datetime.min.replace(tzinfo=UTC)


def names_agency(id: str) -> bool:
    """Whether an id is as agencies give it (urn:newsml:…, tag:…), to all revisions of an item."""
    return ":" in id


def join_copies(before: Article, now: Article, again: bool, sites: Sites) -> Joined:  # noqa: FBT001
    """What is kept when ``now`` comes and ``before`` is stored under its id.

    From the same page, ``now`` is the newer state, unless it came ``again`` in one pass. Otherwise
    the two are copies: the better one is kept, its gaps filled from the other. The copy on the
    live host is better; if that does not decide, the copy updated later, then the longer one, then
    the one that was there before. The addresses of both are kept in any case. Of two revisions
    that an agency sent, without addresses, the one that was updated later is kept.
    """
    sent = names_agency(now.id) and not (before.url or now.url)
    if sent and (again or (before.updated and now.updated)):
        first, second = _moment(before.updated), _moment(now.updated)
        if first != second:
            later = second > first
            return Joined(now if later else before, copy=True, taken=later)
    # Only scheme, slash and tracking may differ: another host is another copy.
    same_page = not (before.url and now.url) or without_tracking(before.url) == without_tracking(
        now.url
    )
    if same_page and not (again and before.url and now.url):
        return Joined(_with_addresses(now, before))
    wins = _worth(now, sites) > _worth(before, sites)
    kept, other = (now, before) if wins else (before, now)
    gaps = {
        name: getattr(other, name)
        for name in sorted(_GAPS)
        if not getattr(kept, name) and getattr(other, name)
    }
    whole = kept.model_copy(update=gaps) if gaps else kept
    return Joined(_with_addresses(whole, other), copy=True, taken=wins)


def _worth(article: Article, sites: Sites) -> tuple[bool, datetime, int]:
    text = len(article.title) + len(article.lede) + len(article.body)
    return sites.is_live(article.url), _moment(article.updated), text


def _moment(updated: datetime | date | None) -> datetime:
    if updated is None:
        return _ALWAYS
    if isinstance(updated, datetime):
        return updated
    return datetime(updated.year, updated.month, updated.day, tzinfo=MOSCOW)


def _with_addresses(kept: Article, other: Article) -> Article:
    """``kept`` with all addresses of both, each once, its own first."""
    url = kept.url or other.url
    known = (url, *kept.addresses, other.url, *other.addresses)
    addresses = tuple(one for one in distinct(filter(None, known)) if one != url)
    if (url, addresses) == (kept.url, kept.addresses):
        return kept
    return kept.model_copy(update={"url": url, "addresses": addresses})
