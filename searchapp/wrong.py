"""A wrong value in an address of the search page: the form again, with what was typed.

The message stands beside its field and speaks of the field as the form does, not of the parameter.
Where the possible values are few, each is one link away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.page.facets import UNDATED
from schemas.facets import FACETS
from schemas.query import SORTS
from searchapp.address import EXCLUDED, ParameterError
from searchapp.form import SWITCHES
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.params import LANGUAGES, NAMES, Pairs, printable

REPEATED = {*(facet.name for facet in FACETS), *EXCLUDED, "not-as"}
TYPED = {*REPEATED, "from", "to", "page", "size"} - {"language", "not-language"}
"""Parameters whose values people may write; those of the others they choose."""
UNSEEN = {"ui", "size", "both", *SWITCHES}
"""What the form keeps without a field."""


def label_of(name: str, say: Messages) -> str:
    """What the forms call a parameter; the name itself when none has it."""
    if name in EXCLUDED:
        return say("chip.without", label=label_of(EXCLUDED[name], say))
    known = (key for key in (f"facet.{name}", f"field.{name}") if key in say.texts)
    key = next(known, None)
    return say(key) if key else name


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. ``message``: what is wrong with it, "" when nothing is.

    ``mends``: better values, each with the address that has it. ``typed``: whether it is written.
    ``ticked``: whether it is a box that is ticked; what is neither has no field.
    """

    name: str
    label: str
    value: str
    typed: bool
    message: str = ""
    mends: tuple[tuple[str, str], ...] = ()
    ticked: bool = False


@dataclass(frozen=True)
class WrongAddress:
    """The form as it was sent, and what is wrong with it.

    ``called``: what a value of a facet is called.
    """

    error: ParameterError
    pairs: Pairs
    links: Links
    say: Messages
    called: Callable[[str, str], str]

    @property
    def parameter(self) -> str:
        """The parameter at fault."""
        return self.error.place

    @property
    def words(self) -> str:
        """What stands in the search box."""
        return next((value for name, value in self._sent if name == "q"), "")

    @property
    def label(self) -> str:
        """The field at fault as the form calls it."""
        return self._label(self.parameter)

    @property
    def faulty(self) -> Field:
        """The field at fault."""
        return Field(
            self.parameter,
            self.label,
            self._typed,
            self.parameter in TYPED,
            self.message,
            tuple(self._mends()),
            ticked=self.parameter == "date",
        )

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the words of the form."""
        return self.say(
            f"wrong.{self.error.expected}",
            value=self.error.value,
            field=self.label,
            choices=self.error.choices,
        )

    @property
    def others(self) -> tuple[Field, ...]:
        """The other fields that were filled in; both dates of a period if it matters."""
        sent = [pair for pair in self._sent if pair[0] not in {"q", "page", *UNSEEN}]
        if not {self.parameter, *dict(sent)}.isdisjoint({"from", "to", "date"}):
            sent += [(name, "") for name in ("from", "to") if name not in dict(sent)]
        faulty = (self.parameter, self._typed)
        return tuple(
            Field(name, self._described(name, value), value, typed, ticked=not typed)
            for name, value in sent
            if (name, value) != faulty
            for typed in (name in {"from", "to"},)
        )

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What the form keeps without showing it."""
        return tuple(pair for pair in self._sent if pair[0] in UNSEEN and pair[0] != self.parameter)

    @property
    def without(self) -> str:
        """The search without the value at fault."""
        return self._with("")

    @property
    def _typed(self) -> str:
        """The value at fault as it was typed; the error repeats only its beginning."""
        values = [value for name, value in self._sent if name == self.parameter]
        return next((v for v in values if v.startswith(self.error.value)), self.error.value)

    @property
    def _sent(self) -> list[tuple[str, str]]:
        """The parameters that the page knows; of one that cannot be repeated, the last."""
        known = [(name, printable(value)) for name, value in self.pairs if name in NAMES]
        last = dict(known)
        return [
            (name, value)
            for name, value in dict.fromkeys(known)
            if value and (name in REPEATED or last[name] == value)
        ]

    def _mends(self) -> list[tuple[str, str]]:
        """Better values in words, each with its address."""
        if self.error.expected == "likely":
            return [(value, self._with(value)) for value in self.error.choices.split(", ")]
        if self.error.expected != "choice":
            return []
        values = {"sort": SORTS, "language": LANGUAGES, "ui": LANGUAGES}.get(
            EXCLUDED.get(self.parameter, self.parameter), ()
        )
        return [(self._value(self.parameter, value), self._with(value)) for value in values]

    def _value(self, name: str, value: str) -> str:
        return self.say(f"sort.{value}") if name == "sort" else self.say.tongue(value)

    def _with(self, value: str) -> str:
        """This search with another value in the place of the faulty one, or with none for ""."""
        rest = [
            pair
            for pair in self._sent
            if pair[0] != self.parameter or (self.parameter in REPEATED and pair[1] != self._typed)
        ]
        return self.links.here("/search", rest + ([(self.parameter, value)] if value else []))

    def _label(self, name: str) -> str:
        return label_of(name, self.say)

    def _described(self, name: str, value: str) -> str:
        """A field, and what a tick in it chooses."""
        if name in {"from", "to"}:
            return self._label(name)
        if name == "date" and value == UNDATED:
            return self.say("article.undated")
        if name == "all":
            return self._label(name)
        shown = self.called(EXCLUDED.get(name, name), value)
        return f"{self._label(name)}: {shown}"
