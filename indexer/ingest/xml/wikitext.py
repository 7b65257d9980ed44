"""Wikitext of MediaWiki → HTML with its paragraphs, and what it says beside the text.

One pass over the marks, with the open ones on a stack: a mark that is never closed is text, and
costs no second look. https://www.mediawiki.org/wiki/Specs/wikitext/1.0.0
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from indexer.ingest.xml import wikitable

_DEEPEST = 100
"""Marks within each other; what lies deeper is text."""

_LONGEST_NAME = 40
"""Characters of the name of a value: what is longer is a text that has an equals sign."""

_MARK = re.compile(
    r"^[ \t:*#]*\{\||^[ \t]*\|\}(?!\})"
    r"|\{\{|\}\}|\[\[|\]\]\](?!\])|\]\]|\||\[(?:https?:)?//[^\s\]\[<>\"|{}]*\s*|\]",
    re.MULTILINE,
)
_CLOSES = MappingProxyType({"}}": "{{", "]]": "[[", "]": "[", "|}": "{|"})

_CUT = (
    *("ref", "gallery", "math", "timeline", "score", "syntaxhighlight", "source", "style"),
    *("imagemap", "includeonly", "hiero", "graph", "mapframe", "templatestyles", "references"),
)
_LITERAL = ("nowiki", "pre")
"""Tags whose text has no marks."""

_AS_TEXT = str.maketrans({sign: f"&#{ord(sign)};" for sign in "[]{}|='_*<>"})
_CUT_TAG = re.compile(rf"<(!--|(?:{'|'.join((*_CUT, *_LITERAL))})\b[^<>]*>)", re.IGNORECASE)
_NAME = re.compile(r"\w+")
_MAGIC = re.compile(r"__[^\W\d_]+__")
_EMPHASIS = re.compile("'{2,}")
_HEADING = re.compile(r"(={1,6})(.+?)\1\s*")
_ITEM = re.compile(r"^[*#:;]+\s*")
_RULE = re.compile(r"-{4,}")

# fmt: off
_CATEGORY = frozenset({"category", "категория"})
_FILE = frozenset({"file", "image", "файл", "изображение"})
_PROJECTS = frozenset({
    "w", "wikipedia", "n", "wikinews", "s", "wikisource", "wikt", "wiktionary", "b", "wikibooks",
    "q", "wikiquote", "v", "voy", "c", "commons", "d", "wikidata", "m", "meta", "species",
})
_LANGUAGES = frozenset({
    "ab", "af", "ar", "arz", "ast", "av", "az", "ba", "be", "bg", "bn", "bs", "ca", "ce", "ceb",
    "cs", "cv", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "hu", "hy", "id", "inh", "it", "ja", "ka", "kbd", "kk", "ko", "ku",
    "kv", "ky", "la", "lbe", "lez", "li", "lt", "lv", "mhr", "mk", "ml", "mn", "mr", "ms",
    "myv", "nl", "nn", "no", "os", "pl", "pt", "ro", "ru", "sah", "sd", "sh", "simple", "sk",
    "sl", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tk", "tr", "tt", "udm", "uk", "ur",
    "uz", "vi", "war", "xal", "zh",
})
_OPTION = re.compile(
    r"thumb(?:nail)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|upright|baseline|middle"
    r"|sub|super|(?:text-)?(?:top|bottom)|мини(?:атюра)?|справа|слева|центр|без"
    r"|\d*(?:x\d+)?\s*(?:px|пкс)|[\w-]+\s*=.*",
    re.IGNORECASE | re.DOTALL,
)
_DATES = frozenset({"date", "дата"})
_TOPICS = frozenset({"тема", "темы", "категории", "categories", "topic", "topics"})
_SHOWN = MappingProxyType({
    "w": 2, "wikipedia": 2, "lang": 2, "nowrap": 1, "nobr": 1, "small": 1, "big": 1, "abbr": 1,
    "color": 2, "s": 1, "u": 1, "tooltip": 1, "comment": 1, "нп": 2, "нп3": 2, "нп5": 2,
})
"""Templates that show one of their first values: the last of so many that is given."""
_QUOTES = frozenset({"quote", "quotation", "pullquote", "cquote", "цитата", "врезка"})
_SIGNS = MappingProxyType({"!": "|", "=": "=", "nbsp": " ", "ndash": "–", "mdash": "—"})
_NAVIGATION = frozenset({
    "sources", "source", "references", "external links", "related news", "related articles",
    "see also", "sister links", "further reading", "notes",
    "источники", "источник", "ссылки", "примечания", "см. также", "смотрите также",
    "связанные новости", "связанные статьи", "новости по теме", "комментарии",
})
# fmt: on
"""Headings of sections that lead elsewhere."""


@dataclass(slots=True)
class WikiText:
    """What a page says: ``html`` with paragraphs, and what its marks told."""

    html: str = ""
    categories: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A mark that waits for its end, and the values between its bars so far."""

    mark: str
    written: str
    values: list[list[str]] = field(default_factory=lambda: [[]])


