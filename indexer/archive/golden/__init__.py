"""Golden queries, whose answers a new index has to keep; the comparison of two indexes."""

from __future__ import annotations

from indexer.archive.golden.comparison import Answer, Comparison, GoldenAnswer
from indexer.archive.golden.comparisons import AnswersChangedError, Comparisons

__all__ = ["Answer", "AnswersChangedError", "Comparison", "Comparisons", "GoldenAnswer"]
