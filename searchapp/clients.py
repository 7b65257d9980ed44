"""Who asks: the address of a request's client, where it can be known.

Nothing of it is kept: ``serving.shares`` makes of it the places of two numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from indexer.settings import UNIX

_IPV6_PREFIX = 8
"""Bytes of an IPv6 address that are a client's: it has all 2^64 addresses that begin so."""


class Clients:
    """Tells the clients of requests, and believes proxies that the operator named, no others."""

    def __init__(self, proxies: Sequence[str]) -> None:
        """``proxies``: addresses and networks; "unix" for who comes by a socket file."""
        self._unix = UNIX in proxies
        self._networks = [ip_network(each) for each in proxies if each != UNIX]
        self._fix = ProxyFix(lambda *_: (), x_for=1, x_proto=1, x_host=1)

    def client(self, environ: dict[str, Any]) -> bytes | None:
        """What tells a client from others; None if many may come from the same address.

        Of a request by a named proxy the environment says afterwards what the proxy says.
        """
        sender = environ["REMOTE_ADDR"]
        if not self.trusts(sender):
            address = _address(sender)
            # the machine itself, or a private network: most likely a proxy that was not named
            return _whose(address) if address and address.is_global else None
        self._fix(environ, lambda *_: None)  # type: ignore[arg-type] # none answers
        named = environ["REMOTE_ADDR"]
        address = _address(named) if named != sender else None
        # what comes to the proxy from its own machine is an onion service
        known = address and not address.is_loopback and not address.is_unspecified
        return _whose(address) if address and known else None

    def trusts(self, sender: str) -> bool:
        """Whether the operator named the proxy at this address; "" of a socket file."""
        address = _address(sender)
        if address is None:
            return self._unix and not sender
        return any(address in network for network in self._networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _whose(address: IPv4Address | IPv6Address) -> bytes:
    return address.packed if address.version == 4 else address.packed[:_IPV6_PREFIX]
