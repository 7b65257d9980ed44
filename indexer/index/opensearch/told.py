"""Errors of the client library → ours, which say what to do."""

from __future__ import annotations

from typing import Any

from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import OpenSearchException, SSLError, TransportError

from schemas.errors import EngineError, UnavailableError

BUSY = frozenset({429, 502, 503, 504})
"""Answers after which a request is repeated."""

LATER = "repeat the command when the cluster is less busy: it goes on where it stopped"


class RefusedError(EngineError):
    """The cluster says no: ``status`` of HTTP, ``kind`` of error and ``reason``."""

    def __init__(self, status: int, kind: str, reason: str, place: str) -> None:
        super().__init__(f"the cluster refuses this: {status} {kind}: {reason}", place=place)
        self.status = status
        self.kind = kind
        self.reason = reason


def passing(error: TransportError) -> bool:
    """Whether a repeated request may succeed: a lost connection, no answer, a busy node."""
    if isinstance(error, SSLError):
        return False
    return isinstance(error, Unreachable) or _status(error) in BUSY


def silent(place: str, cause: str = "") -> UnavailableError:
    """That no node answers, and what is to be done."""
    message = "no node of the cluster answers" + (f": {cause}" if cause else "")
    hint = "start the cluster, or correct engine in the settings; then repeat the command"
    return UnavailableError(message, place=place, hint=hint)


def told(error: TransportError, place: str) -> EngineError:
    """The error to raise in its place. ``place``: the cluster."""
    if isinstance(error, SSLError):
        message = f"the certificate of the cluster is not trusted: {_cause(error)}"
        hint = "engine_authorities names the file of its certificate authority"
    elif isinstance(error, Unreachable):
        return silent(place, _cause(error))
    else:
        status, kind, reason = _fault(error)
        if status in BUSY and kind != "cluster_block_exception":
            message = f"the cluster is busy: {status} {reason}"
            return UnavailableError(message, place=place, hint=LATER)
        known = _known(status, kind, reason)
        if known is None:
            return RefusedError(status, kind, reason, place)
        message, hint = known
    return EngineError(message, place=place, hint=hint)


def _known(status: int, kind: str, reason: str) -> tuple[str, str] | None:
    """What is wrong and what to do, if the operator can do something."""
    if status == 401 or kind == "security_exception":
        no = "does not know this name and password" if status == 401 else f"forbids this: {reason}"
        hint = "engine_credentials names a file with NAME:PASSWORD; roles: docs/scaling.md"
        return f"the cluster {no}", hint
    if kind == "cluster_block_exception":
        hint = "give its nodes room on the disk, then repeat the command"
        return f"the cluster accepts no changes: {reason}", hint
    if "too_many" in kind:
        hint = "set indices.query.bool.max_clause_count to 65536 on its nodes: docs/scaling.md"
        return "the cluster allows too few words in a query", hint
    return None


def _fault(error: TransportError) -> tuple[int, str, str]:
    """Status, kind and reason, of the first cause that is given."""
    info: Any = error.info
    fault = info.get("error") if isinstance(info, dict) else None
    if not isinstance(fault, dict):
        return _status(error), str(error.error), str(fault or "")
    causes = [fault, *(fault.get("root_cause") or ())]
    cause = next((one for one in causes if "too_many" in str(one.get("type"))), None)
    cause = cause or (causes[1] if len(causes) > 1 else fault)
    return _status(error), str(cause.get("type")), str(cause.get("reason"))


def _status(error: TransportError) -> int:
    status = error.status_code
    return status if isinstance(status, int) else 0


def _cause(error: OpenSearchException) -> str:
    return str(error.args[1] if len(error.args) > 1 else error).split("\n")[0]
