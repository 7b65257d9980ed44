"""The commands that list twins and say why articles are, or are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.cli import main
from indexer.settings import Settings
from schemas.article import Article

RU = {
    "id": "bridge-ru", "language": "ru", "published": "2018-07-10",
    "title": "В Кумухе снесло мост: эвакуированы 214 жителей",
    "body": "Глава района Магомед Гасанов сообщил, что река поднялась на 3,5 метра. "
    "Мост длиной 86 метров разрушен. Учительница Патимат Алиева видела, как пришла вода.",
}  # fmt: skip
EN = {
    "id": "bridge-en", "language": "en", "published": "2018-07-11",
    "title": "Bridge swept away in Kumukh, 214 residents evacuated",
    "body": "The river has risen by 3.5 metres, said Magomed Gasanov, head of the district. "
    "The bridge, 86 metres long, was destroyed. Teacher Patimat Alieva saw the water come.",
}  # fmt: skip
OTHERS = [
    {"id": "late-en", "language": "en", "published": "2018-09-11", "title": "Bridge is built anew"},
    {"id": "undated-en", "language": "en", "title": "Bridge of Kumukh in a photo album"},
    {"id": "short-en", "language": "en", "published": "2018-07-10", "title": "Bridge"},
    {"id": "de", "language": "de", "published": "2018-07-10", "title": "Die Brücke in Kumuch"},
    {"id": "other-ru", "language": "ru", "published": "2018-07-10", "title": "В Шали сгорел рынок"},
    {"id": "said-en", "language": "en", "published": "2018-07-10", "title": "Market of Shali burnt",
     "translation_of": "other-ru"},
    {"id": "lost-en", "language": "en", "published": "2018-07-10",
     "title": "Old trams stand still"},
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    archive = Archive(Settings(home=tmp_path / "home"), create=True)
    archive.add(Article.model_validate(one) for one in (RU, EN, *OTHERS))
    archive.sync()

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--home", str(tmp_path / "home"), *arguments])
        found = capsys.readouterr()
        return code, found.out, found.err

    return call


def test_ties_are_listed_with_what_tied_them(run) -> None:
    _, out, err = run("twins")
    (found,) = (line.split() for line in out.splitlines() if line.startswith("bridge"))
    assert (found[:2], found[3]) == (["bridge-ru", "bridge-en"], "found")
    assert 0.9 <= float(found[2]) < 1
    assert "other-ru  said-en     -  page" in out.splitlines()
    assert err == "2 ties\n"


def test_ties_as_data(run) -> None:
    page, found = (json.loads(line) for line in run("twins", "--json")[1].splitlines())
    assert page == {"articles": ["other-ru", "said-en"], "score": 1.0, "source": "page",
                    "reasons": None}  # fmt: skip
    assert found["articles"] == ["bridge-ru", "bridge-en"]
    assert ["Гасанов", "Gasanov"] in found["reasons"]["names"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("bridge-en", "bridge-ru and bridge-en are tied"),
        ("late-en", "more than 5 days apart"),
        ("undated-en", "an article without a date is compared with none"),
        ("short-en", "fewer than 4 words"),
        ("de", "only Russian and English articles are compared"),
        ("other-ru", "both are in one language"),
        ("said-en", "a page itself, or the operator's file, ties one of them to another"),
        ("lost-en", "another article is nearer"),
    ],
)
def test_it_is_said_why_articles_are_tied_or_not(run, other: str, said: str) -> None:
    code, out, _ = run("explain", "--twin", "bridge-ru", other)
    assert code == 0
    assert said in out
    assert ("are tied" in out, "are not tied" in out) == (other == EN["id"], other != EN["id"])


def test_what_speaks_for_a_tie_is_told(run) -> None:
    _, out, _ = run("explain", "--twin", "bridge-en", "bridge-ru")
    assert (
        "names Alieva, Gasanov, Kumukh, Magomed, Patimat; numbers 214, 3.5, 86; 1 day apart" in out
    )
    shape = json.loads(run("explain", "--json", "--twin", "bridge-en", "bridge-ru")[1])
    assert (shape["tied"], shape["code"], shape["nearest"]) == (
        True, "tied", ["bridge-ru", "bridge-en"],
    )  # fmt: skip


def test_an_article_that_is_not_there(run) -> None:
    code, _, err = run("explain", "--twin", "bridge-ru", "nowhere")
    assert code == 1
    assert "nowhere" in err


def test_ties_are_compared_with_pairs_that_one_knows(run, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("# two bridges\nbridge-en bridge-ru\nlost-en other-ru # wrong here\n")
    _, out, _ = run("twins", "--check", str(known))
    assert out.splitlines() == [
        "wrong    other-ru  said-en",
        "missing  lost-en  other-ru",
        "right    1 of 2 ties, 2 are known",
    ]
    shape = json.loads(run("twins", "--json", "--check", str(known))[1])
    assert (shape["right"], shape["precision"], shape["recall"]) == (1, 0.5, 0.5)


@pytest.mark.parametrize("text", ["one\n", "a b c\n"])
def test_a_list_that_cannot_be_read_is_refused_with_its_line(run, tmp_path: Path, text) -> None:
    (tmp_path / "known.txt").write_text(f"# pairs\n{text}")
    code, _, err = run("twins", "--check", str(tmp_path / "known.txt"))
    assert code == 2
    assert "known.txt, line 2" in err


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "it cannot be read: No such file or directory"), (b"\xff", "it is not UTF-8")],
)
def test_a_list_that_cannot_be_read_at_all(run, tmp_path: Path, content, told) -> None:
    known = tmp_path / "known.txt"
    if content is not None:
        known.write_bytes(content)
    code, _, err = run("twins", "--check", str(known))
    assert code == 2
    assert err == f"podshivka: {known}: {told} (name a text file with two ids on each line)\n"
