"""``podshivka quarantine``: what was set aside is listed, mended, tried again; nothing is lost."""

from __future__ import annotations

import json

import pytest

from indexer.archive import Archive
from schemas.errors import StoreError

BAD = {"id": "bad", "language": "en", "title": "No body"}
LATE = {"id": "late", "language": "en", "title": "A roof", "body": "Rain.", "published": "soon"}
COCOA = {"id": "cocoa", "language": "en", "title": "Cocoa", "body": "Up.", "topics": ["cocoa"]}


@pytest.fixture
def aside(run, lines, home):
    """The file that an ingest of BAD, LATE, COCOA and a good article leaves."""
    good = BAD | {"id": "good", "body": "It rained."}
    assert run("ingest", "--unknown", "reject", lines(BAD, good, LATE, COCOA)).code == 3
    (path,) = (home / "rejected").iterdir()
    return path


def correct(path, number, **changes):
    records = [json.loads(line) for line in path.read_text().splitlines()]
    records[number]["record"] |= changes
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def test_files_and_counts_by_reason(run, aside):
    reasons = {"no-body": 1, "bad-date": 1, "unknown-topic": 1}
    assert run("quarantine", "list", "--json").json == {
        "records": 3,
        "reasons": reasons,
        "files": [{"file": str(aside), "records": 3, "reasons": reasons}],
    }
    told = run("quarantine", "list").out
    assert f"{aside.name}  3 records: 1 no-body, 1 bad-date, 1 unknown-topic" in told
    assert "3 records in 1 file of" in told


def test_nothing_was_set_aside(run, filled):
    assert run("quarantine", "list", "--json").json == {"records": 0, "reasons": {}, "files": []}
    result = run("quarantine", "retry", "--json")
    assert (result.code, result.json["read"], result.json["files"]) == (0, 0, [])


def test_what_is_accepted_leaves_and_what_is_bad_stays_with_its_new_reason(run, aside):
    correct(aside, 0, body="It rained.", published="never")
    correct(aside, 1, published="2020-01-02")
    result = run("quarantine", "retry", "--json", aside.name)
    assert result.code == 3
    summary = result.json
    assert (summary["read"], summary["new"], summary["rejected"]) == (3, 1, 2)
    assert summary["reasons"] == {"bad-date": 1, "unknown-topic": 1}
    assert summary["files"] == [{"file": str(aside), "records": 2}]
    assert summary["documents"] == 2
    left = [json.loads(line) for line in aside.read_text().splitlines()]
    assert [(line["record"]["id"], line["code"]) for line in left] == [
        ("bad", "bad-date"),
        ("cocoa", "unknown-topic"),
    ]
    assert left[0]["place"].endswith("articles.jsonl:1")
    assert run("search", "--json", "roof").json["total"] == 1


def test_options_given_now_mend_too_and_a_file_without_records_goes(run, aside):
    correct(aside, 0, body="It rained.")
    options = ("--unknown-dates", "--map", "keywords=topics")
    result = run("quarantine", "retry", *options)
    assert result.code == 0
    assert f"{aside.name}: done, removed" in result.err
    assert not aside.exists()
    assert run("show", "--json", "cocoa").json["keywords"] == ["cocoa"]


def test_the_options_of_the_ingest_are_kept(run, lines, home):
    tagged = {"id": "t", "language": "ru", "title": "Митинг в Грозном", "themes": ["x"]}
    run("ingest", "--tag", "--map", "keywords=themes", "--unknown-dates", lines(tagged))
    (aside,) = (home / "rejected").iterdir()
    correct(aside, 0, body="Жители Грозного вышли на митинг в Грозном.", published="soon")
    assert run("quarantine", "retry").code == 0
    shown = run("show", "--json", "t").json
    assert (shown["keywords"], shown["published"]) == (["x"], None)
    assert "grozny" in shown["regions"]


@pytest.mark.parametrize(("given", "tagged"), [("--no-tag", False), ("--tag", True), (None, True)])
def test_whether_to_tag_is_kept_against_the_setting(run, lines, home, given, tagged):
    home.mkdir()
    (home / "settings.toml").write_text("tag = true\n")
    story = {"id": "t", "language": "ru", "title": "Митинг в Грозном"}
    run("ingest", *filter(None, [given]), lines(story))
    (aside,) = (home / "rejected").iterdir()
    correct(aside, 0, body="Жители Грозного вышли на митинг в Грозном.")
    assert run("quarantine", "retry").code == 0
    assert ("grozny" in run("show", "--json", "t").json.get("regions", [])) is tagged


def test_a_line_that_was_no_json(run, lines, home):
    run("ingest", lines(json.dumps(BAD | {"body": "It rained."})[:-1]))
    (aside,) = (home / "rejected").iterdir()
    line = json.loads(aside.read_text())
    assert line["code"] == "not-json"
    aside.write_text(json.dumps(line | {"record": line["record"] + "}"}))
    assert run("quarantine", "retry", "--json").json["new"] == 1


