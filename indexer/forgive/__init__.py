"""Forgiveness: wrong layout, names in the other alphabet, spelling, suggestions as one types."""

from __future__ import annotations

from indexer.forgive.forgiver import Forgiver, Improved
from indexer.forgive.lexicon import Lexicon, build
from indexer.forgive.suggestions import Suggester, Suggestion

__all__ = ["Forgiver", "Improved", "Lexicon", "Suggester", "Suggestion", "build"]
