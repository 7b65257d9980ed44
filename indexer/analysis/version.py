"""The version of analysis: what decides whether an index and a query speak of the same terms.

A fingerprint is ``VERSION-DIGEST``; the digest is of the data files of this package and of the
libraries that decide terms. Docstrings, names and speed may change without it; the golden test
(tests/analysis/test_analysis_golden.py) fails when terms change and VERSION does not.

Python's Unicode tables are left out on purpose: Unicode's stability policies promise that letters
which the oldest Python we support knows keep their normalisation, case folding and category.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import resources

VERSION = 5
"""Raise it when a text gives other forms, terms or positions, or an article another column."""


def fingerprint(libraries: Iterable[str]) -> str:
    """The fingerprint of this package's analysis with ``libraries`` (names and versions)."""
    digest = hashlib.sha256("\0".join(libraries).encode())
    data = resources.files(__package__) / "data"
    for file in sorted(data.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"{VERSION}-{digest.hexdigest()[:12]}"


def same(one: str, other: str) -> bool:
    """Whether two fingerprints of indexes, ANALYSIS-TAXONOMIES, promise the same terms."""
    return one == other
