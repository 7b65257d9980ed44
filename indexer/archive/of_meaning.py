"""What an archive says of the meaning of its articles: which are near a text, or each other."""

from __future__ import annotations

from indexer.archive import meaning
from indexer.archive.opened import Opened
from indexer.vectors.building import Advance, Building, Made
from indexer.vectors.encoder import model_name
from schemas.article import Article
from schemas.errors import EngineError, LockedError
from schemas.likeness import Likeness

VECTORS = "what is known of meaning (vectors) was damaged and is made anew"


class OfMeaning(Opened):
    """The questions of meaning. Nothing is known without the extra or before vectors were made."""

    def likeness(self, text: str) -> Likeness | None:
        """How near articles are in meaning to ``text``, in whatever language.

        None where there are no vectors, or not the encoder that made them, or no words in the text.
        """
        return meaning.likeness(self.vectors, text)

    def likeness_of(self, article: Article) -> Likeness | None:
        """How near articles are in meaning to ``article``; itself is the nearest.

        Heads are compared with heads and wholes with wholes, so that a short version of a long
        article is near it. None where it has no vectors. No encoder is needed.
        """
        return meaning.likeness_of(self.vectors, article.id)

    def vectors_pending(self) -> int:
        """How many changes of the store ``make_vectors`` would look at."""
        try:
            found = self.vectors.manifest()
        except EngineError:
            found = None
        usable = found is not None and found.model == model_name()
        return self.store.pending(found.checkpoint if found and usable else 0)

    def make_vectors(self, progress: Advance | None = None) -> Made:
        """Make the vectors of all articles that lack them; what is made stays when it is killed.

        Searches, syncs and deletions go on meanwhile. Raises LockedError when another process does
        the same, EngineError when the encoder cannot be loaded or the disk refuses.
        """
        return Building(self.vectors, self.store, progress or _no_progress).bring_up(whole=True)

    def _bring_up_vectors(self) -> Made:
        """The same at a sync, which is not kept from its work by what goes wrong here."""
        try:
            return Building(self.vectors, self.store).bring_up(whole=False)
        except LockedError:
            return Made()  # the process that makes them gets there
        except EngineError as error:
            return Made(fault=str(error))


def _no_progress(_: int) -> None:
    """Tell nobody."""
