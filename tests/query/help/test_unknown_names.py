"""Names that no headline shows: those that no dictionary knows meet, others stay apart."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp, build
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.query import Request

RUSSIAN = (
    "Ирбид", "Тампе", "Кампинас", "Франция", "Берлин", "Кубу", "Острова Кука", "Герман", "Пакистан",
    "Марту", "Восток", "Панаму", "Босния и Герцеговина", "Хиппи", "Альберт",
    "Патрик", "таргет", "Ла-Пас", "Опава", "Уилсоном", "Трухильо", "Гюндоган", "Цзинпин", "левый",
    "Грин", "Лестер", "Нанси", "Нэнси", "Литл-Рок", "Лас-Вегас", "Хайтер", "Ганновер", "стол",
    "Пент", "парк", "Арену", "Дели",
)  # fmt: skip
ENGLISH = (
    "Irbid", "Tampa", "Campinas", "France", "Berlin", "Cuba", "Cook Islands", "German", "Pakistani",
    "Pakistan", "Martha", "Vostok", "Panama", "Bosnia and Herzegovina", "hippy", "Alberto",
    "Patricia", "La Paz", "Opava", "Wilson", "Trujillo", "Gündoğan", "Jingping", "Levee", "Green",
    "Leicester", "Nancy", "Little Rock", "Las Vegas", "higher", "Hanover", "Stolle",
    "Aaron", "Delhi", "Daley",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(open_searcher, read):
    """The names that a text finds."""
    articles = [
        Article(id=text.replace(" ", "_"), language=language, title=title, body=body + text)
        for texts, language, title, body in (
            (RUSSIAN, "ru", "Заметка", "Вчера видели "),
            (ENGLISH, "en", "What Target and Paint say", "They saw "),
        )
        for text in texts
    ]
    searcher = open_searcher(articles)
    lexicon = build(searcher.vocabulary(), [article.title for article in articles])
    query_help = QueryHelp(searcher, default_analyzer(), lexicon, Taxonomy.default("regions"))

    def found(typed):
        helped = query_help.help(read(typed), read, query_help.asked())
        request = Request(helped.parsed.expression, facets=False)
        return {match.id.replace("_", " ") for match in searcher.search(request).matches}

    return found


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("Ирбид", {"Ирбид", "Irbid"}),
        ("Irbid", {"Ирбид", "Irbid"}),
        ("irbid", {"Ирбид", "Irbid"}),
        ("тампа", {"Тампе", "Tampa"}),
        ("опава", {"Опава", "Opava"}),  # опав is a word
        ("Tampa", {"Тампе", "Tampa"}),
        ("Кампинас", {"Кампинас", "Campinas"}),
        ("франция", {"Франция", "France"}),
        ("Берлин", {"Берлин", "Berlin"}),
        ("Berlin", {"Берлин", "Berlin"}),
        ("куба", {"Кубу", "Cuba"}),
        ("La Paz", {"Ла-Пас", "La Paz"}),
        ("Wilson", {"Уилсоном", "Wilson"}),
        ("Leicester", {"Лестер", "Leicester"}),
        ("лестер", {"Лестер", "Leicester"}),
        ("Hanover", {"Ганновер", "Hanover"}),  # our list has another name for it
        ("Nancy", {"Нанси", "Нэнси", "Nancy"}),
        ("Литл-Рок", {"Литл-Рок", "Little Rock"}),
        ("Дели", {"Дели", "Delhi"}),
        ("Delhi", {"Дели", "Delhi"}),
        ("Las Vegas", {"Лас-Вегас", "Las Vegas"}),
        ("Лас-Вегас", {"Лас-Вегас", "Las Vegas"}),
        ("Уилсон", {"Уилсоном", "Wilson"}),
        ("уилсону", {"Уилсоном", "Wilson"}),
        ("Trujillo", {"Трухильо", "Trujillo"}),
        ("Трухильо", {"Трухильо", "Trujillo"}),
        ("Gundogan", {"Гюндоган", "Gündoğan"}),
        ("Гюндогана", {"Гюндоган", "Gündoğan"}),
        ("jingping", {"Цзинпин", "Jingping"}),
        ("Цзинпин", {"Цзинпин", "Jingping"}),
        ("Острова Кука", {"Острова Кука", "Cook Islands"}),
        ("Bosnia and Herzegovina", {"Босния и Герцеговина", "Bosnia and Herzegovina"}),
    ],
)
def test_names_that_meet(found, typed, both):
    assert found(typed) == both


@pytest.mark.parametrize(
    ("typed", "alone"),
    [
        ("German", {"German"}),
        ("Pakistani", {"Pakistani"}),
        ("марте", {"Марту"}),
        ("Восток", {"Восток"}),
        ("панама", {"Панаму"}),
        ("hippy", {"hippy"}),
        ("Patricia", {"Patricia"}),
        ("Levee", {"Levee"}),
        ("Aaron", {"Aaron"}),
        ("арену", {"Арену"}),
        ("highter", {"higher"}),  # a misprint, rather than Хайтер
        ("Stolle", {"Stolle"}),
        ("Пент", {"Пент"}),
        ("Parkes", set()),  # which no article has
        ("Green", {"Green"}),
        ("Грин", {"Грин"}),
        ("таргет", {"таргет"}),
    ],
)
def test_words_that_only_sound_like_names_stay_apart(found, typed, alone):
    assert found(typed) == alone
