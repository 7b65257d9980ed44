"""Words that are not required beside others: articles and captions seldom have just these."""

from __future__ import annotations

import re

_WORDS = re.compile(
    "а|без|бы|во?|для|до|же|за|и|из|ко?|ли|на|над|но|об?|обо|от|по|под|при|про|со?|у"
    "|an?|and|as|at|by|for|from|in|into|of|on|or|the|to|with"
)


def is_function_word(text: str) -> bool:
    """Whether ``text`` is a preposition, an article, a conjunction of either language."""
    return bool(_WORDS.fullmatch(text.lower()))
