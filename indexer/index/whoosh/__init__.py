"""Whoosh with a codec of ours: flat memory-mapped arrays, evaluated as arrays."""

from indexer.index.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
