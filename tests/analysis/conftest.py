"""What the tests of analysis share: one analyzer, and words in the contexts that matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.analysis import Analyzer, default_analyzer

CONTEXTS = {
    "in lower case": lambda word: word.lower(),
    "as a lone word": lambda word: word,
    "in mid-sentence": lambda word: f"вчера сказал {word} там",
}
"""How one and the same word comes to be written."""

Terms = Callable[[str, str], set[str]]


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return default_analyzer()


@pytest.fixture(scope="session")
def terms_in(analyzer: Analyzer) -> Terms:
    """(context, word) → the terms of the word there, without EXACT ones."""

    def find(context: str, word: str) -> set[str]:
        text = CONTEXTS[context](word)
        written = word if word in text else word.lower()
        token = next(token for token in analyzer.tokens(text) if token.text == written)
        return {term for term in token.terms if not term.startswith("=")}

    return find
