"""What the site logs: events without anything of a request."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading

import pytest
from gunicorn.config import Config

from searchapp import logs

MARKER = "тайныйзапрос"


@pytest.fixture(autouse=True)
def restored(monkeypatch, tmp_path):
    """Leave the logs of other tests as they were."""
    for name in ("searchapp", "gunicorn.error"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", list(logger.handlers))
        monkeypatch.setattr(logger, "level", logger.level)
        monkeypatch.setattr(logger, "disabled", False)
    monkeypatch.setattr(logs.LOGGER, "propagate", True)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setenv("PODSHIVKA_HOME", str(tmp_path))


@pytest.fixture
def gunicorn(monkeypatch):
    """gunicorn's log in one of the two forms."""

    def log(form: str, **chosen) -> logs.Log:
        monkeypatch.setenv("PODSHIVKA_LOG", form)
        config = Config()
        for name, value in chosen.items():
            config.set(name, value)
        return logs.Log(config)

    return log


def broken() -> ValueError:
    try:
        int(MARKER)
    except ValueError as error:
        return error


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_an_object_on_a_line(capsys):
    logs.begin("json")
    logs.tell("generation-switched", generation="g000002", articles=5)
    logs.tell("fault", logging.ERROR, id="ab12", trace=logs.trace(broken()))
    first, second = lines(capsys)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", first.pop("time"))
    assert first.pop("process") == second["process"] > 0
    assert first == {
        "level": "info",
        "event": "generation-switched",
        "generation": "g000002",
        "articles": 5,
    }
    assert second["trace"].startswith("ValueError\n  ")


def test_as_text_errors_alone_are_told(capsys):
    logs.begin("text")
    logs.tell("generation-switched", generation="g000002")
    logs.tell("fault", logging.ERROR, id="ab12", trace=logs.trace(broken()))
    told = capsys.readouterr().err
    assert re.match(r"\S+ \[\d+\] \[error\] fault id=ab12\nValueError\n  \S+test_logs.py", told)
    assert "generation" not in told


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("loglevel", ["error", "debug"])
def test_of_gunicorns_messages_nothing_is_told_that_a_client_sent(gunicorn, capsys, form, loglevel):
    log = gunicorn(form, loglevel=loglevel)
    address = "203.0.113.7"
    log.warning(f"Invalid request from ip={address}: Invalid Request Line {MARKER!r}")  # noqa: G004 - as gunicorn does
    log.error(f"Connection of {address} broken: {MARKER}")  # noqa: G004
    log.error("Error handling request %s %s", "GET", f"/people/{MARKER}")
    log.error(MARKER)
    log.debug("Ignored: %s", MARKER)
    log.info("%s asks for %s", address, MARKER)
    log.critical({MARKER: address})
    first = capsys.readouterr().err
    assert first.count("test_logs.py:") == 4, "where it was logged tells much"
    try:
        raise KeyError(MARKER) from broken()  # noqa: TRY301
    except KeyError as error:
        log.exception(error)  # noqa: TRY401 - as gunicorn does
        log.exception("Error handling request (no URI read)")
    told = first + capsys.readouterr().err
    assert MARKER not in told
    assert address not in told
    assert told.count("KeyError") == told.count("because of ValueError") == 2


def test_a_message_of_others_is_told_as_far_as_it_stands_in_their_source(gunicorn, capsys):
    gunicorn("text").error("Error handling request %s %s", "GET", f"/people/{MARKER}")
    assert "message=Error handling request … …\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("message", "values", "told"),
    [
        ("WORKER TIMEOUT (pid:%s)", (17,), "WORKER TIMEOUT (pid:17)"),
        ("Worker (pid:%s) was sent %s!", (17, "SIGKILL"), "Worker (pid:17) was sent SIGKILL!"),
        ("Worker (pid:%s) exited with code %s.", (17, 3), "Worker (pid:17) exited with code 3."),
        ("Exception in worker process", (), "Exception in worker process"),
        ("%s %s", (["list"], {"a": 1}), "… …"),
    ],
)
def test_what_an_operator_has_to_know_of_processes_is_told(gunicorn, capsys, message, values, told):
    gunicorn("json").error(message, *values)
    (line,) = lines(capsys)
    assert (line["event"], line["message"]) == ("error", told)


def test_a_message_that_cannot_be_written_is_told_nowhere(gunicorn, capsys):
    log = gunicorn("text")
    log.error("Two values: %s %s", MARKER)  # noqa: PLE1206 - the fault of others
    assert MARKER not in capsys.readouterr().err
    # else Python prints the values of a message where it cannot write it, as on a full disk
    assert logging.raiseExceptions is False


def test_start_and_stop_are_events(gunicorn, capsys):
    log = gunicorn("json")
    log.info("Listening at: %s (%s)", "http://127.0.0.1:8000", 5)
    log.info("Booting worker with pid: %s", 6)
    log.info("Using worker: %s", "x")
    log.info("Worker exiting (pid: %s)", 6)
    log.info("Shutting down: %s", "Master")
    told = [line["event"] for line in lines(capsys)]
    assert told == ["started", "worker-started", "worker-stopped", "stopped"]


def test_as_text_a_start_is_not_told(gunicorn, capsys):
    gunicorn("text").info("Listening at: %s (%s)", "http://127.0.0.1:8000", 5)
    assert not capsys.readouterr().err


def test_what_breaks_outside_of_requests_is_told_without_its_message(capsys):
    logs.begin("json")
    thread = threading.Thread(target=lambda: int(MARKER))
    thread.start()
    thread.join()
    (line,) = lines(capsys)
    assert line["event"] == "broken"
    assert line["trace"].startswith("ValueError")
    assert MARKER not in str(line)


@pytest.mark.parametrize("path", ["/search?q=", "/api/v1/search?q=", "/people/"])
def test_a_fault_has_the_number_under_which_it_is_logged(
    client, archive, monkeypatch, capsys, path
):
    def fail(*_, **__):
        int(MARKER)

    for name in ("search", "value_of"):
        monkeypatch.setattr(archive, name, fail)
    logs.begin("json")
    answer = client.get(path + MARKER)
    (line,) = lines(capsys)
    assert answer.status_code == 500
    assert line["event"] == "fault"
    assert re.fullmatch(r"[0-9a-f]{8}", line["id"])
    shown = answer.json["error"]["id"] if answer.is_json else answer.text
    assert line["id"] in shown
    assert MARKER not in str(line)
    assert MARKER not in answer.text


def test_each_fault_has_a_number_of_its_own_and_what_is_none_has_none(client, archive, monkeypatch):
    assert client.get("/api/v1/search?from=x").json["error"]["id"] == ""
    monkeypatch.setattr(archive, "search", lambda *_, **__: 1 / 0)
    numbers = {client.get("/api/v1/search?q=x").json["error"]["id"] for _ in range(5)}
    assert len(numbers) == 5
