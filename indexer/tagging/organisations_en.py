"""Organisations with names in Latin letters: marked by an agency, or known by a word in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.tagging.companies_en import marked_companies, whole_firm
from indexer.tagging.latin_names import LEGAL, is_latin_capital, is_space, latin_run, stands
from indexer.tagging.model import Organisation
from indexer.tagging.traits import lists
from indexer.tagging.words import TextWord

RULE = 0.8
"""Confidence of a name that a rule found."""

_POSSESSIVE = re.compile("['’]s?$")

_ARTICLES = frozenset({"the", "a", "an"})
_OPENERS = frozenset(
    {"in", "at", "on", "for", "from", "by", "but", "and", "as", "after", "before", "when", "while"}
    | {"if", "this", "that"}
)

_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})

_OF_SEVERAL = frozenset({"committee", "commission", "ministry", "department"})
"""What may be for several things: Committee on Credit and Savings."""


class EnglishOrganisations:
    """What a name in Latin letters ends or begins with if it is an organisation's."""

    def __init__(
        self, endings: frozenset[str], heads: frozenset[str], joins: frozenset[str]
    ) -> None:
        """``joins``: words between one of ``heads`` and its purpose."""
        self._endings, self._heads, self._joins = endings, heads, joins

    def marked(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Moulinex SA <MOUP.PA>, <Scovill Inc>."""
        for first, last in marked_companies(words, is_latin_capital):
            start, end = first, last
            while start < end - 1 and words[start].form in _ARTICLES:
                start += 1
            if end < len(words) and is_space(words[end].gap):
                whole = max(latin_run(words, end), latin_run(words, start))
                if not any(word.form in _people() for word in words[end:whole]):
                    end = max(end, whole)
            if end - start > 1 or words[start].form.strip(".") not in self._endings:
                name = _POSSESSIVE.sub("", display(words[start:end]))
                yield Organisation(name, start, end, RULE)

    def by_ending(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Tennessee Valley Authority; Ministry of Health."""
        at = 0
        while at < len(words):
            end = latin_run(words, at) if words[at].capital else at
            if end == at:
                at += 1
                continue
            end = self._joined(words, at, self._ending(words, at, end))
            start = at
            while start < end - 1 and (
                words[start].form in _ARTICLES
                or (words[start].opens and words[start].form in _OPENERS)
            ):
                start += 1
            start = self._after_people(words, start, end)
            if _bare(words[end - 1]) in LEGAL and end > start:
                start = whole_firm(words, start, end)
            if end - start > 1 and words[start].form not in LEGAL:
                name = _POSSESSIVE.sub("", display(words[start:end]))
                yield Organisation(name, start, end, RULE)
            at = max(end, at + 1)

    def _ending(self, words: Sequence[TextWord], at: int, far: int) -> int:
        """Where a name ends in the run [at, far): Building Systems of America Inc."""
        end = far
        while end - at > 1 and _bare(words[end - 1]) not in self._endings | self._heads:
            end -= 1
        if 1 < end - at < far - at and not self._is_whole(words, end):
            return at + 1
        if end - at > 1 and stands(words, end, "of"):
            last = latin_run(words, end + 1)
            if last > end + 2 and _bare(words[last - 1]) in LEGAL:
                return last
        return end

    def _is_whole(self, words: Sequence[TextWord], end: int) -> bool:
        """Whether a name ends at ``end``, though its run goes on: Systems Network Architecture."""
        last = _bare(words[end - 1])
        return last in LEGAL or last in self._heads or words[end].form in _people()

    def _after_people(self, words: Sequence[TextWord], start: int, end: int) -> int:
        """Where the organisation begins in a run that joins it to a person or to another one."""
        for at in range(end - 2, start, -1):
            if words[at].form != "and" or words[at + 1].form in LEGAL:
                continue
            before = words[start:at]
            if words[at - 1].form in LEGAL or any(word.form in _people() for word in before):
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
        joined = words[end - 1].form in _OF_SEVERAL and stands(words, far, "and") and far > start
        if (
            joined
            and latin_run(words, far + 1) == far + 2
            and words[far + 1].form not in self._heads
        ):
            far += 2
        person = next((n for n in range(start, far) if words[n].form in _people()), far)
        return person if person > start else end


def _bare(word: TextWord) -> str:
    return _POSSESSIVE.sub("", word.form).strip(".")


def _people() -> frozenset[str]:
    return lists()["roles_en"] | lists()["given_en"]


def display(words: Sequence[TextWord]) -> str:
    """The words with what stands between them."""
    return words[0].text + "".join(
        f"{' ' if word.gap.isspace() else word.gap}{word.text}" for word in words[1:]
    )
