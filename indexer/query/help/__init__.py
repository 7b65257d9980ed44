"""Help with a query: wrong layouts, the other alphabet, spelling, suggestions as one types."""

from __future__ import annotations

from indexer.query.help.help import HelpedQuery, QueryHelp
from indexer.query.help.lexicon import Lexicon, build
from indexer.query.help.suggestions import Suggester, Suggestion

__all__ = ["HelpedQuery", "Lexicon", "QueryHelp", "Suggester", "Suggestion", "build"]
