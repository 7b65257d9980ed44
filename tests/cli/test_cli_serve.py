"""``podshivka serve`` and ``demo``: where the site listens, what it says, what it answers."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.cli import bind as binding
from indexer.cli import main
from tests.fuzz.site import Requests, answer

REINDEX = "podshivka reindex --home {home}"


@pytest.fixture
def taken():
    """The address of a port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield f"127.0.0.1:{other.getsockname()[1]}"


@pytest.fixture
def becoming(monkeypatch):
    """What the program would become: (file, arguments, environment) of each call."""
    called = []
    monkeypatch.setattr(os, "execve", lambda *given: called.append(given))
    return called


@pytest.fixture
def topics(home, filled):
    """Let the settings name other topics than those that built the index."""
    _choose_topics(home)


def _choose_topics(home: Path) -> None:
    own = home / "topics.json"
    own.write_text('[{"id": "economy", "labels": {"ru": "Экономика", "en": "Economy"}}]')
    (home / "settings.toml").write_text(f'topics = "{own}"')


@pytest.fixture
def site(start):
    """Start ``serve`` with these options; its process and the address that it says."""
    started = []

    def call(*options: str, **how):
        process = start("serve", "--workers", "1", *options, **how)
        started.append(process)
        said = []
        for line in process.stderr:
            said.append(line.decode())
            if found := re.search(r" at (\S+)$", said[-1].rstrip()):
                return process, found[1], "".join(said)
        raise AssertionError("".join(said))

    yield call
    for process in started:
        process.terminate()
        process.wait(timeout=30)


class Unix(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)


def ask(address: str, path: str, **headers: str):
    """Status and text of a page."""
    host = address.removeprefix("http://").removeprefix("unix:")
    connection = Unix(host) if host.startswith("/") else http.client.HTTPConnection(host)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_one_clear_error(run, filled, taken, becoming, command):
    result = run(command, "--bind", taken)
    assert (result.code, result.out, becoming) == (2, "", [])
    (line,) = result.err.splitlines()
    assert line == (
        f"podshivka: --bind: {taken}: Address already in use"
        " (stop the program that listens there, or choose another --bind)"
    )


