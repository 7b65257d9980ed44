"""``podshivka ingest`` and ``delete``: files → searchable articles, a summary, rejected records."""

from __future__ import annotations

import gzip
import json
import shlex

import pytest

BAD = {"id": "bad", "title": "No body"}


def test_one_command_makes_articles_searchable(run, lines, articles):
    result = run("ingest", lines(*articles))
    assert result.code == 0
    assert result.out == ""
    assert "3 records read: 3 new, 0 changed, 0 unchanged, 0 duplicates, 0 rejected" in result.err
    assert "3 articles can be found" in result.err
    assert run("search", "--json", "торговец").json["total"] == 2


def test_the_summary_as_json(run, lines, articles):
    result = run("ingest", "--json", lines(*articles, articles[0], BAD))
    assert result.code == 3
    assert result.err == ""
    summary = result.json
    assert summary.pop("rejects").endswith(".jsonl")
    (rejection,) = summary.pop("rejections")
    assert rejection["place"].endswith("articles.jsonl:5")
    assert rejection["reason"] == "no body"
    assert rejection["code"] == "no-body"
    assert rejection["hint"]
    assert rejection["mend"] == rejection["hint"]
    assert summary.pop("generation")
    assert summary == {
        "read": 5,
        "accepted": 4,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "duplicates": 1,
        "repeated": 1,
        "rejected": 1,
        "reasons": {"no-body": 1},
        "skipped": 0,
        "remarks": [],
        "unlisted": [],
        "documents": 3,
    }


def test_what_is_stored_already_is_unchanged_and_what_differs_is_changed(run, lines, articles):
    run("ingest", lines(*articles))
    articles[2]["title"] = "Мост размыло"
    summary = run("ingest", "--json", lines(*articles)).json
    assert (summary["new"], summary["changed"], summary["unchanged"]) == (0, 1, 2)
    assert run("search", "--json", "мост").json["hits"][0]["id"] == "rain-ru"


def test_quiet_prints_nothing(run, lines, articles):
    result = run("ingest", "--quiet", lines(*articles, BAD))
    assert (result.code, result.out, result.err) == (3, "", "")


def test_rejected_records_are_told_set_aside_mended_and_replayed(run, lines, home, articles):
    foreign = articles[1] | {"id": "cocoa", "topics": ["cocoa"], "body": ""}
    result = run("ingest", "--map", "keywords=topics", lines(articles[0], foreign))
    assert result.code == 3
    assert "articles.jsonl:2: no body (" in result.err
    (aside,) = (home / "rejected").iterdir()
    replay = f"podshivka quarantine retry {aside.name}"
    assert replay in result.err
    assert run("search", "--json").json["total"] == 1

    line = json.loads(aside.read_text())
    line["record"]["body"] = "The price of cocoa rose."
    assert line["options"] == {"map": ["keywords=topics"]}
    aside.write_text(json.dumps(line))
    assert run(*shlex.split(replay)[1:]).code == 0
    assert run("show", "--json", "cocoa").json["keywords"] == ["cocoa"]
    assert not aside.exists()


def test_many_rejected_records_are_counted_not_listed(run, lines):
    result = run("ingest", lines(*[{"id": f"a{n}"} for n in range(25)]))
    assert result.err.count("no title") == 10
    assert "... and 15 more" in result.err


def test_a_dry_run_changes_nothing(run, lines, home, articles):
    result = run("ingest", "--dry-run", "--json", lines(*articles, BAD))
    assert result.code == 3
    assert (result.json["new"], result.json["rejected"]) == (3, 1)
    assert result.json["rejections"][0]["reason"] == "no body"
    assert not home.exists()


def test_without_sync_articles_wait(run, lines, articles):
    run("ingest", lines(articles[0]))
    run("ingest", "--no-sync", lines(*articles))
    assert run("search", "--json").json["total"] == 1
    assert run("sync", "--json", "--dry-run").json == {"pending": 2}
    assert run("sync", "--json").json["changes"] == 2
    assert run("search", "--json").json["total"] == 3


def test_several_paths_of_several_kinds(run, lines, tmp_path, articles):
    pages = tmp_path / "pages"
    (pages / "deep").mkdir(parents=True)
    (pages / "deep" / "a.txt").write_text("A page\n5 June 2017\n\nIts text.")
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(articles[1]).encode()))
    assert run("ingest", "--json", lines(articles[0]), pages, packed).json["new"] == 3


def test_standard_input(run, articles):
    data = "\n".join(map(json.dumps, articles)).encode()
    assert run("ingest", "--json", "-", data=data).json["new"] == 3


