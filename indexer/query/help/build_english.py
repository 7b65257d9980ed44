"""Make ``data/english-words.txt``: ``python -m indexer.query.help.build_english WORDS``.

WORDS is the folder of SCOWL's word lists (Debian's package scowl). Kept are the words of every
spelling up to the level COMMONEST, inflected forms included: help asks of a word whether it is one.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from indexer.query.help.known_words import SHORTEST

TARGET = Path(__file__).parent / "data" / "english-words.txt"
COMMONEST = 50
"""SCOWL's level up to which its words are read: those of a school dictionary."""

HEAD = """\
# English words of all spellings. Made by indexer.query.help.build_english from SCOWL 2020.12.07,
# Copyright 2000-2018 by Kevin Atkinson, who says:
# Permission to use, copy, modify, distribute and sell these word lists, the associated scripts,
# the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that
# copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson
# makes no representations about the suitability of this array for any purpose. It is provided
# "as is" without express or implied warranty.
"""
_WORD = re.compile(f"[a-z]{{{SHORTEST},}}")


def main(folder: Path) -> None:
    """Write the words, sorted."""
    kinds = ("english", "american", "british")
    files = [file for kind in kinds for file in folder.glob(f"{kind}-words.*")]
    read = (file for file in files if int(file.suffix[1:]) <= COMMONEST)
    words = {word for file in read for word in file.read_text("latin-1").split()}
    kept = sorted(word for word in words if _WORD.fullmatch(word))
    TARGET.write_text(HEAD + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
