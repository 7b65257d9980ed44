"""Syntax of other search engines: read where it has one meaning, else named. Never turned round."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_queries import codes, read

from indexer.query.parser import notation
from indexer.query.required import expected
from schemas.expression import And, Near, Node, Not, Or, Phrase, Together, Word


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        # exclusion
        ("суд ANDNOT приговор", "суд NOT приговор"),
        ("суд AND NOT приговор", "суд NOT приговор"),
        ("суд И НЕ приговор", "суд NOT приговор"),
        ("суд AND -приговор", "суд NOT приговор"),
        ("суд &&-приговор", "суд NOT приговор"),
        ("суд +-приговор", "суд NOT приговор"),
        ("суд,-приговор", "суд NOT приговор"),
        ("суд&-приговор", "суд NOT приговор"),
        ("суд,&-приговор", "суд NOT приговор"),
        ("суд;;;-приговор", "суд NOT приговор"),
        ("суд =-приговор", "суд NOT приговор"),
        # all articles
        ("*:*", "*"),
        ("*:* суд", "суд"),
        ("*:* AND суд", "суд"),
        ("*:* -суд", "NOT суд"),
        ("-*:*", "NOT *:*"),
        ("суд OR *:*", "суд OR *:*"),
        # distances
        ("суд /(-3 +3) приговор", "суд NEAR/3 приговор"),
        ("суд AROUND 3 приговор", "суд NEAR/3 приговор"),
        # no fields
        ("дата (суд)", "дата суд"),
        ("суд=приговор", "суд приговор"),
        ("a -- b", "a b"),
        # windows: Lucene's slop, in any order
        ('"права человека"~3', "права NEAR/4 человека"),
        ('"права человека труд"~3', "права NEAR/5 человека NEAR/5 труд"),
        ('="права человека"~3', "=права NEAR/4 =человека"),
        ('-"права человека"~3', "NOT (права NEAR/4 человека)"),
        ('title:"права человека"~3', "title:права NEAR/4 title:человека"),
        ("«права человека»~3", "права NEAR/4 человека"),
        ('"права человека" ~3', "права NEAR/4 человека"),
        ('"население" ~500', "население 500"),
        ('"права человека"~0', '"права человека"'),
        ('"права"~3', "права"),
        # plus and ampersand
        ("+суд +приговор", "суд приговор"),
        ("суд +приговор", "суд приговор"),
        ("river+bridge", "river bridge"),
        ("суд+приговор+иск", "суд приговор иск"),
        ("суд&приговор", "суд приговор"),
        ("суд &приговор", "суд приговор"),
        ("суд&&приговор", "суд приговор"),
        ("суд||приговор", "суд OR приговор"),
        ("AT&T", '"AT T"'),
        ("1+1", '"1 1"'),
        ("Johnson&Johnson", '"Johnson Johnson"'),
        ("C++", "C"),
        ("Google+", "Google"),
        ("5+", "5"),
        # fields
        ("intitle:суд", "title:суд"),
        ("headline:суд", "title:суд"),
        ("HEADLINE(суд) приговор", "title:суд приговор"),
        ("ЗАГОЛОВОК(суд приговор)", "title:суд title:приговор"),
        ("allintitle:суд приговор", "title:суд title:приговор"),
        ("allintitle: суд приговор OR иск", "(title:суд title:приговор) OR иск"),
        ("intext:суд", "body:суд"),
        ("lead:суд", "lede:суд"),
        # distances
        ("суд w/5 приговор", "суд NEAR/5 приговор"),
        ("суд W/5 приговор", "суд NEAR/5 приговор"),
        ("суд near/5 приговор", "суд NEAR/5 приговор"),
        ("суд <near/5> приговор", "суд NEAR/5 приговор"),
        ("суд WITHIN 5 приговор", "суд NEAR/5 приговор"),
        ("суд AROUND(5) приговор", "суд NEAR/5 приговор"),
        ("суд NEAR(5) приговор", "суд NEAR/5 приговор"),
        ("NEAR(суд,приговор)", "суд NEAR/10 приговор"),
        ("NEAR(суд, приговор, 5)", "суд NEAR/5 приговор"),
        ("NEAR((суд,приговор),5)", "суд NEAR/5 приговор"),
        ('иск AND NEAR("глава Чечни" суд, 3)', 'иск ("глава Чечни" NEAR/3 суд)'),
        ("-NEAR(суд приговор)", "NOT (суд NEAR/10 приговор)"),
        ("иск NEAR(суд приговор)", "иск NEAR/10 суд NEAR/10 приговор"),
        ("суд w/s приговор", "суд /s приговор"),
        ("суд w/p приговор", "суд /p приговор"),
        # quotation marks of many languages
        ("‘права человека’", '"права человека"'),
        ("‚права человека‘", '"права человека"'),
        ("»права человека«", '"права человека"'),
        ("»права человека»", '"права человека"'),
        ("‹права человека›", '"права человека"'),
        ("「права человека」", '"права человека"'),
        ("《права человека》", '"права человека"'),
        ("＂права человека＂", '"права человека"'),
        ("❝права человека❞", '"права человека"'),
        ("O’Neill’s workers’ rights", None),
        # what is no syntax
        ("Ура! Победа!", "Ура Победа"),
        ("вернёмся к посту: суд", "вернёмся к посту суд"),
        ('он сказал:"суд"', "он сказал суд"),
        ("court: verdict", "court verdict"),
        ("court:", "court"),
        ('"Ура"! Победа', "Ура Победа"),
        ("население ~500", "население 500"),
        ("10^6", "10 6"),
        ("100%", "100"),
        ("цена w/o НДС", None),
    ],
)  # fmt: skip
def test_it_is_read(typed: str, means: str | None) -> None:
    parsed = read(typed)
    assert [problem.code for problem in parsed.problems] == []
    if means is not None:
        assert notation(parsed.expression) == means


@pytest.mark.parametrize(
    ("typed", "means", "told"),
    [
        ("суд !приговор", "суд NOT приговор", [(4, "read-as-not")]),
        ("суд AND !приговор", "суд NOT приговор", [(8, "read-as-not")]),
        ("суд &!приговор", "суд NOT приговор", [(5, "read-as-not")]),
        ("суд OR !приговор", "суд OR NOT приговор", [(7, "read-as-not")]),
        ("!(суд приговор)", "NOT (суд приговор)", [(0, "read-as-not")]),
        ('!"права человека"', 'NOT "права человека"', [(0, "read-as-not")]),
        ("!=суд", "NOT =суд", [(0, "read-as-not")]),
        ("title:!суд", "NOT title:суд", [(6, "read-as-not")]),
        ("суд&&!приговор", "суд NOT приговор", [(5, "read-as-not")]),
        ("суд,!приговор", "суд NOT приговор", [(4, "read-as-not")]),
        ("суд!приговор", "суд приговор", [(3, "sign")]),
        ("![суд]", "NOT суд", [(0, "read-as-not"), (1, "sign")]),
        ("!*швили", "NOT *швили", [(0, "read-as-not")]),
        ("суд ~~ приговор", "суд NOT приговор", [(4, "read-as-not")]),
        ("суд -!приговор", "суд NOT приговор", [(5, "sign")]),
        ("суд !-приговор", "суд NOT приговор", [(4, "sign")]),
        ("суд NOT !приговор", "суд NOT приговор", [(8, "sign")]),
        ("суд !!приговор", "суд приговор", [(4, "sign")]),
        ("суд ! приговор", "суд приговор", [(4, "sign")]),
        ("суд ~ приговор", "суд приговор", [(4, "sign")]),
        ("~суд", "суд", [(0, "sign")]),
        ("^суд", "суд", [(0, "sign")]),
        ("[суд приговор]", "суд приговор", [(0, "sign")]),
        ("{суд}", "суд", [(0, "sign")]),
        ("/суд.*иск/", "суд*иск", [(0, "sign")]),
        ("(суд приговор)~2", "суд приговор", [(14, "sign")]),
        ("суд –приговор", "суд приговор", [(4, "dash")]),
        ("—суд", "суд", [(0, "dash")]),
        ("суд^2 приговор", "суд приговор", [(3, "weight")]),
        ("суд^0.5", "суд", [(3, "weight")]),
        ("кадыр*^2", "кадыр*", [(6, "weight")]),
        ('"права человека"^2', '"права человека"', [(16, "weight")]),
        ('"права человека"~3^2', "права NEAR/4 человека", [(18, "weight")]),
        ("(суд приговор)^2", "суд приговор", [(14, "weight")]),
        ("суд~", "суд", [(3, "fuzzy")]),
        ("суд~1 приговор", "суд приговор", [(3, "fuzzy")]),
        ("title:суд~0.8", "title:суд", [(9, "fuzzy")]),
        ('"права человека"~99', "права NEAR/63 человека", [(0, "distance")]),
        ("кадыр% суд", "кадыр суд", [(0, "truncation")]),
        ("кадыр$", "кадыр", [(0, "truncation")]),
        ("terror! AND bomb", "terror bomb", [(0, "truncation")]),
        ("суд pre/5 приговор", "суд NEAR/5 приговор", [(4, "unordered")]),
        ("суд ADJ приговор", "суд NEAR/1 приговор", [(4, "unordered")]),
        ("суд ADJ3 приговор", "суд NEAR/3 приговор", [(4, "unordered")]),
        ("суд ADJ 3 приговор", "суд NEAR/3 приговор", [(4, "unordered")]),
        ("суд /+2 приговор", "суд NEAR/2 приговор", [(4, "unordered")]),
        ("суд BUT NOT приговор", "суд BUT NOT приговор", [(4, "word-operator")]),
        ("суд and not приговор", "суд and not приговор", [(8, "small-operator")]),
        ("суд w5 приговор", "суд w5 приговор", [(4, "word-operator")]),
        ("суд --приговор", "суд приговор", [(4, "dash")]),
        ("суд ¬приговор", "суд приговор", [(4, "sign")]),
        ("HLEAD(суд) приговор", "суд приговор", [(0, "foreign-field")]),
        ("atleast3(суд)", "суд", [(0, "foreign-field")]),
        ("ATLEAST3 суд", "суд", [(0, "foreign-field")]),
        ("la=ru суд", "ru суд", [(0, "foreign-field")]),
        ("wc>500 суд", "500 суд", [(0, "foreign-field")]),
        ("date>=2010", "2010", [(0, "foreign-field")]),
        ("суд /F5/ приговор", "суд F5 приговор", [(4, "word-operator")]),
        ("суд XOR приговор", "суд XOR приговор", [(4, "word-operator")]),
        ("суд within 5 приговор", "суд within 5 приговор", [(4, "word-operator")]),
        ("'права человека'", "права человека", [(0, "single-quotes")]),
        ("inurl:суд приговор", "суд приговор", [(0, "foreign-field")]),
        ("-inurl:суд", "NOT суд", [(1, "foreign-field")]),
        ("filetype:pdf суд", "pdf суд", [(0, "foreign-field")]),
        ("foo:суд", "foo суд", [(0, "unknown-field")]),
        ('foo:"суд"', "foo суд", [(0, "unknown-field")]),
        ("фуу:суд", "фуу суд", [(0, "unknown-field")]),
        ("@title суд", "title суд", [(0, "unknown-field")]),
        ("суд NEAR *:*", "суд", [(4, "near-mixed")]),
    ],
)
def test_it_is_told(typed: str, means: str, told: list[tuple[int, str]]) -> None:
    assert notation(read(typed).expression) == means
    assert codes(typed) == told


EXCLUDING = ["-", "\N{MINUS SIGN}", "!", "NOT ", "НЕ ", "AND NOT ", "И НЕ ", "AND !", "& -", "&!",
             "ANDNOT ", "-!", "!-", "NOT !", "~~", "~~ ", "AND -", "+-"]  # fmt: skip
REQUIRING = ["", "+", "AND ", "И ", "& ", "&&", "=", "~", "^", "!!", "! ", "– ", "- "]
AROUND = ["{}", "{}^2", "{}~1", '"{}"', '"{}"~2', "«{}»", "({})", "({})^3", "title:{}", "‘{}’",
          "intitle:{}", "inurl:{}", "[{}]", "{}!", "{}%"]  # fmt: skip
WORDS = ["суд", "иск", "мэр", "село", "река", "мост", "court", "river"]

operand = st.tuples(
    st.one_of(
        st.sampled_from(EXCLUDING).map(lambda sign: (sign, True)),
        st.sampled_from(REQUIRING).map(lambda sign: (sign, False)),
    ),
    st.sampled_from(AROUND),
)


def asked(node: Node, *, excluded: bool = False) -> set[tuple[str, bool]]:
    """The words of a tree, each with whether it is excluded."""
    match node:
        case And(below) | Or(below) | Near(below) | Together(below) | Phrase(below):
            return {found for each in below for found in asked(each, excluded=excluded)}
        case Not(child):
            return asked(child, excluded=not excluded)
        case Word():
            return {(node.text, excluded)}
        case _:
            return set()


@settings(deadline=None)
@given(st.lists(operand, min_size=1, max_size=len(WORDS)))
def test_no_sign_turns_exclusion_into_requirement_or_the_other_way(operands) -> None:
    pieces = [
        sign + around.format(word)
        for word, ((sign, _), around) in zip(WORDS, operands, strict=False)
    ]
    meant = {(word, excluded) for word, ((_, excluded), _) in zip(WORDS, operands, strict=False)}
    found = asked(read("мир " + " ".join(pieces)).expression)
    assert {(word, excluded) for word, excluded in found if word in WORDS} == meant


@settings(deadline=None)
@given(st.text(alphabet=",;&+-!\u2212аб=~ ", max_size=40))
def test_signs_beside_each_other_end(text: str) -> None:
    read(text)


@settings(deadline=None)
@given(st.text(alphabet='абв ёab"«»‘’()[]{}=+|&?*/:,.^~%$@<>0123_', max_size=60))
def test_nothing_is_excluded_without_a_sign_for_it(text: str) -> None:
    if "~~" not in text:
        assert not any(excluded for _, excluded in asked(read(text).expression))


@pytest.mark.parametrize(
    ("typed", "required"),
    [
        ("+суд иск", ["суд"]),
        ("+(суд OR иск) мэр", ["суд OR иск"]),
        ("+(суд иск) мэр", ["суд", "иск"]),
        ("(+суд иск) мэр", ["суд"]),
        ("+(суд -иск) мэр", ["суд", "NOT иск"]),
        ('+"права человека" мэр', ['"права человека"']),
        ('+"права человека"~3 мэр', ["права NEAR/4 человека"]),
        ('+="права человека" мэр', ['="права человека"']),
        ("+=суд мэр", ["=суд"]),
        ("=+суд мэр", ["=суд"]),
        ("+NEAR(суд, иск) мэр", ["суд NEAR/10 иск"]),
        ("мэр +NEAR(суд, иск, 3)", ["суд NEAR/3 иск"]),
        ("+NEAR((суд OR дело), иск) мэр", ["(суд NEAR/10 иск) OR (дело NEAR/10 иск)"]),
        ("+NEAR (суд иск)", ["near"]),
        ("+NEAR", ["near"]),
        ("+title:суд мэр", ["title:суд"]),
        ("+title:(суд OR иск) мэр", ["title:суд OR title:иск"]),
        ("title:+суд мэр", ["title:суд"]),
        ("+кадыр* мэр", ["кадыр*"]),
        ("+шали!=шаль мэр", ["шали!=шаль"]),
        ("+Йошкар-Ола мэр", ["Йошкар-Ола"]),
        ('"суд" мэр', []),
        ('"права человека" мэр', []),
        ("+ (суд OR иск) мэр", []),
        ("=(суд OR иск) мэр", []),
        ("+-(суд OR иск) мэр", []),
    ],
)
def test_a_plus_requires_what_follows_it(typed: str, required: list[str]) -> None:
    assert [notation(node) for node in read(typed).required] == required


def test_what_has_a_plus_or_quotation_marks_is_required_even_if_it_is_a_function_word() -> None:
    parsed = read('+в "на" у Грозном')
    kept = expected(parsed)
    assert {leaf.node.text: leaf.node in kept for leaf in parsed.words} == {
        "в": True, "на": True, "у": False, "Грозном": False,
    }  # fmt: skip
