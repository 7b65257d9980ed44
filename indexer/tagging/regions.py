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
from indexer.tagging.words import TextWord, Zone

ZONES = {Zone.TITLE: 3.0, Zone.LEDE: 1.5, Zone.BODY: 0.7}
"""What a mention weighs in each zone."""

IN_DIGEST = 2.0
"""What a mention weighs anywhere in a list of news."""

FADING = 0.5
"""The second strongest mention counts this part of its weight, the third its square, ..."""

_STANDING = {"hints", "bodies"}
"""Doubtful kinds that count where no state is named."""

ENOUGH, ENOUGH_OF_PART = 0.8, 0.7
"""The evidence with which a region is kept; with which one of a state's own regions is."""

SHARE, SHARE_OF_PART, SHARE_OF_FAR, SHARE_OF_WIDE = 0.2, 0.1, 0.35, 0.5
"""The part of the strongest region's evidence that it needs beside; that a state's own region does,
one far away, one with many states."""

SHARE_OF_WHOLE = 0.6
"""The part that the state itself needs when its strongest region is an entry of its own."""

OPPONENT = 0.45
"""With so much evidence a state is kept that is at war with one that is kept, in an article that
tells of an attack: who attacks is said in passing."""

ATTRIBUTE, ROUTE = 0.3, 0.2
"""What is left of a mention that says where somebody or something is from; of one end of a line."""


def choose_regions(
    mentions: Sequence[Mention], words: Sequence[TextWord], gazetteer: Gazetteer
) -> tuple[Tag, ...]:
    """The regions that ``words`` are about, surest first; a city's evidence is its region's too.

    ``mentions``: all that ``gazetteer`` finds in ``words``.
    """
    evidence: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    settled = _settle(mentions, words, gazetteer)
    digest = gazetteer.is_digest(words)
    for mention in settled:
        weight = WEIGHTS[mention.name.kind] * (IN_DIGEST if digest else ZONES[mention.word.zone])
        if mention.route:
            weight *= ROUTE
        if mention.attribute:
            weight *= ATTRIBUTE
        for region in gazetteer.lineage(mention.name.region):
            evidence[region].append((weight, mention.text))
    scores = {region: _score(weights) for region, weights in evidence.items()}
    kept = {} if not scores else _select(scores, gazetteer, digest=digest)
    attackers = _attackers(scores, kept, gazetteer)
    if not attackers.keys() <= kept.keys() and gazetteer.tells_attack(words):
        kept |= attackers
    found = sorted((-score, region) for region, score in _lowest(kept, gazetteer).items())
    return tuple(
        Tag(region, "found", distinct([text for _, text in evidence[region]]), _sureness(-score))
        for score, region in found
    )


def _select(scores: Mapping[str, float], gazetteer: Gazetteer, *, digest: bool) -> dict[str, float]:
    """What has enough evidence by itself and beside the strongest one; all of a list of news."""
    strongest = max(scores, key=lambda region: scores[region])
    kept = {
        region: score
        for region, score in scores.items()
        if score >= (ENOUGH_OF_PART if gazetteer.is_part(region) else ENOUGH)
        and (
            digest or region == strongest or score >= scores[strongest] * _share(region, gazetteer)
        )
    }
    if strongest not in kept:
        return {}
    if (
        gazetteer.is_part(strongest)
        and kept.get(gazetteer.whole, 0.0) < SHARE_OF_WHOLE * scores[strongest]
    ):
        kept.pop(gazetteer.whole, None)
    return kept


def _attackers(
    scores: Mapping[str, float], kept: Mapping[str, float], gazetteer: Gazetteer
) -> dict[str, float]:
    """The states at war with what is kept; a region of theirs that is kept stands for the state."""
    enemies = {gazetteer.opponent(region) for region in kept}
    if any(map(gazetteer.is_part, kept)):
        enemies.discard(gazetteer.whole)
    return {
        enemy: scores[enemy] for enemy in enemies if enemy and scores.get(enemy, 0.0) >= OPPONENT
    }


def _lowest(kept: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """``kept`` without the macro-regions of which a region is kept."""
    above = {top for region in kept for top in gazetteer.above(region)}
    return {region: score for region, score in kept.items() if region not in above}


def _share(region: str, gazetteer: Gazetteer) -> float:
    if region in gazetteer.wide:
        return SHARE_OF_WIDE
    if gazetteer.is_far(region):
        return SHARE_OF_FAR
    return SHARE_OF_PART if gazetteer.is_part(region) else SHARE


def _score(weights: Sequence[tuple[float, str]]) -> float:
    # what fades twelve times is less than a thousandth
    ordered = sorted((weight for weight, _ in weights), reverse=True)
    return sum(weight * FADING**rank for rank, weight in enumerate(ordered[:12]))


def _sureness(score: float) -> float:
    return round(1 - math.exp(-score / 2), 2)


def _settle(
    mentions: Sequence[Mention], words: Sequence[TextWord], gazetteer: Gazetteer
) -> list[Mention]:
    """``mentions`` without the doubtful ones that nothing else supports; homonyms moved."""
    region = gazetteer.region
    mentions = [m for m in mentions if not _of_another(m, mentions, words, gazetteer)]
    mentions = [m for m in mentions if not _of_another_village(m, mentions, gazetteer)]
    supported = {region(mention.name.region) for mention in mentions if mention.sure}
    mentions = [
        m
        for m in mentions
        if m.sure
        or (m.name.kind in _STANDING and not supported)
        or (m.name.kind != "hints" and region(m.name.region) in supported)
    ]
    for homonym in gazetteer.homonyms:
        mine = [m for m in mentions if region(m.name.region) == homonym.region]
        if all(m.text == homonym.name for m in mine) and any(
            word.form in homonym.cues for word in words
        ):
            mentions = [homonym.move(m) if m in mine else m for m in mentions]
    return mentions


def _of_another(
    body: Mention, mentions: Sequence[Mention], words: Sequence[TextWord], gazetteer: Gazetteer
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


def _of_another_village(
    village: Mention, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> bool:
    """Whether another region alone is named: there is more than one "посёлок Майский"."""
    name, region = village.name, gazetteer.region
    if not (village.sure and name.guarded and name.region == region(name.region)):
        return False
    plain = {region(m.name.region) for m in mentions if m.sure and not m.name.guarded}
    near = {other for other in plain if not gazetteer.is_far(other)}
    return bool(near) and name.region not in plain
