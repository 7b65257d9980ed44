"""Parameters → Address. Everything that a reader chose is in the address of a page.

===========  ==========================================================================
``q``        words of the query
``region``   id, label or alias of the taxonomy; repeated: any of them
``topic``    likewise
``person``   a value of the facet, or a name as ``person:`` takes it; repeated: any of them;
             so are ``organisation``, ``author``, ``source`` and ``keyword``
``not-…``    likewise for each of these facets: ``not-region=moscow`` leaves out all articles of it
``language`` of the articles, ``ru``, ``en`` or another code; repeated: any of them
``from``     first day: ``2017``, ``2017-06``, ``05.06.2017``, ``today``, ``30d`` (days ago), ...
``to``       last day, likewise; a year or month includes all its days
``date``     ``unknown``: articles without a date, in place of ``from`` and ``to``
``sort``     ``relevance`` (default with words), ``newest`` (default without), ``oldest``
``page``     from 1
``size``     articles a page, 1 to 100
``literal``  ``1``: no automatic help
``any``      ``1``: articles with any of the words, not only those with all
``both``     ``1``: articles in the other language, too: words stand for their translations
``not-as``   with ``both``: a translation that no word stands for; repeated: none of them
``forms``    ``1``: list the written forms found
``all``      ``1``: each article by itself, not versions of one story together
``ui``       language of the interface, ``ru`` or ``en``; left out: what the browser prefers
===========  ==========================================================================

An empty value means "left out". If a parameter that cannot be repeated is repeated, the last value
counts. An unknown parameter is ignored on a page, because other sites append theirs to addresses;
the JSON API refuses it. A relative date stays as it was typed, so that an address keeps its
meaning; only ``Address.query`` turns it into a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar, get_args
from urllib.parse import parse_qsl

from indexer.language import KNOWN
from indexer.page.facets import UNDATED
from schemas.article import Language
from schemas.facets import FACETS
from schemas.query import NO_FILTERS, SORTS
from searchapp.address import DEFAULT_SIZE, EXCLUDED, Address, ParameterError

Pairs = Iterable[tuple[str, str]]
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_Choice = TypeVar("_Choice", bound=str)

FILTERS = (*(facet.name for facet in FACETS), *EXCLUDED)
"""The parameters that hold values of facets."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
LARGEST_SIZE = 100
LARGEST_PAGE = 999_999_999
NAMES = (
    "q", *FILTERS, "from", "to", "date", "sort", "page", "size", "literal", "any", "both", "not-as",
    "forms", "all", "ui",
)  # fmt: skip
"""The parameters of a search."""
LONGEST_TEXT = 2_000
"""Characters of ``q`` that are read. Every link of a page repeats them; a query has fewer words."""
MOST_VALUES = 50
"""Values of filters, exclusions and ``not-as`` in an address: more are no choice of a person's."""
LONGEST_VALUES = 2_000
"""Characters that they may have together; every link of a page repeats them, too."""
LONGEST_ADDRESS = 131_072
"""Bytes of all parameters, escaped: as many as gunicorn reads of an address, so that whoever pastes
an article into the box is told that its rest was ignored."""


