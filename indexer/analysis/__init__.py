"""Text → forms at positions; form → terms. Russian, English and names.

A *form* is a word as written, normalised (see ``normalise``). It is in lower case, except where
a capital letter is evidence of a name *and* changes the reading: "в Шали" has the form "Шали",
"шали" and "Шали." have "шали". Its *terms* are what a query asks for: lemmas, nominatives of
names, stems. Terms depend on the form alone, whatever the order, the process or the cache.
"""

from __future__ import annotations

from indexer.analysis.analyzer import Analyzer, Token, default_analyzer

__all__ = ["Analyzer", "Token", "default_analyzer"]
