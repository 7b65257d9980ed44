"""Places in a Russian text that name a person, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.tagging.context_ru import (
    GENITIVE,
    about,
    acts,
    cases_before,
    follows,
    goes_on,
    has_office,
    heads_a_district,
    is_known,
    is_name,
    no_person,
    no_surname,
    place_before,
    plainly_common,
    quoted,
    speaks,
    woman_acts,
    woman_spoke,
)
from indexer.tagging.full_names_ru import (
    STRICT,
    NameFound,
    eastern,
    full,
    shaped,
    surname_first,
)
from indexer.tagging.given_names_ru import kin, titled
from indexer.tagging.listed_organisations import OPENING
from indexer.tagging.model import FAIR, LIKELY
from indexer.tagging.person_names import readings
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord

_FAMILY = re.compile("(?:[её]в|ов|[иы]н)ых$")
"""Several of one surname: a family, a street."""

_LOOSE_ADJECTIVE = re.compile("(?<![сц]к)(?:ой|ого|ому|ую|ая|ые|ое)$")
"""What an adjective ends in that is hardly a surname where it stands alone."""

_IN_TOWN = re.compile("(?:[её]в|ов|[иы]н)е$")
"""The case of what one speaks about; of a town more often than of a person."""

_ADJECTIVE = re.compile("[сц]к(?:ий|ая|ой)$")
_INITIAL = re.compile("[А-ЯЁ]")


def find_mentions(
    words: Sequence[TextWord], taken: set[int], known: set[int]
) -> Iterator[NameFound]:
    """The mentions in ``words``, in order; ``taken`` and ``known`` as in ``find_people``."""
    at = 0
    while at < len(words):
        found = None
        free = at not in taken or heads_a_district(words, at)
        if free and words[at].capital and no_person(words, at):
            at = _past(words, at)
            continue
        if free and words[at].capital:
            both = kin(words, at, taken)
            yield from both[:1]
            found = (
                (both[1] if both else None)
                or titled(words, at, taken)
                or _with_initials(words, at, taken)
                or _before_initials(words, at, taken)
                or eastern(words, at, taken)
                or full(words, at, taken, known)
                or surname_first(words, at, taken)
                or _alone(words, at, taken, known)
            )
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _past(words: Sequence[TextWord], at: int) -> int:
    """Where the capitalised words from ``at`` on end that name a thing, such as a ship.

    Outside quotation marks, not those in another case: Кубок Гагарина Илья Ковальчук поднял.
    """
    cases = traits(words[at].form).cases
    cases = cases & {"gent"} or cases
    in_quotes = words[at].gap[-1:] in OPENING
    end = at + 1
    while follows(words, end) and (in_quotes or cases & traits(words[end].form).cases):
        end += 1
    return end


def _with_initials(words: Sequence[TextWord], at: int, taken: set[int]) -> NameFound | None:
    """М. Евкуров, М.Б. Евкуров."""
    end = at
    while end < len(words) and end < at + 2 and _INITIAL.fullmatch(words[end].text):
        end += 1
        if end < len(words) and not re.fullmatch(r"\.\s?", words[end].gap):
            return None
    if end == at or not is_name(words, end, taken) or _opens_sentence(words, at, end):
        return None
    cases = cases_before(words, at, taken)
    return NameFound(words[at].form, words[end].form, at, end + 1, cases, LIKELY)


def _before_initials(words: Sequence[TextWord], at: int, taken: set[int]) -> NameFound | None:
    """A surname before its initials, as courts and offices write it: Евкуров М.Б."""
    end = at + 1
    while end < len(words) and end < at + 3 and _INITIAL.fullmatch(words[end].text):
        if words[end].gap not in ({" ", "\u00a0"} if end == at + 1 else {".", ". "}):
            break
        end += 1
    dotted = end == len(words) or words[end].gap.startswith(".")
    if end != at + 3 or not dotted or not is_name(words, at, taken):
        return None
    if traits(words[at].form).given or plainly_common(words[at]):
        return None
    cases = cases_before(words, at, taken)
    return NameFound(words[at + 1].form, words[at].form, at, end, cases, LIKELY)


def _opens_sentence(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether the initial ends a name and a sentence: "Антон К. Сам автомобиль ..."."""
    after_name = at > 0 and words[at].joined and bool(traits(words[at - 1].form).given)
    return after_name or (traits(words[end].form).common and not traits(words[end].form).surnames)


