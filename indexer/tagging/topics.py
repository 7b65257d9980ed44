"""Topics of an article by weighted words: ``data/topics.toml``.

A word counts by its weight and the zone where it first stands, and a little more when it is
repeated. Of words within a phrase of the same topic only the phrase counts; the topics do not
hide each other's words. What the words of a topic add up to is compared with what an article of
that length needs, and with the strongest topic.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from indexer.analysis import Analyzer
from indexer.tagging.model import Tag, distinct
from indexer.tagging.phrases import Phrases
from indexer.tagging.words import TextWord, Zone

ZONES = {Zone.TITLE: 1.5, Zone.LEDE: 1.0, Zone.BODY: 0.7}
"""What a word weighs in each zone."""

ASIDE = 0.3
"""The part of it that a word in brackets weighs: a remark such as "(entered in the register)"."""

LONGEST_ASIDE = 20
"""Words of such a remark."""

REPEATED, MOST_REPEATED = 0.2, 4
"""What each repetition adds, as a part of the first, and how many are counted."""

ENOUGH, SHORT, GROWTH = 4.0, 60, 0.2
"""A topic needs ENOUGH in an article up to SHORT words; for each doubling GROWTH of it more."""

SHARE, AMPLE = 0.6, 1.5
"""The part of the strongest topic's score that another one needs, unless it has AMPLE times
what an article of that length needs."""

Rules = Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
"""Topic → language → weight → words and phrases."""


@dataclass(slots=True)
class _Evidence:
    score: float = 0.0
    words: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


class TopicRules:
    """The words of all topics, each language its own.

    A brand in Latin letters within a Russian text is no English word.
    """

    def __init__(self, analyzer: Analyzer, rules: Rules | None = None) -> None:
        """``rules``: an operator's own; by default those that come with the project."""
        listed = packaged_rules() if rules is None else rules
        languages = {language for topic in listed.values() for language in topic}
        self._phrases = {one: Phrases(analyzer, _entries(listed, one)) for one in languages}

    def find(self, words: Sequence[TextWord], language: str) -> tuple[Tag, ...]:
        """The topics that ``words``, of an article in ``language``, are about, surest first."""
        phrases = self._phrases.get(language)
        if not phrases or not words:
            return ()
        found: defaultdict[str, _Evidence] = defaultdict(_Evidence)
        end: defaultdict[str, int] = defaultdict(int)
        asides = _asides(words)
        for match in phrases.find_all(words):
            zone = ZONES[words[match.start].zone] * (ASIDE if match.start in asides else 1.0)
            for topic, rule, weight in match.value:
                # a phrase hides the words within it from its own topic only: hidden from all, a
                # word added to one topic would take evidence from another
                if match.start >= end[topic]:
                    end[topic] = match.end
                    _count(found[topic], rule, weight * zone, match.text)
        need = ENOUGH * (1 + GROWTH * max(0.0, math.log2(len(words) / SHORT)))
        strongest = max((e.score for e in found.values()), default=0.0)
        least = max(need, min(SHARE * strongest, AMPLE * need))
        kept = sorted((-e.score, topic) for topic, e in found.items() if e.score >= least)
        return tuple(
            Tag(topic, "found", distinct(found[topic].words), _sureness(-score, need))
            for score, topic in kept
        )


def _asides(words: Sequence[TextWord]) -> set[int]:
    """The places of the words in brackets, up to LONGEST_ASIDE after one that is not closed."""
    found: set[int] = set()
    since = 0
    for at, word in enumerate(words):
        if word.gap.rfind("(") > word.gap.rfind(")"):
            since = LONGEST_ASIDE
        elif ")" in word.gap:
            since = 0
        if since:
            since -= 1
            found.add(at)
    return found


def _count(evidence: _Evidence, rule: str, weight: float, text: str) -> None:
    times = evidence.seen.get(rule, 0)
    if times <= MOST_REPEATED:
        evidence.score += weight * (REPEATED if times else 1.0)
    evidence.seen[rule] = times + 1
    if weight > 0:
        evidence.words.append(text)


def _sureness(score: float, need: float) -> float:
    """0.5 at what is needed, towards 1 beyond it."""
    return round(1 - 0.5 * need / score, 2)


def packaged_rules() -> Rules:
    """The rules of ``data/topics.toml``."""
    file = files(__package__) / "data" / "topics.toml"
    rules: Rules = tomllib.loads(file.read_text(encoding="utf-8"))
    return rules


def _entries(
    rules: Rules, language: str
) -> Iterator[tuple[str, tuple[tuple[str, str, float], ...]]]:
    """Each word or phrase of ``language`` with (topic, itself, weight) for all its topics."""
    found: dict[str, list[tuple[str, str, float]]] = {}
    for topic, languages in rules.items():
        for weight, texts in languages.get(language, {}).items():
            for text in texts:
                found.setdefault(text, []).append((topic, text, float(weight)))
    for text, values in found.items():
        yield text, tuple(values)
