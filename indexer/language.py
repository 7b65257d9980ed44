"""The language of an article: by its metadata, then by script, then by langdetect."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import get_args

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from schemas.article import Language

SAMPLE = 4_000
"""Characters of a text that are looked at."""

CLEAR = 0.7
"""Share of one script's letters from which the script alone decides."""

_NAMES: dict[str, Language] = {
    **dict.fromkeys(("ru", "rus", "russian", "русский", "рус"), "ru"),
    **dict.fromkeys(("en", "eng", "english", "английский", "англ"), "en"),
}
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_NAME = re.compile(r"\b[A-ZА-ЯЁ]\w*")
"""A capitalised word: often foreign to the text that it stands in."""

_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+|\S+@\S+")
"""Addresses are in Latin letters, whatever the language around them."""


def language_named(text: str) -> Language | None:
    """The language that metadata such as "ru", "en-GB", "rus" or "Russian" names, or None."""
    return _NAMES.get(re.split(r"[-_.]", text.strip().lower(), maxsplit=1)[0])


def detect(text: str) -> Language | None:
    """The language of ``text``, always the same for the same text; None when it has no words.

    Costs microseconds when one script prevails; some milliseconds when langdetect must tell.
    """
    sample = _ADDRESS.sub(" ", text[:SAMPLE])
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    letters = cyrillic + latin
    if not letters:
        return None
    if cyrillic >= CLEAR * letters:
        return "ru"
    if latin >= CLEAR * letters:
        return "en"
    return _by_statistics(sample) or ("ru" if cyrillic >= latin else "en")


def _by_statistics(text: str) -> Language | None:
    detector = _factory().create()
    detector.append(_NAME.sub(" ", text))
    try:
        return language_named(detector.detect())
    except LangDetectException:
        return None


@cache
def _factory() -> DetectorFactory:
    """A langdetect with our two languages only, so that no third can win, and a fixed seed."""
    factory = DetectorFactory()
    factory.seed = 0
    profiles = files("langdetect") / "profiles"
    factory.load_json_profile([(profiles / name).read_text("utf-8") for name in get_args(Language)])
    return factory
