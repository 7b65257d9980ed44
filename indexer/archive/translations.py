"""The translations of each generation's words, kept in folders that processes map and share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from pathlib import Path

from indexer.analysis import Analyzer
from indexer.archive.editions import Editions
from indexer.index.contract import Generation, Searcher
from indexer.query.help.headlines import Style
from indexer.query.help.known_words import is_english
from indexer.query.help.lexicon import Lexicon
from indexer.tagging.traits import likeliest_lemma, traits
from indexer.taxonomy import Taxonomy
from indexer.translation import build, glossary, table
from indexer.translation.table import Translations
from indexer.translation.vocabulary import vocabulary
from indexer.translation.word_vectors import Progress, WordVectors
from indexer.vectors.encoder import encoder, model_name
from schemas.errors import EngineError
from schemas.expression import Word

WORD_VECTORS = "word-vectors"
"""The folder of what the encoder made of words."""

Started = Callable[[int], AbstractContextManager[Progress]]
"""Called with the number of words to encode; gives what is told of each that was."""

FEW = 2_000
"""Words that a sync encodes, which takes some seconds; more are left to podshivka vectors."""

MADE_ANEW = "the table of translations was damaged and has been made anew"


class KeptTranslations:
    """Tables in ``translations/`` of a home, and the vectors of words beside them."""

    def __init__(
        self,
        home: Path,
        analyzer: Callable[[], Analyzer],
        taxonomies: Callable[[], Mapping[str, Taxonomy]],
    ) -> None:
        """``analyzer``, ``taxonomies``: asked for when needed, since to load them takes a while."""
        self._editions = Editions(
            home / "translations", "the table of translations", table.DRAFT, Translations.open
        )
        self._vectors = WordVectors(home / WORD_VECTORS)
        self._analyzer = analyzer
        self._taxonomies = taxonomies

    @cached_property
    def _lines(self) -> list[glossary.Line]:
        return [*glossary.listed(), *glossary.labels(self._taxonomies()["topic"])]

    def open(self, generation: Generation) -> Translations | None:
        """The table of ``generation``; None when there is none that can be read."""
        return self._editions.open(generation.name)

    def refresh(
        self, searcher: Searcher, lexicon: Lexicon | None, started: Started | None = None
    ) -> bool:
        """Make the table of the searcher's generation if there is none or it has drifted.

        Also if it was made by another encoder, by other rules, or is damaged; whether it was that.
        ``started``: words are encoded by what is installed, however many. Otherwise only where
        vectors of words are kept, and only a FEW. Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        known, opened = self._editions.latest(generation.name), self.open(generation)
        damaged = known is not None and opened is None
        name = model_name() if started else self._vectors.encoder
        current = opened is not None and opened.maker == build.maker(name, self._lines)
        if started or known is None or not current or not known.fits(generation.documents):
            made = self._made(searcher, lexicon, started)
            self._editions.replace(generation.name, generation.documents, made.save)
        return damaged

    def _made(
        self, searcher: Searcher, lexicon: Lexicon | None, started: Started | None
    ) -> Translations:
        words = vocabulary(
            searcher.vocabulary(), searcher.terms, partial(_is_word, lexicon=lexicon)
        )
        self._encode(build.encoded(words), started)
        name = self._vectors.encoder
        listed = glossary.pairs(self._lines, self._analyzer().terms)
        made_by = build.maker(name, self._lines)
        return build.build(words, listed, self._vectors.read(name), made_by)

    def _encode(self, words: Sequence[str], started: Started | None) -> None:
        """Bring the vectors up to ``words``."""
        name = model_name()
        missing = self._vectors.missing(words, name)
        few = self._vectors.encoder == name and len(missing) <= FEW
        model = encoder() if missing and (started or few) else None
        if model is None:
            return
        with own_errors(self._vectors.folder):
            if started is None:
                self._vectors.bring_up(words, model)
            else:
                with started(len(missing)) as advance:
                    self._vectors.bring_up(words, model, advance)

    def damage(self) -> Iterator[EngineError]:
        """An error for each table that counts and cannot be read."""
        return self._editions.damage()

    def forget(self, searcher: Searcher) -> None:
        """Take the words that no article of ``searcher`` has from its generation's table.

        Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        kept, known = self._editions.latest(generation.name), self.open(generation)
        if kept is None or known is None:
            self.drop(generation.name)
            return
        terms = [term for term in known.terms() if searcher.frequency(Word((term,)))]
        fitted = known.fitted(terms)
        self._editions.replace(generation.name, kept.documents, fitted.save)

    def forget_words(self, searcher: Searcher) -> None:
        """Forget the vectors of words that no article of ``searcher`` has.

        Raises EngineError when the disk refuses.
        """
        forms = {found.form.lower() for found in searcher.vocabulary()}
        with own_errors(self._vectors.folder):
            self._vectors.keep(forms.__contains__)

    def drop(self, name: str) -> None:
        """Delete the tables of a generation."""
        self._editions.drop(name)

    def clean(self, names: set[str]) -> None:
        """Delete tables of generations that are not among ``names``, replaced or begun ones."""
        self._editions.clean(names)


@contextmanager
def own_errors(folder: Path) -> Iterator[None]:
    """Raise EngineError when the disk does not take what is known of words."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"the vectors of words cannot be kept: {error}",
            place=str(folder),
            hint="check the disk, then repeat the command",
        ) from error


def _is_word(form: str, term: str, lexicon: Lexicon | None) -> bool:
    """Whether ``form``, in lower case, is a word of its language, and ``term`` what it likely is.

    Names are none: they are written otherwise, not translated. Of a form that may be of several
    words only the likeliest counts: дети is hardly ever of деть.
    """
    if lexicon is not None and lexicon.style(form) != Style.COMMON:
        return False
    if form.isascii():
        return is_english(form)
    known = traits(form)
    name = known.given or known.surnames or known.patronymic or known.town or known.place
    return bool(known.common and not name) and likeliest_lemma(form) == term
