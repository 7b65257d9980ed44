"""podshivka alerts: what is new of the operator's queries, told once and never lost."""

from __future__ import annotations

import errno
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import filelock
import pytest

from indexer.archive import Archive
from indexer.store import Store
from indexer.store.joins import retagged
from schemas.article import Article

COURTS = '[[alert]]\nname = "courts"\nquery = "суд"\n'


class Receiver(ThreadingHTTPServer):
    """An address of the operator's: it answers ``status`` and keeps what it is sent."""

    status = 200
    headers: dict[str, str]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[tuple[str, str, str]] = []
        self.headers = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/secret-token"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sent.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        self.server.sent.append((self.path, "GET", ""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: tests read standard error."""


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def archive(home) -> Archive:
    made = Archive.open(home, create=True)
    add(made, article("old"))
    return made


@pytest.fixture
def public(monkeypatch) -> None:
    """Say where the site is found in the world."""
    monkeypatch.setenv("PODSHIVKA_PUBLIC_URL", "https://news.example/archive")


@pytest.fixture
def told(run, archive, home):
    """Write the file of alerts, run them once so that they begin; then run them for JSON."""

    def begin(text: str):
        (home / "alerts.toml").write_text(text, encoding="utf-8")
        assert run("alerts").out == ""

        def once(*options: str, code: int = 0):
            result = run("alerts", "--json", *options)
            assert result.code == code, result.err
            return result.objects

        return once

    return begin


def article(id: str, body: str = "Суд в Магасе", **fields) -> Article:
    return Article.model_validate(
        {"id": id, "language": "ru", "title": f"Заголовок {id}", "body": body} | fields
    )


def add(archive: Archive, *articles: Article) -> None:
    archive.add(articles)
    archive.sync()


def changes(objects) -> dict[str, str]:
    return {one["id"]: one["change"] for found in objects for one in found["articles"]}


# What is told


def test_the_first_run_tells_nothing_and_remembers(run, archive, home):
    (home / "alerts.toml").write_text(COURTS, encoding="utf-8")
    first = run("alerts")
    assert (first.code, first.out, first.err) == (0, "", "courts: begins now\n")
    assert run("alerts", "--json").out == ""
    add(archive, article("new"), article("school", "Школа"))
    found = run("alerts", "--json").json
    assert (found["alert"], found["new"], found["changed"]) == ("courts", 1, 0)
    assert changes([found]) == {"new": "new"}
    assert run("alerts", "--json").out == ""


def test_what_changed_is_told_as_changed(told, archive):
    once = told(COURTS)
    add(archive, article("old", "Суд отложен"), article("new"))
    assert changes(once()) == {"old": "changed", "new": "new"}
    add(archive, article("new", "Суд в Магасе прошёл"))
    assert changes(once()) == {"new": "changed"}


def test_other_tags_and_a_new_index_are_not_told(told, archive):
    once = told(COURTS)
    archive.retag([article("old", people=("Яндиев",))])
    archive.rebuild()
    assert once() == []


def test_tags_found_before_a_run_hide_nothing(told, archive):
    once = told(COURTS)
    archive.add([article("new"), article("old", "Суд отложен")])
    archive.store.put([article("new", people=("Яндиев",))], retagged)
    archive.sync()
    assert changes(once()) == {"old": "changed", "new": "new"}


def test_a_deleted_article_is_never_told(told, archive):
    once = told(COURTS)
    add(archive, article("new"), article("secret", "Тайный суд"))
    archive.delete(["secret", "old"])
    assert changes(once()) == {"new": "new"}


def test_what_is_stored_and_not_yet_indexed_is_told_later(told, archive):
    once = told(COURTS)
    archive.add([article("new")])
    assert once() == []
    archive.sync()
    assert changes(once()) == {"new": "new"}


def test_an_article_without_all_of_the_words_is_not_told(told, archive):
    once = told('[[alert]]\nname = "both"\nquery = "суд школа"\n')
    add(archive, article("court"), article("school", "Школа"))
    assert once() == []
    add(archive, article("both", "Суд о школе"))
    assert changes(once()) == {"both": "new"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example/archive/search?q=суд&region=dagestan&page=3&sort=oldest", {"dag"}),
        ("/feed.atom?q=%D1%81%D1%83%D0%B4&ui=ru", {"dag", "plain"}),
        ("/search?q=суд+школа&any=1", {"dag", "plain", "school"}),
        ("/search?region=Дагестан&from=2000-01-01", {"dag"}),
        ("/search?person=Никто+Ещё", set()),
        ("/search?q=суд&not-region=Дагестан", {"plain"}),
        ("/search?q=суд&not-person=Никто+Ещё", {"dag", "plain"}),
    ],
)
def test_an_alert_takes_the_address_of_a_search(told, archive, address, expected):
    once = told(f'[[alert]]\nname = "a"\naddress = "{address}"\n')
    dated = article("dag", published="2024-05-01", regions=["dagestan"])
    add(archive, dated, article("plain"), article("school", "Школа"))
    assert set(changes(once())) == expected


