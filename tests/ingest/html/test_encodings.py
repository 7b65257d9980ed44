"""Pages in any encoding, whatever they declare."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.text.page_encoding import as_utf8, declared
from schemas.errors import InputError

TEXT = "Суд в Нальчике отложил заседание по делу о пастбище — до января"
ENGLISH = "The court in Nalchik adjourned the hearing; “both sides” agreed, said a café owner"
CYRILLIC = ("utf-8", "windows-1251", "koi8-r")


def page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>{text}</title></head><p>{text}</p></html>'


@pytest.mark.parametrize("encoding", CYRILLIC)
@pytest.mark.parametrize("charset", [*CYRILLIC, "iso-8859-1", "nonsense", ""])
def test_russian_is_read_whatever_is_declared(encoding, charset):
    text = page(TEXT.replace("—", "-"), charset)
    assert as_utf8(text.encode(encoding), "page").decode() == text


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8", ""])
def test_english_with_a_few_accents_is_latin(charset):
    text = page(ENGLISH, charset)
    assert as_utf8(text.encode("cp1252"), "page").decode() == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_marks_and_wide_characters(mark, encoding):
    text = page(TEXT, "windows-1251")
    assert as_utf8(mark + text.encode(encoding), "page").decode() == text


@pytest.mark.parametrize("legacy", ["windows-1251", "koi8-r"])
@pytest.mark.parametrize("charset", CYRILLIC)
def test_parts_in_two_encodings_are_each_read_in_its_own(legacy, charset):
    head = f'<meta charset="{charset}"><title>{TEXT}</title>'.replace("—", "-")
    mixed = head.encode(legacy) + f"<p>{TEXT}</p>".encode()
    assert as_utf8(mixed, "page").decode() == f"{head}<p>{TEXT}</p>"


def test_a_file_that_ends_within_a_character_loses_only_that():
    assert as_utf8(page(TEXT, "utf-8").encode()[: -len("</p></html>") - 1], "page").endswith(
        "январ".encode()
    )


def test_a_few_nul_bytes_are_left_out_and_many_are_damage():
    text = "<p>Суд отложил спор о пастбище до января.</p>".encode() * 40
    assert as_utf8(text[:100] + b"\0\0" + text[100:], "a.html") == text
    with pytest.raises(InputError, match="a NUL byte at byte 100"):
        as_utf8(text[:100] + b"\0" * 8 + text[100:], "a.html")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<p>abc\0def</p>", "a NUL byte at byte 6"),
        (b"\0" * 4096, "a NUL byte at byte 0"),
        (TEXT.encode() + b"<p>\xd1\xff</p>", "byte 0xd1 at byte 119 is not UTF-8, but other parts"),
        (f"<p>{TEXT} ".encode() + b"\xff " * 9 + TEXT.encode(), "not UTF-8, but other parts are"),
        (b"<meta charset=koi8-r><p>" + bytes(range(0x80, 0xC0)) * 40, "declares koi8-r"),
    ],
)
def test_what_no_encoding_explains_is_rejected(data, message):
    with pytest.raises(InputError, match=message) as caught:
        as_utf8(data, "page")
    assert caught.value.place == "page"
    assert caught.value.hint


GREEK = "Η συνθήκη υπογράφηκε στην πόλη και οι κάτοικοι περιμένουν τα αποτελέσματα"
OTHERS = {
    "iso-8859-7": GREEK,
    "windows-1253": GREEK,
    "windows-1255": "ראש העיר אמר בבוקר כי הגשר החדש ייפתח בשבוע הבא",
    "windows-1256": "افتتح الجسر الجديد صباح اليوم في المدينة وقال السكان إنهم سعداء",
    "euc-kr": "시장은 오늘 아침 새 다리가 다음 주에 개통될 것이라고 말했다",
    "gb2312": "今天上午市政府宣布新的大桥正式通车，居民表示欢迎",
    "big5": "今天上午市政府宣布新的大橋正式通車，居民表示歡迎",
    "shift_jis": "今日の朝、市の新しい橋が開通したと市長が述べた",
    "iso-8859-2": "Starosta řekl ráno, že nový most bude otevřen příští týden",
}


@pytest.mark.parametrize(("charset", "text"), OTHERS.items())
def test_another_script_is_read_as_it_is_declared(charset, text):
    text = page(text, charset)
    assert as_utf8(text.encode(charset), "page").decode() == text


def test_of_several_declarations_the_one_that_fits_is_believed():
    text = page(OTHERS["gb2312"], "gb2312")
    archived = f'<meta charset="utf-8">{text}'
    assert as_utf8(archived.encode("gb2312"), "page").decode() == archived


@pytest.mark.parametrize("charset", ["iso-8859-7", "windows-1253"])
@pytest.mark.parametrize("count", range(3, 14))
def test_a_short_text_in_greek_is_no_russian(charset, count):
    words = (
        "Η συνθήκη υπογράφηκε στην πόλη και οι κάτοικοι περιμένουν τα αποτελέσματα της συνάντησης"
    )
    text = page(" ".join(words.split()[:count]), charset)
    assert as_utf8(text.encode(charset), "page").decode() == text


@pytest.mark.parametrize("charset", ["iso-8859-7", "windows-1256", "gb2312"])
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_russian_that_declares_another_script_is_russian_or_rejected(charset, encoding):
    text = page(TEXT.replace("—", "-"), charset)
    try:
        found = as_utf8(text.encode(encoding), "page").decode()
    except InputError:
        return
    assert found == text


@pytest.mark.parametrize("charset", ["utf-8", ""])
def test_another_script_that_is_not_declared_is_rejected_and_never_russian(charset):
    with pytest.raises(InputError, match="is not UTF-8"):
        as_utf8(page(GREEK, charset).encode("iso-8859-7"), "page")


SWITCHED = {
    "iso-2022-jp": "橋が開通した\n\n今日の朝、市の新しい橋が開通したと市長が述べた。",
    "iso-2022-kr": "다리가 개통되었다\n\n오늘 아침 새로운 다리가 개통되었다고 시장이 말했다.",
}


@pytest.mark.parametrize(("encoding", "text"), SWITCHED.items())
def test_other_letters_in_ascii_alone(encoding, text):
    assert as_utf8(text.encode(encoding), "page").decode() == text


@pytest.mark.parametrize(("encoding", "text"), SWITCHED.items())
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xml"])
def test_other_letters_in_ascii_alone_are_never_english(tmp_path, take, name, encoding, text):
    title, body = text.split("\n\n")
    content = {
        "a.txt": text,
        "a.csv": f"title,body\n{title},{body}\n",
        "a.xml": f"<rss><channel><item><title>{title}</title><description>{body}</description>"
        "</item></channel></rss>",
    }
    (tmp_path / name).write_bytes(content[name].encode(encoding))
    taken = take(tmp_path)
    assert taken.error.code == "unknown-language"
    assert taken.rejections[0].record["title"] == title


def test_a_mark_of_other_letters_costs_no_russian_text_behind_it(tmp_path, take):
    text = f"It is \x1b(B here. {'Rain. ' * 9}"
    item = f"<item><title>A sign</title><description>{text}</description></item>"
    russian = "<item><title>Мост</title><description>Мост открыли утром.</description></item>"
    feed = f"<rss><channel>{item * 900}{russian}</channel></rss>"
    (tmp_path / "a.rss").write_text(feed)
    taken = take(tmp_path)
    assert not taken.rejections
    assert taken.articles[-1].title == "Мост"


@pytest.mark.parametrize("marks", ["~{FooBar~}", "~{abcd~} ~a", "~{a", "$)C"])
def test_marks_of_programs_are_no_other_letters(marks):
    text = f"<p>A format such as {marks} prints a list.</p>"
    assert as_utf8(text.encode(), "page").decode() == text


@pytest.mark.parametrize("count", [1, 3])
def test_a_stray_byte_costs_one_character(count):
    data = f"<p>{TEXT * 3}</p>".encode() + b"<p>\xa9 2019</p>" * count
    found = as_utf8(data, "page").decode()
    assert found == f"<p>{TEXT * 3}</p>" + "<p>\ufffd 2019</p>" * count


def test_a_stray_byte_costs_one_character_of_a_page_with_few_letters_of_its_own():
    text = "<p>Der Prüfer hörte zu, während für die Kläger ältere Zeugen sprächen.</p>" * 9
    data = text.encode() + b"<style>/* M\xe4scot */</style>"
    assert as_utf8(data, "page").decode() == f"{text}<style>/* M\ufffdscot */</style>"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=KOI8-R">', "koi8-r"),
        (b'<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        (b"<meta charset=iso-8859-1>", "cp1252"),
        (b"<meta charset=no-such>", None),
        (b" " * 5000 + b"<meta charset=koi8-r>", None),
    ],
)
def test_declarations(head, found):
    assert declared(head) == found


@given(st.binary(max_size=400))
def test_any_bytes_become_utf8_or_an_error(data):
    try:
        found = as_utf8(data, "page")
    except InputError:
        return
    found.decode("utf-8")


@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf8_passes_unchanged(text):
    data = text.encode()
    assert as_utf8(data, "page") == data
