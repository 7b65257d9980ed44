"""Which topics a text tells, by rules that an operator can replace."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.tagging import Tagger, tag
from indexer.tagging.topics import packaged_rules
from indexer.taxonomy import Taxonomy
from schemas.article import Article


def topics(title, body="", language="ru"):
    article = Article(id="a", language=language, title=title, body=body)
    return {t.value for t in tag(article, default_analyzer()).topics}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Избирательные участки закрылись, явка низкая", "ru", "elections"),
        ("Участники митинга вышли к зданию суда", "ru", "protests"),
        ("Сель разрушил мост, паводок затопил село", "ru", "disasters"),
        ("Муфтий открыл мечеть после ремонта", "ru", "religion"),
        ("Похищение жителя Назрани: родные ищут пропавшего без вести", "ru", "abductions"),
        ("Борцы выиграли чемпионат", "ru", "sport"),
        ("Jury returns a verdict in the murder trial", "en", "courts"),
        ("Refugees ask for asylum", "en", "migration"),
        ("Militants took hostages", "en", "security"),
    ],
)
def test_words_of_a_topic_tell_it_in_both_languages(text, language, expected):
    assert expected in topics(text, language=language)


def test_text_without_words_of_any_topic_has_none():
    assert topics("Синий чайник стоит на столе") == set()


def test_every_rule_belongs_to_a_topic_of_the_taxonomy():
    taxonomy = Taxonomy.default("topics")
    rules = packaged_rules()
    assert set(rules) <= {entry.id for entry in taxonomy.entries}
    assert all(set(languages) <= {"ru", "en"} for languages in rules.values())


def test_an_operator_replaces_the_rules():
    rules = {"tea": {"ru": {"4": ["чайник"]}}}
    tagger = Tagger(default_analyzer(), topics=rules)
    tags = tagger.tag(Article(id="a", language="ru", title="Два чайника")).topics
    assert [(t.value, t.words) for t in tags] == [("tea", ("чайника",))]


def test_a_negative_weight_speaks_against_a_topic():
    rules = {"fire": {"ru": {"4": ["пожар"], "-4": ["война"]}}}
    tagger = Tagger(default_analyzer(), topics=rules)
    assert tagger.tag(Article(id="a", language="ru", title="Пожар на складе")).topics
    assert not tagger.tag(Article(id="a", language="ru", title="Пожар войны")).topics
