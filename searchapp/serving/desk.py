"""What a site says to those who are not to wait: an answer at once, or that there is none now."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from searchapp.serving.answer import page


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process takes on: docs/settings.md says what each of them is for."""

    connections: int = 1_000
    waiting: int = 32
    client_seconds: float = 0.0


class Desk:
    """The desk of a site of which nothing is known: everything waits, nobody is known.

    Two processes have it: the one of the connections asks it, and learns from what it notes in the
    one that makes the answers.
    """

    limits = Limits()

    def client(self, environ: dict[str, Any]) -> bytes | None:  # noqa: ARG002 - others tell
        """What tells the client of a request from others, None where nothing does."""
        return None

    def is_proxy(self, peer: Any) -> bool:  # noqa: ARG002
        """Whether requests of several clients come from an address, as a socket tells it."""
        return False

    def at_once(self, environ: dict[str, Any]) -> Any:  # noqa: ARG002
        """The WSGI application that answers without work, None if there is work to do."""
        return None

    def goes_first(self, environ: dict[str, Any]) -> bool:  # noqa: ARG002
        """Whether a request goes before all others."""
        return False

    def refused(self, environ: dict[str, Any], status: HTTPStatus, seconds: int) -> Any:  # noqa: ARG002
        """The WSGI application that says that a request should be repeated in ``seconds``."""
        return page(status, seconds)

    def serve(self) -> None:
        """Be ready to be asked: from now on this process serves connections."""

    def make(self) -> None:
        """Be ready to note: from now on this process makes answers."""

    def noted(self, environ: dict[str, Any]) -> Any:  # noqa: ARG002
        """What the other process should know after the answer to a request was made."""
        return None

    def learn(self, noted: Any, body: bytes) -> None:
        """Take what the other process noted. ``body``: of the answer, b"" if it is not whole."""
