"""Why two articles are said to be versions of one story, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from indexer.page.wording import Wording, wording
from indexer.twins.block import MOST_A_DAY
from indexer.twins.candidates import DAYS
from indexer.twins.explained import Explained
from indexer.twins.facts import FEWEST_WORDS
from indexer.twins.tie import Reasons, Tie, as_json

Label = Callable[[str, str], str]
"""A facet and a value of it → how the value is displayed."""


def twin_words(tie: Tie, say: Wording, label: Label | None = None) -> str:
    """What tied two articles, and what they share. ``label``: how regions and topics are shown."""
    if tie.source == "file":
        return say("twin.file")
    return say(
        "twin.found", score=score_words(tie.score), reasons=reasons_words(tie.reasons, say, label)
    )


def score_words(score: float) -> str:
    """A score with two digits: 0.99 at most."""
    return f"{min(int(score * 100) / 100, 0.99):.2f}"


def reasons_words(reasons: Reasons, say: Wording, label: Label | None = None) -> str:
    """What two articles share: names as the language of ``say`` has them, numbers, subjects."""
    return "; ".join(_parts(reasons, say, label))


def _parts(reasons: Reasons, say: Wording, label: Label | None) -> Iterator[str]:
    side = 0 if say.language == "ru" else 1
    named = {
        "twin.names": [pair[side] for pair in reasons.names],
        "twin.numbers": list(reasons.numbers),
        "twin.subjects": [_shown(mark, label) for mark in reasons.marks],
    }
    for key, values in named.items():
        if values:
            yield say(key, text=", ".join(dict.fromkeys(values)))
    if reasons.meaning is not None:
        yield say("twin.meaning", text=f"{reasons.meaning:.2f}")
    yield say("twin.days", count=reasons.days) if reasons.days else say("twin.same.day")
    if reasons.part:
        yield say("twin.part")


def _shown(mark: str, label: Label | None) -> str:
    facet, _, value = mark.partition(":")
    return label(facet, value) if label else value


_WHY = {
    "tied": "they are each other's best by a margin, and share enough",
    "page": "a page says so itself",
    "file": "the operator's file says so",
    "apart": "the operator's file keeps them apart",
    "same-language": "both are in one language: see podshivka duplicates",
    "language": "only Russian and English articles are compared",
    "undated": "an article without a date is compared with none",
    "short": f"an article of fewer than {FEWEST_WORDS} words is compared with none",
    "far": f"they are more than {DAYS} days apart",
    "settled": "a page itself, or the operator's file, ties one of them to another",
    "unknown": "they were not compared: podshivka sync does it,"
    f" for {MOST_A_DAY:,} articles of a language and a day at most",
    "other": "another article is nearer",
    "below": "they are each other's best, but share too little or lead by too little",
}


def explained_lines(found: Explained) -> Iterator[str]:
    """Why two articles are tied, or not, as lines of text."""
    one, other = found.pair
    yield f"twins    {one} and {other} are {'' if found.tied else 'not '}tied"
    yield f"because  {_WHY[found.code]}"
    if found.score is not None:
        yield f"score    {score_words(found.score)}"
    if found.reasons is not None:
        yield f"margin   {found.reasons.margin:.3f}"
        yield f"share    {reasons_words(found.reasons, wording('en'))}"
    for id, best in zip(found.pair, found.best, strict=True):
        if best is not None and best not in found.pair:
            yield f"nearest  to {id} is {best}"


def explained_json(found: Explained) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "articles": list(found.pair),
        "tied": found.tied,
        "code": found.code,
        "score": found.score,
        "reasons": None if found.reasons is None else as_json(found.reasons),
        "nearest": list(found.best),
    }


def tie_json(tie: Tie) -> dict[str, Any]:
    """A tie as plain data."""
    return {
        "articles": list(tie.pair),
        "score": tie.score,
        "source": tie.source,
        "reasons": as_json(tie.reasons) if tie.source == "found" else None,
    }
