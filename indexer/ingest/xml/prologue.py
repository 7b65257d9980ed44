"""What stands before a document of XML: blanks, comments, headers of HTTP, warnings of programs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.ingest.records import Source

_DECLARATION = re.compile(rb"(.{0,8192}?)<\?xml\s[^<>]*\?>", re.DOTALL)
_PASSED_OVER = "what stood before the declaration of XML was passed over"


def without_prologue(data: bytes, source: Source, roots: Iterable[str]) -> bytes:
    """``data``, the beginning of a file, without a declaration of XML and all before it.

    The encoding is known, and anything before a declaration would be a fault. The lines stay. In a
    document that has begun, with one of ``roots``, a declaration is only text.
    """
    found = _DECLARATION.match(data, len(data) - len(data.lstrip()))
    names = "|".join(re.escape(root.rpartition(".")[2]) for root in roots)
    root = rb"<(?:[\w.-]+:)?(?:%s)[\s>]" % names.encode()
    if found is None or re.search(root, found[1]):
        return data
    if found[1].strip():
        source.journal.remark(source.name, _PASSED_OVER)
    return b"\n" * data.count(b"\n", 0, found.end(1)) + data[found.end() :]
