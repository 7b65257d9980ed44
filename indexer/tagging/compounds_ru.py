"""Institutions and firms in a Russian text whose name is one word made of shortened ones.

Минблагоустройства, Мосгорсуд, Крайизбирком, Дагэнерго, Ставропольстат: no list has all of them,
but they are known by their endings or beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.tagging.traits import traits
from indexer.tagging.words import TextWord

_MINISTRY = re.compile(
    "(мин(?:благ|град|жил|здрав|имущ|инвест|информ|ком|культ|лес|мол|нац|обр|пром|связ|сель|сем|соц"
    "|спорт|строй|топ|торг|транс|труд|фин|хоз|цифр|эконом|энерг|юст)[а-я]*?)(?:[аеу]|ом)?"
)
_ENDS = re.compile(
    "([а-я]{3,}(?:надзор|избирком|комстат|стат|транс|водоканал|нефтегаз|межрегионгаз|автодор"
    "|телеком|пром|туризм|банк)|(?:[а-я]{2,})?(?:гор|обл|край|верх)суд|[а-я]{4,}газ)(?:[аеу]|ом)?"
)
_FIXED = re.compile("[а-я]{3,}энерго")
_OIL = re.compile("([а-я]{3,}нефт)(?:ь|и|ью)")

_KINDS = re.compile(
    "(?:(?!гос|рос|мос|обл)[а-я]+о|мед|пром|шоп|спец|пауэр|фуд|корд|донор|чат)"
    "(?:надзор|стат|транс|телеком|туризм|банк|газ)(?:[аеу]|ом)?"
)
"""Words for a kind of thing: Экотуризм, Пауэрбанк. Their capital is that of a sentence."""


def compounds(words: Sequence[TextWord]) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each."""
    for at, word in enumerate(words):
        if not word.capital or len(word.text) < _LEAST or word.parts or not word.text[1:].islower():
            continue
        known = traits(word.form)
        if known.common or known.given or known.surnames or known.town:
            continue
        if word.opens and _KINDS.fullmatch(word.form):
            continue
        if name := _name(word.form):
            yield name.capitalize(), at, at + 1


def _name(form: str) -> str:
    """The nominative of ``form``, in small letters; "" if it is no such word."""
    if _is_of(form) or _FIXED.fullmatch(form):
        return form
    if found := _OIL.fullmatch(form):
        return f"{found[1]}ь"
    found = _MINISTRY.fullmatch(form) or _ENDS.fullmatch(form)
    return found[1] if found else ""


def _is_of(form: str) -> bool:
    """Whether it is a ministry and the genitive of its field: Минблагоустройства."""
    rest = form.removeprefix("мин")
    known = traits(rest)
    return rest != form and len(rest) > _SHORTEST and known.common and "gent" in known.cases


_LEAST = 6
"""Letters of the shortest such word."""

_SHORTEST = 4
"""Fewest letters of the field of a ministry."""