def test_an_encoding(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Навес\nШёл дождь.".encode("windows-1251"))  # too short to tell by itself
    told = run("ingest", path)
    assert told.code == 3
    assert "--encoding" in told.err
    assert run("ingest", "--encoding", "windows-1251", path).code == 0
    assert run("search", "--json", "дожди").json["total"] == 1


def test_unknown_dates(run, lines, articles):
    path = lines(articles[0] | {"published": "soon"})
    assert "--unknown-dates" in run("ingest", path).err
    assert run("ingest", "--unknown-dates", path).code == 0
    assert run("show", "--json", "roof-ru").json["published_given"] == "soon"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing.jsonl"], "missing.jsonl: there is no such file or folder"),
        (["."], "no file in this folder ends in .jsonl"),
        ([], "Missing argument 'PATH...'"),
        (["--map", "topics", "good"], "'topics' is not a mapping"),
        (["--map", "a=b", "--map", "a=c", "good"], "a is mapped twice"),
        (["--encoding", "utf-16", "good"], "'utf-16' is not a supported encoding"),
        (["--no-such", "good"], "No such option"),
    ],
)
def test_wrong_usage_touches_nothing(run, file, monkeypatch, arguments, told):
    empty = file.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    result = run("ingest", *[file if argument == "good" else argument for argument in arguments])
    assert result.code == 2
    assert told in result.err
    assert len(result.err.splitlines()) == 1
    assert not (file.parent / "home").exists()


def test_deleted_articles_are_found_no_more(run, filled):
    assert run("delete", "--dry-run", "--json", "roof-ru").json == {"deleted": 1, "missing": []}
    assert run("search", "--json").json["total"] == 3
    assert run("delete", "roof-ru").err == "1 article deleted\n"
    assert run("search", "--json").json["total"] == 2
    assert run("show", "roof-ru").code == 1


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_unknown_ids_are_named_and_the_others_deleted(run, filled, dry):
    result = run("delete", "nobody", "roof-ru", "none", "none", *dry)
    assert result.code == 1
    assert result.err.splitlines() == [
        f"1 article {'would be ' if dry else ''}deleted",
        "podshivka: there are no articles 'nobody', 'none' (search --json prints ids)",
    ]
    assert run("search", "--json").json["total"] == (3 if dry else 2)
    result = run("delete", "--json", "nobody")
    assert (result.code, result.json) == (1, {"deleted": 0, "missing": ["nobody"]})
    assert "there is no article 'nobody'" in json.loads(result.err)["error"]["message"]


def test_one_is_singular_and_many_are_plural(run, lines, articles):
    one, *rest = articles
    told = run("ingest", lines(one)).err
    assert "1 record read: 1 new, 0 changed, 0 unchanged, 0 duplicates" in told
    assert "1 article can be found" in told
    assert "in 1 article\n" in run("explain", "навес").out
    assert "2 records read" in run("ingest", lines(*rest)).err
    assert "3 articles can be found" in run("reindex").err
    assert "1 article would be changed" in run("tag", "--dry-run").err


@pytest.mark.corpora
def test_the_real_page_and_nothing_that_surrounds_it(run, corpora):
    assert run("ingest", corpora / "seed-page.txt").code == 0
    found = run("search", "--json", "dagestan").json
    assert found["total"] == 1
    assert found["hits"][0]["title"] == "Gay from Dagestan describes his escape from Russia"
    assert found["hits"][0]["published"] == "2017-06-05T10:15:00+03:00"
    for noise in (
        '"full text of the article"',
        '"all news"',
        "niqabs",
        "lawyers",
        "2024",
        "archive",
    ):
        assert run("search", "--json", noise).json["total"] == 0


def test_tags_are_found_in_the_text_only_where_none_are_given(run, lines):
    text = "Жители Грозного вышли на митинг против застройки парка. В Грозном задержали шестерых."
    bare = {"id": "bare", "language": "ru", "title": "Митинг в Грозном", "body": text}
    given = bare | {"id": "given", "regions": ["dagestan"], "topics": ["sport"]}
    run("ingest", "--tag", lines(bare, given))
    shown = run("show", "--json", "bare").json
    assert "grozny" in shown["regions"]
    assert "protests" in shown["topics"]
    (tag,) = [tag for tag in shown["tags"]["regions"] if tag["value"] == "grozny"]
    assert tag["origin"] == "found"
    assert "Грозном" in tag["words"]
    assert 0 < tag["confidence"] <= 1
    shown = run("show", "--json", "given").json
    assert (shown["regions"], shown["topics"]) == (["dagestan"], ["sport"])
    assert run("search", "--json", "--region", "chechnya").json["total"] == 1


def test_without_being_asked_nothing_is_tagged(run, lines):
    bare = {"id": "bare", "language": "ru", "title": "Митинг в Грозном", "body": "Митинг."}
    run("ingest", lines(bare))
    assert run("show", "--json", "bare").json["regions"] == []


def test_mirrors_count_as_duplicates_and_cost_nothing_the_second_time(run, lines, articles):
    page = {name: articles[1][name] for name in ("language", "title", "body")}
    addresses = ("http://www.roof.example/1/", "https://m.roof.example/1", "https://roof.example/1")
    file = lines(*[page | {"url": url} for url in addresses])
    first = run("ingest", "--json", file).json
    assert (first["read"], first["new"], first["duplicates"]) == (3, 1, 2)
    second = run("ingest", "--json", file).json
    assert (second["new"], second["changed"]) == (0, 0)
    assert (second["unchanged"], second["duplicates"]) == (1, 2)
    assert run("sync", "--json", "--dry-run").json == {"pending": 0}
    assert run("search", "--json", "traders").json["total"] == 1
