"""One error tree.

::

    PodshivkaError                exit 1, HTTP 500
    ├── UsageError                exit 2, HTTP 400   the command or the address is wrong
    │   └── NotFoundError         exit 1, HTTP 404   no such article, page or file
    ├── InputError                exit 3, HTTP 422   a record that cannot be accepted
    ├── LockedError               exit 4, HTTP 503   another process is writing
    ├── ChangedError              exit 1, HTTP 503   articles went while they were read
    ├── CutShortError             exit 1, HTTP 503   an answer would have taken too long
    ├── StoreError                exit 1, HTTP 500   the store is damaged, full or not ours
    └── EngineError               exit 1, HTTP 503   the index cannot be used
        ├── ForeignIndexError     exit 1, HTTP 503   a file of the index is truncated or not ours
        ├── UnavailableError      exit 1, HTTP 503   the cluster or the system refuses it now
        ├── OutdatedIndexError    exit 1, HTTP 503   built with other settings or by a newer version
        └── VerificationError     exit 5, HTTP 503   the index does not match the store

A message says what is wrong; ``hint`` says what to do about it; ``place`` says where: the file,
line or member. In JSON the hint is given as "mend" too, which is its former name.
"""

from __future__ import annotations

from typing import ClassVar


class PodshivkaError(Exception):
    """The root: everything that we raise on purpose.

    ``message``: what is wrong. ``place``: the file, line or member, "" when there is none.
    ``hint``: what to do about it, "" when nothing can be done.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{hint}"


class UsageError(PodshivkaError):
    """The command line or the address asks for something that does not exist or makes no sense."""

    exit_code = 2
    http_status = 400


class NotFoundError(UsageError):
    """No such article, page or file."""

    exit_code = 1
    http_status = 404


class InputError(PodshivkaError):
    """A record that cannot be accepted; the other records are.

    ``code``: the kind of fault in a word, the same for every record: no-body, bad-date, ...
    """

    exit_code = 3
    http_status = 422

    def __init__(
        self, message: str, *, place: str = "", hint: str = "", code: str = "unreadable"
    ) -> None:
        super().__init__(message, place=place, hint=hint)
        self.code = code


class LockedError(PodshivkaError):
    """Another process is writing to this archive."""

    exit_code = 4
    http_status = 503


class ChangedError(PodshivkaError):
    """Articles were deleted while a result was read to its end; asked again, it is whole."""

    http_status = 503


class CutShortError(PodshivkaError):
    """The time for an answer was over, and a part of it would not do."""

    http_status = 503

    def __init__(self) -> None:
        super().__init__(
            "the time for this query was over before all articles had been looked through",
            hint="ask for less: rarer words, longer beginnings of words",
        )


class StoreError(PodshivkaError):
    """The store is damaged, full or not ours."""


class EngineError(PodshivkaError):
    """The index cannot be used."""

    http_status = 503


class ForeignIndexError(EngineError):
    """A file of the index is missing, truncated or not ours."""


class UnavailableError(EngineError):
    """The cluster that holds the index does not answer, or the system refuses a file of it.

    It may be read later.
    """


class OutdatedIndexError(EngineError):
    """The index was built with other analysis settings or by a newer version."""


class VerificationError(EngineError):
    """A generation does not match the store, or the one that it is to replace."""

    exit_code = 5
