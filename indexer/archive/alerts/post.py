"""Reports sent to an address of the operator."""

from __future__ import annotations

import http.client
from importlib.metadata import version
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from schemas.errors import PodshivkaError

TIMEOUT = 30
"""Seconds that the other side may take for each step."""


class _Stay(HTTPRedirectHandler):
    """What is meant for one address is not sent to another."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: the answer stays what it is, an error."""


def post(address: str, body: str, mimetype: str, *, place: str) -> None:
    """Send ``body`` in UTF-8. Raises PodshivkaError unless the other side says 2xx.

    The error names no more of the address than its host: the rest may be a secret.
    """
    request = Request(  # noqa: S310 - the file of alerts allows http and https only
        address,
        data=body.encode(errors="replace"),
        headers={
            "Content-Type": f"{mimetype}; charset=utf-8",
            "User-Agent": f"Podshivka/{version('podshivka')}",
        },
    )
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT):
            return
    except HTTPError as error:
        error.close()
        leads = " and leads elsewhere, which is not followed" if 300 <= error.code < 400 else ""
        reason = f"answered {error.code}{leads}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = f"cannot be reached: {getattr(error, 'reason', None) or error!r}"
    raise PodshivkaError(
        f"{urlsplit(address).hostname} {reason}",
        place=place,
        hint="nothing is lost: the next run sends it again",
    )
