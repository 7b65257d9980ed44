"""Exports of Telegram Desktop (result.json): a post of a channel is an article.

Of one channel, or of an account with all that it reads. Talks of people are no articles: of
what is in an account channels and public groups are read, the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

from indexer.ingest.formats.json_value import text_member
from indexer.ingest.formats.json_walk import Path
from indexer.ingest.records import Fields, Source
from indexer.ingest.xml import fragments

_LISTS = (("chats", "list"), ("left_chats", "list"))
_MESSAGES = "messages"
RECORDS = ((_MESSAGES,), *((*path, _MESSAGES) for path in _LISTS))

_FACTS = frozenset((("name",), ("type",), ("id",)))
_READ = frozenset(("public_channel", "private_channel", "public_supergroup"))
_KINDS = _READ | {
    *("personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"),
    *("private_group", "private_supergroup"),
}
_FARTHEST = timedelta(hours=14)
"""No clock is farther from Greenwich."""


def is_export(path: Path, facts: Mapping[Path, object]) -> bool:
    """Whether a file is an export, when its array at ``path`` begins after these facts."""
    return path in RECORDS and facts.get((*path[:-1], "type")) in _KINDS


class TelegramExport:
    """One export while it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._chats: dict[Path, dict[str, object]] = {}

    def learn(self, path: Path, value: object) -> None:
        """Remember what is said of a chat before its messages."""
        if path[-1:] in _FACTS and (path[:-1] == () or path[:-1] in _LISTS):
            self._chats.setdefault(path[:-1], {})[path[-1]] = value

    def leave(self, path: Path) -> None:
        """Forget a chat: the next may say less of itself."""
        self._chats.pop(path[:-1], None)

    def fields(self, path: Path, message: Fields, place: str) -> Fields | None:
        """The fields of a post."""
        chat = self._chats.get(path[:-1], {})
        parts = list(_parts(message.get("text")))
        text = "".join(written for _, written, _ in parts).strip()
        if other := _not_a_post(chat, message, text):
            self._source.journal.remark(place, f"{other}: skipped")
            return None
        tags = [
            written.lstrip("#").partition("@")[0].replace("_", " ")
            for kind, written, _ in parts
            if kind == "hashtag"
        ]
        return fragments.without_empty(
            {
                "id": _id(chat.get("id"), message.get("id")),
                "text": text,
                "published": _moment(message, "date"),
                "updated": _moment(message, "edited"),
                "author": _author(message, chat),
                "source": text_member(chat.get("name")),
                "forwarded_from": text_member(message.get("forwarded_from")),
                "links": list(dict.fromkeys(link for _, _, link in parts if link)),
                **fragments.sorted_fields(filter(None, tags)),
            }
        )


def _not_a_post(chat: Mapping[str, object], message: Fields, text: str) -> str:
    """What a message is if it is no article; "" if it is one."""
    if chat.get("type") not in _READ:
        return "a message of a talk, not of a channel"
    if message.get("type") != "message":
        return "a notice of Telegram, not a post"
    return "" if text else "a post without a text"


def _parts(text: object) -> Iterator[tuple[str, str, str]]:
    """(kind, text, address) of each piece of a text: plain ones are strings, others objects."""
    for piece in text if isinstance(text, list) else [text]:
        if isinstance(piece, str):
            yield "plain", piece, ""
        elif isinstance(piece, dict) and isinstance(written := piece.get("text"), str):
            kind = text_member(piece.get("type"))
            link = written if kind == "link" else text_member(piece.get("href"))
            yield kind, written, link


def _id(chat: object, message: object) -> str:
    if type(chat) is int and type(message) is int:
        return f"telegram-{abs(chat)}-{message}"
    return ""


def _author(message: Fields, chat: Mapping[str, object]) -> str:
    """Who signed a post; in a group, who wrote it."""
    sender, number = text_member(message.get("from")), message.get("from_id")
    by_channel = number == chat.get("id") or text_member(number).startswith("channel")
    return text_member(message.get("author")) or ("" if by_channel else sender)


def _moment(message: Fields, name: str) -> str:
    """A moment: by the clock of the exporting computer, and since 2022 in seconds as well.

    Both together tell the zone of that clock.
    """
    shown, counted = text_member(message.get(name)), text_member(message.get(f"{name}_unixtime"))
    try:
        utc = datetime.fromtimestamp(int(counted), UTC)
    except (ValueError, OverflowError, OSError):
        return shown
    try:
        ahead = datetime.fromisoformat(shown).replace(tzinfo=UTC) - utc
    except ValueError:
        return utc.isoformat()
    if abs(ahead) > _FARTHEST or ahead.seconds % 900:
        return utc.isoformat()
    return utc.astimezone(timezone(ahead)).isoformat()
