"""``podshivka verify``: what is damaged is named, with what to do."""

from __future__ import annotations

import sqlite3

import pytest

pytestmark = pytest.mark.usefixtures("filled")


def test_what_is_sound(run):
    result = run("verify")
    assert (result.code, result.out) == (0, "")
    assert "nothing is damaged" in result.err
    assert run("verify", "--json").json == {"damaged": []}


def test_every_fault_is_a_line_with_what_to_do(run, home):
    with sqlite3.connect(home / "store.sqlite") as store:
        store.execute("UPDATE change SET data = replace(data, 'letter', 'latter')")
    store.close()
    (segment,) = home.glob("index/*/*.arrays")
    content = bytearray(segment.read_bytes())
    content[64] ^= 1
    segment.write_bytes(content)
    words = next(home.glob("lexicons/*/text.npy"))
    words.write_bytes(b"")
    result = run("verify")
    assert result.code == 5
    article, array, lexicon = result.out.splitlines()
    assert "'roof-en' is damaged" in article
    assert "podshivka delete roof-en" in article
    assert f"{segment}: array" in array
    assert "podshivka reindex" in array
    assert "what is known of words is damaged" in lexicon
    assert "podshivka sync" in lexicon
    assert "3 faults found" in result.err
    assert [one["place"] for one in run("verify", "--json").objects[0]["damaged"]] == [
        str(home / "store.sqlite"),
        str(segment),
        str(words.parent),
    ]


def test_what_it_says_mends(run, home, file):
    """Restoring, deleting and ingesting again, a sync."""
    with sqlite3.connect(home / "store.sqlite") as store:
        store.execute("UPDATE change SET data = replace(data, 'letter', 'latter')")
    store.close()
    next(home.glob("lexicons/*/text.npy")).write_bytes(b"")
    assert run("show", "roof-en").code == 1
    assert run("delete", "roof-en").code == 0
    result = run("ingest", file)
    assert result.code == 0
    assert run("verify").code == 0
    assert run("search", "--json", "letter").json["total"] == 1


def test_what_is_made_anew_is_said(run, home):
    next(home.glob("lexicons/*/text.npy")).write_bytes(b"")
    assert run("search", "--json", "навес").json["total"] == 1  # without that help
    assert "lexicons) was damaged and has been made anew" in run("sync").err
    assert run("verify").code == 0
    (home / "names.sqlite").write_bytes(b"nothing")
    assert run("search", "--json", "навес").json["total"] == 1
    assert run("verify").out.startswith(f"{home / 'names.sqlite'}: what is known of names is")
    assert "names.sqlite) was damaged and has been made anew" in run("sync").err
    assert "damaged" not in run("sync").err
