"""Who may read what lies in a home: its owner alone, or the owner's group, too.

The articles are no secret, but who reads the folder reads along what an operator at risk has: what
was rejected, which alerts are kept, from where an archive comes.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TypeAlias

HomeRights: TypeAlias = Literal["private", "group"]

_MASKS: dict[HomeRights, int] = {"private": 0o077, "group": 0o027}
_FOLDERS: dict[HomeRights, int] = {"private": 0o700, "group": 0o2750}


def folder_mode(rights: HomeRights) -> int:
    """The mode of a home that is made.

    What is made in one that a group reads belongs to that group, too, whoever makes it.
    """
    return _FOLDERS[rights]


def excess(mode: int, rights: HomeRights) -> int:
    """The bits of ``mode`` that give others more than ``rights`` do, 0 when none does."""
    return mode & _MASKS[rights]


def owner_of(path: Path) -> str:
    """The name of the user who owns ``path``, or else the nearest folder that can be examined.

    For a user without a name, the number.
    """
    for each in (path, *path.absolute().parents):
        with suppress(OSError):
            return user_named(each.stat().st_uid)
    return "root"  # the owner of the root folder, which anybody may examine


def user_named(number: int) -> str:
    """The name of a user, or else the number."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@contextmanager
def applied(rights: HomeRights) -> Iterator[int]:
    """Have all that this process makes get these rights; gives the mask in force before.

    What is there keeps the rights that it has. The mask is one for all threads of a process, so
    this is for commands, not for programs that use an archive.
    """
    before = os.umask(_MASKS[rights])
    try:
        yield before
    finally:
        os.umask(before)
