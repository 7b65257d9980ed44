"""How queries are read, as a table: what is typed, what it means in plain notation."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.query.parser import Parsed, notation, parse
from indexer.taxonomy import Taxonomy
from schemas.expression import EVERYTHING, NOTHING, Near, Or, Phrase, Together, Word

TODAY = date(2026, 3, 31)
TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}


def read(text: str) -> Parsed:
    return parse(text, default_analyzer(), TAXONOMIES, TODAY)


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.position, problem.code) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Кадыров", "Кадыров"),
        ("Кадыров Чечня", "Кадыров Чечня"),
        ("Кадыров AND Чечня И Грозный", "Кадыров Чечня Грозный"),
        ("мир & война && суд", "мир война суд"),
        ("суд, приговор; апелляция", "суд приговор апелляция"),
        ("Кадыров,Евкуров", "Кадыров Евкуров"),
        ("суд ИЛИ приговор", "суд OR приговор"),
        ("суд OR приговор | апелляция", "суд OR приговор OR апелляция"),
        ("суд|приговор", "суд OR приговор"),
        ("суд || приговор", "суд OR приговор"),
        ("суд приговор ИЛИ апелляция", "(суд приговор) OR апелляция"),
        ("суд (приговор ИЛИ апелляция)", "суд (приговор OR апелляция)"),
        ("суд -приговор", "суд NOT приговор"),
        ("суд \N{MINUS SIGN}приговор", "суд NOT приговор"),
        ("суд NOT приговор НЕ апелляция", "суд NOT приговор NOT апелляция"),
        ("-суд", "NOT суд"),
        ("НЕ НЕ суд", "суд"),
        ("-(суд приговор)", "NOT (суд приговор)"),
        ("-(-суд)", "NOT (NOT суд)"),
        ("+суд +приговор", "суд приговор"),
        ("суд or приговор", "суд or приговор"),
        ("суд или не суд", "суд или не суд"),
        ("суд +ИЛИ приговор", "суд или приговор"),
        ("суд =OR приговор", "суд =or приговор"),
        ("суд +NOT приговор", "суд not приговор"),
        ("Москва - столица — город -- да", "Москва столица город да"),
        ('"глава Чечни"', '"глава Чечни"'),
        ("«глава Чечни» “prime minister” „глава Чечни“ ”суд”", None),
        ('="глава Чечни"', '="глава Чечни"'),
        ("=шали", "=шали"),
        ("мэр NEAR 5 Грозный", "мэр NEAR/5 Грозный"),
        ('мэр РЯДОМ 5 "глава города"', 'мэр NEAR/5 "глава города"'),
        ("мэр NEAR 5", "мэр NEAR/10 5"),
        ("мэр NEAR 5 OR 7", "(мэр NEAR/10 5) OR 7"),
        ("мэр NEAR/2 5 Грозный", "(мэр NEAR/2 5) Грозный"),
        ("-=шаль", "NOT =шаль"),
        ('-="глава Чечни"', 'NOT ="глава Чечни"'),
        ('"суд"', "суд"),
        ('"кадыр* в Грозном"', '"кадыр* в Грозном"'),
        ('""', "()"),
        ("кадыр*", "кадыр*"),
        ("Кадыр*", "кадыр*"),
        ("к?дыров", "к?дыров"),
        ("*швили", "*швили"),
        ("кадыро?", "кадыро?"),
        ("кто такой Кадыров?", "кто такой Кадыров"),
        ("what is it?", "what is it"),
        ("ёлк*", "елк*"),
        ("шали!=шаль,шалью", "шали!=шаль,шалью"),
        ("шали!=шаль!=шалью", "шали!=шаль,шалью"),
        ("суд**", "суд*"),
        ("с***д**", "с*д*"),
        ("мир NEAR/5 война", "мир NEAR/5 война"),
        ("мир РЯДОМ/5 война", "мир NEAR/5 война"),
        ("мир РЯДОМ война", "мир NEAR/10 война"),
        ("мир NEAR5 война", "мир NEAR/5 война"),
        ("мир /3 война", "мир NEAR/3 война"),
        ("мир /3 война /3 суд", "мир NEAR/3 война NEAR/3 суд"),
        ("мир /3 (война ИЛИ суд)", "(мир NEAR/3 война) OR (мир NEAR/3 суд)"),
        ("мир /3 (война суд)", "мир NEAR/3 война NEAR/3 суд"),
        ('мир /s "глава Чечни"', 'мир /s "глава Чечни"'),
        ("мир SENTENCE война", "мир /s война"),
        ("мир ПРЕДЛОЖЕНИЕ война", "мир /s война"),
        ("мир /p война", "мир /p война"),
        ("мир АБЗАЦ война PARAGRAPH суд", "мир /p война /p суд"),
        ("мир война /s суд", "мир (война /s суд)"),
        ("мир /s война ИЛИ суд", "(мир /s война) OR суд"),
        ("title:суд приговор", "title:суд приговор"),
        ("заголовок:суд", "title:суд"),
        ("Заголовок: суд", "title:суд"),
        ('title:"глава Чечни"', 'title:"глава Чечни"'),
        ("title:(суд ИЛИ приговор)", "title:суд OR title:приговор"),
        ("lede:суд лид:приговор body:иск текст:истец", None),
        ("title:-суд", "NOT title:суд"),
        ("-title:суд", "NOT title:суд"),
        ("title:=Шали", "title:=Шали"),
        ("title:кадыр*", "title:кадыр*"),
        ("Северо-Кавказский", "Северо-Кавказский"),
        ("=Северо-Кавказский", "=Северо-Кавказский"),
        ('"Северо-Кавказский округ"', '"Северо Кавказский округ" OR "северокавказский округ"'),
        ("М.Евкуров", '"М Евкуров"'),
        ("В.В.Петров", '("В В" OR "ВВ Петров" OR "Петров ВВ") Петров'),
        ("Петров В.В.", 'Петров ("В В" OR "ВВ Петров" OR "Петров ВВ")'),
        ("В.В. России", '"В В" России'),
        (
            "(А.Г.Петров-Водкин)",
            '("А Г" OR "АГ Петров-Водкин" OR "Петров-Водкин АГ") Петров-Водкин',
        ),
        ("М. В. Д. России", "М. В. Д России"),
        ("J. R. R. Tolkien", "J R R Tolkien"),
        ("школа N 5", "школа 5"),
        ("Быков ММ", 'Быков (ММ OR "М М")'),
        ("ВВ РФ", "ВВ РФ"),
        ("школа номер 5", "школа 5"),
        ("школа No.5", "школа 5"),
        ("школа Nº 5", "школа 5"),
        ("номер 5", "номер 5"),
        ("90-х годов", "90-х годов"),
        ("[t]he court", "[t]he court"),
        ("company(ies) tax", "company tax"),
        ("суд(ы)", "суд"),
        ("задержан(а) мэр(ом)", "задержан мэр ом"),
        ("why not vote", "why not vote"),
        (
            '"АБЗАЦ 2016"',
            '"АБЗАЦ 2016" OR "АБЗАЦ 2 016" OR "А Б З А Ц 2016" OR "А Б З А Ц 2 016"',
        ),
        ("маски N95", "маски N95"),
        ("school N 5", "school N 5"),
        ("и/или", "и или"),
        ("10:15", "10:15"),
    ],
)
def test_a_query_means(typed: str, means: str | None) -> None:
    parsed = read(typed)
    if means is not None:
        assert notation(parsed.expression) == means
    assert [problem.code for problem in parsed.problems if problem.code != "no-words"] == []


@pytest.mark.parametrize("quoted", ["«{}»", "“{}”", "„{}“", "„{}”", '"{}"', "”{}”", '“{}"'])
def test_every_kind_of_quotation_marks_makes_a_phrase(quoted: str) -> None:
    assert read(quoted.format("глава Чечни")).expression == read('"глава Чечни"').expression


def test_a_phrase_is_lemma_aware_and_an_exact_one_is_not() -> None:
    by_lemma, exact = read('"главе Чечни"').expression, read('="главе Чечни"').expression
    assert by_lemma == read('"глава Чечня"').expression
    assert isinstance(exact, Phrase)
    assert all(term.startswith("=") for part in exact.parts for term in part.terms)


def test_nodes_of_the_tying_operators() -> None:
    word = {name: read(name).expression for name in ("мир", "суд")}
    both = (word["мир"], word["суд"])
    assert read("мир РЯДОМ/5 суд").expression == Near(both, 5)
    assert read("мир /s суд").expression == Together(both, "sentence")
    assert read("мир АБЗАЦ суд").expression == Together(both, "paragraph")


def test_a_hyphenated_word_is_found_apart_and_as_one() -> None:
    expression = read("северо-кавказский").expression
    assert isinstance(expression, Or)
    phrase, whole = expression.children
    assert phrase == read('"северо кавказский"').expression
    assert isinstance(whole, Word)
    assert {"северо-кавказский", "северокавказский"} <= set(whole.terms)


def test_a_letter_that_is_a_word_is_not_looked_for_beside_its_number() -> None:
    for typed in ("С-400", "С400", "А-320"):
        assert isinstance(read(typed).expression, Word)
    for typed in ("Ту-154", "Ту154", "F-16", "44-ФЗ"):
        assert isinstance(read(typed).expression, Or)


def test_written_forms_are_taken_out_of_a_word() -> None:
    expression = read("шали!=шаль,шалью").expression
    assert isinstance(expression, Word)
    assert {"шаль", "шалью"} <= set(expression.without)
    assert expression.terms == read("шали").expression.terms


@pytest.mark.parametrize(
    ("typed", "problems", "means"),
    [
        ('мир "глава Чечни', [(4, "unclosed-quote")], "мир глава Чечни"),
        ("мир « глава", [(4, "unclosed-quote")], "мир глава"),
        ("мир (суд", [(4, "unclosed-parenthesis")], "мир суд"),
        ("мир) суд", [(3, "unopened-parenthesis")], "мир суд"),
        ("мир OR", [(4, "missing-operand")], "мир or"),
        ("ИЛИ мир", [(0, "missing-operand")], "или мир"),
        ("мир НЕ", [(4, "missing-operand")], "мир не"),
        ("мир |", [(4, "missing-operand")], "мир"),
        ("мир /s", [(4, "missing-operand")], "мир s"),
        ("РЯДОМ мир", [(0, "missing-operand")], "рядом мир"),
        ("title:", [(0, "empty-field")], "title"),
        ("мир region:", [(4, "empty-field")], "мир region"),
        ("region:Нигде", [(7, "unknown-region")], "Нигде"),
        ("тема:Ничто", [(5, "unknown-topic")], "Ничто"),
        ("язык:нездешний", [(5, "unknown-language")], "нездешний"),
        ("before:вторник", [(7, "unknown-date")], "вторник"),
        ("after:маршрут", [(6, "unknown-date")], "маршрут"),
        ('date:"прошлый день"', [(5, "unknown-date")], '"прошлый день"'),
        ("after:2017-02-30", [(6, "unknown-date")], None),
        ("after:20017", [(6, "unknown-date")], "20017"),
        ("-after:2017 мир", [(7, "filter-excluded")], "NOT 2017 мир"),
        ("-region:Нигде", [(8, "unknown-region")], "NOT Нигде"),
        ("мир (суд -region:Чечня)", [(10, "filter-whole")], "мир суд"),
        ("мир ИЛИ region:Чечня", [(8, "filter-whole")], "мир"),
        ("мир (region:Чечня суд)", [(5, "filter-whole")], "мир суд"),
        ("after:2018 before:2017", [(18, "empty-period")], "*"),
        ("мир /5 -суд", [(4, "not-inside-near")], "мир NOT суд"),
        ("мир /99 суд", [(4, "distance")], "мир NEAR/63 суд"),
        ("мир /0 суд", [(4, "distance")], "мир NEAR/1 суд"),
        ("мир /5 суд /s иск", [(11, "near-mixed")], "(мир NEAR/5 суд) иск"),
        ("мир ?* суд", [(4, "wildcard-bare")], "мир суд"),
        ("Кто там? Суд", [(7, "question-mark")], "Кто там Суд"),
        ("ПРЕЗИДЕНТ НЕ ПРИЕДЕТ", [(10, "capitals")], "ПРЕЗИДЕНТ NOT ПРИЕДЕТ"),
        ("МВД ИЛИ ФСБ", [], "МВД OR ФСБ"),
        ("!!!", [(0, "no-words")], "()"),
    ],
)
def test_what_cannot_be_read_is_told_and_searched_as_words(
    typed: str, problems: list[tuple[int, str]], means: str | None
) -> None:
    assert codes(typed) == problems
    if means is not None:
        assert notation(read(typed).expression) == means


def test_nothing_typed_finds_everything() -> None:
    for text in ("", "   ", "*"):
        assert (read(text).expression, read(text).problems) == (EVERYTHING, ())
    assert read("?!").expression == NOTHING


def test_leaves_know_their_place_in_the_text() -> None:
    text = 'суд -title:иск "глава Чечни" =Шали (кадыр*) region:Чечня Нагорно-Карабахский а,б'
    leaves = read(text).words
    assert [text[leaf.start : leaf.end] for leaf in leaves] == [
        "суд", "иск", '"глава Чечни"', "=Шали", "кадыр*", "Нагорно-Карабахский", "а", "б",
    ]  # fmt: skip
    assert [leaf.excluded for leaf in leaves] == [False, True] + 6 * [False]
    assert [leaf.exact for leaf in leaves] == [False, False, False, True] + 4 * [False]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("газа", "газа"),
        ("title:газа", "газа"),
        ("регион:Дагестан газа", "газа"),
        ("газа!=газу", "газа"),
        ("цены газа", "газ газа"),
        ("газа,", "газа"),
        ("газа,нефть", "газ газа"),
        ("регион:газа", "газ газа"),
    ],
)
def test_a_lone_word_is_in_the_nominative(typed: str, terms: str):
    word = next(leaf.node for leaf in read(typed).words if "газа" in leaf.node.text)
    assert " ".join(word.terms) == terms


@pytest.mark.parametrize("typed", ["ИЛИ прпеорт", "OR суд OR", "(OR суд) приговор AND"])
def test_words_stand_in_the_order_of_the_text(typed):
    """Rewrites of a query put edits in the place of words one after the other."""
    places = [(leaf.start, leaf.end) for leaf in read(typed).words]
    assert places == sorted(places)
    assert len(places) >= 2
