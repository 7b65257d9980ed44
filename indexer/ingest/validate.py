"""A record of any reader → a valid Article, or the InputError that says why not and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from pydantic import ValidationError

from indexer.addresses import LONGEST, without_tracking
from indexer.ingest.field_names import Mapped, renamed, says_anything
from indexer.ingest.records import HINT, UNSCOPED, Fields, Journal, Record
from indexer.ingest.sites import Sites, notices
from indexer.ingest.text import headline
from indexer.ingest.text.any_date import any_date
from indexer.ingest.text.dates import is_partial
from indexer.ingest.text.decode import visible, without_controls
from indexer.ingest.text.wrapped import unwrapped
from indexer.language import OURS, begins_in, code_named, detect, name_of
from indexer.taxonomy import Taxonomy
from indexer.wrong_values import first_fault, in_words
from schemas.article import Article
from schemas.errors import InputError
from schemas.facets import FACETS, Facet

_LISTS = (
    *("regions", "topics", "people", "organisations"),
    *("keywords", "addresses", "captions", "notices"),
)
_TEXTS = ("title", "lede", "body")
_NAMES = ("author", "source", "url")
_DATES = ("published", "updated")
PARTIAL = "a date that is only a year or a month: kept as given, not as a date"
"""Remark on an article."""
PLAIN = 60
"""Characters from which a text can be plainly in another language than the one given."""

_LEAVE_OUT = (
    "write ru or en, or leave it out: it is then detected from the text;"
    ' other languages are taken with the setting other_languages = "keep"'
)
_ADD = 'add "language": "ru" or "en"'
_KEEP = 'such articles are taken with the setting other_languages = "keep"'
_UNTOLD = frozenset({"und", "mul", "unknown", "none", "null"})
"""Values of a language that say that it is not known."""
_HINTS = MappingProxyType(
    {
        "id": "an id has 1 to 200 characters, no spaces and none of / ? #",
        "title": "shorten the title to 2,000 characters",
        "translation_of": "give the id of the other article",
        "people": "a name has at most 200 characters",
        "organisations": "a name has at most 200 characters",
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator decides. ``taxonomies``: by the name of the facet.

    ``unknown_dates``: what is no date becomes unknown instead of a reason to reject the record.
    ``sites``: which hosts are mirrors. ``other_languages``: articles that are neither in Russian
    nor in English are accepted. ``listed``: values that a taxonomy does not have are a reason to
    reject the record, in place of keywords.
    """

    taxonomies: Mapping[str, Taxonomy]
    mapped: Mapped = field(default_factory=lambda: MappingProxyType({}))
    unknown_dates: bool = False
    sites: Sites = field(default_factory=Sites)
    other_languages: bool = False
    listed: bool = False


def valid_article(record: Record, rules: Rules, journal: Journal) -> Article:
    """The article of a record. Raises InputError with the record's place.

    ``journal``: told of values that no taxonomy has, and that became keywords.
    """
    try:
        fields = renamed(record.fields, rules.mapped)
        notices.part(fields)  # first: they must not choose the language
        _shape(fields)
        partial = [_read_date(fields, name, unknown_dates=rules.unknown_dates) for name in _DATES]
        unlisted = _resolve(fields, rules)
        fields["language"] = _language(fields, rules)
        fields.pop(UNSCOPED, None)
        fields["id"] = _id(fields, rules.sites)
        article = Article.model_validate(fields)
    except InputError as error:
        raise InputError(
            error.message, place=record.place, hint=error.hint, code=error.code
        ) from None
    except ValidationError as error:
        raise _invalid(error, record.place) from None
    for facet, value in unlisted:
        journal.unknown(facet, value)
    if any(partial):
        journal.remark(record.place, PARTIAL)
    return article