def _alone(
    words: Sequence[TextWord], at: int, taken: set[int], famous: set[int]
) -> NameFound | None:
    """Евкуров, if he is well known, after "глава Ингушетии" or beside "заявил"."""
    word = words[at]
    if not is_name(words, at, taken) or traits(word.form).given or quoted(words, at, at + 1):
        return None
    nominatives = [reading.nominative for reading in readings(word.form)]
    known_word = not lists()["no_surnames_ru"].isdisjoint(nominatives)
    if known_word or _is_address(words, at) or _is_place(words, at):
        return None
    known = at in famous or is_known(nominatives)
    office = has_office(words, at, taken, nearest=True)
    strict = any(map(STRICT.search, nominatives)) or (
        any(STRICT.search(name.removesuffix("а")) for name in nominatives)
        and not goes_on(words, at)  # Биллинговой платформы
    )
    if plainly_common(word) and not (office and (strict or known)):
        return None
    if not known and _is_other(words, at, nominatives, strict=strict):
        return None
    confidence = LIKELY
    if not (office or known):
        confidence = FAIR
        adjective = any(map(_ADJECTIVE.search, nominatives))
        alone = not _goes_before_a_name(words, at, taken)
        if not (alone and _stands_out(words, at, plain=strict and not adjective)):
            return None
    cases = cases_before(words, at, taken)
    woman = cases != GENITIVE and (woman_acts(words, at + 1) or woman_spoke(words, at))
    return NameFound("", word.form, at, at + 1, cases, confidence, woman)


def _goes_before_a_name(words: Sequence[TextWord], at: int, taken: set[int]) -> bool:
    """Whether this is a first name before a name that no dictionary has: Ламин Ямаль."""
    after = at + 1
    if traits(words[at].form).surnames or not follows(words, after):
        return False
    return is_name(words, after, taken) and not traits(words[after].form).lemmas


def _is_address(words: Sequence[TextWord], at: int) -> bool:
    """Whether the number of a house follows: "по адресу: Ленина, 101"."""
    after = at + 1
    if after >= len(words) or not words[after].gap.startswith(",") or words[at].joined:
        return False
    return words[after].text[0].isdigit()


def _is_place(words: Sequence[TextWord], at: int) -> bool:
    """Whether it names a town or hills: в подмосковном Чехове, Воробьёвы горы."""
    form = words[at].form
    if _IN_TOWN.search(form) and at > 1 and words[at - 2].form in {"в", "во"}:
        return words[at - 1].form.endswith(("ском", "вном"))
    return bool(_HILLS.search(form)) and goes_on(words, at)


_HILLS = re.compile("(?:ов|ев|ин)ы$")


def _is_other(
    words: Sequence[TextWord], at: int, nominatives: Sequence[str], *, strict: bool
) -> bool:
    """Whether an unknown word is a family, an adjective or a place rather than a surname."""
    form = words[at].form
    if no_surname(words[at]) or _FAMILY.search(form):
        return True
    if not strict and _LOOSE_ADJECTIVE.search(form):
        return True
    if any(map(_ADJECTIVE.search, nominatives)) and goes_on(words, at):
        return True
    return bool(_IN_TOWN.search(form)) and not about(words, at)


def _stands_out(words: Sequence[TextWord], at: int, *, plain: bool) -> bool:
    """Whether a surname without office is one: by its shape alone, or beside a verb."""
    word = words[at]
    if not (traits(word.form).surnames or (shaped(word) and not traits(word.form).lemmas)):
        return False
    if speaks(words, at, at + 1):
        return True
    if not plain or place_before(words, at):
        return False
    known = traits(word.form)
    return word.named or (not known.town and not known.common and acts(words, at))