def test_since_tells_what_came_before_the_first_run(run, archive, home):
    (home / "alerts.toml").write_text(COURTS, encoding="utf-8")
    assert run("alerts", "--since", "2999-01-01", "--dry-run", "--json").out == ""
    assert changes([run("alerts", "--since", "1d", "--dry-run", "--json").json]) == {"old": "new"}
    assert changes([run("alerts", "--since", "1d", "--json").json]) == {"old": "new"}
    assert run("alerts", "--since", "1d", "--json").out == ""


def test_a_dry_run_remembers_and_sends_nothing(told, archive, receiver, run):
    once = told(COURTS + f'post = "{receiver.address}"\n')
    add(archive, article("new"))
    for _ in range(2):
        assert changes(once("--dry-run")) == {"new": "new"}
    assert receiver.sent == []
    assert once() == []
    assert len(receiver.sent) == 1


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["courts: 1 new article, 1 changed", "Заголовок old (changed)", "Заголовок new"]),
        ("ru", ["courts: 1 новая статья, 1 изменённая", "Заголовок old (изменена)"]),
    ],
)
def test_text_for_people(told, run, archive, language, lines):
    told(COURTS + f'language = "{language}"\n')
    odd = article("new", "Суд\x1b[31m\nв Магасе", published="2017-06-05T10:15+03:00")
    add(archive, odd, article("old", "Суд отложен"))
    out = run("alerts").out
    for line in (*lines, "  2017-06-05 10:15", "  https://news.example/archive/articles/new"):
        assert line in out.splitlines()
    assert "\x1b" not in out


# What is sent


@pytest.mark.parametrize("format", ["json", "text"])
def test_a_report_is_sent_to_the_address_of_the_operator(told, archive, receiver, format):
    once = told(COURTS + f'post = "{receiver.address}"\nformat = "{format}"\n')
    add(archive, article("new"))
    assert once() == []
    ((path, mimetype, body),) = receiver.sent
    assert path == "/hook/secret-token"
    if format == "json":
        assert mimetype == "application/json; charset=utf-8"
        assert changes([json.loads(body)]) == {"new": "new"}
    else:
        assert mimetype == "text/plain; charset=utf-8"
        assert body.startswith("courts: 1 new article\n")
    assert once() == []
    assert len(receiver.sent) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500, 503])
def test_what_is_not_taken_is_sent_again_and_others_go_on(run, told, archive, receiver, status):
    told(COURTS + f'post = "{receiver.address}"\n[[alert]]\nname = "printed"\nquery = "суд"\n')
    add(archive, article("new"))
    receiver.status = status
    receiver.headers = {"Location": f"http://127.0.0.1:{receiver.server_port}/elsewhere"}
    failed = run("alerts", "--json")
    assert failed.code == 1
    assert failed.json["alert"] == "printed"
    error = json.loads(failed.err)["error"]
    assert error["place"] == "alert 'courts'"
    assert str(status) in error["message"]
    assert "secret-token" not in failed.err
    assert [path for path, _, _ in receiver.sent] == ["/hook/secret-token"]
    receiver.status = 204
    archive.delete(["new"])
    add(archive, article("newer"))
    assert run("alerts", "--json").json["alert"] == "printed"
    assert changes([json.loads(receiver.sent[-1][2])]) == {"newer": "new"}
    assert run("alerts").code == 0
    assert len(receiver.sent) == 2


def test_nobody_listens(run, told, archive):
    told(COURTS + 'post = "http://127.0.0.1:9/hook"\n')
    add(archive, article("new"))
    failed = run("alerts")
    assert failed.code == 1
    assert failed.err.startswith("podshivka: alert 'courts': 127.0.0.1 cannot be reached")


