"""BibTeX and BibLaTeX, in UTF-8: an entry for each article.

Letters stay as they are, because every TeX of today reads UTF-8; characters that TeX or BibTeX
would read as commands are written as commands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from indexer.export.about import About, original
from indexer.export.lines import day, one_line
from schemas.article import Article

_APART = "\0"
"""Stands where two signs must not touch; no line has it."""

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts braces, also those behind a backslash: one without a partner would end the field
    "{": r"\ensuremath{\lbrace}",
    "}": r"\ensuremath{\rbrace}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    _APART: "{}",
}
_LIGATURE = re.compile(r"(?<=([-'`,<>]))(?=\1)|(?<=[?!])(?=`)")
"""Where TeX would make one sign of two: a dash of two hyphens, a quotation mark of two commas."""

_SAFE_KEY = re.compile(r"[a-z0-9][a-z0-9:._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9:._-]+")
_NO_URL = re.compile(r"[\s{}\\\"<>^`|]")
_LANGUAGES = {"ru": "russian", "en": "english"}


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: an entry each."""
    # what stands outside of entries is a comment; an @ would begin an entry there
    yield f"% {one_line(about.sentence()).replace('@', ' at ')}\n\n"
    for article in articles:
        shown = about.shown(article)
        kind = "article" if shown.source else "misc"
        fields = (f"  {name} = {{{value}}},\n" for name, value in _fields(shown, about) if value)
        yield "".join((f"@{kind}{{{key(shown.id)},\n", *fields, "}\n\n"))


def escaped(text: str) -> str:
    """``text`` on one line, as TeX has to read it to print it."""
    text = _LIGATURE.sub(_APART, one_line(text))
    paired = _paired(text)
    return "".join(
        f"\\{sign}" if at in paired else _COMMANDS.get(sign, sign) for at, sign in enumerate(text)
    )


def _paired(text: str) -> set[int]:
    """Places of braces that have a partner."""
    opened: list[int] = []
    paired: set[int] = set()
    for brace in re.finditer("[{}]", text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            paired |= {opened.pop(), brace.start()}
    return paired


def key(id: str) -> str:
    """The key to cite an article by: its id if BibTeX can read that, else letters of it and a sum.

    BibTeX takes keys that differ in capitals alone for one.
    """
    if _SAFE_KEY.fullmatch(id):
        return id
    digest = hashlib.blake2b(id.encode("utf-8", "replace"), digest_size=5).hexdigest()
    letters = _UNSAFE.sub("-", id).strip("-")
    return f"{letters}-{digest}" if letters else f"article-{digest}"


def _fields(article: Article, about: About) -> Iterator[tuple[str, str]]:
    published = day(article.published)
    # braces within the braces: names are not taken apart, titles keep their capitals
    yield "author", _kept(article.author)
    yield "title", _kept(article.title)
    yield "journal", _kept(article.source)
    yield "year", published[:4]
    yield "date", published
    yield "url", _address(about.address(article))
    yield "urldate", about.day.isoformat()
    yield "langid", _LANGUAGES.get(article.language, "")
    yield "abstract", escaped(article.lede)
    yield "keywords", ", ".join(map(escaped, article.keywords))
    if about.public_url:
        yield "origurl", _address(original(article))


def _kept(text: str | None) -> str:
    return f"{{{escaped(text)}}}" if text else ""


def _address(address: str) -> str:
    # read to the letter; what an address may not hold would end the field or the line
    return _NO_URL.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address)
