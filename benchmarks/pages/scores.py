"""How much of what readers found is right.

Title: equal to one that is right, but for case, spaces, quotes and dashes. Day: the same. Authors:
the same words, but for "by", "and" and the like. Keywords: each for itself, but for case, spaces
and "#" before it. Text: the F1 of its words, counted with repetition, where the whole text is
known; else the share of the given pieces that are judged right: those of the article in the text,
the others not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean
from typing import Any

from benchmarks.pages.folder import Page
from benchmarks.pages.readers import Found

_OF_TITLES = ("titles",)
_OF_DAYS = ("days", "wrong days", "days of undated")
_OF_AUTHORS = ("authors", "wrong authors")
_OF_KEYWORDS = ("keywords", "wrong keywords")
_OF_TEXTS = ("text", "kept", "admitted", "articles refused", "lists accepted", "others accepted")
_WORDS = re.compile(r"\w+")
_PLAIN = str.maketrans(dict.fromkeys("«»“”„‟″‹›", '"') | dict.fromkeys("‘’‚′`", "'")
                       | dict.fromkeys("–—−", "-"))  # fmt: skip


_BESIDE_NAMES = frozenset(("and", "by", "et", "par", "por", "und", "von", "y", "и"))
"""Words before or between names. "Von" is left out of names, too."""


def plain(text: str) -> str:
    """A text as titles and pieces are compared."""
    return " ".join(text.translate(_PLAIN).casefold().split())


def is_title(page: Page, found: Found) -> bool:
    """Whether the title is one that is right."""
    return plain(found.title) in set(map(plain, page.titles))


def is_author(page: Page, found: Found) -> bool:
    """Whether all authors are named, and nobody else."""
    return _names(" ".join(page.authors)) == _names(found.author)


def _names(text: str) -> set[str]:
    return set(_WORDS.findall(text.casefold())) - _BESIDE_NAMES


def labels(keywords: Iterable[str]) -> set[str]:
    """Keywords as they are compared."""
    return {plain(one).lstrip("# ") for one in keywords} - {""}


def agreement(page: Page, found: Found) -> float | None:
    """The measure of the text, 0 to 1; None where nothing is known of it."""
    if page.text:
        return _f1(_words(page.text), _words(found.text))
    judged = [*kept(page, found), *(not piece for piece in admitted(page, found))]
    return mean(judged) if judged else None


def kept(page: Page, found: Found) -> list[bool]:
    """Of each piece of the article, whether it is in the text."""
    text = plain(found.text)
    return [plain(piece) in text for piece in page.kept]


def admitted(page: Page, found: Found) -> list[bool]:
    """Of each piece that is not of the article, whether it is in the text."""
    text = plain(found.text)
    return [plain(piece) in text for piece in page.left]


def of(pages: Sequence[Page], found: Sequence[Found]) -> dict[str, Any]:
    """The scores of one reader; None for a share of nothing, and for what it does not look for."""
    scores = _of(pages, found)
    unasked = [*_OF_TITLES] * (not any(one.title for one in found))
    unasked += [*_OF_DAYS] * (not any(one.day for one in found))
    unasked += [*_OF_AUTHORS] * (not any(one.author for one in found))
    unasked += [*_OF_KEYWORDS] * (not any(one.keywords for one in found))
    unasked += [*_OF_TEXTS] * (not any(one.text or one.refused for one in found))
    return scores | dict.fromkeys(unasked)


def _of(pages: Sequence[Page], found: Sequence[Found]) -> dict[str, Any]:
    pairs = list(zip(pages, found, strict=True))
    articles = [pair for pair in pairs if not (pair[0].is_list or pair[0].is_other)]
    others = [one for page, one in pairs if page.is_other]
    lists = [one for page, one in pairs if page.is_list]
    titled = [(page, one) for page, one in articles if page.titles]
    dated = [(page, one) for page, one in articles if page.day]
    signed = [(page, one) for page, one in articles if page.authors]
    named = [
        (labels(page.keywords), labels(one.keywords)) for page, one in articles if page.keywords
    ]
    texts = [value for pair in articles if (value := agreement(*pair)) is not None]
    return {
        "titles": share(is_title(*pair) for pair in titled),
        "days": share(page.day == one.day for page, one in dated),
        "wrong days": share(one.day not in ("", page.day) for page, one in dated),
        "days of undated": share(bool(one.day) for page, one in articles if not page.day),
        "authors": share(is_author(*pair) for pair in signed),
        "wrong authors": share(
            bool(one.author) and not is_author(page, one) for page, one in signed
        ),
        "keywords": share(one in found for right, found in named for one in right),
        "wrong keywords": share(one not in right for right, found in named for one in found),
        "text": round(mean(texts), 4) if texts else None,
        "kept": share(one for pair in articles for one in kept(*pair)),
        "admitted": share(one for pair in articles for one in admitted(*pair)),
        "articles refused as lists": share(one.refused == "list-page" for _, one in articles),
        "articles refused": share(bool(one.refused) for _, one in articles),
        "lists accepted": share(not one.refused for one in lists),
        "others accepted": share(not one.refused for one in others),
    }


def share(values: Iterable[bool]) -> float | None:
    """How many of ``values`` are true, 0 to 1; None if there are none."""
    judged = list(values)
    return round(mean(judged), 4) if judged else None


def _words(text: str) -> Counter[str]:
    return Counter(_WORDS.findall(text.casefold()))


def _f1(right: Counter[str], found: Counter[str]) -> float:
    both = (right & found).total()
    return 2 * both / (right.total() + found.total()) if both else 0.0
