"""Regions of an article from its text.

Each mention is evidence: its weight by kind, times that of the place where it stands. Repeated
mentions of a region add less and less. A region is kept that has enough evidence by itself and
not too little beside the strongest one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.tagging.gazetteer import WEIGHTS, Gazetteer, Mention
from indexer.tagging.model import Tag, distinct
from indexer.tagging.reading import Word, Zone

ZONES = {Zone.TITLE: 3.0, Zone.LEDE: 1.5, Zone.BODY: 0.7}
"""What a mention weighs in each zone."""

FADING = 0.5
"""The second strongest mention counts this part of its weight, the third its square, ..."""

ENOUGH = 0.8
"""The evidence with which a region is kept."""

SHARE, SHARE_OF_FAR, SHARE_OF_WIDE = 0.2, 0.35, 0.6
"""The part of the strongest region's evidence that it needs beside; that of one far away; that of
one with many states."""

SHARE_OF_WHOLE = 0.6
"""The part that the state itself needs when its strongest region is an entry of its own."""

OPPONENT = 0.45
"""With so much evidence the state is kept that is at war with the strongest region: who attacks
is said in passing."""

ROUTE = 0.2
"""What is left of a mention that is one end of a line."""


def choose_regions(
    mentions: Sequence[Mention], words: Sequence[Word], gazetteer: Gazetteer
) -> tuple[Tag, ...]:
    """The regions that ``words`` are about, surest first; a city's evidence is its region's too.

    ``mentions``: all that ``gazetteer`` finds in ``words``.
    """
    evidence: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for mention in _settle(mentions, words, gazetteer):
        weight = WEIGHTS[mention.name.kind] * ZONES[mention.word.zone]
        if mention.route:
            weight *= ROUTE
        for region in gazetteer.lineage(mention.name.region):
            evidence[region].append((weight, mention.text))
    scores = {region: _score(weights) for region, weights in evidence.items()}
    kept = sorted((-score, region) for region, score in _select(scores, gazetteer).items())
    return tuple(
        Tag(region, "found", distinct([text for _, text in evidence[region]]), _sureness(-score))
        for score, region in kept
    )


def _select(scores: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """What is kept of ``scores``; a macro-region only where none of its regions is."""
    if not scores:
        return {}
    strongest = max(scores, key=lambda region: scores[region])
    kept = {
        region: score
        for region, score in scores.items()
        if region == strongest
        or (score >= ENOUGH and score >= scores[strongest] * _share(region, gazetteer))
        or (
            region == gazetteer.opponents.get(strongest)
            and score >= max(OPPONENT, scores[strongest] * SHARE)
        )
    }
    if kept[strongest] < ENOUGH:
        return {}
    if gazetteer.is_part(strongest) and (
        kept.get(gazetteer.whole, 0.0) < SHARE_OF_WHOLE * scores[strongest]
    ):
        kept.pop(gazetteer.whole, None)
    above = {top for region in kept for top in gazetteer.above(region)}
    return {region: score for region, score in kept.items() if region not in above}


def _share(region: str, gazetteer: Gazetteer) -> float:
    if region in gazetteer.wide:
        return SHARE_OF_WIDE
    return SHARE_OF_FAR if gazetteer.is_far(region) else SHARE


def _score(weights: Sequence[tuple[float, str]]) -> float:
    ordered = sorted((weight for weight, _ in weights), reverse=True)
    return sum(weight * FADING**rank for rank, weight in enumerate(ordered[:12]))


def _sureness(score: float) -> float:
    return round(1 - math.exp(-score / 2), 2)


def _settle(
    mentions: Sequence[Mention], words: Sequence[Word], gazetteer: Gazetteer
) -> list[Mention]:
    """``mentions`` without the doubtful ones that nothing else supports; homonyms moved."""
    region = gazetteer.region
    mentions = [m for m in mentions if not _of_another(m, mentions, words, gazetteer)]
    supported = {region(mention.name.region) for mention in mentions if mention.sure}
    mentions = [
        m
        for m in mentions
        if m.sure
        or (not supported if m.name.kind == "hints" else region(m.name.region) in supported)
    ]
    for homonym in gazetteer.homonyms:
        mine = [m for m in mentions if region(m.name.region) == homonym.region]
        if all(m.text == homonym.name for m in mine) and any(
            word.form in homonym.cues for word in words
        ):
            mentions = [homonym.move(m) if m in mine else m for m in mentions]
    return mentions


def _of_another(
    body: Mention, mentions: Sequence[Mention], words: Sequence[Word], gazetteer: Gazetteer
) -> bool:
    """Whether an institution is that of the state named beside it: "Минобороны Сирии"."""
    if body.name.kind != "bodies":
        return False
    region = gazetteer.region
    return any(
        region(m.name.region) != region(body.name.region)
        and gazetteer.is_far(m.name.region)
        and (
            (m.end == body.start and words[body.start].joined)
            or (m.start == body.end and words[m.start].joined)
        )
        for m in mentions
    )
