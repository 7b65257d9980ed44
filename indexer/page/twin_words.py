"""Why two articles are said to be versions of one story, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.page.wording import Wording
from indexer.twins.tie import Reasons, Tie

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
    yield say("twin.days", count=reasons.days) if reasons.days else say("twin.same-day")
    if reasons.part:
        yield say("twin.part")


def _shown(mark: str, label: Label | None) -> str:
    facet, _, value = mark.partition(":")
    return label(facet, value) if label else value
