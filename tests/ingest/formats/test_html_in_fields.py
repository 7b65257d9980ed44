"""Texts of records that are HTML, or have the marks of a messenger."""

from __future__ import annotations

import pytest

from indexer.ingest.html.fields import text_of


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            "<p><strong>Хасавюрт, 5&nbsp;июня.</strong> Мост открыт.</p><p>Движение&nbsp;есть.</p>",
            "Хасавюрт, 5 июня. Мост открыт.\n\nДвижение есть.",
        ),
        ("Мост<br>Дорога<br/>Рынок", "Мост\nДорога\nРынок"),
        (
            "<b>Мост</b> открыли.\n\nДорогу <a href='/x'>закрыли</a>.",
            "Мост открыли.\n\nДорогу закрыли.",
        ),
        ("в&nbsp;понедельник &laquo;Мост&raquo;", "в\xa0понедельник «Мост»"),
        ("Johnson &amp; Johnson", "Johnson & Johnson"),
        ("<p>Мост</p><script>alert(1)</script>", "Мост"),
        ("<div style='display:none'>x</div><p>Мост</p>", "Мост"),
        ("**Мост** открыли, __сообщили__ в мэрии", "Мост открыли, сообщили в мэрии"),
        ("**Мост открыли.**\nДорогу **закрыли**", "Мост открыли.\nДорогу закрыли"),
        # no HTML and no marks
        ("a < b, b > c & d", "a < b, b > c & d"),
        ("тег <p", "тег <p"),
        ("5 ** 2 и 3 ** 4", "5 ** 2 и 3 ** 4"),
        ("snake__case__name", "snake__case__name"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("", ""),
    ],
)
def test_as_a_reader_sees_it(given, text):
    assert text_of(given) == text


def test_a_phrase_over_a_space_that_does_not_break_is_found(take_records):
    body = "<p>Мост открыли в&nbsp;понедельник.</p>"
    assert take_records({"title": "Мост", "body": body}).article.body == (
        "Мост открыли в понедельник."
    )


def test_fields_under_other_names_and_cells_of_tables_are_read_so_too(take_records, take, tmp_path):
    record = {"headline": "Мост &amp; дорога", "content": "<p>Мост открыли.</p>"}
    article = take_records(record).article
    assert (article.title, article.body) == ("Мост & дорога", "Мост открыли.")
    table = tmp_path / "a.csv"
    table.write_text("title,body,author\nМост,<p>Мост открыли.</p>,A &amp; B\n")
    article = take(table).article
    assert (article.body, article.author) == ("Мост открыли.", "A &amp; B")
