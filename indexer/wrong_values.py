"""What is wrong with a value or a file that a person wrote, in words for that person.

The messages of pydantic are for programmers ("Input should be a valid tuple"); these say what to
write.
"""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_NUMBER, _WHOLE = "write a number", "write a whole number"
_LIST = 'write a list, such as ["one", "two"]'
_NAMED = "write a table of names and values"
_WORDS = {
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "dict_type": _NAMED,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "model_type": _NAMED,
    "missing": "it is missing",
    "path_type": "write the name of a file",
    "string_pattern_mismatch": "it has a character that is not allowed",
    "string_too_short": "it is empty",
    "string_type": "write text",
}
"""What to write, by pydantic's name of the fault."""

_BOUNDS = {
    "string_too_long": "write {max_length} characters or fewer",
    "too_long": "write {max_length} or fewer",
    "too_short": "write {min_length} or more",
    "greater_than_equal": "write {ge:g} or more",
    "less_than_equal": "write {le:g} or less",
    "literal_error": "write {expected}",
}
"""The same, with the bound that pydantic gives."""


def why_unread(error: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read, without its name: the place of the message has it."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return f"it cannot be read: {error.strerror or error}"


def first_fault(error: ValidationError) -> ErrorDetails:
    """The first of the faults that a model found."""
    return error.errors(include_url=False, include_input=False)[0]


def in_words(fault: ErrorDetails) -> str:
    """What to write instead; pydantic's message where we have no words of our own."""
    kind = fault["type"]
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**fault["ctx"])
    return _WORDS.get(kind) or fault["msg"].removeprefix("Value error, ")
