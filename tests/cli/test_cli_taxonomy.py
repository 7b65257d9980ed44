"""Regions and topics that files have and the taxonomies do not."""

from __future__ import annotations

from indexer.taxonomy import Taxonomy

STORY = {"title": "A roof", "body": "The town hall paid.", "topics": ["cocoa"]}


def test_what_is_printed_can_be_named_in_the_settings(run, lines, tmp_path, home):
    story = {"title": "A roof", "body": "The town hall paid.", "topics": ["cocoa", "Протесты"]}
    articles = lines(story)
    result = run("taxonomy", "suggest", articles)
    assert "cocoa → cocoa (new): 1 record" in result.err
    own = tmp_path / "topics.json"
    own.write_text(result.out)
    made = Taxonomy.load(own)
    assert made.resolve("cocoa") == "cocoa"
    listed = run("taxonomy", "suggest", "--json", articles).json
    assert [each["id"] for each in listed["values"]] == ["cocoa", "protests"]
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text(f"topics = {str(own)!r}\n")
    assert run("ingest", "--json", articles).json["unlisted"] == []


def test_values_of_no_taxonomy_are_told_with_what_was_meant(run, lines):
    articles = lines(STORY | {"regions": ["dagestn"]}, STORY | {"title": "B"})
    told = run("ingest", articles)
    assert told.code == 0
    assert "'cocoa' is no topic: a keyword of 2 articles" in told.err
    assert "'dagestn' is no region: a keyword of 1 article; did you mean dagestan?" in told.err
    assert run("search", "--json", "keyword:cocoa").json["total"] == 2


def test_on_request_they_are_set_aside_and_taken_when_that_is_asked_for(run, lines):
    assert run("ingest", "--unknown", "reject", lines(STORY)).code == 3
    assert run("quarantine", "retry").code == 3  # as it was read
    assert run("quarantine", "retry", "--unknown", "keep").code == 0
    assert run("search", "--json", "keyword:cocoa").json["total"] == 1


def test_if_no_record_has_the_field_the_message_says_how_to_name_another(run, lines):
    result = run("taxonomy", "suggest", "--facet", "region", lines(STORY))
    assert (result.code, result.out) == (0, "[]\n")
    told = "no record has the field regions: if another one has the values, add --map regions=NAME"
    assert told in result.err
