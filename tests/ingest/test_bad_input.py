"""Bad input: each fault has a place, a reason and a hint; all else is accepted."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from itertools import chain

import pytest

from indexer.ingest import check_encoding
from indexer.ingest.formats import jsonl
from indexer.ingest.formats.json_array import elements
from indexer.ingest.records import LIMIT
from schemas.errors import UsageError

GOOD = json.dumps({"id": "good", "language": "en", "title": "A roof", "body": "It rained."})
RUSSIAN = {
    "id": "ru",
    "language": "ru",
    "title": "Навес",
    "body": "Весь день шёл дождь над городом",
}


def line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"not json", "not JSON: "),
        (b'{"title": "cut', "not JSON: EOF while parsing a string at column 14"),
        (b'{"a": 1} [{"b": 2}]', "not JSON: trailing characters"),
        (b'{"a": NaN}', "not JSON: "),
        (b'{"title": "\\ud83d"}', "not JSON: "),
        (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "not JSON: recursion limit"),
        (b"[1, 2]", "it holds a list, not an object"),
        (b'"text"', "it holds a text, not an object"),
        (b"1.5", "it holds a number, not an object"),
        (b"true", "it holds true or false, not an object"),
        (b"null", "it holds null, not an object"),
        (b'{"title": "nul \\u0000 inside"}', "a NUL character"),
        (b'{"deep": [{"\\u0000": 1}]}', "a NUL character"),
        (b'{"title": "nul \x00 inside"}', "a NUL byte at byte 15"),
        (b"\x00\x00\x00\x00", "a NUL byte at byte 0"),
        (line({"title": "Навес", "body": "Дождь"}).decode().encode("cp1251"), "is not UTF-8"),
        (line(RUSSIAN)[:-3] + b"\xff" + line(RUSSIAN)[-3:], "is not UTF-8"),
        (b"\xff\xfe{", "byte 0xff at byte 0 is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path, take, bad, message):
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD.replace("good", "one").encode() + b"\n" + bad + b"\n" + GOOD.encode())
    taken = take(path)
    assert [article.id for article in taken.articles] == ["one", "good"]
    assert message in taken.error.message
    assert taken.error.place == f"{path}:2"
    assert taken.error.hint


ONE, OTHER = GOOD.replace("good", "one"), GOOD.replace("good", "other")


@pytest.mark.parametrize(
    ("records", "good", "bad"),
    [
        ([ONE, OTHER], ["one", "other"], []),
        ([ONE[:-9], OTHER], ["other"], [":1"]),
        ([ONE, OTHER[:-9]], ["one"], [":1#2"]),
        ([ONE.replace(":", ":x"), OTHER.replace(":", ":x")], [], [":1", ":1#2"]),
        ([ONE[:-9], OTHER[:-9], GOOD], ["good"], [":1", ":1#2"]),
        ([ONE.replace("{", '{"of": [{"id": 2}, {"id": 3}], "x": y, '), OTHER], ["other"], [":1"]),
    ],
)
def test_several_records_on_a_line_are_told_apart(tmp_path, take, records, good, bad):
    path = tmp_path / "a.jsonl"
    for between in ("", " ", "\t"):
        path.write_text(between.join(records) + "\n")
        taken = take(path)
        assert [article.id for article in taken.articles] == good
        assert [one.error.place for one in taken.rejections] == [f"{path}{place}" for place in bad]
        assert all(one.record and "title" in one.record for one in taken.rejections)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n",
        GOOD.encode() + b"\n" + GOOD.replace("good", r"\\u0000").encode(),
    ],
    ids=["no line end", "BOM and CRLF", "an escaped backslash before u0000"],
)
def test_what_looks_bad_and_is_not(tmp_path, take, content):
    (tmp_path / "a.jsonl").write_bytes(content)
    assert take(tmp_path).articles[0].id == "good"
    assert not take(tmp_path).rejections


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_with_its_encoding_a_file_is_read(tmp_path, take, encoding):
    (tmp_path / "a.jsonl").write_bytes(line(RUSSIAN).decode().encode(encoding))
    (tmp_path / "b.txt").write_bytes("Навес\nВесь день шёл дождь.".encode(encoding))
    taken = take(tmp_path, encoding=encoding)
    assert [article.title for article in taken.articles] == ["Навес", "Навес"]


TEXT = """Торговцы в Буйнакске просят навес
Сорок торговцев подписали письмо в мэрию. Прилавки стоят под открытым небом с 2012 года.
Мэрия обещала ответить через месяц, «если не помешает дождь»."""
TITLE = "Торговцы в Буйнакске просят навес"
OTHERS = {"windows-1251": "cp1251", "koi8-r": "koi8-r", "cp866": "cp866"}


@pytest.mark.parametrize("encoding", OTHERS)
def test_russian_in_another_encoding_is_read_and_remarked(tmp_path, take, encoding):
    text = TEXT.replace("«", '"').replace("»", '"')
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    record = {"title": TITLE, "body": text}
    (tmp_path / "b.jsonl").write_bytes((line(record).decode() + "\n").encode(encoding) * 3)
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == [TITLE] * 2
    assert taken.articles[1].body == text
    remark = f"not UTF-8: read as {encoding}, judging by its letters"
    assert taken.source.journal.remarks[remark] == (str(tmp_path / "a.txt"), 4)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_lines_in_two_encodings_are_each_read_in_its_own(tmp_path, take, encoding):
    text = TEXT.replace("«", '"').replace("»", '"')
    first, *others = text.splitlines(keepends=True)
    (tmp_path / "a.txt").write_bytes(first.encode() + "".join(others).encode(encoding))
    lines = [line({"title": TITLE, "body": f"{text} {number}"}).decode() for number in range(2)]
    (tmp_path / "b.jsonl").write_bytes(lines[0].encode() + b"\n" + lines[1].encode(encoding))
    taken = take(tmp_path)
    assert not taken.rejections
    assert [article.title for article in taken.articles] == [TITLE] * 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_page_with_a_byte_order_mark(tmp_path, take, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    assert take(tmp_path).article.title == TITLE


def test_english_with_the_quotes_of_windows(tmp_path, take):
    text = "A roof\nIt rained. “We pay rent for puddles,” she told the reporter – and left."
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert take(tmp_path).article.body == text.partition("\n")[2]


BEYOND = {
    "iso8859-4": "Vakar rungtyniauta: Kaunas 2 Panevėžys 1 Šiauliai 3 Utena 2 Kėdainiai 4 Alytus 1"
    " Jonava 2 Palanga 0 Trakai 1 Varėna 0 Anykščiai 3 Zarasai 2 Prienai 0 Klaipėda 1",
    "iso8859-13": "Vakar mieste atidarytas naujas tiltas per upę. Tai buvo svarbi diena, sakė"
    " meras, nes žmonės laukė jos dešimt metų ir galų gale sulaukė.",
    "cp1250": "Danas je u gradu otvoren novi most preko rijeke. Građani su ga čekali deset"
    " godina, a gradonačelnik je rekao da će se sada promet odvijati brže.",
    "iso8859-2": "Astăzi a fost deschis în oraş un pod nou peste râu. Primarul a spus că"
    " oamenii l-au aşteptat zece ani şi că este o zi importantă pentru ei.",
}


@pytest.mark.parametrize(("encoding", "body"), BEYOND.items())
def test_the_letters_of_other_encodings_are_no_accents_of_english(tmp_path, take, encoding, body):
    line = json.dumps({"title": "A", "text": body}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(line.encode(encoding))
    (tmp_path / "a.txt").write_bytes(f"Most\n{body}".encode(encoding))
    taken = take(tmp_path)
    assert [one.error.code for one in taken.rejections] == ["not-utf8"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Results\nAtlético Madrid 2 Barcelona 1",  # too short to tell
        "Results\nCafé Brontë: shr loss 22 cts vs loss 18 cts, net loss 3 mln vs 2, revs 20 vs 19",
        "Vote\nPeña, López, Muñoz were first in a vote this year, results showed on Monday.",
        "A roof\nThe Brontë café of Mr Müller was closed by the mayor, said the fire brigade.",
    ],
)
def test_accents_that_windows_has(tmp_path, take, text):
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert take(tmp_path).article.body == text.partition("\n")[2]


def test_quotes_of_windows_are_no_letters_of_an_encoding(tmp_path, take):
    text = "Most\nDanes je v mestu odprt “nov most” in tudi cesta, ki so jo gradili od lani."
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert "Slovenian" in take(tmp_path).error.message


def test_french_in_windows_1252_is_named(tmp_path, take):
    text = (
        "Le toit\nLa mairie ferme le café de la gare, a dit le maire aux journalistes dans la rue."
    )
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert "French" in take(tmp_path).error.message


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("Η συνθήκη υπογράφηκε στην πόλη και οι κάτοικοι περιμένουν", "iso8859-7", ""),
        ("© 2019 Café", "latin-1", "windows-1252"),
        ("Мост открыт, но не для всех", "cp1251", "windows-1251"),
        ("Мост закрыт", "cp1251", "windows-1251"),
    ],
)
def test_an_encoding_is_named_only_where_words_bear_it_out(tmp_path, take, text, encoding, guess):
    line = json.dumps({"title": "A", "body": text}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(line.encode(encoding))
    error = take(tmp_path, encoding="ascii").error
    assert error.message.endswith(f"; it looks like {guess}" if guess else "is not ASCII")
    assert (f"--encoding {guess}," in error.hint) == bool(guess)


def test_a_line_that_only_its_file_can_mend_is_not_kept(tmp_path, take):
    (tmp_path / "a.jsonl").write_bytes('{"title": "Навес"}\n'.encode("cp1251"))
    (rejection,) = take(tmp_path).rejections
    assert rejection.record is None
    assert "ingest it again" in rejection.error.hint


@pytest.mark.parametrize("fill", ["", "\n", " \n\n "])
def test_an_array_is_read_element_by_element(tmp_path, take, fill):
    records = [json.loads(GOOD) | {"id": f"a{n}", "deep": [{"x": ']}, \\" {'}]} for n in range(3)]
    texts = [json.dumps(record, indent=2 if fill else None) for record in records]
    (tmp_path / "a.json").write_text(f"{fill}[{fill}{f',{fill}'.join(texts)}{fill}]{fill}")
    taken = take(tmp_path)
    assert not taken.rejections
    assert [article.id for article in taken.articles] == ["a0", "a1", "a2"]


def test_objects_on_many_lines_are_read_one_after_the_other(tmp_path, take):
    texts = [json.dumps(json.loads(GOOD) | {"id": f"a{n}"}, indent=1) for n in range(3)]
    (tmp_path / "a.json").write_text("\n".join(texts) + "\n")
    assert [article.id for article in take(tmp_path).articles] == ["a0", "a1", "a2"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"title": no}', "not JSON: "),
        ('{"title": "unclosed}', "not JSON: "),
        ('{"a": 1} ["b"]', "not JSON: trailing characters"),
        ("17", "it holds a number, not an object"),
        ("[1, 2]", "it holds a list, not an object"),
        ('"{"', "it holds a text, not an object"),
        ('{"title": "' + "x" * LIMIT + '"}', "longer than 32 MiB"),
    ],
)
def test_a_bad_element_is_named_by_its_line_and_the_others_are_read(tmp_path, take, bad, message):
    path = tmp_path / "a.json"
    path.write_text(f"[\n{GOOD},\n{bad}\n,{GOOD.replace('good', 'too')}\n]")
    taken = take(path)
    assert [article.id for article in taken.articles] == ["good", "too"]
    assert message in taken.error.message
    assert taken.error.place == f"{path}:3"


@pytest.mark.parametrize("end", ["", "]", ",", ',{"title": "cut'])
def test_an_array_that_is_cut_off(tmp_path, take, end):
    (tmp_path / "a.json").write_text(f"[\n{GOOD},\n{GOOD.replace('good', 'two')}\n{end}")
    taken = take(tmp_path)
    assert [article.id for article in taken.articles] == ["good", "two"]
    assert len(taken.rejections) == (len(end) > 1)


def test_an_array_is_held_one_element_at_a_time():
    lines = (b'{"title": "%s"},\n' % (b"x" * 1_000) for _ in range(2_000))
    tracemalloc.start()
    assert sum(1 for _ in elements(chain([b"[\n"], lines))) == 2_000
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-16", "no-such", "idna", "gb18030", "rot13", "a\0b"])
def test_an_encoding_that_cannot_be_read_by_line_is_refused(encoding):
    with pytest.raises(UsageError):
        check_encoding(encoding)


def test_a_line_of_100_megabytes_is_rejected_in_bounded_memory(tmp_path, take):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "')
        for _ in range(100):
            file.write(b"x" * 2**20)
        file.write(b'"}\n' + GOOD.encode())
    tracemalloc.start()
    taken = take(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.id for article in taken.articles] == ["good"]
    assert taken.error.place == f"{path}:1"
    assert "longer than 32 MiB" in taken.error.message
    assert peak < 2.5 * LIMIT
    assert len(taken.rejections[0].record) < 1000


def test_a_long_body_is_read(tmp_path, take):
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(RUSSIAN | {"body": "дождь " * 1_000_000}))
    assert len(take(path).article.body) > 5_000_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 100, "a NUL byte at byte 0"),
        ("Навес\nДождь".encode("utf-16-le"), "a NUL byte at byte 11"),
        ("Навес\nДождь".encode("cp1251"), "is not UTF-8"),
        (b"x" * (LIMIT + 1), "longer than 32 MiB"),
    ],
    ids=["empty", "binary", "wide", "short", "long"],
)
def test_a_bad_page_is_named_and_the_others_are_read(tmp_path, take, content, message):
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text("A roof\nIt rained.")
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A roof"]
    assert taken.error.place == str(tmp_path / "bad.txt")
    assert message in taken.error.message
    assert taken.error.hint


def test_a_truncated_gzip_gives_what_came_before_and_its_place(tmp_path, take):
    packed = gzip.compress(b"".join(line(RUSSIAN | {"id": f"a{n}"}) + b"\n" for n in range(9000)))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    taken = take(path)
    assert len(taken.articles) > 1000
    *lines, rest = taken.rejections
    assert "damaged after this place" in rest.error.message
    assert rest.error.place.startswith(f"{path}:")
    assert len(lines) <= 1


@pytest.mark.parametrize("content", [b"", b"no gzip at all"])
def test_what_is_no_gzip(tmp_path, take, content):
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    taken = take(tmp_path)
    assert not taken.articles
    assert bool(taken.rejections) == bool(content)


def test_a_packed_page_is_read(tmp_path, take):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"A roof\nIt rained."))
    assert take(tmp_path).article.title == "A roof"


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "count", "options"),
    [
        ("telegram-news.jsonl.gz", 15_780, {}),
        ("reuters-21578.jsonl.gz", 16_915, {"mapped": ("keywords=topics",), "unknown_dates": True}),
        ("parallel-news.jsonl", 246, {}),
    ],
)
def test_the_real_archives_are_accepted_whole(take, corpora, name, count, options):
    taken = take(corpora / name, **options)
    assert not taken.rejections
    assert taken.source.repeated == 0
    assert len(taken.articles) == count


def test_json_lines_are_streamed():
    class Endless:
        def readline(self, limit: int) -> bytes:
            return GOOD.encode() + b"\n"

    records = jsonl.read(jsonl.Source("endless", Endless()))
    assert next(records).place == "endless:1"
    assert next(records).place == "endless:2"
