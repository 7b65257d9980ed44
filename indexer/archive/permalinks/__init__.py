"""Permalinks of searches: what a search found on a day, and what became of it since."""

from __future__ import annotations

from indexer.archive.permalinks.permalinks import Permalinks

__all__ = ["Permalinks"]
