"""A file of the operator's own in TOML, as a model of what it may say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from indexer.wrong_values import why_unread
from schemas.errors import UsageError

_Model = TypeVar("_Model", bound=BaseModel)

Fault = Callable[[Path, str, ValidationError], UsageError]
"""The error of a file that says what it may not, from its path and its text."""


def read_toml(
    path: Path, model: type[_Model], fault: Fault, *, setting: str, hint: str
) -> tuple[_Model, str] | None:
    """What ``path`` says, and its text; None if it is not there.

    ``setting``: by which it was asked for; "" if it was not, and need not be there. ``hint``: where
    such a file is described. Raises UsageError, which names the file, the line and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if not setting:
            return None
        raise UsageError(
            "there is no such file",
            place=str(path),
            hint=f"name an existing file, or remove the setting “{setting}”",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(why_unread(error), place=str(path), hint=hint) from None
    try:
        return model.model_validate(tomllib.loads(text)), text
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{path}, line {line[1]}" if line else str(path)
        raise UsageError(f"this is not TOML: {error}", place=place, hint="correct it") from None
    except ValidationError as error:
        raise fault(path, text, error) from None
