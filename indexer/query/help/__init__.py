"""Forgiveness: wrong layout, names in the other alphabet, spelling, suggestions as one types."""

from __future__ import annotations

from indexer.query.help.help import Forgiver, Improved
from indexer.query.help.suggestions import Suggester, Suggestion
from indexer.query.help.wordlist import Lexicon, build

__all__ = ["Forgiver", "Improved", "Lexicon", "Suggester", "Suggestion", "build"]