def read(text: str, categories: Collection[str] = (), files: Collection[str] = ()) -> WikiText:
    """The text of a page. ``categories``, ``files``: how its wiki calls these, in lower case."""
    reading = _Reading(_CATEGORY.union(categories), _FILE.union(files))
    shown = reading.shown(_without_cut(text, reading.found))
    reading.found.html = _paragraphs(_EMPHASIS.sub("", _MAGIC.sub("", shown)))
    return reading.found


class _Reading:
    """One pass over a text."""

    def __init__(self, categories: Collection[str], files: Collection[str]) -> None:
        self._categories = categories
        self._files = files
        self._open: list[_Open] = []
        self.found = WikiText()

    def shown(self, text: str) -> str:
        """The text without marks of links and templates."""
        self._open = [_Open("", "")]
        at = 0
        for mark in _MARK.finditer(text):
            self._put(text[at : mark.start()])
            at = mark.end()
            self._mark(mark[0])
        self._put(text[at:])
        while len(self._open) > 1:
            self._flatten()
        return "".join(self._open[0].values[0])

    def _put(self, text: str) -> None:
        if text:
            self._open[-1].values[-1].append(text)

    def _mark(self, written: str) -> None:
        sign = written.strip(" \t:*#\n") if "|" in written else written
        if sign == "|":
            if self._open[-1].mark in ("{{", "[["):
                self._open[-1].values.append([])
            else:
                self._put(written)
        elif sign == "]]]":  # a link to another site may end within one of ours
            outer = self._open[-1].mark != "["
            self._mark("]]" if outer else "]")
            self._mark("]" if outer else "]]")
        elif sign in _CLOSES:
            self._close(_CLOSES[sign], written)
        elif len(self._open) > _DEEPEST:
            self._put(written)
        else:
            kind = "[" if sign.startswith("[") and sign != "[[" else sign
            self._open.append(_Open(kind, written))

    def _close(self, mark: str, written: str) -> None:
        depth = next(
            (n for n in range(len(self._open) - 1, 0, -1) if self._open[n].mark == mark), 0
        )
        # a bracket alone is often no mark at all
        if not depth or (mark == "[" and depth < len(self._open) - 1):
            self._put(written if mark == "[" else "")
            return
        while len(self._open) - 1 > depth:
            self._flatten()
        values = ["".join(value) for value in self._open.pop().values]
        render = {"{{": self._template, "[[": self._link, "[": _external, "{|": _table}[mark]
        self._put(render(values))

    def _flatten(self) -> None:
        """Take the innermost open mark for text."""
        inner = self._open.pop()
        below = self._open[-1].values[-1]
        if inner.mark == "[":
            below.append(inner.written)
        for number, value in enumerate(inner.values):
            if number:
                below.append(" ")
            below.extend(value)

    def _link(self, values: list[str]) -> str:
        target, *labels = values
        target = target.strip()
        prefix, colon, name = target.partition(":")
        prefix = prefix.strip().lower()
        if colon and prefix in self._categories:
            self.found.categories.append(name.strip())
            return ""
        if colon and prefix in self._files:
            captions = [one.strip() for one in labels if not _OPTION.fullmatch(one.strip())]
            self.found.captions += captions[-1:]
            return ""
        if labels:
            return "|".join(labels)
        leads_out = bool(name) and not name[0].isspace()  # else it is a title that has a colon
        if leads_out and prefix in _PROJECTS:
            return name
        if leads_out and prefix in _LANGUAGES:
            return ""
        return target.lstrip(":")

    def _template(self, values: list[str]) -> str:
        name = values[0].strip().lstrip(":").replace("_", " ").lower()
        plain, named = _arguments(values[1:])
        if name in _DATES:
            self.found.dates += plain[:1]
        elif name in _TOPICS:
            self.found.categories += filter(None, plain)
        elif name in _QUOTES:
            said = named.get("text") or next(iter(plain), "")
            by = named.get("author") or named.get("автор") or "".join(plain[1:2])
            return f"\n\n{said}\n\n" + (f"— {by}\n\n" if by else "")
        elif name in _SHOWN:
            shown = [one for one in plain[: _SHOWN[name]] if one]
            return shown[-1] if shown else ""
        elif name == "byline":
            self.found.dates += filter(None, [named.get("date", "")])
        return _SIGNS.get(name, "")


