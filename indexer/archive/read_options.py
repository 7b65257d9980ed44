"""How files, or records that were rejected earlier, are to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.ingest import Rules, Sites, check_encoding, read_mapping
from indexer.settings import Settings
from indexer.taxonomy import load_taxonomies


@dataclass(frozen=True)
class ReadOptions:
    """How records are to be read.

    ``pairs``: OURS=THEIRS, what the files call our fields. ``unknown_dates``: take what is no date
    for unknown. ``listed``: reject records with regions or topics that no taxonomy has; otherwise
    these become keywords. ``tag``: find regions, topics, people, organisations where none are
    given; None: as the setting says.
    """

    pairs: Sequence[str] = ()
    encoding: str = "utf-8"
    unknown_dates: bool = False
    tag: bool | None = None
    listed: bool | None = None

    def rules(self, settings: Settings) -> Rules:
        """The rules. Raises UsageError when a mapping or a setting makes no sense."""
        return Rules(
            load_taxonomies(settings),
            read_mapping(self.pairs),
            unknown_dates=self.unknown_dates,
            sites=Sites(settings.hosts),
            other_languages=settings.other_languages == "keep",
            listed=bool(self.listed),
        )

    def kept(self) -> dict[str, Any]:
        """The options that were given, to be kept with rejected records."""
        every = {
            "map": list(self.pairs),
            "encoding": "" if self.encoding == "utf-8" else self.encoding,
            "unknown_dates": self.unknown_dates,
            "listed": self.listed,
        }
        given = {name: value for name, value in every.items() if value}
        return given if self.tag is None else given | {"tag": self.tag}

    def with_kept(self, options: Mapping[str, Any]) -> ReadOptions:
        """The options that rejected records were kept with, where these do not say otherwise.

        Raises UsageError for a kept encoding that does not exist.
        """
        kept = [pair for pair in options.get("map", ()) if isinstance(pair, str)]
        own = {pair.partition("=")[0] for pair in self.pairs}
        kept = [pair for pair in kept if pair.partition("=")[0] not in own]
        encoding = self.encoding if self.encoding != "utf-8" else options.get("encoding", "utf-8")
        kept_tag = options.get("tag")
        if not isinstance(kept_tag, bool):  # the line was written by hand
            kept_tag = None
        return ReadOptions(
            pairs=[*kept, *self.pairs],
            encoding=check_encoding(str(encoding)),
            unknown_dates=self.unknown_dates or bool(options.get("unknown_dates")),
            tag=kept_tag if self.tag is None else self.tag,
            listed=bool(options.get("listed")) if self.listed is None else self.listed,
        )


PLAIN = ReadOptions()
