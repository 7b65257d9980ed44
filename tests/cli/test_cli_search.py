"""``podshivka search``, ``show`` and ``analyze``: the shapes that scripts rely on."""

from __future__ import annotations

import json

import pytest

from tests.two_languages import listed

pytestmark = pytest.mark.usefixtures("filled")

HIT = {
    "id",
    "title",
    "language",
    "published",
    "regions",
    "topics",
    "score",
    "snippet",
    "highlights",
    "url",
    "missing",
    "also",
}


def ids(result) -> list[str]:
    return [hit["id"] for hit in result.json["hits"]]


def test_the_shape_of_a_page(run):
    found = run("search", "--json", "торговцев").json
    assert found["total"] == 2
    first = found["hits"][0]
    assert set(first) == HIT
    assert first["id"] == "roof-ru"
    assert first["title"] == "Торговцы в Буйнакске просят навес"
    assert first["language"] == "ru"
    assert first["published"] == "2016-03-09T18:40:00+03:00"
    assert first["regions"] == ["dagestan"]
    assert first["topics"] == ["economy"]
    assert first["score"] > found["hits"][1]["score"] > 0
    assert "торговцев" in first["snippet"]
    start, end = first["highlights"]["snippet"][0]
    assert first["snippet"][start:end] == "торговцев"
    assert list(found["facets"]) == [
        "region", "topic", "language", "person", "organisation",
        "author", "source", "keyword", "date",
    ]  # fmt: skip
    for counts in found["facets"].values():
        for count in counts:
            assert {"value", "label", "count"} <= count.keys()
    assert {"value": "ru", "label": "Russian", "count": 2}.items() <= (
        found["facets"]["language"][0].items()
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["roof-en", "roof-ru", "rain-ru"]),
        (["--sort", "oldest"], ["roof-ru", "roof-en", "rain-ru"]),
        (["--sort", "date"], ["roof-en", "roof-ru", "rain-ru"]),
        (["--limit", "1", "--page", "2"], ["roof-ru"]),
        (["--limit", "1", "--page", "9"], []),
        (["--limit", "999999999", "--page", "999999999"], []),
        (["--region", "Чечня"], ["rain-ru"]),
        (
            ["--region", "chechnya", "--region", "dagestan", "--language", "ru"],
            ["roof-ru", "rain-ru"],
        ),
        (["--topic", "protests"], ["roof-en"]),
        (["--from", "2016-03-10"], ["roof-en"]),
        (["--to", "2016-03-09"], ["roof-ru"]),
        (["--from", "2016-03", "--to", "2016-03"], ["roof-en", "roof-ru"]),
        (["мэрии", "-дождь"], []),
        (["мэрия", "-дорога"], ["roof-ru"]),
        (['"размыл дорогу"'], ["rain-ru"]),
        (["торговцы", "дождь"], ["rain-ru", "roof-ru"]),
        (["no", "such", "words"], []),
    ],
)
def test_words_and_filters(run, arguments, expected):
    found = ids(run("search", "--json", *arguments))
    assert sorted(found) == sorted(expected)
    if "--sort" in arguments or not arguments:
        assert found == expected


def test_labels_in_the_language_asked_for(run):
    facets = run("search", "--json", "--ui", "ru").json["facets"]
    assert "Дагестан" in {count["label"] for count in facets["region"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--region", "dagestn"], "--region: 'dagestn' is not in the taxonomy (did you mean dag"),
        (["--topic", "zzz"], "--topic: 'zzz' is not in the taxonomy"),
        (["--language", "elvish"], "there is no language 'elvish'"),
        (["--from", "soon"], "--from: 'soon' is not a date"),
        (["--from", "2017", "--to", "2016"], "--from: 2017 is after 2016"),
        (["--limit", "0"], "'--limit'"),
        (["--limit", "1000000000"], "'--limit'"),
        (["--page", "0"], "'--page'"),
        (["--page", "9" * 20], "'--page'"),
        (["--page", "x"], "'--page'"),
        (["--sort", "size"], "'--sort'"),
        (["--regoin", "dagestan"], "No such option"),
    ],
)
def test_wrong_usage(run, arguments, told):
    result = run("search", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    "query",
    ["\udcff\udcfe", "((((", '"', "a" * 100_000, "* * *", "AND OR NOT", "\x1b[31m", "=", "-"],
)
def test_any_query_gives_a_page(run, query):
    assert run("search", "--json", query).json["total"] >= 0


def test_for_people(run):
    result = run("search", "торговцев")
    assert result.code == 0
    assert result.out.startswith("2 articles\n")
    assert "Торговцы в Буйнакске просят навес" in result.out
    assert "roof-ru  2016-03-09 18:40, ru, dagestan, economy" in result.out
    assert "language: Russian 2" in result.out
    assert "\x1b" not in result.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["qwertyx"], "Nothing found. Try fewer words or filters, and no quotation marks or minus"),
        (["qwertyx", "--ui", "ru"], "Ничего не найдено. Уберите часть слов"),
        (["--page", "9"], "Page 9 does not exist: there is 1 page of results"),
        (["--ui", "ru"], "3 статьи"),
        (["торговцы", "region:atlantis"], "There is no region “atlantis” (character 17)"),
        (["торговцы", "snow"], "No article has all of these words; these articles have some"),
        (["--ui", "ru", "торговцы", "snow"], "Нет статей со всеми этими словами"),
        (["тарговцы"], "“торговцы” was searched for instead: 2 articles."),
        (["nhbdbfk"], "Nothing found"),
        (["--undated"], "rain-ru  undated, ru, chechnya"),
    ],
)
def test_how_the_query_was_read_is_told_in_sentences(run, arguments, told):
    out = run("search", *arguments).out
    assert told in out
    assert "note:" not in out