def query_pairs(query_string: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string; bytes that are not UTF-8 become U+FFFD."""
    text = query_string.decode(errors="replace")
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def read_address(pairs: Pairs) -> Address:
    """The address of these parameters. Raises ParameterError, naming the parameter."""
    values: dict[str, list[str]] = {}
    for name, raw in pairs:
        if value := printable(raw):
            values.setdefault(name, []).append(value)
    last = {name: found[-1] for name, found in values.items()}
    distinct = {name: tuple(dict.fromkeys(found)) for name, found in values.items()}
    _check_values({name: distinct[name] for name in (*FILTERS, "not-as") if name in distinct})
    filters = {facet.name: distinct[facet.name] for facet in FACETS if facet.name in distinct}
    without = {facet: distinct[name] for name, facet in EXCLUDED.items() if name in distinct}
    for name, chosen in (("language", filters), ("not-language", without)):
        for language in chosen.get("language", ()):
            if language not in KNOWN:
                raise ParameterError(name, language, "choice", ", ".join(LANGUAGES))
    both = _switch(last, "both")
    return Address(
        text=read_text(last.items()),
        filters=filters or NO_FILTERS,
        since=last.get("from", ""),
        until=last.get("to", ""),
        undated="date" in last and choice("date", last["date"], (UNDATED,)) == UNDATED,
        sort=choice("sort", last["sort"], SORTS) if "sort" in last else None,
        page=_number(last, "page", 1, LARGEST_PAGE),
        size=_number(last, "size", DEFAULT_SIZE, LARGEST_SIZE),
        literal=_switch(last, "literal"),
        any_words=_switch(last, "any"),
        forms=_switch(last, "forms"),
        apart=_switch(last, "all"),
        interface=read_interface(last.items()),
        without=without or NO_FILTERS,
        both=both,
        # of words that stand for themselves alone there is nothing to leave out
        not_as=distinct.get("not-as", ()) if both else (),
    )


def check_length(query_string: bytes, pairs: Pairs) -> None:
    """Raise ParameterError for an address that is too long, naming what is longest in it."""
    if len(query_string) <= LONGEST_ADDRESS:
        return
    lengths: dict[str, int] = {}
    for name, value in pairs:
        lengths[name] = lengths.get(name, 0) + len(value)
    longest = max(lengths, key=lengths.__getitem__, default="")
    raise ParameterError(printable(longest)[:80], "", "address", str(LONGEST_ADDRESS))


def _check_values(values: dict[str, tuple[str, ...]]) -> None:
    """Raise ParameterError for more values than an address may have, or longer ones."""
    most = max(values, key=lambda name: len(values[name]), default="")
    if sum(map(len, values.values())) > MOST_VALUES:
        raise ParameterError(most, values[most][0], "values", str(MOST_VALUES))
    if sum(len(value) for each in values.values() for value in each) > LONGEST_VALUES:
        raise ParameterError(most, values[most][0], "long-values", str(LONGEST_VALUES))


def check_names(pairs: Pairs, known: Sequence[str]) -> None:
    """Raise ParameterError for the first parameter that is not ``known``."""
    for name, value in pairs:
        if name not in known:
            raise ParameterError(printable(name)[:80], value, "name", ", ".join(known))


def read_text(pairs: Pairs) -> str:
    """The words of the query, as many as are read."""
    texts = [text for name, value in pairs if name == "q" and (text := printable(value))]
    return texts[-1][:LONGEST_TEXT].strip() if texts else ""


def is_cut(pairs: Pairs) -> bool:
    """Whether ``read_text`` leaves out the end of the query."""
    return any(name == "q" and len(printable(value)) > LONGEST_TEXT for name, value in pairs)


def read_interface(pairs: Pairs) -> Language | None:
    """The language of the interface that the parameters name, None when they leave it out.

    Raises ParameterError for a language that the site does not speak.
    """
    chosen = [text for name, value in pairs if name == "ui" and (text := printable(value))]
    return choice("ui", chosen[-1], LANGUAGES) if chosen else None


def read_number(pairs: Pairs, name: str, largest: int) -> int | None:
    """A whole number from 1, None when it is left out. Raises ParameterError for anything else."""
    values = {key: text for key, raw in pairs if key == name and (text := printable(raw))}
    return _number(values, name, 1, largest) if values else None


def printable(text: str) -> str:
    """Text without control characters and lone surrogates, trimmed: safe in any page."""
    return _UNSAFE.sub(" ", text).strip()


def _number(values: dict[str, str], name: str, default: int, largest: int) -> int:
    text = values.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text) or int(text) > largest:
        raise ParameterError(name, text, "number", str(largest))
    return int(text)


def _switch(values: dict[str, str], name: str) -> bool:
    return name in values and choice(name, values[name], ("1",)) == "1"


def choice(name: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    """The one of ``choices`` that a parameter has. Raises ParameterError for another value."""
    for one in choices:
        if value == one:
            return one
    raise ParameterError(name, value, "choice", ", ".join(choices))
