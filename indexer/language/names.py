"""Codes of languages (ISO 639) and their names in both languages of the interface."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import get_args

from babel import Locale

from indexer.language.letters import OF_THE_CAUCASUS
from schemas.article import Language

_CODES = """ab af am ar av az ba be bg bn bo ca cau ce chm cs cv cy da de el en es et fa fi fr gu he
    hi hr hu hy id inh it ja ka kbd kk km kn ko krc kum kv ky lbe lez lo lt lv mk ml mn mr my ne nl
    no nog os pa pl pt ro ru sah si sk sl so sq sr sv sw ta te tg th tl tr tt uk udm ur uz vi zh"""
KNOWN = tuple(_CODES.split())
"""The codes of the languages that a text or its metadata may be in."""

OURS: tuple[Language, ...] = get_args(Language)
"""The languages that are analysed."""

_OTHER_CODES = {
    "ukr": "uk", "ua": "uk", "bel": "be", "bul": "bg", "kaz": "kk", "che": "ce", "aze": "az",
    "azj": "az", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy", "deu": "de", "ger": "de",
    "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "pol": "pl", "tur": "tr",
    "nld": "nl", "dut": "nl", "ces": "cs", "cze": "cs", "srp": "sr", "mkd": "mk", "ron": "ro",
    "rum": "ro", "ell": "el", "gre": "el", "heb": "he", "iw": "he", "ara": "ar", "fas": "fa",
    "per": "fa", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "tat": "tt", "bak": "ba",
    "kir": "ky", "tgk": "tg", "uzb": "uz", "oss": "os", "abk": "ab", "ava": "av", "nb": "no",
    "nn": "no", "nor": "no", "swe": "sv", "dan": "da", "fin": "fi", "hun": "hu", "lit": "lt",
    "lav": "lv", "est": "et", "vie": "vi", "hin": "hi", "mon": "mn", "sqi": "sq", "alb": "sq",
}  # fmt: skip

_OUR_NAMES: dict[str, Language] = {
    **dict.fromkeys(("ru", "rus", "russian", "русский", "рус"), "ru"),
    **dict.fromkeys(("en", "eng", "english", "английский", "англ"), "en"),
}
_UNNAMED = {
    OF_THE_CAUCASUS: {"ru": "другой язык Кавказа", "en": "another language of the Caucasus"},
    "lbe": {"ru": "лакский", "en": "Lak"},
    "kbd": {"ru": "кабардино-черкесский", "en": "Kabardian"},
}
"""Names that CLDR has not, or has otherwise."""


def language_named(text: str) -> Language | None:
    """The one of our languages that metadata such as "ru", "en-GB", "rus" or "Russian" names."""
    return _OUR_NAMES.get(_main(text))


@lru_cache(maxsize=1_000)
def code_named(text: str) -> str | None:
    """The code of the language that metadata such as "uk-UA", "ger", "German" or "немецкий" names.

    None when it is none of KNOWN.
    """
    name = text.strip().lower()
    return _OUR_NAMES.get(_main(name)) or _by_name().get(name) or _by_name().get(_main(name))


def name_of(code: str, interface: Language) -> str:
    """The name of a language: "Ukrainian", "украинский"; the code when it has none."""
    named = _UNNAMED.get(code)
    return named[interface] if named else _locale(interface).languages.get(code, code)


def _main(text: str) -> str:
    return re.split(r"[-_.]", text.strip().lower(), maxsplit=1)[0]


@cache
def _locale(interface: Language) -> Locale:
    return Locale(interface)


@cache
def _by_name() -> dict[str, str]:
    """Every code and name in lower case, with the code it stands for."""
    names = {name_of(code, interface).lower(): code for interface in OURS for code in KNOWN}
    return names | _OTHER_CODES | {code: code for code in KNOWN}
