"""Which surnames go into the list of English surnames."""

from __future__ import annotations

from indexer.query.help import build_surnames

LINES = (
    "SMITH 1.0 1.0 1", "CAHILL 0.1 2.0 2", "TERRANCE 0.1 2.1 3", "NG 0.1 2.1 4", "RELF 0 3 5",
    "THIER 0 3 6",
)  # fmt: skip


def test_frequent_surnames_that_are_no_words(tmp_path, monkeypatch):
    surnames = tmp_path / "dist.all.last"
    surnames.write_text("\n".join([*LINES, "KAVANAGH 0 4 7"]), "ascii")
    monkeypatch.setattr(build_surnames, "TARGET", tmp_path / "surnames.txt")
    monkeypatch.setattr(build_surnames, "MOST_FREQUENT", len(LINES))
    build_surnames.main(surnames)
    lines = (tmp_path / "surnames.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if line[0] != "#"] == ["cahill"]
