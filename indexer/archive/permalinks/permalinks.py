"""Makes permalinks, tells its own from others, and says what became of their searches."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from indexer.archive.meant import meant
from indexer.archive.permalinks.then import Then, found_ids
from indexer.archive.served import OpenGeneration
from indexer.query.fixed_days import with_fixed_days
from indexer.query.reading import ORDER, reading, shape
from indexer.store import Store
from indexer.store.states import Changed
from schemas.errors import InputError, UsageError
from schemas.query import Query
from schemas.results import Page
from schemas.seen import Seen, Since

_SEAL = 6
"""Bytes of a seal. Who does not know the secret would have to try 10^14 addresses."""


class Permalinks:
    """The permalinks of one archive. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        current: Callable[[], OpenGeneration],
        chosen: Callable[[str, str], tuple[str, ...]],
    ) -> None:
        """``chosen``: the values of a facet that a value in an address means, see Archive."""
        self._store = store
        self._current = current
        self._chosen = chosen

    def of(self, page: Page, today: date) -> tuple[Query, Seen] | None:
        """What names the search of a page for ever, its days fixed, and what it found.

        None in an archive that an older version wrote: the next command that writes changes it.
        """
        seal = self._store.seal()
        if seal is None or page.checkpoint < seal.since:
            return None
        query = page.query
        if page.filters:  # only filters in the words have days that depend on today
            query = with_fixed_days(query, self._current().pages.reader.analyzer, today)
        seen = Seen(page.checkpoint, page.total, today, page.reading, "")
        return query, replace(seen, seal=_sealed(seal.key, query, seen))

    def check(self, query: Query, seen: Seen) -> None:
        """Raise UsageError when this archive has not made this permalink.

        Its ``place`` is "at" when the archive has not come so far, "check" otherwise.
        """
        last, seal = self._store.sequence, self._store.seal()
        if seen.sequence > last:
            raise UsageError(
                f"this was seen at change {seen.sequence}, and the archive ends at {last}",
                place="at",
                hint="it is of another archive, or this one was restored from an older copy",
            )
        known = seal is not None and _sealed(seal.key, query, seen)
        if not known or not hmac.compare_digest(known.encode(), seen.seal.encode()):
            raise UsageError(
                "this archive has not given out this address",
                place="check",
                hint="it is mistyped or of another archive; the search itself can be made anew",
            )

    def since(self, query: Query, seen: Seen) -> Since:
        """What became of a search since it was seen. ``query``: as it stands in the address.

        Raises UsageError as ``check`` does, and as Archive.searcher does.
        """
        self.check(query, seen)
        while True:
            served = self._current()
            since = self._since(served, query, seen)
            if served is self._current():  # else something was deleted or published meanwhile
                return since

    def now(self, query: Query) -> Query:
        """``query`` with what its values mean today: names may be written in other ways since."""
        filters, without = meant(query.filters, self._values), meant(query.without, self._values)
        return replace(query, filters=filters, without=without)

    def _values(self, facet: str, value: str) -> tuple[str, ...]:
        try:
            return self._chosen(facet, value)
        except InputError:
            return (value,)  # no article has it any more

    def _since(self, served: OpenGeneration, query: Query, seen: Seen) -> Since:
        reader = served.pages.reader
        searcher = reader.searcher
        generation = searcher.generation
        request = reader.read(self.now(query)).request
        changed = list(self._store.changed_between(seen.sequence, generation.checkpoint))
        gone = {each.id for each in changed if not each.after}
        ids = [id for id in found_ids(searcher, request) if id not in gone]
        then = Then(searcher, reader.analyzer, reader.taxonomies)
        # the articles then had the values as the address has them
        bounds = reader.read(query).request.bounds if query.without else request.bounds
        found = then.found(changed, replace(request, filters=query.filters, bounds=bounds))
        same = reading(request, generation.fingerprint) == seen.reading
        return _account(seen, ids, changed, found, generation.checkpoint, same=same)


def _account(  # noqa: PLR0913 - what the sum is made of
    seen: Seen,
    ids: Sequence[str],
    changed: Sequence[Changed],
    found: set[str] | None,
    sequence: int,
    *,
    same: bool,
) -> Since:
    """``ids``: found now. ``found``: of those that changed the ones found then, None: not known."""
    before = {each.id for each in changed if each.before is not None}
    new = {each.id for each in changed if each.before is None}
    deleted = sum(each.deleted for each in changed)
    stored = tuple(id for id in ids if id in new)
    since = Since(seen, len(ids), sequence, stored, deleted=deleted, same_reading=same)
    if found is None:
        rest = len(ids) - len(stored) - seen.total
        return replace(since, unexplained=rest, compared=False)
    now = set(ids)
    stayed = [id for id in ids if id not in new and (id not in before or id in found)]
    left = tuple(sorted(found - now))
    lost = seen.total - len(stayed) - len(left)
    withdrawn = lost if same and 0 <= lost <= deleted else 0
    return replace(
        since,
        entered=tuple(id for id in ids if id in before and id not in found),
        changed=tuple(id for id in stayed if id in found),
        left=left,
        withdrawn=withdrawn,
        unexplained=withdrawn - lost,
    )


def _sealed(key: bytes, query: Query, seen: Seen) -> str:
    said = [shape(query, ORDER), seen.sequence, seen.total, seen.day.isoformat(), seen.reading]
    return hashlib.blake2b(
        repr(said).encode(errors="replace"), key=key, digest_size=_SEAL
    ).hexdigest()