@pytest.mark.parametrize(
    ("bind", "told"),
    [
        ("127.0.0.1:99999", "is not an address: bind(): port must be 0-65535"),
        ("127.0.0.1:-1", "is not an address"),
        ("127.0.0.1:http", "is not an address: 'http' is not a valid port number."),
        ("no.such.host.invalid:8000", "is not an address"),
        ("nonsense..:1", "is not an address"),
        ("a" * 300, "is not an address"),
        ("::1:8000", "is not an address"),
        ("fd://3", "is not an address"),
        ("192.0.2.1:8000", "choose an address of this machine"),
        ("unix:/no/such/folder/site.sock", "No such file or directory"),
        (f"unix:{__file__}", "is not an address: a file with this name exists and is not a socket"),
        ("unix:/" + "a" * 200, "path too long"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_no_address_is_one_clear_error(run, filled, becoming, bind, told):
    result = run("serve", "--bind", bind)
    assert (result.code, result.out, becoming) == (2, "", [])
    (line,) = result.err.splitlines()
    assert line.startswith("podshivka: --bind: ")
    assert told in line


def test_demo_touches_nothing_when_it_cannot_listen(run, home, taken):
    assert run("demo", "--bind", taken).code == 2
    assert not home.exists()


@pytest.mark.parametrize(
    ("bind", "shown"),
    [
        ("127.0.0.1:0", r"http://127\.0\.0\.1:\d+"),
        ("localhost:0", r"http://127\.0\.0\.1:\d+"),
        ("[::1]:0", r"http://\[::1\]:\d+"),
    ],
)
def test_an_address_is_told_as_a_browser_takes_it(bind, shown):
    with binding.listen(bind) as listener:
        assert re.fullmatch(shown, binding.shown(listener))


def test_a_socket_that_a_dead_site_left_is_used_again_and_a_living_one_is_not(tmp_path):
    bind = f"unix:{tmp_path}/site.sock"
    binding.listen(bind).close()
    with binding.listen(bind) as living:
        assert binding.shown(living) == bind
        assert Path(living.getsockname()).stat().st_mode & 0o777 == 0o777
        with pytest.raises(binding.UsageError, match="already in use"):
            binding.listen(bind)


def test_serve_becomes_gunicorn_with_the_socket(home, filled, becoming):
    main(["serve", "--workers", "3", "--bind", "127.0.0.1:0"])
    ((_, arguments, environment),) = becoming
    assert arguments[1:4] == ["-P", "-m", "searchapp.server"]
    assert re.fullmatch(r"fd://\d+", arguments[arguments.index("--bind") + 1])
    assert arguments[arguments.index("--workers") + 1] == "3"
    assert environment["PODSHIVKA_HOME"] == str(home.resolve())


@pytest.mark.parametrize("name", ["wsgi", "calendar", "searchapp", "gunicorn", "sitecustomize"])
def test_no_file_of_the_working_folder_is_run(site, home, filled, tmp_path, name):
    (tmp_path / "left").mkdir()
    (tmp_path / "left" / f"{name}.py").write_text("open('ran', 'w')\nraise SystemExit('mine')\n")
    _, address, _ = site("--home", str(home), "--bind", "127.0.0.1:0", cwd=tmp_path / "left")
    assert ask(address, "/health")[0] == 200
    assert not (tmp_path / "left" / "ran").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCRIPT_NAME", "/elsewhere"), ("Script-Name", "/elsewhere"), ("PATH_INFO", "/elsewhere"),
        ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/elsewhere"),
        ("X-Forwarded-Host", "elsewhere.example"), ("X-Script-Name", "/elsewhere"),
    ],
)  # fmt: skip
def test_no_header_says_where_the_site_is(site, home, filled, name, value):
    _, address, _ = site("--home", str(home), "--bind", "127.0.0.1:0")
    for path in ("/search?q=x", "/articles/none", "/"):
        plain, told = ask(address, path), ask(address, path, **{name: value})
        assert told == plain
        assert plain[0] < 500
        assert "elsewhere" not in told[1]


def test_demo_takes_in_the_sample_and_says_where_it_is(run, becoming):
    result = run("demo", "--bind", "127.0.0.1:0")
    assert re.search(r"the sample archive is at http://127\.0\.0\.1:\d+ ", result.err)
    assert run("search", "--json").json["total"] >= 60


@pytest.mark.parametrize("facet", ["person", "organisation"])
def test_demo_names_people_and_organisations(run, becoming, facet):
    run("demo", "--bind", "127.0.0.1:0")
    named = run("search", "--json").json["facets"][facet]
    assert len(named) >= 10
    assert all(len(one["label"]) > 3 for one in named)


def test_demo_indexes_anew_what_an_older_version_indexed(run, filled, becoming, topics):
    assert run("search").code == 1
    assert run("demo", "--bind", "127.0.0.1:0").code == 0
    assert run("search").code == 0


@pytest.mark.parametrize("bind", ["127.0.0.1:0", "[::1]:0", "unix:{home}/site.sock"])
def test_the_site_answers_where_it_says(site, home, filled, bind):
    process, address, _ = site("--bind", bind.format(home=home))
    assert ask(address, "/health")[0] == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert not (home / "site.sock").exists()


def test_an_outdated_index_is_told_and_the_site_opens_after_reindex(
    run, site, home, filled, topics
):
    _, address, said = site("--bind", "127.0.0.1:0")
    assert f"podshivka: {home}: generation g000001 was built with other" in said
    assert REINDEX.format(home=home) in said
    status, page = ask(address, "/search?q=rain")
    assert status == 503
    assert "To reopen it, its administrator runs: podshivka reindex" in page
    assert str(home) not in page
    status, body = ask(address, "/health")
    assert (status, json.loads(body)["error"]["hint"]) == (
        503,
        "To reopen it, its administrator runs: podshivka reindex",
    )
    assert run("reindex").code == 0
    assert ask(address, "/health")[0] == 200


def test_workers_that_are_replaced_answer_as_the_others_do(run, site, home, filled):
    process, address, _ = site("--bind", "127.0.0.1:0")
    assert json.loads(ask(address, "/health")[1])["generation"] == "g000001"
    _choose_topics(home)
    assert run("reindex").code == 0
    (worker,) = _children(process.pid)
    os.kill(worker, signal.SIGKILL)
    _until(lambda: _children(process.pid) not in ([], [worker]))
    assert json.loads(ask(address, "/health")[1])["generation"] == "g000001"


@pytest.mark.parametrize("fault", ["truncated", "missing"])
def test_a_damaged_index_is_told_with_the_command_that_mends_it(run, home, filled, fault):
    for path in (home / "index" / "g000001").glob("MAIN_*"):
        path.write_bytes(b"") if fault == "truncated" else path.unlink()
    result = run("search", "дождь")
    assert result.code == 1
    assert result.err.rstrip().endswith(f"({REINDEX.format(home=home)})")
    assert run("reindex").code == 0
    assert run("search", "--json").json["total"] == 3


def test_search_and_sync_and_the_site_say_the_same_of_an_outdated_index(run, home, filled, topics):
    told = (
        f"podshivka: {home}: generation g000001 was built with other analysis settings"
        " or taxonomies"
        f" ({REINDEX.format(home=home)}; a running site keeps serving: restart it afterwards)\n"
    )
    assert {run(command).err for command in ("search", "sync", "explain")} == {told}
    assert Archive.open(home).engine.published() == "g000001"


def test_whatever_is_sent_is_answered_or_refused_and_never_by_an_error_of_ours(site, home, filled):
    process, address, _ = site("--home", str(home), "--bind", "127.0.0.1:0")
    port, requests = int(address.rpartition(":")[2]), Requests(seed=0)
    assert ask(address, "/health")[0] == 200
    workers = _children(process.pid)
    sent = [requests.one() for _ in range(300)]
    assert not [each for each in sent if answer(port, each) in {500, -1}]
    assert _children(process.pid) == workers
    assert ask(address, "/health")[0] == 200


def _children(parent: int) -> list[int]:
    with suppress(OSError):
        return [int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return []


def _until(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
