"""Which generations are kept: those to go back to, and one that can be resumed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from indexer.archive.lexicons import Lexicons
from indexer.archive.translations import KeptTranslations
from indexer.durable import PARTIAL, RESTORING
from indexer.index.contract import Engine, Generation
from indexer.settings import Settings
from schemas.errors import (
    EngineError,
    ForeignIndexError,
    NotFoundError,
    PodshivkaError,
    UnavailableError,
)


class Keeping:
    """Drops generations, and what is known of their words."""

    def __init__(
        self, settings: Settings, engine: Engine, lexicons: Lexicons, translations: KeptTranslations
    ) -> None:
        self._home = settings.home
        self._settings = settings
        self._engine = engine
        self._lexicons = lexicons
        self._translations = translations

    def clear(self) -> None:
        """Delete what killed commands left behind, but not a build that can be resumed.

        What the disk refuses to delete stays.
        """
        self._engine.clean()
        for path in self._home.glob(f"*{PARTIAL}"):
            if not path.name.startswith("alerts."):  # these have a lock of their own
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        if (self._home / RESTORING).exists():  # the store was moved out of it
            shutil.rmtree(self._home / RESTORING, ignore_errors=True)
        names = [each.name for each in self._engine.generations()]
        published = self._engine.published()
        if published in names:
            for name in names[: max(0, names.index(published) + 1 - self._settings.keep)]:
                with suppress(EngineError):
                    self._engine.drop(name)
        known = {each.name for each in self._engine.generations()}
        self._lexicons.clean(known)
        self._translations.clean(known)

    def drop_unpublished(self, resumed: Generation | None) -> None:
        """Remove the generations newer than the published one, except the one to go on with."""
        published = self._engine.published()
        names = [generation.name for generation in self._engine.generations()]
        later = names[names.index(published) + 1 :] if published in names else names
        for name in later:
            if resumed is None or name != resumed.name:
                self._engine.drop(name)

    @contextmanager
    def dropped_on_failure(self, name: str) -> Iterator[None]:
        """Drop a generation that cannot be finished, to free its space.

        One that is interrupted from outside is kept, to be resumed, and so is one whose cluster
        does not answer now.
        """
        try:
            yield
        except UnavailableError:
            raise
        except Exception:
            with suppress(PodshivkaError):
                self._engine.drop(name)
            raise

    def drop_old(self, checkpoint: int) -> None:
        """Keep as many generations to go back to as the settings say.

        Those of a store that was replaced, and damaged ones, are not kept.
        """
        known = self._engine.generations()
        kept = [
            each.name
            for each in known[-self._settings.keep :]
            if each.checkpoint <= checkpoint and (each.published or self._is_whole(each.name))
        ]
        for each in known:
            if each.name not in kept:
                self._engine.drop(each.name)
        self._lexicons.clean(set(kept))
        self._translations.clean(set(kept))

    def _is_whole(self, name: str) -> bool:
        """Whether nothing of a generation is known to be damaged.

        What another version wrote counts as whole: that version can go back to it.
        """
        try:
            self._engine.verify(name)
        except (ForeignIndexError, NotFoundError):
            return False
        except EngineError:
            pass  # it cannot be told now, or not by this version
        return True