# What the file may say


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ('[[alert]]\nname = "a\n', "alerts.toml", "not valid TOML"),
        ("", "alerts.toml", "consist of"),
        ("alert = 3\n", "alerts.toml", "consist of"),
        ("[settings]\n" + COURTS, "alerts.toml", "consist of"),
        (f'{COURTS}\n[[alert]]\nquery = "суд"\n', "alerts.toml:5", "name: it is missing"),
        (f"{COURTS}mail = 1\n", "alerts.toml:1", "has no 'mail'"),
        ('[[alert]]\nname = "a"\n', "alerts.toml:1", "needs one query"),
        (f'{COURTS}address = "/search?q=a"\n', "alerts.toml:1", "needs one query"),
        (f"# a\n\n{COURTS}\n{COURTS}", "alerts.toml:7", "two alerts are called 'courts'"),
        ('alert = [{name = "a"}]\n', "alerts.toml, alert 1", "needs one query"),
        ("alert = [3]\n", "alerts.toml, alert 1", "write a table of names and values"),
        (f'{COURTS}format = "xml"\n', "alerts.toml:1", "format: write 'json' or 'text'"),
        (f'{COURTS}language = "de"\n', "alerts.toml:1", "language: write 'ru' or 'en'"),
        (f'{COURTS}post = "file:///etc/passwd"\n', "alerts.toml:1", "post: write an address"),
        (f'{COURTS}post = "https://"\n', "alerts.toml:1", "post: write an address"),
        (f'{COURTS}post = "http://a:99999/"\n', "alerts.toml:1", "post: Port out of range"),
        (f'{COURTS}post = "https://a/b c"\n', "alerts.toml:1", "post: write it in ASCII"),
        ('[[alert]]\nname="a"\naddress="суд"\n', "alerts.toml:1", "not the address of a search"),
        ('[[alert]]\nname="a"\naddress="/search?from=x"\n', "alerts.toml:1", "not a value of from"),
        ('[[alert]]\nname="a"\naddress="/search?region=x"\n', "alerts.toml:1", "address:"),
        ('[[alert]]\nname="a"\naddress="/search?size=0"\n', "alerts.toml:1", "not a value of size"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place(run, home, text, where, message):
    Archive.open(home, create=True)
    (home / "alerts.toml").write_text(text, encoding="utf-8")
    result = run("alerts", "--json")
    assert result.code == 2
    error = json.loads(result.err)["error"]
    assert error["place"] == str(home / where)
    assert message in error["message"]
    assert not (home / "alerts.state").exists()


def test_no_file_and_a_file_elsewhere(run, archive, home, tmp_path):
    missing = run("alerts")
    assert missing.code == 1
    assert "there is no file of alerts" in missing.err
    (tmp_path / "mine.toml").write_bytes(COURTS.encode())
    assert run("alerts", "--file", tmp_path / "mine.toml").code == 0
    (tmp_path / "mine.toml").write_bytes(COURTS.encode("cp1251"))
    assert run("alerts", "--file", tmp_path / "mine.toml").code == 2


def test_a_wrong_day(run, archive, home):
    (home / "alerts.toml").write_text(COURTS, encoding="utf-8")
    assert run("alerts", "--since", "ever").code == 2


# What is remembered


def test_a_damaged_memory_is_told(run, told, home):
    told(COURTS)
    (home / "alerts.state").write_text("{")
    result = run("alerts")
    assert result.code == 1
    assert "what was told cannot be read" in result.err


def test_the_memory_of_another_store_means_nothing(run, told, archive, home):
    told(COURTS)
    kept = json.loads((home / "alerts.state").read_text())
    other = Store(home.parent / "other.sqlite", create=True).news.identity
    (home / "alerts.state").write_text(json.dumps(kept | {"store": str(other), "checksum": None}))
    add(archive, article("new"))
    assert run("alerts").err == "courts: begins now\n"


def test_a_store_from_a_backup_goes_on_where_it_ends(run, told, archive, home):
    told(COURTS)
    kept = json.loads((home / "alerts.state").read_text())
    (home / "alerts.state").write_text(
        json.dumps(kept | {"told": {"courts": 1000}, "checksum": None})
    )
    assert "the store is older than its last run" in run("alerts").err
    add(archive, article("new"))
    assert changes([run("alerts", "--json").json]) == {"new": "new"}


def test_one_run_at_a_time(run, told, home):
    told(COURTS)
    with filelock.FileLock(home / "alerts.lock"):
        assert run("alerts").code == 4


def test_what_could_not_be_printed_is_told_again(told, archive, monkeypatch):
    once = told(COURTS)
    add(archive, article("new"))
    with monkeypatch.context() as patch:
        patch.setattr("indexer.cli.alerts.print_json", broken)
        once(code=1)
    assert changes(once()) == {"new": "new"}


def broken(_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_archive_without_an_index(run, home, tmp_path):
    Archive.open(home, create=True)
    (home / "alerts.toml").write_text(COURTS, encoding="utf-8")
    assert run("alerts").code == 1
    assert not Path(home / "alerts.state").exists()
