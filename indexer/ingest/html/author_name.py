"""Names of authors in bylines, without the words that stand before and behind them."""

from __future__ import annotations

import re

_BY = (
    r"(?:(?:written|posted|published|reported|story|text|words) )?by|(?:escrito |publicado )?por"
    r"|(?:(?:ein )?(?:beitrag |artikel |text )|(?:geschrieben|erstellt|verfasst) )?von"
    r"|(?:publié |écrit )?par|door|(?-i:di)|автор(?:ы|ов|ка)?(?: статьи| текста)?|текст"
)
_NOUNS = r"autor(?:in|en|es)?|auteure?s?|authors?|text[eo]?"
_ABOUT = r"about the authors?|über (?:den autor|die autorin)|об авторе|à propos de l['’]auteure?"
_BEFORE = re.compile(
    rf"\W*(?:{_ABOUT}|{_BY}|{_NOUNS}|interview|posted on [^|]{{5,25}}? by)\b\s*[:|–-]?"
    rf"\s*(?:(?:{_BY}|{_NOUNS})\b\s*)?",
    re.IGNORECASE,
)
_NAMED_LINE = re.compile(rf"(?:(?:{_BY})(?=[\s:])|(?:{_NOUNS})\s*:)", re.IGNORECASE)
"""What a line begins with that only names authors; "Text" without a colon begins others, too."""

_SHORT = 3
"""Most letters of a word that is small within a name, such as "und" or "van"."""

_MONTHS = (
    r"(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|apr(?:il)?|ma[iy]|jun[ei]?|jul[iy]?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_AFTER = re.compile(
    rf"\s*(?:[|•·/\n–—]|\(|,?\s*\b(?:am|on|at|le|el|um|hace)\s+\d|(?:,?\s+{_MONTHS}\.?)?,?\s+\d|\s-\s"
    r"|,\s+(?-i:[a-zа-я])"
    r"|(?:^|\s+)(?:filed|published|posted|(?:last )?updated|in|aus|for|für|для|из)\b"
    r"|,?\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|[.,;]?\s+(?:photo|foto|фото|illustration|video|видео)\w*\b"
    r"|,\s+[^,]*\b(?:writer|correspondent|reporter|editor|contributor|redakteur|корреспондент)).*",
    re.IGNORECASE | re.DOTALL,
)
"""What follows a name: a date, an office, another part of the line."""

_NONE = re.compile(
    r"\d{2}|https?:|www\.|\.(?:com|de|ru)\b|@|\b(?:posts?|posted|articles?|profile?|biography|follow|about|view"
    r"|share|all|alle|mehr|über|sobre|suivre|admin|authors?|autor(?:en)?|comments?|kommentare?"
    r"|e-?mail|size|filed|print|editor$|veröffentlicht|published|updated|erstellt|stand|datum|date|am|on|все|статьи|материалы|авторе|читать|источник"
    rf"|опубликован\w*|обновлен\w*|комментари\w*|подпис\w+)\b|^(?:{_MONTHS}$|(?:more|read|новости|фото\w*)\b)",
    re.IGNORECASE,
)
"""What no name has in it."""

_STOP = re.compile(r"(?<=\w{4})\.$")
"""The end of a sentence, not of an initial."""

_NAME = re.compile(r"[^\W\d_][\w.'’&\-]*(?:,? [\w.'’&\-]+){0,12}")

_LONGEST = 60
"""Characters of a name, or of several."""


def is_none(text: str) -> bool:
    """Whether a text has in it what no name has."""
    return bool(_NONE.search(text))


def in_line(line: str) -> str:
    """The name in a line that begins with "By" or the like; "" if there is none.

    All its longer words begin with a capital: such a line may be a sentence or a subheading.
    """
    name = of(line) if _NAMED_LINE.match(line) else ""
    words = (name, *(word for word in name.split() if len(word) > _SHORT))
    return name if all(word[:1].isupper() for word in words) else ""


def of(text: str) -> str:
    """The name in a text of at most a line; "" if that says something else."""
    if len(text) > 3 * _LONGEST:
        return ""
    start = _BEFORE.match(text)  # only there: "von" stands within names, "by" at the end of some
    bare = _AFTER.sub("", text[start.end() if start else 0 :]).strip(" ,:;-–—")
    bare = _STOP.sub("", bare)
    is_name = _NAME.fullmatch(bare) and not _NONE.search(bare) and _has_capitals(bare)
    return bare if 1 < len(bare) <= _LONGEST and is_name else ""


def _has_capitals(name: str) -> bool:
    """Whether most words of a name begin with a capital, if they are several."""
    words = name.split()
    return len(words) == 1 or 2 * sum(word[0].isupper() for word in words) >= len(words)
