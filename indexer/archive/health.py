"""What a process serves, and how far that is behind the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from indexer.index.contract import Generation
from indexer.store import Store

Status = Literal["ok", "behind", "other"]


@dataclass(frozen=True, slots=True)
class Health:
    """``generation``, ``checkpoint``, ``documents``: of the index that this process serves.

    ``published``: the index that it should serve, None when there is none; ``since``: when that
    last changed, ``age``: how many seconds ago. ``pending``: changes of the store that cannot be
    found yet, the first of them since ``waiting_since`` (None: there are none, or it is not known).
    ``status``: "ok"; "behind" when changes are pending; "other" when it serves an index that is not
    the published one, until it is restarted.
    """

    status: Status
    generation: str
    published: str | None
    checkpoint: int
    documents: int
    since: datetime
    age: int
    pending: int
    waiting_since: datetime | None

    def as_json(self) -> dict[str, Any]:
        """As plain data; moments are ISO 8601 in UTC."""
        moments = {"since": self.since, "waiting_since": self.waiting_since}
        told = {name: at.isoformat() if at else None for name, at in moments.items()}
        return asdict(self) | told


def health(served: Generation, published: str | None, store: Store, since: datetime) -> Health:
    """The health of a process that serves ``served``. Raises as the store does."""
    pending = store.pending(served.checkpoint)
    other = served.name != published
    return Health(
        "other" if other else "behind" if pending else "ok",
        served.name,
        published,
        served.checkpoint,
        served.documents,
        since,
        max(0, int((datetime.now(UTC) - since).total_seconds())),
        pending,
        store.news.first_after(served.checkpoint) if pending else None,
    )