def _arguments(values: list[str]) -> tuple[list[str], Mapping[str, str]]:
    """(by place, by name): the values that a template is given."""
    plain: list[str] = []
    named: dict[str, str] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if equals and name.strip().isdecimal():  # by its place, which is written out
            plain.append(rest.strip())
        elif equals and "<" not in name and len(name) < _LONGEST_NAME:
            named[name.strip().lower()] = rest.strip()
        else:
            plain.append(value.strip())
    return plain, named


def _external(values: list[str]) -> str:
    """The words of a link to another site."""
    return values[0]


def _table(values: list[str]) -> str:
    """What stands in a table."""
    return wikitable.text(values[0])


def _without_cut(text: str, found: WikiText) -> str:
    """A text without comments, notes, formulas and the like; captions of galleries are noted."""
    kept: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while (tag := _CUT_TAG.search(text, at)) is not None:
        kept.append(text[at : tag.start()])
        at = tag.end()
        named = _NAME.match(tag[1])
        name = named[0].lower() if named else ""
        close = f"</{name}" if name else "-->"
        if tag[0].endswith("/>") or close in unclosed:
            continue
        closed = _closing(close).search(text, at)
        if closed is None:
            unclosed.add(close)
            continue
        if name == "gallery":
            lines = text[at : closed.start()].splitlines()
            found.captions += filter(None, (line.partition("|")[2].strip() for line in lines))
        elif name in _LITERAL:
            kept.append(text[at : closed.start()].translate(_AS_TEXT))
        at = closed.end()
    return "".join((*kept, text[at:]))


@cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"{mark}\s*>" if mark.startswith("<") else mark, re.IGNORECASE)


def _paragraphs(shown: str) -> str:
    """HTML of lines: empty ones part paragraphs; headings over nothing, or to elsewhere, go."""
    html = ["<p>"]
    heading = ""
    elsewhere = False
    for line in map(str.strip, shown.splitlines()):
        if title := _HEADING.fullmatch(line):
            heading = title[2].strip()
            elsewhere = heading.strip(" :").lower() in _NAVIGATION
        elif not line or _RULE.fullmatch(line):
            html.append("<p>")
        elif not elsewhere and (text := _ITEM.sub("", line, count=1)):
            if heading:
                html.append(f"<h2>{heading}</h2>")
                heading = ""
            html.append(f"<div>{text}</div>" if text != line else text)
    return "\n".join(html)
