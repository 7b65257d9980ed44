"""What the search form sends → the address that it means.

The order, "exactly as typed", "any of the words", translations left out and the forms found belong
to the words that they were chosen for. A form cannot know whether its box was changed, so that it
sends along, as ``was``, what it was made with: the words and their switches. If the words are still
the same, the switches hold on; new words start afresh. Filters, the size of a page and the search
in both languages have fields of their own.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from searchapp.address import Address
from searchapp.links import written
from searchapp.params import NAMES, Pairs, printable, read_text

WAS = "was"
"""The field of the form; no address that a reader sees has it."""

SWITCHES = ("sort", "literal", "any", "not-as", "forms")


def switches(address: Address) -> str:
    """The value of the field: the words and what was chosen for them, "" when nothing was."""
    chosen = [pair for pair in address.pairs() if pair[0] in SWITCHES]
    pairs = [("q", address.text), *chosen] if chosen else []
    return "&".join(f"{name}={written(value)}" for name, value in pairs)


def sent(pairs: Pairs) -> bool:
    """Whether a form sent these parameters, which sends empty fields, too."""
    return any(name == WAS or not value for name, value in pairs)


def settled(pairs: Pairs) -> list[tuple[str, str]]:
    """The parameters that a form means, without its empty fields."""
    pairs = [(name, printable(value)) for name, value in pairs]
    was = [pair for name, value in pairs if name == WAS for pair in parse_qsl(value)]
    same = read_text(was) == read_text(pairs)
    kept = [(name, value) for name, value in was if name in SWITCHES] if same else []
    return [(name, value) for name, value in (*pairs, *kept) if name in NAMES and value]
