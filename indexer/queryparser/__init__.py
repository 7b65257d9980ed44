"""What a person types → what is searched: ``parse(text, analyzer, taxonomies, today)``."""

from __future__ import annotations

from indexer.queryparser.model import Leaf, Parsed, Problem
from indexer.queryparser.notation import notation
from indexer.queryparser.parser import parse

__all__ = ["Leaf", "Parsed", "Problem", "notation", "parse"]
