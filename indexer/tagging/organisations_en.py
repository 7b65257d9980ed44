"""Organisations with names in Latin letters: marked by an agency, or known by a word in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.tagging.companies_en import marked_companies, whole_firm
from indexer.tagging.latin_names import LEGAL, is_latin_capital, is_space, latin_run, stands
from indexer.tagging.model import Organisation
from indexer.tagging.traits import lists
from indexer.tagging.words import TextWord, Zone

RULE = 0.8
"""Confidence of a name that a rule found."""

_SHORTEST = 2
"""The fewest words of a name."""

_POSSESSIVE = re.compile("['’]s?$")

_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]")

_ARTICLES = frozenset({"the", "a", "an"})
_OPENERS = frozenset(
    {
        "both",
        "in",
        "at",
        "on",
        "for",
        "from",
        "by",
        "but",
        "and",
        "as",
        "after",
        "before",
        "when",
        "while",
    }
    | {"if", "this", "that"}
)

_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})

_OF_SEVERAL = frozenset({"committee", "commission", "ministry", "department"})
"""What may be for several things: Committee on Credit and Savings."""

_SEVERAL = frozenset(
    {"ministry", "department", "committee", "commission", "board", "bureau", "office"}
)
"""What may have two things joined by "and" before it: Ways and Means Committee."""

_COMPLETE = frozenset(
    {"bank", "bancorp", "group", "association", "federation", "university", "college", "airlines"}
    | {"airways", "stores", "holdings", "ministry", "department", "commission", "committee"}
)
"""What ends a name, so that another name begins behind "and"."""

_PARTS = frozenset({"trust", "loan", "savings", "group", "co"})
"""What belongs to the same name as such a word: Bank and Trust Co."""

_OF_A_PLACE = ("-based", "-owned", "-controlled", "-listed", "-backed")
_COUNTRY = re.compile(r"(?:U\.K|U\.S|U\.S\.A|US|UK)")
_FORCES = frozenset({"navy", "army", "guard", "bancorp"})
"""What is a name behind a country: U.S. Navy, but not U.S. Securities."""


class EnglishOrganisations:
    """What a name in Latin letters ends or begins with if it is an organisation's."""

    def __init__(
        self,
        endings: frozenset[str],
        heads: frozenset[str],
        joins: frozenset[str],
        products: frozenset[str],
    ) -> None:
        """``joins``: words between one of ``heads`` and its purpose.

        ``products``: words that end names of products, too, unless a legal form follows.
        """
        self._endings, self._heads, self._joins = endings, heads, joins
        self._products = products

    def marked(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Moulinex SA <MOUP.PA>, <Scovill Inc>."""
        for first, last in marked_companies(words, is_latin_capital):
            start, end = _after_lead(words, first, last), last
            if end < len(words) and is_space(words[end].gap):
                whole = max(latin_run(words, end), latin_run(words, start))
                people = any(word.form in _people() for word in words[end:whole])
                if not people or _bare(words[whole - 1]) in LEGAL:  # McDonnell Douglas Corp
                    end = max(end, whole)
            if end - start > 1 or words[start].form.strip(".") not in self._endings:
                name = _POSSESSIVE.sub("", display(words[start:end]))
                name = _quietly(name) if words[start].zone is Zone.TITLE else name
                yield Organisation(name, start, end, RULE)

    def by_ending(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Tennessee Valley Authority; Ministry of Health."""
        at = 0
        while at < len(words):
            end = latin_run(words, at) if words[at].capital else at
            if end == at:
                at += 1
                continue
            if _is_of_parliament(words, at, end):  # Senate Agriculture subcommittee
                end += 1
            else:
                end = self._joined(words, at, self._ending(words, at, end))
            start = _after_lead(words, at, end)
            start = self._after_others(words, start, end)
            if _bare(words[end - 1]) in LEGAL and end > start:
                start = _with_both(words, start) if end - start == 2 else start
                start = whole_firm(words, start, end)
            if _bare(words[end - 1]) in _SEVERAL and end > start:
                start = _with_both(words, start)
            if self._is_name(words, start, end):
                name = _POSSESSIVE.sub("", display(words[start:end]))
                yield Organisation(name, start, end, RULE)
            at = max(end, at + 1)

    def _is_name(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether words [start, end) are a whole name, not a part of one such as Group Plc."""
        if end - start < _SHORTEST or words[start].form in LEGAL:
            return False
        last = _bare(words[end - 1])
        if words[end - 1].text == "Spa":  # Day Spa; a firm is a SpA
            return False
        known = self._endings | self._products | LEGAL
        if last in self._products or (
            last in LEGAL and all(_bare(word) in known for word in words[start:end])
        ):
            return False
        return end - start > _SHORTEST or not _is_common(words, start, last)

    def _ending(self, words: Sequence[TextWord], at: int, far: int) -> int:
        """Where a name ends in the run [at, far): Building Systems of America Inc."""
        end = far
        if _bare(words[far - 1]) in self._products and far - at > 1:
            return max(far, self._of_a_place(words, far))
        while end - at > 1 and _bare(words[end - 1]) not in self._endings | self._heads:
            end -= 1
        if 1 < end - at < far - at and not self._is_whole(words, end):
            return at + 1
        return max(end, self._of_a_place(words, end)) if end - at > 1 else end

    @staticmethod
    def _of_a_place(words: Sequence[TextWord], end: int) -> int:
        """Where a name ends that goes on at ``end``: Building Systems of America Inc; 0 if none."""
        last = latin_run(words, end + 1) if stands(words, end, "of") else 0
        return last if last > end + 2 and _bare(words[last - 1]) in LEGAL else 0

    def _is_whole(self, words: Sequence[TextWord], end: int) -> bool:
        """Whether a name ends at ``end``, though its run goes on: Systems Network Architecture."""
        last = _bare(words[end - 1])
        return last in LEGAL or last in self._heads or words[end].form in _people()

    def _after_others(self, words: Sequence[TextWord], start: int, end: int) -> int:
        """Where the organisation begins in a run that joins it to a person or to another one."""
        for at in range(end - 2, start, -1):
            if words[at].form != "and" or words[at + 1].form in LEGAL | _KIN:
                continue
            before = words[start:at]
            if words[at - 1].form in LEGAL or any(word.form in _people() for word in before):
                return at + 1
            if words[at - 1].form in _COMPLETE and words[at + 1].form not in _PARTS:
                return at + 1
        return start

    def _joined(self, words: Sequence[TextWord], at: int, end: int) -> int:
        """Where the name ends if its first part ends at ``end``: Ministry of Health."""
        if end == at or end >= len(words) or words[end - 1].form not in self._heads:
            return end
        if words[end].form not in self._joins or not words[end].joined:
            return end
        start = end + 1 + stands(words, end + 1, "the")
        if start == len(words) or (words[start - 1].form == "on" and words[start].form in _DAYS):
            return end
        far = latin_run(words, start)
        # Agency for the Assessment and Application of
        if stands(words, far, "and") and far > start:
            further = latin_run(words, far + 1)
            if stands(words, further, "of") and latin_run(words, further + 1) > further + 1:
                far = latin_run(words, further + 1)
        several = words[end - 1].form in _OF_SEVERAL or words[end].form == "for"
        joined = several and stands(words, far, "and") and far > start
        if (
            joined
            and latin_run(words, far + 1) == far + 2
            and words[far + 1].form not in self._heads
        ):
            far += 2
        person = next((n for n in range(start, far - 1) if words[n].form in _people()), far)
        return person if person > start else end


def _is_of_parliament(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether a subcommittee, in small letters, follows the name [at, end) of what it is for."""
    if not (end - at > 1 and stands(words, end, _PART) and is_space(words[end].gap)):
        return False
    houses = {"senate", "house"}
    return words[end - 1].form not in houses and any(w.form in houses for w in words[at : at + 2])


_PART = "subcommittee"

_KIN = frozenset({"sons", "brothers", "bros", "associates", "partners", "daughters"})
"""What a firm adds to somebody's name: Joseph E. Seagram and Sons Inc."""


def _after_lead(words: Sequence[TextWord], start: int, end: int) -> int:
    """Where a name begins: behind an article ("the"), and behind the place that it is based in."""
    for at in range(end - 2, start - 1, -1):
        if words[at].form.endswith(_OF_A_PLACE):  # Los Angeles-based
            return at + 1
    while start < end - 1 and (
        words[start].form in _ARTICLES or (words[start].opens and words[start].form in _OPENERS)
    ):
        start += 1
    return start


def _with_both(words: Sequence[TextWord], start: int) -> int:
    """Where a name of two things begins: Ways and Means Committee, Cable and Wireless Plc."""
    if start < 2 or words[start - 1].form != "and" or not is_space(words[start].gap):
        return start
    first = words[start - 2]
    whole = is_latin_capital(first) and first.form not in LEGAL and is_space(words[start - 1].gap)
    before = words[start - 3]
    alone = start == 2 or not (first.joined and is_latin_capital(before))
    alone = alone or _POSSESSIVE.search(before.text) is not None  # Britain's Cable and Wireless
    return start - 2 if whole and alone else start


def _is_common(words: Sequence[TextWord], start: int, last: str) -> bool:
    """Whether two words are no name, but of a president or a country, or the end of a longer name.

    Reagan Administration, U.S. Securities; Affiliated Bankshares of Colorado Inc.
    """
    if last == "administration":
        return True
    if _COUNTRY.fullmatch(words[start].text):
        return last not in _FORCES
    if start <= 1 or words[start - 1].form != "of" or not words[start].joined:
        return False
    before = words[start - 2]
    office = before.text.isupper() or before.form in _people()  # CEO of Sinovation Ventures
    return words[start - 1].joined and is_latin_capital(before) and not office


def _bare(word: TextWord) -> str:
    return _POSSESSIVE.sub("", word.form).strip(".")


def _quietly(name: str) -> str:
    """A name from a headline in capitals as a text would spell it: Dynamic Homes Inc, UNR Inc."""
    if not name.isupper():
        return name
    words = (_LETTERS.sub(_quiet, word) for word in name.split())
    return " ".join(word.lower() if word in _SMALL else word for word in words)


def _quiet(found: re.Match[str]) -> str:
    """A word with a capital and small letters; one that may be an abbreviation stays as it is."""
    plain = found[0].lower()
    known = plain in LEGAL | _SHORT_WORDS or plain in lists()["given_en"] or found[0] in _SMALL
    return found[0].capitalize() if known or len(plain) > _ABBREVIATED else found[0]


_LETTERS = re.compile("[A-Z]+(?:'[A-Z]+)*")
_SHORT_WORDS = frozenset(
    {
        "cos",
        "oil",
        "gas",
        "air",
        "inn",
        "new",
        "old",
        "sea",
        "bay",
        "sun",
        "red",
        "net",
        "gap",
        "san",
    }
    | {"los", "las", "del", "von", "van", "mac", "bio", "pet", "toy", "car", "art", "big"}
)
_SMALL = frozenset({"AND", "OF", "FOR", "And", "Of", "For"})
_ABBREVIATED = 3
"""Most letters of a word that is taken for an abbreviation: UNR Industries."""


def _people() -> frozenset[str]:
    return lists()["roles_en"] | lists()["given_en"]


def display(words: Sequence[TextWord]) -> str:
    """The words with what stands between them, and the dot of an abbreviation at the end: N.V."""
    text = words[0].text + "".join(
        f"{' ' if word.gap.isspace() else word.gap}{word.text}" for word in words[1:]
    )
    return text + "." * (len(words) > 1 and _DOTTED.fullmatch(words[-1].text) is not None)