def _shape(fields: Fields) -> None:
    """Bring our fields into the types of the model.

    Raises InputError without a title or without a text.
    """
    for name in _TEXTS:
        fields[name] = _string(fields, name)
    post = _take_text(fields)
    fields["body"] = unwrapped(fields["body"])
    fields["title"] = " ".join(visible(fields["title"]).split())
    if not says_anything(fields["title"]):
        raise InputError(
            "no title",
            hint="add one, or name the field that holds it with --map title=NAME; "
            'if the first line of a text is its title, put it in the field "text"',
            code="no-title",
        )
    said = post or says_anything(fields["body"]) or says_anything(fields["lede"])
    if not (said or says_anything(fields.get("notices"))):
        hint = (
            "add one, or name the field that holds it with --map body=NAME; "
            'if the article is only a headline, put it in the field "text"'
        )
        raise InputError("no body", hint=hint, code="no-body")
    for name in _NAMES:  # of most records few of these are told
        fields[name] = (_string(fields, name) or None) if name in fields else None
    for name in _LISTS:
        fields[name] = _strings(fields, name) if name in fields else ()
    _keep_long_addresses(fields)


def _keep_long_addresses(fields: Fields) -> None:
    """Move addresses that no browser would send to unknown fields: they cost no article."""
    if len(fields["url"] or "") > LONGEST:
        fields["url_given"], fields["url"] = fields["url"], None
    long = [one for one in fields["addresses"] if len(one) > LONGEST]
    if long:
        fields["addresses_given"] = long
        fields["addresses"] = tuple(one for one in fields["addresses"] if one not in long)


def _take_text(fields: Fields) -> bool:
    """Take a "text" for the body, its first line for a missing title. Whether there was one.

    One that only repeats the title says that there is no more to the article.
    """
    text = fields.get("text")
    if not (isinstance(text, str) and says_anything(text)) or says_anything(fields["body"]):
        return False
    text = without_controls(text)
    if text.split() == fields["title"].split():  # a headline alone, as we export it
        del fields["text"]
        return True
    del fields["text"]
    fields["body"] = text
    if not says_anything(fields["title"]):
        fields["title"], fields["body"] = headline.split_headline(text)
    return True


