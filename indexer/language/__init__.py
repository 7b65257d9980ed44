"""The language of an article: what metadata name, what its text is written in."""

from __future__ import annotations

from indexer.language.detection import begins_in, detect
from indexer.language.names import KNOWN, OURS, code_named, language_named, name_of

__all__ = ["KNOWN", "OURS", "begins_in", "code_named", "detect", "language_named", "name_of"]