def test_articles_without_a_date(run):
    assert ids(run("search", "--json", "--undated")) == ["rain-ru"]
    (undated,) = run("search", "--json", "--undated").json["facets"]["date"][-1:]
    assert undated["selected"]
    result = run("search", "--undated", "--from", "2016")
    assert (result.code, result.out) == (2, "")
    assert "--undated: an article without a date is not in any period" in result.err
    assert "without a date" in run("explain", "--undated", "дождь").out
    assert run("explain", "--undated", "--json", "дождь").json["period"]["undated"] is True
    assert "it has a date" in run("explain", "--undated", "--article", "roof-ru", "навес").out


def test_colours_are_for_terminals(run, monkeypatch):
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda _, color=None: color is False)
    assert "\x1b[1m" in run("show", "roof-ru").out
    assert "\x1b[33m" in run("search", "торговцев").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("show", "roof-ru").out
    assert "\x1b" not in run("search", "торговцев").out


def test_forms_when_asked_for(run):
    assert "forms" not in run("search", "--json", "торговцев").json
    (word,) = run("search", "--json", "--forms", "торговцев").json["forms"]
    assert word["word"] == "торговцев"
    assert {form["form"]: form["count"] for form in word["forms"]} == {
        "торговцев": 1,
        "торговцы": 2,
    }
    assert word["forms"][0] == {
        "form": "торговцы",
        "count": 2,
        "without": "торговцев!=торговцы",
        "alone": "=торговцы",
    }
    assert (
        "\nforms of торговцев: торговцы 2, торговцев 1\n"
        in run("search", "--forms", "торговцев").out
    )


def test_a_title_cannot_steer_the_terminal(run, lines, articles):
    run("ingest", lines(articles[0] | {"id": "esc", "title": "Красный \x1b[31mцвет\u202e"}))
    for result in (run("search", "красный"), run("show", "esc")):
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out


def test_show(run, articles):
    shown = run("show", "--json", "roof-ru").json
    assert articles[0].items() <= (shown | {"published": articles[0]["published"]}).items()
    assert shown["published"] == "2016-03-09T18:40:00+03:00"
    text = run("show", "roof-ru").out
    assert "[1m" not in text
    for part in (articles[0]["title"], articles[0]["lede"], "Мэрия обещала", "2016-03-09 18:40"):
        assert part in text


def test_show_an_article_that_is_not_there(run):
    result = run("show", "nobody")
    assert result.code == 1
    assert "there is no article 'nobody'" in result.err


def test_what_show_prints_is_what_ingest_takes(run, lines):
    shown = run("show", "--json", "roof-ru").json
    assert run("ingest", "--json", lines(shown)).json["unchanged"] == 1


def test_analyze_prints_one_object_a_line(run):
    data = "Протесты в Махачкале\r\n\nBuynaksk's roofs".encode()
    first, empty, last = run("analyze", "--json", data=data).objects
    assert empty == {"tokens": []}
    assert [token["text"] for token in first["tokens"]] == ["Протесты", "в", "Махачкале"]
    token = first["tokens"][2]
    assert (token["start"], token["end"], token["position"]) == (11, 20, 2)
    assert "махачкала" in token["terms"]
    assert set(token) == {"text", "start", "end", "position", "terms"}
    assert last["tokens"][-1]["text"] == "roofs"


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", "é\u0301 и\u0306".encode(), b"\x85\x0b\x0c\x1c", "🙂 слово".encode()],
)
def test_analyze_takes_any_bytes(run, data):
    (found,) = run("analyze", "--json", data=data).objects
    line = data.decode(errors="replace")
    for token in found["tokens"]:
        assert line[token["start"] : token["end"]] == token["text"]


def test_analyze_for_people(run):
    out = run("analyze", data="Протесты\n".encode()).out
    assert "Протесты" in out
    assert "протест" in out


def test_analyze_needs_no_archive(run, home):
    assert run("analyze", "--json", "--home", home / "nowhere", data=b"x\n").code == 0


def test_options_before_and_after_the_command(run, home):
    home_first = run("--home", home, "--json", "search")
    assert home_first.json == run("search", "--home", home, "--json").json


def test_json_goes_to_a_pipe_as_utf8_whatever_the_locale(start, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    monkeypatch.setenv("PYTHONUTF8", "0")
    process = start("show", "--json", "rain-ru")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out.decode("utf-8"))["title"] == "Дождь размыл дорогу"


def test_words_stand_for_what_they_are_called_in_the_other_language(run, lines, monkeypatch):
    made = listed(("monday", "понедельник"))
    monkeypatch.setattr("indexer.archive.translations.KeptTranslations.open", lambda *_: made)
    bodies = {"ru": "Это случилось в понедельник.", "en": "It happened on Monday."}
    run(
        "ingest",
        lines(
            *(
                {"id": language, "language": language, "title": body, "body": body}
                for language, body in bodies.items()
            )
        ),
    )
    assert run("search", "--json", "monday").json["total"] == 1
    found = run("search", "--json", "monday", "--both").json
    assert found["total"] == 2
    [note] = [one for one in found["notes"] if one["code"] == "translated"]
    assert note["words"] == ["понедельник"]
    refused = run("search", "--json", "monday", "--both", "--not-as", "понедельник").json
    assert refused["total"] == 1
    assert len(run("export", "monday", "--both", "--format", "jsonl").out.splitlines()) == 2
    assert run("explain", "--json", "monday", "--both").json["total"] == 2
    wrong = run("search", "monday", "--not-as", "понедельник")
    assert (wrong.code, "add --both" in wrong.err) == (2, True)