def _string(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return without_controls(value or "")
    if name in _NAMES and isinstance(value, list):
        return ", ".join(_strings(fields, name))
    raise InputError(f"{name} is not text", hint=_keep(name), code="bad-field")


def _strings(fields: Fields, name: str) -> tuple[str, ...]:
    value = fields.get(name)
    if value is None:
        return ()
    values = [one for one in (value if isinstance(value, list) else [value]) if says_anything(one)]
    if not all(isinstance(one, str) for one in values):
        raise InputError(f"{name} is not a list of texts", hint=_keep(name), code="bad-field")
    return tuple(dict.fromkeys(without_controls(one).strip() for one in values))


def _read_date(fields: Fields, name: str, *, unknown_dates: bool) -> bool:
    """Read a date; whether it is only a year or a month, which is kept as it was given.

    Raises InputError for what is no date, unless it may be unknown: then it is kept likewise.
    """
    given = fields.get(name)
    try:
        fields[name] = None if given is None else any_date(given)
    except ValueError as error:
        partial = isinstance(given, str | int) and is_partial(str(given))
        if not (partial or unknown_dates):
            fault = str(error).partition(";")[0]
            hint = "write 2017-06-05T10:15+03:00, 2017-06-05 or unknown, or add --unknown-dates"
            raise InputError(f"{name}: {fault}", hint=hint, code="bad-date") from None
        fields[f"{name}_given"] = fields.pop(name)
        return partial
    return False


def _keep(name: str) -> str:
    return f"write it as text, or keep it as it came with --map original_{name}={name}"


def _resolve(fields: Fields, rules: Rules) -> list[tuple[str, str]]:
    """Turn labels and aliases into ids of the taxonomies; facet and value of those without.

    These become keywords. Raises InputError for one of them if only what is listed is accepted.
    """
    unlisted: list[tuple[str, str]] = []
    for facet in FACETS:
        if facet.name not in rules.taxonomies:
            continue
        found: dict[str, None] = {}
        for value in fields[facet.attribute]:
            try:
                found[rules.taxonomies[facet.name].resolve(value)] = None
            except InputError as error:
                if rules.listed:
                    raise _not_listed(facet, error) from None
                unlisted.append((facet.name, value))
        fields[facet.attribute] = tuple(found)
    fields["keywords"] = tuple(dict.fromkeys((*fields["keywords"], *(v for _, v in unlisted))))
    return unlisted


def _not_listed(facet: Facet, error: InputError) -> InputError:
    name = facet.attribute
    foreign = f"or use --map keywords={name} if the values are another archive's"
    return InputError(
        f"{name}: {error.message}", hint=f"{error.hint}; {foreign}", code=f"unknown-{facet.name}"
    )


def _language(fields: Fields, rules: Rules) -> str:
    """The language given or that of the host, unless the text is plainly in a third; or its own."""
    given = _string(fields, "language").strip()
    hint = fields.pop(HINT, None)
    place = None if given else rules.sites.place_of(fields["url"])
    named: str | None = place.language if place and place.id else None
    if given and given.lower() not in _UNTOLD:
        named = code_named(given)
        if named is None or (named not in OURS and not rules.other_languages):
            raise _unknown(f"the language {given[:40]!r} is neither ru nor en", _LEAVE_OUT)
    if named and named not in OURS:
        return named
    text = "\n".join(filter(None, (fields[name] for name in _TEXTS)))
    if named and (len(text) < PLAIN or begins_in(named, text)):
        return named
    found = detect(text, code_named(hint) if isinstance(hint, str) else None)
    if named and (found in OURS or found is None):
        return named
    if found is None:
        raise _unknown("the language of a text without words is not known", _ADD)
    if found in OURS or rules.other_languages:
        return found
    but = f"the language is given as {named!r}, but " if named else ""
    raise _unknown(f"{but}the text is in {name_of(found, 'en')} ({found})", _KEEP)


def _unknown(message: str, hint: str) -> InputError:
    return InputError(message, hint=hint, code="unknown-language")


def _id(fields: Fields, sites: Sites) -> str:
    """The id given, or one that is the same whenever the same article comes again.

    An article is known by its address; without one by language, title and moment; if the
    moment is unknown too, by everything that it says.
    """
    given = fields.get("id")
    # bool: True is an int to Python.
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        raise InputError("id is not text", hint=_HINTS["id"], code="bad-field")
    if says_anything(given):
        return str(given)
    if known := id_of(fields["url"], fields["language"], sites):
        return known
    published = fields.get("published")
    if isinstance(published, datetime):
        said = [fields["title"], published.astimezone(UTC).isoformat()]
    else:
        said = [fields["title"], str(published), fields["lede"], fields["body"]]
    return _hashed(fields["language"], said)


def id_of(url: str | None, language: str, sites: Sites) -> str | None:
    """The id that follows from an address, the same on all mirrors; None when none does."""
    place = sites.place_of(url)
    if place and place.id:
        return place.id
    # What is no web address counts as it stands; a front page is the address of no article.
    keys = sites.keys(url)[:1] or ((url,) if url and not without_tracking(url) else ())
    return _hashed(language, keys) if keys else None


def _hashed(language: str, said: Iterable[str]) -> str:
    digest = hashlib.blake2b("\0".join([language, *said]).encode(), digest_size=8)
    return f"{language}-{digest.hexdigest()}"


def _invalid(error: ValidationError, place: str) -> InputError:
    """The first fault that the model found, in our words."""
    first = first_fault(error)
    name = str(first["loc"][0])
    hint = _HINTS.get(name, f"correct {name}")
    return InputError(f"{name}: {in_words(first)}", place=place, hint=hint, code="bad-field")