def test_a_page_that_was_not_kept_is_read_again_when_it_was_mended(run, tmp_path, home):
    page = tmp_path / "page.txt"
    page.write_bytes(b"A roof\n\0It rained.")
    run("ingest", page)
    assert run("quarantine", "retry").code == 3
    page.write_text("A roof\n\nIt rained all day.")
    assert run("quarantine", "retry", "--json").json["new"] == 1
    assert not list((home / "rejected").iterdir())


def test_a_page_of_a_sitemap_keeps_its_address(run, tmp_path, home):
    page, aside = tmp_path / "roof.html", tmp_path / "aside.html"
    page.write_text("<ul><li>Home</li></ul>")
    (tmp_path / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://hills.example/roof</loc></url></urlset>"
    )
    assert run("ingest", tmp_path / "sitemap.xml").code == 3
    page.rename(aside)
    assert run("quarantine", "retry").code == 3  # gone: its line stays as it was
    aside.rename(page)
    page.write_text(
        '<html lang="en"><head><title>A roof for the market</title>'
        '<meta property="article:published_time" content="2020-01-02T10:00:00+03:00"></head>'
        "<body><article><h1>A roof for the market</h1>"
        f"<p>{'It rained all day and the stalls stood empty. ' * 9}</p></article></body></html>"
    )
    assert run("quarantine", "retry", "--json").json["new"] == 1
    assert not list((home / "rejected").iterdir())
    assert Archive.open(home).at("https://hills.example/roof")


def test_a_page_that_is_gone_stays_with_a_mend(run, tmp_path, home):
    page = tmp_path / "page.txt"
    page.write_bytes(b"\0")
    run("ingest", page)
    page.unlink()
    result = run("quarantine", "retry", "--json")
    assert result.code == 3
    (rejection,) = result.json["rejections"]
    assert "bring it back, or delete this line" in rejection["hint"]
    assert run("quarantine", "list", "--json").json["records"] == 1


def test_an_article_under_the_id_of_another_does_not_take_its_place(run, lines, home):
    good = BAD | {"body": "It rained."}
    assert run("ingest", lines(good, good | {"body": "It snowed."})).code == 3
    (path,) = (home / "rejected").iterdir()
    assert run("quarantine", "retry").code == 3
    assert run("show", "--json", "bad").json["body"] == "It rained."
    correct(path, 0, id="other")
    assert run("quarantine", "retry").code == 0
    assert run("show", "--json", "other").json["body"] == "It snowed."


def test_of_an_array_on_one_line_each_item_has_its_place(run, tmp_path, home):
    path = tmp_path / "a.json"
    good = BAD | {"id": "good", "body": "It rained."}
    path.write_text(json.dumps([good, 3, "x", None]))
    assert run("ingest", path).code == 3
    (aside,) = (home / "rejected").iterdir()
    for _ in range(2):
        left = [json.loads(line)["place"] for line in aside.read_text().splitlines()]
        assert left == [f"{path}:1#{number}" for number in (2, 3, 4)]
        assert run("quarantine", "retry").code == 3


def test_a_link_in_a_circle_is_not_said_to_be_gone(run, tmp_path, home):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps(BAD | {"body": "It rained."}))
    (folder / "back").symlink_to(folder)
    assert run("ingest", folder).code == 3
    result = run("quarantine", "retry")
    assert result.code == 3
    assert "remove the link; everything else was read" in result.err
    (folder / "back").unlink()
    assert "is gone" in run("quarantine", "retry").err


def test_what_was_damaged_by_hand_stays_as_it_is(run, aside):
    before = aside.read_text()
    aside.write_text(before + "not json\n[]\n")
    result = run("quarantine", "retry", "--json")
    assert (result.code, result.json["rejected"]) == (3, 5)
    assert [json.loads(line)["record"] for line in aside.read_text().splitlines()][3:] == [
        "not json",
        "[]",
    ]


def test_files_of_the_version_before_have_no_codes(run, aside):
    old = [json.loads(line) for line in aside.read_text().splitlines()]
    aside.write_text("".join(json.dumps(o | {"code": None}) + "\n" for o in old))
    assert run("quarantine", "list", "--json").json["reasons"] == {"other": 3}


def test_a_crash_loses_nothing(run, aside, monkeypatch):
    before = aside.read_text()

    def full(*_):
        raise StoreError("the disk is full")

    monkeypatch.setattr(Archive, "add", full)
    assert run("quarantine", "retry").code == 1
    assert [path.name for path in aside.parent.iterdir()] == [aside.name]
    assert aside.read_text() == before


def test_a_file_that_is_not_there(run, aside):
    result = run("quarantine", "retry", "no.jsonl")
    assert result.code == 1
    assert "podshivka quarantine list shows them" in result.err


def test_two_cannot_retry_at_once(run, aside, home):
    archive = Archive.open(home)
    with archive.writing():
        assert run("quarantine", "retry").code == 4
    assert aside.exists()
