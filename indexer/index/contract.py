"""The interface that every engine implements, however it stores its postings.

**Score.** BM25F in its simple form (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to
multiple weighted fields"): the frequencies of the fields are weighted and added *before*
saturation, as are their lengths. For a pseudo-term (Word, Wildcard, Phrase) and a document::

    tf      = sum over fields of weight[field] * occurrences in field
    len     = sum over fields of weight[field] * length[field]
    idf     = sum over populations of share * ln(1 + (N - df + 0.5) / (df + 0.5))
    average = sum over populations of share * average len
    score   = weight * idf ** POWER * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len / average))
              + ROUNDER - ROUNDER

A population is the documents that have the same values of the facet POPULATION; N, df and the
average len are those of one, and its share is that of the documents with tf > 0 that lie in it.
So a word is weighed among the articles of its own language, and articles in another one change
nothing for it. Both sums are exact before they are rounded to float64. What no document has weighs
0. The power weakens words that many articles have; weight is that of a Word, 1 of anything else.
N, df and len count live documents only, over all segments; df counts documents with tf > 0. A Word
or Wildcard with a field counts occurrences in that field alone. A document's score is the sum over
the scoring leaves of the tree: children of And and Or that match it, parts of Near and Together (as
words, wherever they occur); Not adds nothing. A leaf's score is computed in float64, in the order
above, and rounded to the nearest multiple of 1/4096, of two the even one: so sums of leaves are
exact in whatever order they are added, also in float32 below 4096, and equal scores are equal in
every engine. A document's score is rounded to float32 before ordering.

**Proximity.** With two scoring leaves or more, a document gains by the best place in it, with the
triangular kernel of de Kretser and Moffat (1999, "Effective document presentation with a
locality-based similarity heuristic")::

    place(x)  = sum over leaves of weight * idf ** POWER
                * max(0, 1 - distance from x to its nearest occurrence / SPAN)
    proximity = NEARNESS * max over occurrences x of any leaf of place(x)

Distances are between the positions of occurrences. The leaves are the distinct scoring ones
wherever they stand in the tree; of more than LEAVES those with the highest weight * idf ** POWER,
the first on ties. Searcher.score is score + proximity, rounded again. Searcher.search sorts by
score without it, then sorts the first WINDOW of all matches again by both. Matches after the window
get no proximity, so that their positions need not be read.

**Near-duplicates.** In the window of an expression with a scoring leaf, an article that is nearly
the same as any before it is moved behind the others, in the same order. Two articles are nearly the
same when ALIKE bytes or more of their signatures are equal; byte i of a signature is the lowest
byte of the minimum, over the distinct forms of the article, of the i-th little-endian uint32 of the
form's 64-byte BLAKE2b (b-bit minwise hashing, Li and König 2010); markers do not count, and without
forms all bytes are 255. The share of equal bytes estimates the share of common forms.

**Likeness.** An engine does not look at Request.likeness: index.fused, which wraps its searcher,
puts the first matches in order by it.

**Deadlines.** When the deadline of a Request passes while an engine works on it, every method
raises CutShortError, but ``search``, which gives an answer that is cut short: ``complete`` is
False, and all else is that of a whole answer among some of the articles alone. Each of those was
looked at in full, so that no match is wrong, and total and counts are lower bounds. Which articles
they are, how they score and in which order they stand is not promised. Methods look at the
deadline between steps of a bounded length; a step that was begun is ended. Nothing of a cut answer
is kept for another request. A deadline changes no answer that is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from schemas.deadline import NEVER, Deadline
from schemas.document import Batch
from schemas.expression import Node
from schemas.query import Request
from schemas.results import FormCount, Match, Matches

WEIGHTS = (4, 2, 1)
"""Weights of FIELDS: integers, so that a weighted frequency is one."""

POPULATION = "language"
"""The facet whose values divide the documents: a word is weighed in its language."""

K1, B, POWER = 1.2, 0.6, 1.2
"""Of the score; chosen by measurement, as what follows is: docs/decisions/0008-ranking.md."""

ROUNDER = 1.5 * 2**40
"""Added to a float64 and taken away again, it leaves the nearest multiple of 1/4096."""

WINDOW = 50
"""Matches, the first by score, that are put in order by proximity, near-duplicates behind.

