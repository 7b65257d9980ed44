"""What the site writes to its log, on standard error: events, without queries and addresses.

An event has a name and facts, which say nothing of who asked or for what. As text, only errors are
written; as JSON, one object a line, all events. Of messages that others write (gunicorn, libraries)
only what stands in their source is told, and numbers: their other values may quote a request.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, Literal

from gunicorn.config import Config
from gunicorn.glogging import Logger

from indexer.settings import load_settings
from schemas.errors import UsageError

Form = Literal["text", "json"]

LOGGER = logging.getLogger("searchapp")

EVENTS = {
    "Listening at: %s (%s)": "started",
    "Shutting down: %s": "stopped",
    "Booting worker with pid: %s": "worker-started",
    "Worker exiting (pid: %s)": "worker-stopped",
}
"""What gunicorn says when it starts and stops, and the names of these events."""

CONSTANT = {"Exception in worker process", "Unhandled exception in main loop"}
"""Messages without values that gunicorn writes as they stand in its source."""

SIGNALS = {"SIGKILL", "SIGTERM", "SIGSEGV", "SIGABRT", "SIGBUS", "SIGINT", "SIGQUIT"}


class Told(str):
    """Text that holds nothing of a request, so that it may be logged."""

    __slots__ = ()


def trace(error: BaseException) -> Told:
    """What broke and where, innermost frame last, then its causes.

    Messages are left out: they may quote what was searched for.
    """
    told: list[str] = []
    cause: BaseException | None = error
    while cause:
        frames = (
            f"{at.filename}:{at.lineno} in {at.name}" for at in extract_tb(cause.__traceback__)
        )
        told.append("\n  ".join((type(cause).__qualname__, *frames)))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return Told("\nbecause of ".join(told))


def tell(event: str, level: int = logging.INFO, **facts: str | float) -> None:
    """Log an event. ``facts``: nothing that a client sent."""
    LOGGER.log(level, "%s", _line(event, facts), extra={"event": event, "facts": facts})


def begin(form: Form) -> None:
    """Write the site's events to standard error from now on, in this ``form``.

    What breaks outside of any request is told the same way, in place of Python's own message.
    """
    handler = logging.StreamHandler(sys.stderr)
    _shape(handler, form)
    LOGGER.handlers[:] = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False  # a library may have set up the root logger in another form
    logging.raiseExceptions = False  # which would print the values of a message it cannot write
    threading.excepthook = lambda broken: _tell_broken(broken.exc_value)
    sys.unraisablehook = lambda broken: _tell_broken(broken.exc_value)


class Log(Logger):
    """gunicorn's log, in the form that the settings of the archive name."""

    def setup(self, cfg: Config) -> None:
        """Prepare the handlers. Called by gunicorn."""
        super().setup(cfg)
        try:
            form: Form = load_settings().log
        except UsageError:  # which stops the site before it starts
            form = "text"
        begin(form)
        self.error_log.setLevel(logging.INFO)
        for handler in self.error_log.handlers:
            _shape(handler, form)

    # as gunicorn's own, but that a record has the place of whoever logs it

    def critical(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log what ends the site."""
        self.error_log.critical(msg, *args, **kwargs, stacklevel=2)

    def error(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an error."""
        self.error_log.error(msg, *args, **kwargs, stacklevel=2)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an error with the exception that is being handled."""
        self.error_log.exception(msg, *args, **kwargs, stacklevel=2)


def _shape(handler: logging.Handler, form: Form) -> None:
    handler.setFormatter(_Form(_as_json if form == "json" else _as_text))
    handler.addFilter(_Harmless(everything=form == "json"))


def _tell_broken(error: BaseException | None) -> None:
    if error is not None:
        tell("broken", logging.ERROR, trace=trace(error))


class _Harmless(logging.Filter):
    """Lets errors pass and, if ``everything``, events; no warnings: they may quote a request."""

    def __init__(self, *, everything: bool) -> None:
        super().__init__()
        self._everything = everything

    def filter(self, record: logging.LogRecord) -> bool:
        known = hasattr(record, "facts") or str(record.msg) in EVENTS
        return record.levelno >= logging.ERROR or (known and self._everything)


class _Form(logging.Formatter):
    """Formats records by what ``_told`` says of them."""

    def __init__(self, shape: Callable[[logging.LogRecord, str, dict[str, Any]], str]) -> None:
        super().__init__()
        self._shape = shape

    def format(self, record: logging.LogRecord) -> str:
        return self._shape(record, *_told(record))


def _told(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    """The event and the facts of a record, whoever wrote it."""
    facts = getattr(record, "facts", None)
    if facts is not None:
        return getattr(record, "event", "event"), dict(facts)
    if str(record.msg) in EVENTS:
        return EVENTS[str(record.msg)], {}
    found: dict[str, Any] = {"place": f"{record.pathname}:{record.lineno}"}
    if message := _message(record):
        found["message"] = message
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        found["trace"] = trace(error)
    return "error", found


def _message(record: logging.LogRecord) -> str:
    """A message of others as far as it stands in their source; "" if that cannot be told."""
    if not isinstance(record.msg, str) or not (record.args or record.msg in CONSTANT):
        return ""
    values = record.args if isinstance(record.args, tuple) else ()
    told = tuple(value if _harmless(value) else "…" for value in values)
    try:
        return record.msg % told
    except (TypeError, ValueError):
        return ""


def _harmless(value: object) -> bool:
    return isinstance(value, (int, float, Told)) or (isinstance(value, str) and value in SIGNALS)


def _as_json(record: logging.LogRecord, event: str, facts: dict[str, Any]) -> str:
    head = {"time": _moment(record), "level": record.levelname.lower(), "event": event}
    return json.dumps(head | {"process": record.process} | facts, ensure_ascii=False)


def _as_text(record: logging.LogRecord, event: str, facts: dict[str, Any]) -> str:
    level = record.levelname.lower()
    return f"{_moment(record)} [{record.process}] [{level}] {_line(event, facts)}"


def _line(event: str, facts: dict[str, Any]) -> str:
    short = (f"{name}={value}" for name, value in facts.items() if name != "trace")
    line = " ".join((event, *short))
    return f"{line}\n{facts['trace']}" if "trace" in facts else line


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
