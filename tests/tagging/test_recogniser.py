"""The recogniser: what the trained model of podshivka[names] sees in a Russian text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from other_processes import printed

from indexer.analysis import default_analyzer
from indexer.archive.doctor.contents import recogniser_of_names
from indexer.archive.intake import find_tags
from indexer.tagging import Tagger
from indexer.tagging import recogniser as module
from indexer.tagging.missing import tag_lines, tags_of
from indexer.tagging.recogniser import LONGEST_LINE, Recogniser, recogniser, recogniser_name
from indexer.tagging.words import words_of
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.errors import EngineError

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}


def story(body: str, title: str = "О погоде", language: str = "ru") -> Article:
    return Article(id="1", language=language, title=title, body=body)


@pytest.fixture(scope="module")
def own() -> Recogniser:
    return recogniser() or pytest.skip("needs podshivka[names]")


@pytest.fixture(scope="module")
def rules() -> Tagger:
    return Tagger(default_analyzer())


@pytest.fixture(scope="module")
def both(own) -> Tagger:
    return Tagger(default_analyzer(), recogniser=own)


@pytest.fixture
def without(monkeypatch):
    monkeypatch.setattr(module, "is_installed", lambda: False)
    monkeypatch.setattr(module, "_loaded", [])


def looked(own: Recogniser, text: str, title: str = "О погоде") -> list[tuple[str, str]]:
    words = words_of(story(text, title), default_analyzer())
    return [
        (one.kind, " ".join(word.text for word in words[one.start : one.end]))
        for one in own.look(words)
    ]


def people(tagger: Tagger, text: str, language: str = "ru") -> list[str]:
    return sorted(tag.value for tag in tagger.tag(story(text, language=language)).people)


def test_it_sees_people_organisations_and_places(own):
    assert looked(own, "Стивен Джеррард из клуба «Рейнджерс» приехал в Глазго (Шотландия).") == [
        ("person", "Стивен Джеррард"),
        ("organisation", "Рейнджерс"),
        ("place", "Глазго"),
        ("place", "Шотландия"),
    ]


def test_a_line_is_seen_alike_wherever_it_stands(own):
    line = "Об этом сообщил Деклан Галлахер из Глазго."
    alone = looked(own, line)
    assert alone
    assert looked(own, f"Снег и дождь.\n\n{line}\n\nПогода.", "Погода")[: len(alone)] == alone


def test_a_line_in_capitals_tells_nothing(own):
    assert looked(own, "Снег.", "СТИВЕН ДЖЕРРАРД ПРИЕХАЛ В ГЛАЗГО") == []


def test_a_long_line_is_read_in_pieces_to_its_end_on_one_thread(own):
    info = pytest.importorskip("threadpoolctl").threadpool_info
    long = "снег " * (3 * LONGEST_LINE)
    asked, threads = [], set()
    inner = own._model

    def asks(text):
        asked.append(text)
        threads.update(pool["num_threads"] for pool in info() if pool["user_api"] == "blas")
        return inner(text)

    counting = Recogniser.__new__(Recogniser)
    counting.name, counting._model, counting._threads = own.name, asks, own._threads
    seen = looked(counting, f"Деклан Галлахер ушёл. {long} Пришёл Стивен Джеррард.")
    assert seen == [("person", "Деклан Галлахер"), ("person", "Стивен Джеррард")]
    assert max(len(text.split()) for text in asked) <= LONGEST_LINE
    assert threads == {1}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Мяч отдал Деклан Галлахер, и защитники встали.", "Деклан Галлахер"),
        ("Травма Руарида Кнотта, получившего растяжение, серьёзна.", "Руарид Кнотт"),
        ("Трамп назначил Массада Булоса советником.", "Массад Булос"),
        ("Гримёрка Нюты Федермессер закрыта.", "Нюта Федермессер"),
        ("Выставка картин Корнелиса ван Харлема открылась.", "Корнелис ван Харлем"),
        ("Показания Кристины Блази Форд потрясли всех.", "Кристина Блази Форд"),
    ],
)
def test_a_name_that_no_list_has_is_found_in_the_nominative(both, rules, text, name):
    assert name not in people(rules, text)
    assert name in people(both, text)


def test_a_name_is_found_in_full_where_rules_find_a_part_of_it(both, rules):
    text = "Показания Кристин Блейси Форд потрясли сенаторов."
    assert people(rules, text) == ["Кристин Блейси"]
    assert people(both, text) == ["Кристин Блейси Форд"]
    text = "Глава Еврокомиссии Фон дер Ляйен заявила, что курс прежний."
    assert people(both, text) == ["Фон дер Ляйен"]


@pytest.mark.parametrize(
    "text",
    [
        "Взрыв прогремел на проспекте Мохаммеда Али в Грозном.",  # a street
        "Приз имени Льва Яшина вручён вратарю.",
        "Затонул сухогруз «Григорий Ловцов» с зерном.",
        "Рядом Парк-усадьба Михалково и водохранилище.",
        "Представляя Галлахера, тренер улыбнулся.",  # a word that opens a sentence
        "Потом пришёл Галлахер.",  # of one word it is wrong too often
    ],
)
def test_what_only_looks_like_somebody_is_not_added(both, rules, text):
    assert people(both, text) == people(rules, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Леброн Джеймс дебютирует в воскресенье.", "Леброн Джеймс"),
        (
            "Суд продлил арест фигурантам дела о теракте - Исмаилову Зубайдулло и ещё двум.",
            "Зубайдулло Исмаилов",
        ),
    ],
)
def test_a_surname_comes_first_if_it_looks_like_one(both, text, name):
    assert people(both, text) == [name]


def test_a_surname_with_its_particle_is_of_who_is_named_in_full(both):
    text = "Начался суд по делу Марин Ле Пен. Как передает агентство, Ле Пен вошла в зал."
    assert people(both, text) == ["Марин Ле Пен"]


def test_of_organisations_it_adds_none(both, rules):
    text = "Он волонтёр Razom for Ukraine и врач, а сам живёт на даче, где проводит всё лето."
    assert ("organisation", "Razom for Ukraine") in looked(recogniser(), text)
    assert both.tag(story(text)).organisations == rules.tag(story(text)).organisations == ()


def test_texts_in_english_are_not_shown_to_it(both, rules):
    text = "He said that Деклан Галлахер отдал мяч and left."
    assert people(both, text, "en") == people(rules, text, "en") == []


def test_a_tag_says_that_it_alone_saw_the_name(both):
    text = "Мяч отдал Деклан Галлахер. Адвокат Хасан Яндиев заявил, что Яндиев играл, и Галлахер."
    found = {tag.value: tag for tag in both.tag(story(text)).people}
    assert found["Деклан Галлахер"].recogniser == recogniser_name()
    assert found["Деклан Галлахер"].words == ("Деклан Галлахер", "Галлахер")
    assert found["Хасан Яндиев"].recogniser == ""
    (tag,) = both.tag(story("Рамзан Кадыров приехал в Грозный.")).people  # both saw him
    assert (tag.value, tag.recogniser) == ("Рамзан Кадыров", "")


def test_an_article_keeps_what_saw_its_names(own):
    (filled,) = find_tags([story("Мяч отдал Деклан Галлахер.")], TAXONOMIES)
    stored = Article.model_validate_json(filled.model_dump_json())
    (line,) = [line for line in tag_lines(tags_of(stored)) if line.startswith("person")]
    assert line == f"person       Деклан Галлахер  found in Деклан Галлахер  0.85  by {own.name}"
    (again,) = find_tags([stored], TAXONOMIES)
    assert tags_of(again) == tags_of(stored)


def test_what_it_alone_saw_is_gone_when_it_is_gone(own, without):
    module._loaded.append(own)
    (filled,) = find_tags([story("Мяч отдал Деклан Галлахер.")], TAXONOMIES)
    module._loaded.clear()
    (bare,) = find_tags([filled], TAXONOMIES)
    assert (filled.people, bare.people) == (("Деклан Галлахер",), ())


def test_the_same_text_is_seen_alike_in_every_process(own):
    code = (
        "from indexer.analysis import default_analyzer as a; from indexer.tagging import Tagger;"
        "from indexer.tagging.recogniser import recogniser; from schemas.article import Article;"
        "print(Tagger(a(), recogniser=recogniser()).tag(Article(id='a', language='ru', title='Мяч',"
        " body='Мяч отдал Деклан Галлахер, рядом был Массад Булос.')))"
    )
    said = printed(code, (1, 2))
    assert len(said) == 1
    assert "Массад Булос" in said.pop().decode()


def test_nothing_else_of_the_package_is_loaded(own):
    code = (
        "import sys; from indexer.tagging.recogniser import recogniser; recogniser();"
        "print([m for m in sys.modules if m.split('.')[0] in {'natasha', 'pymorphy2', 'torch'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_without_the_extra_there_is_none(without):
    assert (recogniser(), recogniser_name()) == (None, "")
    (finding,) = recogniser_of_names()
    assert (finding.level, "not installed" in finding.text) == ("ok", True)


def test_doctor_names_it(own):
    (finding,) = recogniser_of_names()
    assert (finding.level, own.name in finding.text) == ("ok", True)


def test_one_that_cannot_be_loaded_says_what_to_do(own, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_loaded", [])
    monkeypatch.setattr(module, "_WEIGHTS", Path(tmp_path, "lost.tar"))
    with pytest.raises(EngineError, match=r"lost\.tar.*install podshivka\[names\] again"):
        recogniser()
