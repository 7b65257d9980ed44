"""How the words of a query are read, whatever its filters: in one language or in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from indexer.query.both import Translated, changes_of, in_both
from indexer.query.help.help import Rewrite
from indexer.query.help.substitution import exchanged, wanted, with_any_of
from indexer.query.parser import Parsed
from indexer.query.placing import Parts
from indexer.query.required import relaxed, required, with_any
from schemas.expression import Node, Or
from schemas.query import Query, Request
from schemas.results import Note


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words of a query are read, whatever its filters.

    ``remarks``: on what was not read as typed. ``wanted``, ``called``, ``relaxed``: see ReadQuery.
    ``both``: how they would be read in both languages, if they are not and that is otherwise.
    ``placed_by``: of words, what places articles in their stead.
    """

    parsed: Parsed
    remarks: tuple[Note, ...]
    rewrites: tuple[Rewrite, ...] = ()
    offers: tuple[Note, ...] = ()
    wanted: tuple[Node, ...] = ()
    called: Mapping[Node, str] = field(default_factory=dict)
    relaxed: bool = False
    both: Reading | None = None
    placed_by: Mapping[Node, Parts] = field(default_factory=dict)

    def in_both(self, words: Sequence[Translated]) -> Reading:
        """The same with ``words`` in both languages."""
        parsed = in_both(self.parsed, words)
        changes = changes_of(words)
        called = {exchanged(node, changes): text for node, text in self.called.items()}
        return replace(self, parsed=parsed, wanted=wanted(parsed.expression), called=called)


def loosened(reading: Reading, query: Query, frequency: Callable[[Node], int]) -> Reading:
    """``reading`` with any of the words where that is asked for, or no article has all."""
    if query.any_words and reading.wanted:
        any_word = partial(with_any_of, required=required(reading.parsed))
        told = tuple(
            replace(one, before=any_word(one.before), after=any_word(one.after))
            for one in reading.rewrites
        )
        return replace(reading, parsed=with_any(reading.parsed), rewrites=told, relaxed=True)
    loose, last = relaxed(reading.parsed, frequency)
    rewrites = (*reading.rewrites, *last)
    return replace(reading, parsed=loose, rewrites=rewrites, relaxed=bool(last))


def translations(plain: Reading, words: Sequence[Translated], loose: Reading) -> Iterator[Rewrite]:
    """What each of ``words`` brings beside the others; ``loose``: the reading with all of them."""
    for one in words:
        rest = plain.in_both([other for other in words if other is not one]).parsed
        before = with_any(rest) if loose.relaxed else rest
        note = one.note(plain.parsed.text)
        yield Rewrite(note, before.expression, loose.parsed.expression)


def offered_in_both(
    reading: Reading, request: Request, total: Callable[[Request, Node], int]
) -> Iterator[Note]:
    """How many more articles the query would find in both languages."""
    if reading.both is not None:
        expression, either = request.expression, reading.both.parsed.expression
        if reading.relaxed and not reading.both.relaxed:
            either = Or((expression, either))  # else it finds what this one does, anyway
        count = total(request, either) - total(request, expression)
        if count > 0:
            yield Note("both-languages", count=count)
