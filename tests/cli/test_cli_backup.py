"""``podshivka backup`` and ``restore``."""

from __future__ import annotations

import http.client
import re


def test_an_archive_comes_back_with_one_command(run, home, filled, tmp_path, monkeypatch):
    assert run("backup", tmp_path / "copy.tar.gz").out == f"3 articles in {tmp_path}/copy.tar.gz\n"
    monkeypatch.setenv("PODSHIVKA_HOME", str(tmp_path / "new"))
    done = run("restore", tmp_path / "copy.tar.gz")
    assert done.code == 0
    assert re.search(r"restored 3 articles as of 20.*\n3 articles can be found", done.err)
    assert run("search", "--json", "торговцы").json["total"] == 2


def test_as_json(run, home, filled, tmp_path):
    told = run("backup", "--json", "--index", tmp_path / "copy").json
    assert (told["articles"], told["sequence"], told["index"]) == (3, 3, "g000001")
    assert told["target"] == str(tmp_path / "copy")
    done = run("restore", "--json", "--home", tmp_path / "new", tmp_path / "copy")
    assert done.json == {key: told[key] for key in told if key != "target"} | {
        "home": str(tmp_path / "new"),
        "replaced": None,
    }
    # the index that came along is used, none is built
    assert [p.name for p in (tmp_path / "new" / "index").iterdir() if p.is_dir()] == ["g000001"]


def test_an_archive_that_a_site_serves_is_copied_but_not_replaced(
    run, home, filled, tmp_path, start
):
    site = start("serve", "--workers", "1", "--bind", "127.0.0.1:0")
    address = re.search(r"http://(\S+)", site.stderr.readline().decode())[1]
    connection = http.client.HTTPConnection(address)
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()
    assert run("backup", tmp_path / "copy").code == 0
    refused = run("restore", "--replace", tmp_path / "copy")
    assert refused.code == 4
    assert "stop the site and all commands" in refused.err
    site.terminate()
    site.wait(30)
    assert run("restore", "--replace", tmp_path / "copy").code == 0
    assert run("search", "--json", "").json["total"] == 3


def test_without_an_index(run, home, filled, tmp_path):
    run("backup", tmp_path / "copy")
    new = tmp_path / "new"
    assert run("restore", "--no-reindex", "--home", new, tmp_path / "copy").code == 0
    assert not (new / "index").exists()
