"""CSV that spreadsheets read as it is meant (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"
"""Begins a file: tells Excel that it is UTF-8; without it, Russian becomes unreadable there."""

_FORMULA = re.compile(r"""[\s"'«»“”‘’„\ufeff\u200b\x00-\x1f]*[=+\-@＝＋－＠\t\r]""")
"""What a spreadsheet may take for a formula: also behind white space and quotation marks, which
some programs drop, and in the full width that East Asian versions read alike."""


def row(cells: Iterable[object]) -> str:
    """A line of the file. Text that could be taken for a formula stands behind an apostrophe."""
    line = io.StringIO()
    safe = (harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    csv.writer(line, lineterminator="\r\n").writerow(safe)
    return line.getvalue()


def harmless(cell: str) -> str:
    """``cell`` with an apostrophe in front when a spreadsheet could take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
