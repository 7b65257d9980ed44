"""Whoosh with a codec of ours: flat memory-mapped arrays, evaluated as arrays."""

from indexer.index.whoosh.engine import WhooshEngine
from indexer.index.whoosh.kernels.reading import loops

__all__ = ["WhooshEngine", "loops"]
