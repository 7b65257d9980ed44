"""One article in, its tags out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from indexer.analysis import Analyzer
from indexer.tagging.context_ru import is_unhonoured
from indexer.tagging.gazetteer import Gazetteer, Mention
from indexer.tagging.latin_names import LEGAL
from indexer.tagging.model import WORDS, Organisation, Person, Tag, Tags
from indexer.tagging.organisations import Organisations
from indexer.tagging.people_en import find_people as find_english
from indexer.tagging.people_ru import find_people as find_russian
from indexer.tagging.recogniser import Recogniser, Seen
from indexer.tagging.regions import choose_regions
from indexer.tagging.topics import Rules, TopicRules
from indexer.tagging.traits import known_surnames, lists, traits
from indexer.tagging.words import TextWord, words_of
from indexer.taxonomy import Taxonomy
from schemas.article import Article

LATIN = 0.4
"""The part of the words in Latin letters from which on a name in them need not have a known first
name: in Russian text they are mostly brands and ships."""


class Tagger:
    """Everything that tagging looks words up in. Making one takes about a second."""

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        regions: Taxonomy | None = None,
        topics: Rules | None = None,
        recogniser: Recogniser | None = None,
    ) -> None:
        """``regions``, ``topics``: an operator's own taxonomy and topic rules.

        ``recogniser``: what sees names in Russian texts beside the rules.
        """
        self._analyzer = analyzer
        self._gazetteer = Gazetteer(analyzer, regions or Taxonomy.default("regions"))
        self._topics = TopicRules(analyzer, topics)
        self._organisations = Organisations(analyzer)
        self._recogniser = recogniser

    def tag(self, article: Article) -> Tags:
        """The tags of ``article``. Of a kind that it came with, nothing is added to what it has."""
        words = words_of(article, self._analyzer)
        mentions = list(self._gazetteer.mentions(words))
        organisations = self._organisations.find(words, article.language)
        seen, name = None, ""
        if self._recogniser and article.language == "ru":
            seen, name = self._recogniser.look(words), self._recogniser.name
        return Tags(
            regions=_given(article.regions) or choose_regions(mentions, words, self._gazetteer),
            topics=_given(article.topics) or self._topics.find(words, article.language),
            people=_given(article.people)
            or _people(self._people(words, mentions, organisations, seen), name),
            organisations=_given(article.organisations) or _merged(organisations, words),
        )

    def _people(
        self,
        words: Sequence[TextWord],
        mentions: Sequence[Mention],
        organisations: Sequence[Organisation],
        seen: Sequence[Seen] | None,
    ) -> list[Person]:
        taken = {at for one in organisations for at in range(one.start, one.end)}
        place = self._gazetteer.is_place_word
        streets: set[int] = set()
        for at in range(1, len(words)):
            further = at - 1 in streets and not is_unhonoured(words[at])
            after_street = place(words[at - 1]) or further
            if words[at].joined and words[at].capital and after_street:
                streets.add(at)
            elif words[at].joined and words[at - 1].capital and place(words[at]):
                streets.add(at - 1)
        taken |= streets
        known: set[int] = set()
        for mention in mentions:
            places = range(mention.start, mention.end)
            if mention.name.kind == "persons" or _names_a_person(
                words[mention.start : mention.end]
            ):
                known.update(places)
            elif mention.sure and not (
                _is_first_name(words, mention.start) or _is_of_somebody(words, mention)
            ):
                taken.update(places)
        people = find_russian(words, taken, known, seen)
        latin = [word for word in words if word.text.isascii()]
        english = len(latin) > LATIN * len(words)
        if english or any(word.form in lists()["given_en"] for word in latin):
            named = [one.name for one in organisations]
            found = find_english(words, taken, known, sure=not english)
            people += [one for one in found if not _is_firm(one.name, named)]
        return people


def _is_firm(person: str, organisations: Iterable[str]) -> bool:
    """Whether an organisation of the article has this name: Leucadia, Stewart Wrightson Plc.

    Also if a word precedes it that is a rank elsewhere: General Hydrocarbons Inc.
    """
    for name in organisations:
        first, _, rest = name.partition(f"{person} ")
        legal = not LEGAL.isdisjoint(rest.lower().split())
        single = " " not in person
        if rest and ((not first and (single or legal)) or (single and legal and first[-1:] == " ")):
            return True
    return False


def _is_first_name(words: Sequence[TextWord], at: int) -> bool:
    """Whether what tells a region is a first name before a surname: Питер Боун."""
    if at + 1 >= len(words) or not (words[at + 1].joined and words[at + 1].named):
        return False
    return bool(traits(words[at].form).given) and not traits(words[at + 1].form).lemmas


def _is_of_somebody(words: Sequence[TextWord], mention: Mention) -> bool:
    """Whether a name of a place or a firm is part of somebody's: William Lyon, Kent O. Olin."""
    at, given = mention.start, lists()["given_en"]
    if mention.end > at + 1 or not words[at].text.isascii():
        return False
    if at and words[at].gap == " " and words[at - 1].form in given:
        return words[at - 1].capital
    if words[at].form not in given or at + 1 == len(words) or words[at + 1].gap != " ":
        return False
    firm = mention.name.kind == "companies" and words[at + 1].form not in lists()["things_en"]
    return words[at + 1].named and (firm or len(words[at + 1].text) == 1)


def _names_a_person(words: Sequence[TextWord]) -> bool:
    """Whether words that tell a region are somebody's name: Сергей Собянин tells of Moscow."""
    last = traits(words[-1].form)
    if len(words) == 1:
        return not known_surnames().isdisjoint(last.surnames) and not last.town
    return bool(traits(words[0].form).given and last.surnames)


def _given(values: Iterable[str]) -> tuple[Tag, ...]:
    return tuple(Tag(value, "given", (), 1.0) for value in values)


def _people(people: Sequence[Person], recogniser: str) -> tuple[Tag, ...]:
    ordered = sorted(people, key=lambda person: (-person.confidence, person.name))
    return tuple(
        Tag(p.name, "found", p.words[:WORDS], p.confidence, recogniser=recogniser * p.seen)
        for p in ordered
    )


def _merged(organisations: Sequence[Organisation], words: Sequence[TextWord]) -> tuple[Tag, ...]:
    found: dict[str, tuple[Organisation, dict[str, None]]] = {}
    for one in organisations:
        text = " ".join(word.text for word in words[one.start : one.end])
        found.setdefault(one.name, (one, {}))[1][text] = None
    ordered = sorted(found.items(), key=lambda item: (-item[1][0].confidence, item[0]))
    return tuple(
        Tag(name, "found", tuple(texts)[:WORDS], one.confidence) for name, (one, texts) in ordered
    )


@lru_cache(maxsize=4)
def _default_tagger(analyzer: Analyzer) -> Tagger:
    return Tagger(analyzer)


def tag(article: Article, analyzer: Analyzer) -> Tags:
    """The tags of ``article`` by the packaged taxonomy and rules."""
    return _default_tagger(analyzer).tag(article)
