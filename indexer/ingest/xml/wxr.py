"""WordPress exports (WXR 1.0 to 1.2): the published posts and pages of a feed with a wp: namespace.

Texts are what the editor saved, not what WordPress shows: paragraphs may be nothing but empty
lines, captions and players are shortcodes. https://codex.wordpress.org/Shortcode_API
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element

from indexer.addresses import absolute
from indexer.ingest.records import Items, Record, Source
from indexer.ingest.xml import fragments
from indexer.ingest.xml.found import FoundElement
from indexer.ingest.xml.fragments import child, markup_of

TYPE = "wp.post_type"
AUTHOR = "wp.author"

People: TypeAlias = dict[str, str]
"""Names by login."""

_MOST_PEOPLE = 100_000
"""Authors that are remembered: memory must not grow with an export."""
_NO_ARTICLES = frozenset(
    (
        "attachment", "custom_css", "customize_changeset", "nav_menu_item", "oembed_cache",
        "revision", "user_request",
    )
)  # fmt: skip
_NOT_PUBLISHED = "0000-00-00"

_CAPTION_END = re.compile(r"\[/(?:wp_)?caption\]")
_CAPTION_START = re.compile(r"\[(?:wp_)?caption\b([^\[\]]*)\]")
_CAPTION_GIVEN = re.compile(r"""\bcaption=(["'])(.*?)\1""")
_PLAYER = re.compile(r"\[(audio|embed|playlist|video)\b[^\[\]]*\](?:[^\[]*\[/\1\])?")
_WITH_ATTRIBUTES = re.compile(r"\[(?:[a-z][\w-]*\s[^\[\]=]*=[^\[\]]*|gallery)/?\]")
_CLOSER = re.compile(r"\[/([a-z][\w-]*)\]")
_OPENER = re.compile(r"\[([a-z][\w-]*)\]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def learn(people: People, author: Element) -> None:
    """Remember the name of an author."""
    login, name = child(author, "wp.author_login"), child(author, "wp.author_display_name")
    if login and name and len(people) < _MOST_PEOPLE:
        people[login] = name


def read(found: FoundElement, people: People, source: Source, facts: Mapping[str, str]) -> Items:
    """The record of an item, if it is a post that was published without a password."""
    item = found.element
    kind, status = child(item, TYPE), child(item, "wp.status")
    if kind in _NO_ARTICLES or kind.startswith("wp_"):
        source.journal.remark(found.place, f"of the type {kind}, not an article: skipped")
        return
    if status not in ("publish", "") or child(item, "wp.post_password"):
        source.journal.remark(found.place, "not published to everyone: skipped")
        return
    body, captions = html_text(markup_of(item.find("content.encoded")))
    url = absolute(facts.get("link", ""), child(item, "link"))
    url = url or absolute("", child(item, "guid"))
    number = child(item, "wp.post_id")
    labels = [plain for one in item.iterfind("category") if (plain := fragments.text_of(one))]
    login = child(item, "dc.creator")
    id = f"post-{number}" if number.isdecimal() and not url else ""
    fields = {
        **fragments.scoped_id(id, facts.get("link", ""), facts.get("title", "")),
        "post_id": number,
        "post_type": kind if kind != "post" else "",
        "url": url,
        "title": child(item, "title"),
        "lede": html_text(markup_of(item.find("excerpt.encoded")))[0],
        "body": body,
        "captions": captions,
        "published": _date(item, "post_date") or fragments.first_date_of(child(item, "pubDate")),
        "updated": _date(item, "post_modified"),
        "author": people.get(login, login),
        "source": facts.get("title", ""),
        **fragments.sorted_fields(labels),
    }
    told = f"{fields['title']}\n{fields['lede']}\n{body}"
    common = found.language or facts.get("language", "")
    fields["language"] = fragments.language(child(item, "dc.language"), common, told)
    yield Record(found.place, fragments.shortened(fields))


def html_text(saved: str) -> tuple[str, list[str]]:
    """(text, captions) of what the editor saved."""
    captions: list[str] = []
    if "[" in saved:
        saved, captions = _without_captions(saved)
        saved = _without_shortcodes(saved)
    # The block editor saves paragraphs as elements, the one before it as empty lines.
    if "<" in saved and "<!-- wp:" not in saved:
        saved = _BLANK_LINES.sub("\n<p>", saved)
        if "<p" not in saved.replace("\n<p>", ""):
            saved = saved.replace("\n", "<br>")
    lines, others = fragments.prose(saved)
    return fragments.join_paragraphs(lines), [one for one in (*captions, *others) if one]


def _without_captions(saved: str) -> tuple[str, list[str]]:
    """A text without its pictures and their captions; the captions."""
    # By their ends, of which each is met once: an expression for both ends would try every pair.
    *pieces, rest = _CAPTION_END.split(saved)
    kept, captions = [], []
    for piece in pieces:
        start = max(piece.rfind("[caption"), piece.rfind("[wp_caption"))
        opener = _CAPTION_START.match(piece, start) if start >= 0 else None
        if opener is None:
            kept.append(piece)
            continue
        given = _CAPTION_GIVEN.search(opener[1])
        captions.append(fragments.plain(given[2] if given else piece[opener.end() :]))
        kept.append(piece[:start])
    return "".join([*kept, rest]), captions


def _without_shortcodes(saved: str) -> str:
    """A text without shortcodes, but with what they enclose; "[sic]" is none."""
    saved = _WITH_ATTRIBUTES.sub("", _PLAYER.sub("", saved))
    paired = set(_CLOSER.findall(saved))
    saved = _OPENER.sub(lambda match: "" if match[1] in paired else match[0], saved)
    return _CLOSER.sub("", saved)


def _date(item: Element, name: str) -> str:
    """A date of WordPress: in UTC where that was noted, else by the site's own clock."""
    for path, zone in ((f"wp.{name}_gmt", "+00:00"), (f"wp.{name}", "")):
        given = child(item, path)
        if given and not given.startswith(_NOT_PUBLISHED):
            return fragments.first_date_of(given + zone)
    return ""
