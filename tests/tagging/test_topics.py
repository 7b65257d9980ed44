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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Учёные нашли у древних рыб неизвестный орган", "education"),
        ("Капремонт школ начнётся весной, учителям обещают прибавку", "education"),
        ("Врачи рассказали, кому грозит сердечная недостаточность", "health"),
        ("Нехватка врачей закрыла сельский ФАП", "health"),
        ("Ансамбль танца открыл театральный сезон", "culture"),
        ("Годовщину депортации карачаевцев отметили в Черкесске", "history"),
        ("Археологи нашли склеп эпохи бронзы", "history"),
        ("Наблюдатели ОБСЕ рассказали о нарушениях на выборах", "elections"),
        ("Беженцам из Карабаха продлили временное убежище", "migration"),
        ("Редакцию газеты обыскали, журналиста задержали", "media"),
        ("Родственники похищенного жителя Грозного просят о помощи", "abductions"),
        ("Правозащитники сообщили о пытках в отделе", "human-rights"),
        ("Режим КТО введён в двух сёлах", "security"),
        ("Каспийский тюлень занесён в Красную книгу", "nature-and-ecology"),
        ("Автобус столкнулся с грузовиком на перевале", "incidents"),
        ("Реки вышли из берегов, подтоплены дома", "disasters"),
        ("Кровники помирились при участии старейшин", "society"),
        ("Силовики нашли схрон и самодельное взрывное устройство", "security"),
        ("Телеканал лишили лицензии на вещание", "media"),
        ("Заключённый пожаловался омбудсмену на карцер и избиение", "human-rights"),
        ("Дольмен и каменный век: что нашли при строительстве дороги", "history"),
        ("Таможня остановила контрабанду, курьера взяли с поличным", "crime"),
        ("Потомки мухаджиров: репатриация черкесов и родной язык", "interethnic-relations"),
    ],
)
def test_each_topic_is_told_by_the_words_of_its_field(text, expected):
    assert expected in topics(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Teachers' union rejects the new curriculum", "education"),
        ("Nurses warn of a measles outbreak", "health"),
        ("The composer's last symphony had its premiere", "culture"),
        ("Wreaths were laid at the war memorial", "history"),
        ("Polling stations closed; turnout was low", "elections"),
        ("Asylum seekers wait at the border for residence permits", "migration"),
        ("Editor-in-chief of an independent newspaper was beaten", "media"),
        ("Relatives of the missing demand an inquiry", "abductions"),
        ("Rights groups report arbitrary detentions", "human-rights"),
        ("A suicide bomber attacked a checkpoint", "security"),
        ("Oil slick kills dolphins and sea turtles", "nature-and-ecology"),
        ("Tonnes of wheat for export: prices rise", "economy"),
    ],
)
def test_each_topic_is_told_in_english_too(text, expected):
    assert expected in topics(text, language="en")


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Встреча премьера с послом прошла вчера", "ru", "culture"),
        ("План «Ковёр» действовал полчаса", "ru", "culture"),
        ("Курс доллара превысил сто рублей", "ru", "education"),
        ("Ракетами Storm Shadow вооружён полк", "ru", "disasters"),
        ("Библиотека Pandas читает таблицы", "ru", "nature-and-ecology"),
        ("Securities were sold by the company", "en", "security"),
        ("Ветерану Великой Отечественной войны исполнилось сто лет", "ru", "conflicts"),
        ("Скончался народный артист, сердце остановилось во сне", "ru", "health"),
        ("Пресс-секретарём избранного президента станет журналистка", "ru", "elections"),
    ],
)
def test_a_word_of_another_field_does_not_tell_a_topic(text, language, other):
    assert other not in topics(text, language=language)


def test_what_stands_in_brackets_is_an_aside():
    rules = {"register": {"ru": {"4": ["реестр"]}}}
    tagger = Tagger(default_analyzer(), topics=rules)
    assert tagger.tag(Article(id="a", language="ru", title="Фонд внесён в реестр")).topics
    assert not tagger.tag(Article(id="a", language="ru", title="Фонд (внесён в реестр) пел")).topics


def test_an_article_is_read_by_the_rules_of_its_language():
    rules = {"weather": {"en": {"4": ["storm"]}}}
    tagger = Tagger(default_analyzer(), topics=rules)
    assert tagger.tag(Article(id="a", language="en", title="A storm is coming")).topics
    assert not tagger.tag(Article(id="a", language="ru", title="Ракета Storm Shadow")).topics


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
