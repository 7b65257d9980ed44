"""Where a cluster is: ``opensearch+http://host:9200,other:9200/prefix?shards=3&replicas=1``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from schemas.errors import UsageError

SCHEMES = ("opensearch+http", "opensearch+https")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_EXAMPLE = "write whoosh, or opensearch+http://host:9200,other:9200/podshivka?shards=1&replicas=1"
_COUNTS = {"shards": (1, 1, 1024), "replicas": (0, 0, 10)}
"""For each: the default, the least, the most."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """The nodes to ask, the prefix of the names of our indices, their shards and replicas.

    ``credentials``: "name:password". ``authorities``: file of certificates that are trusted.
    """

    nodes: tuple[str, ...]
    prefix: str
    shards: int = 1
    replicas: int = 0
    credentials: str = field(default="", repr=False)
    authorities: Path | None = None

    @property
    def shown(self) -> str:
        """For messages: without the credentials."""
        return f"{','.join(self.nodes)}/{self.prefix}"


def read_address(
    text: str, credentials: str = "", authorities: Path | None = None
) -> ClusterAddress:
    """The address of a cluster, as in the settings. Raises UsageError when it cannot be one."""
    try:
        parts = urlsplit(text)
        nodes = tuple(_node(parts.scheme, each) for each in parts.netloc.split(","))
        counts = {name: _count(name, value) for name, value in parse_qsl(parts.query, True)}  # noqa: FBT003
    except ValueError as error:
        raise UsageError(f"engine: {error}", hint=_EXAMPLE) from None
    prefix = parts.path.strip("/") or "podshivka"
    if not _PREFIX.fullmatch(prefix):
        message = f"engine: {prefix!r} cannot begin the name of an index"
        raise UsageError(message, hint="use lower-case Latin letters, digits, - _ .")
    if credentials and ":" not in credentials:
        message = "the credentials of the engine are not a name and password"
        raise UsageError(message, hint="write NAME:PASSWORD")
    return ClusterAddress(
        nodes, prefix, **counts, credentials=credentials.strip(), authorities=authorities
    )


def _node(scheme: str, host: str) -> str:
    if scheme not in SCHEMES:
        raise ValueError(f"{scheme}:// is not a cluster" if scheme else "there is no such engine")
    if "@" in host:
        raise ValueError("a name and a password do not belong in an address")
    parts = urlsplit(f"//{host}")
    if not parts.hostname or parts.port is None:
        raise ValueError(f"{host!r} is no host with a port")
    return f"{scheme.removeprefix('opensearch+')}://{parts.netloc}"


def _count(name: str, value: str) -> int:
    if name not in _COUNTS:
        raise ValueError(f"{name} is not known")
    _, least, most = _COUNTS[name]
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ValueError(f"{name} is a number from {least} to {most}")
    return int(value)
