"""What a person types → what is searched: ``parse(text, analyzer, taxonomies, today)``."""

from __future__ import annotations

from indexer.query.parser.filters import Resolver
from indexer.query.parser.model import Leaf, Parsed, Problem, WrittenFilter
from indexer.query.parser.notation import notation
from indexer.query.parser.parser import parse

__all__ = ["Leaf", "Parsed", "Problem", "Resolver", "WrittenFilter", "notation", "parse"]