More of them changed nothing in what was measured, and cost more.
"""

NEARNESS, SPAN, LEAVES = 0.3, 16, 16
"""Of proximity. SPAN < FIELD_GAP: no place reaches into another field."""

SIGNATURE, ALIKE = 16, 13
"""Bytes of a signature, and how many of them nearly the same articles have in common."""

RELATED = 9
"""Bytes from which two articles are worth a comparison of their texts."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One index, disposable. ``checkpoint``: the store's sequence that it has reached.

    ``fingerprint``: of the analysis that its documents went through. ``documents``: live ones.
    ``building``: it was never published, and may lack articles.
    """

    name: str
    checkpoint: int
    fingerprint: str
    documents: int
    published: bool
    building: bool = False


Prepare = Callable[[Batch], Batch]
"""Does, where a batch was analysed, what the writing process would else have to do. It gets all
batches of its process, in order."""

Preparing = Callable[[], Prepare]
"""Makes the Prepare of one process."""


class Searcher(Protocol):
    """A generation as it was when it was opened: immutable, safe to share between threads."""

    generation: Generation

    def search(self, request: Request) -> Matches:
        """The asked page, the total and the counts."""
        ...

    def ranks(self, request: Request, ids: Sequence[str]) -> Mapping[int, Match]:
        """Those of ``ids`` that match ``request``, by their rank among all matches, from 0.

        In order; ``offset`` and ``limit`` do not matter.
        """
        ...

    def counts(self, facet: str, request: Request) -> Mapping[str, int]:
        """Every value of one facet over the matches of ``request``, zeros left out.

        As in Matches.facets: what is chosen of the facet itself does not narrow them. {} when the
        generation was built before there was such a facet.
        """
        ...

    def days(self, request: Request, first: date, last: date) -> tuple[int, ...]:
        """How many matches each day has, from ``first`` to ``last``, both of them included.

        As in Matches.months: the period that is chosen does not narrow them. () when ``last`` is
        before ``first``.
        """
        ...

    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
        """Forms of ``expression``'s words in the matches of ``request``, most frequent first."""
        ...

    def vocabulary(self) -> Iterator[FormCount]:
        """Every form with its document frequency, in code point order, markers left out."""
        ...

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of a form as indexed, () when no article has it."""
        ...

    def frequency(self, expression: Node, deadline: Deadline = NEVER) -> int:
        """Documents that match, no filters: the document frequency of a pseudo-term."""
        ...

    def score(self, expression: Node, id: str, deadline: Deadline = NEVER) -> float | None:
        """Score + proximity of one article, None when it does not match or is not there."""
        ...

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value of a facet with the number of its articles.

        Raises OutdatedIndexError when the generation was built before there was such a facet.
        """
        ...

    def ids(self) -> Iterator[str]:
        """The ids of all live documents, in any order."""
        ...

    def near_duplicates(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        """For each of ``ids`` the other articles whose signatures share RELATED bytes or more.

        At most ``limit``: those that share most come first, ties by id. () for one that is not
        there or has no forms.
        """
        ...

    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """Whether each of ``ids`` is nearly the same as one before it, as in a window.

        False for one that is not there.
        """
        ...

    def near_duplicate_pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of articles whose signatures share RELATED bytes or more, each once, unordered.

        Those of the same signature are connected, if over others; some that share less may be
        missed.
        """
        ...

    def verify(self) -> None:
        """Read every byte of what it searches.

        Raises ForeignIndexError when one has changed; so does every later call then.
        """
        ...

    @property
    def verified(self) -> bool:
        """Whether this process, or the one it was forked from, has read every byte."""
        ...

    def close(self) -> None:
        """Give back what it holds. Using it afterwards is an error."""
        ...


class Engine(Protocol):
    """Where generations live. One writer at a time (the archive holds the lock), many readers."""

    @property
    def prepare(self) -> Preparing | None:
        """What prepares batches for ``apply``; None if there is nothing to prepare.

        ``apply`` takes batches that were not prepared, too.
        """
        ...

    def create(self, fingerprint: str) -> Generation:
        """A new, empty, unpublished generation with checkpoint 0. Raises EngineError."""
        ...

    def apply(
        self, name: str, batches: Iterable[Batch], checkpoint: int, *, more: bool = False
    ) -> Generation:
        """Store the batches and the checkpoint in generation ``name``, durably, all or nothing.

        A later batch wins over an earlier one. Memory stays bounded however many batches come.
        When something fails, searchers go on to find what was there before; an engine that is
        elsewhere may by then hold some of the articles, under the old checkpoint, and what follows
        that is to be applied again.
        ``more``: others follow soon, and what makes searching quick is left to the last of them.
        Raises NotFoundError without the generation, LockedError when another process changes it,
        EngineError when the disk refuses.
        """
        ...

    def publish(self, name: str) -> None:
        """Make it the generation that ``open`` gives by default. Atomic; the previous one stays.

        Raises NotFoundError without it, ForeignIndexError when it is damaged, EngineError when the
        disk refuses.
        """
        ...

    def verify(self, name: str) -> None:
        """Read every byte of a generation, or see that all of it is there, if bytes are elsewhere.

        Raises ForeignIndexError when one has changed; ``open`` in this process then does too.
        """
        ...

    def generations(self) -> tuple[Generation, ...]:
        """All of them, oldest first."""
        ...

    def clean(self) -> None:
        """Delete what was left by changes that were interrupted; generations stay.

        No other process may change anything meanwhile; searchers that are open stay usable.
        """
        ...

    def drop(self, name: str) -> None:
        """Delete a generation that is not published.

        Searchers of it that are open stay usable for an hour at least.

        Raises NotFoundError without it, UsageError when it is published.
        """
        ...

    def open(self, name: str | None = None, without: Sequence[str] = ()) -> Searcher:
        """A searcher of ``name`` or of the published one, as if ``without`` had been deleted.

        ``without``: ids; one that is not there is not an error. Nothing is written.

        Raises NotFoundError when there is none, ForeignIndexError when a file of it is damaged,
        OutdatedIndexError when a newer version wrote it.
        """
        ...

    def published(self, *, recent: bool = False) -> str | None:
        """The name of the published generation.

        ``recent``: for workers that look for a new one again and again; what was so a second ago
        will do, and if an engine elsewhere does not answer now, what it said last.
        """
        ...

    def status(self, name: str) -> Mapping[str, int]:
        """Figures for the operator: segments, documents, deleted, forms, tokens, bytes.

        Raises as ``open`` does.
        """
        ...
