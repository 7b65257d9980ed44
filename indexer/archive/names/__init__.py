"""One person, one value: which names in an archive are of one person or organisation."""

from __future__ import annotations

from indexer.archive.names.names import NAMES, Names

__all__ = ["NAMES", "Names"]
