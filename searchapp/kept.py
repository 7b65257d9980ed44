"""Answers told again without being made: by the tag that a browser sends, or from memory.

An answer depends on the address, the language, the day and the edition of the archive:
``asked.tag``. Nothing is kept on a disk, and no answer that was asked for only once. What else of
queries a process remembers: docs/decisions/0016-answers-told-again.md.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from flask import Flask, Response, current_app, g, request

from schemas.errors import PodshivkaError
from searchapp.asked import tag
from searchapp.encoding import accepted
from searchapp.watching import FLEETING

METHODS = {"GET", "HEAD"}
UNTAGGED = (*FLEETING, "/static/")
"""Beginnings of paths whose answers depend on more than the address and the archive, or on less."""

REMEMBERED = 10_000
"""Addresses of which is known that they were asked for, by digest."""

AGE = 300
"""Seconds for which an answer is told again."""

OVERHEAD = 1_000
"""Bytes that an answer takes besides its body, about."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was made. ``born``: seconds of the clock that never goes back."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    born: float

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.body) + OVERHEAD


class Kept:
    """Answers in memory, the latest asked for. Safe to share between threads.

    Their keys are digests with a secret of this run: what was asked for cannot be told from them.
    """

    def __init__(self, most: int) -> None:
        """``most``: bytes that all answers may take."""
        self._most = most
        self._secret = os.urandom(32)
        self._lock = threading.Lock()
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._asked: OrderedDict[bytes, None] = OrderedDict()
        self._size = 0
        self._swept = time.monotonic()

    def find(self, name: str) -> Answer | None:
        """The answer that was kept as ``name``, if it is not too old."""
        key = self._key(name)
        with self._lock:
            answer = self._answers.get(key)
            if answer is None:
                return None
            if _old(answer, time.monotonic()):
                self._drop(key)
                return None
            self._answers.move_to_end(key)
            return answer

    def offer(self, name: str, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        """Keep an answer, if ``name`` has been offered before and there is room."""
        key = self._key(name)
        answer = Answer(headers, body, time.monotonic())
        with self._lock:
            self._sweep(answer.born)
            if key not in self._asked:
                self._asked[key] = None
                if len(self._asked) > REMEMBERED:
                    self._asked.popitem(last=False)
                return
            if answer.size > self._most:
                return
            self._drop(key)
            self._answers[key] = answer
            self._size += answer.size
            while self._size > self._most:
                self._drop(next(iter(self._answers)))

    def _key(self, name: str) -> bytes:
        return blake2b(name.encode(), key=self._secret, digest_size=16).digest()

    def _sweep(self, now: float) -> None:
        """Drop what is too old, once in AGE: nobody asks for what was deleted from the archive."""
        if now - self._swept <= AGE:
            return
        self._swept = now
        for key in [key for key, answer in self._answers.items() if _old(answer, now)]:
            self._drop(key)

    def _drop(self, key: bytes) -> None:
        answer = self._answers.pop(key, None)
        self._size -= answer.size if answer else 0


def _old(answer: Answer, now: float) -> bool:
    return now - answer.born > AGE


def register(app: Flask, most: int) -> None:
    """Have ``app`` tell answers again. ``most``: bytes that kept ones may take."""
    app.extensions["kept"] = Kept(most)
    app.before_request(told_again)


def told_again() -> Response | None:
    """The answer, where nothing has to be searched for it; None where it has to be made."""
    g.tag = ""
    if request.method not in METHODS or request.path.startswith(UNTAGGED):
        return None
    try:
        g.tag = tag()
    except PodshivkaError:
        return None  # the view tells what is wrong with the archive
    known = request.if_none_match
    # "*" asks whether there is such a page at all, which only the view can tell
    if not known.star_tag and known.contains_weak(g.tag):
        response = Response(status=304)
        response.set_etag(g.tag, weak=True)
        # as the whole answer has it: a cache takes the headers of this one for those of that
        response.vary.add("Accept-Encoding")
        return response
    answer = _kept().find(_name())
    if answer is None:
        return None
    g.again = True
    return Response(answer.body, headers=list(answer.headers))


def keep(response: Response) -> None:
    """Tag an answer; offer it to those that are kept. It is encoded as it will be sent."""
    if not g.get("tag") or response.status_code != 200 or "cut" in g:
        return
    response.set_etag(g.tag, weak=True)
    if "again" not in g and request.method == "GET" and response.is_sequence:
        _kept().offer(_name(), tuple(response.headers), response.get_data())


def _name() -> str:
    return f"{g.tag} {accepted()}"


def _kept() -> Kept:
    found: Kept = current_app.extensions["kept"]
    return found
