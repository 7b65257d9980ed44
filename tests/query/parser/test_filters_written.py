"""Filters and dates written in a query leave the words and narrow the whole query."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.query.parser import Parsed, notation, parse
from indexer.taxonomy import Taxonomy
from schemas.expression import EVERYTHING
from schemas.query import Period

TODAY = date(2026, 3, 31)
TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}


def read(text: str) -> Parsed:
    return parse(text, default_analyzer(), TAXONOMIES, TODAY)


@pytest.mark.parametrize(
    ("typed", "filters", "means"),
    [
        ("region:Ингушетия суд", {"region": ("ingushetia",)}, "суд"),
        ("регион:ingushetia", {"region": ("ingushetia",)}, "*"),
        ("регион:Чечня,Дагестан", {"region": ("chechnya", "dagestan")}, "*"),
        ('region:"Чеченская Республика"', {"region": ("chechnya",)}, "*"),
        ("region:Чечня region:Дагестан", {"region": ("chechnya", "dagestan")}, "*"),
        ("language:ru", {"language": ("ru",)}, "*"),
        ("язык:английский суд", {"language": ("en",)}, "суд"),
        ("lang:Russian", {"language": ("ru",)}, "*"),
    ],
)
def test_filters_leave_the_expression(typed: str, filters: dict, means: str) -> None:
    parsed = read(typed)
    assert (dict(parsed.filters), notation(parsed.expression)) == (filters, means)
    assert parsed.problems == ()


def test_every_region_and_topic_is_found_by_its_labels() -> None:
    for facet, taxonomy in TAXONOMIES.items():
        for entry in taxonomy.entries:
            for label in entry.labels.values():
                assert dict(read(f'{facet}:"{label}"').filters) == {facet: (entry.id,)}


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("after:2017", "2017-01-01", None),
        ("before:2017", None, "2016-12-31"),
        ("after:2017 before:2018", "2017-01-01", "2017-12-31"),
        ("после:2017-06 до:2017-06-05", "2017-06-01", "2017-06-04"),
        ("after:05.06.2017", "2017-06-05", None),
        ("after:6.2017", "2017-06-01", None),
        ('after:"5 июня 2017"', "2017-06-05", None),
        ('before:"June 5, 2017"', None, "2017-06-04"),
        ('date:"июнь 2017"', "2017-06-01", "2017-06-30"),
        ("date:2016", "2016-01-01", "2016-12-31"),
        ("дата:2016..2017-02", "2016-01-01", "2017-02-28"),
        ("after:7d", "2026-03-24", None),
        ("after:7д", "2026-03-24", None),
        ("after:неделя", "2026-03-24", None),
        ("после:2недели", "2026-03-17", None),
        ('after:"2 weeks ago"', "2026-03-17", None),
        ("after:month", "2026-02-28", None),
        ("after:13m", "2025-02-28", None),
        ("после:год", "2025-03-31", None),
        ("date:вчера", "2026-03-30", "2026-03-30"),
        ("дата:позавчера", "2026-03-29", "2026-03-29"),
        ("дата:неделя", "2026-03-24", "2026-03-31"),
        ("date:7d", "2026-03-24", "2026-03-31"),
        ('date:"last 2 weeks"', "2026-03-17", "2026-03-31"),
        ('после:"последние 3 дня"', "2026-03-28", None),
        ('date:"last month"', "2026-02-01", "2026-02-28"),
        ('дата:"прошлый месяц"', "2026-02-01", "2026-02-28"),
        ('before:"last month"', None, "2026-01-31"),
        ('дата:"прошлая неделя"', "2026-03-23", "2026-03-29"),
        ('дата:"эта неделя"', "2026-03-30", "2026-04-05"),
        ('date:"this year"', "2026-01-01", "2026-12-31"),
        ('date:"last year"', "2025-01-01", "2025-12-31"),
        ("дата:март", "2026-03-01", "2026-03-31"),
        ("date:april", "2025-04-01", "2025-04-30"),
        ('дата:"5 июня"', "2025-06-05", "2025-06-05"),
        ("date:2016..2018", "2016-01-01", "2018-12-31"),
        ("date:2017..", "2017-01-01", None),
        ("date:2016-2018", "2016-01-01", "2018-12-31"),
        ("date:2016–2018", "2016-01-01", "2018-12-31"),
        ("date:>2017", "2018-01-01", None),
        ("date:>=2017-06", "2017-06-01", None),
        ("date:<2017", None, "2016-12-31"),
        ("date:<=2017", None, "2017-12-31"),
        ("date:[2016 TO 2018-05]", "2016-01-01", "2018-05-31"),
        ("date:[2016 TO *]", "2016-01-01", None),
        ("since:2017 until:2018", "2017-01-01", "2017-12-31"),
        ("год:2017", "2017-01-01", "2017-12-31"),
        ("date:..2017", None, "2017-12-31"),
        ("date:12 мая 2017", "2017-05-12", "2017-05-12"),
        ("after:май 2017", "2017-05-01", None),
        ("date: last year", "2025-01-01", "2025-12-31"),
        ("date:с 1 мая по 2 июня 2017", "2017-05-01", "2017-06-02"),
        ("date:с 1 по 5 мая 2017", "2017-05-01", "2017-05-05"),
        ("date:с мая по июнь 2017 года", "2017-05-01", "2017-06-30"),
        ("date:from December to January 2017", "2016-12-01", "2017-01-31"),
        ("date:с 30 декабря по 2 января 2017", "2016-12-30", "2017-01-02"),
        ("date:from February to December", "2025-02-01", "2025-12-31"),
        ("date:from May 5 to June 3, 2017", "2017-05-05", "2017-06-03"),
        ("date:2015 - 2017", "2015-01-01", "2017-12-31"),
        ("date:2017-05-01 - 2017-05-31", "2017-05-01", "2017-05-31"),
        ("date:1 - 5 мая 2017", "2017-05-01", "2017-05-05"),
        ("date:на прошлой неделе", "2026-03-23", "2026-03-29"),
        ('date:"from 2015 to 2017"', "2015-01-01", "2017-12-31"),
        ('date:"between May and June 2017"', "2017-05-01", "2017-06-30"),
        ("date:2017-05-01–2017-05-31", "2017-05-01", "2017-05-31"),
        ("date:2015…2017", "2015-01-01", "2017-12-31"),
        ('date:"в мае 2017 года"', "2017-05-01", "2017-05-31"),
        ("date:2017г.", "2017-01-01", "2017-12-31"),
        ('date:"в прошлом году"', "2025-01-01", "2025-12-31"),
        ('date:"за последний месяц"', "2026-02-28", "2026-03-31"),
        ('date:"past week"', "2026-03-24", "2026-03-31"),
        ("date:2010-е", "2010-01-01", "2019-12-31"),
        ("before:1990s", None, "1989-12-31"),
        ("date:05-06-2017", "2017-06-05", "2017-06-05"),
        ("date:06/2017", "2017-06-01", "2017-06-30"),
        ("date:31/05/2017", "2017-05-31", "2017-05-31"),
        ("date:05/31/2017", "2017-05-31", "2017-05-31"),
        ("date:20170531", "2017-05-31", "2017-05-31"),
        ("after:2017-05-31T23:59:59Z", "2017-05-31", None),
        ("after:today", "2026-03-31", None),
        ("after:2017 after:2019", "2019-01-01", None),
    ],
)
def test_dates_make_the_period(typed: str, first: str | None, last: str | None) -> None:
    days = [day and date.fromisoformat(day) for day in (first, last)]
    parsed = read(typed)
    assert (parsed.period, parsed.expression, parsed.problems) == (Period(*days), EVERYTHING, ())


@pytest.mark.parametrize(
    ("typed", "remarks"),
    [
        ("суд language:ru", []),
        ("(суд) language:ru", []),
        ("((суд)) language:ru", []),
        ("((суд) приговор) region:Чечня", []),
        ("(суд language:ru)", [(5, "ru")]),
        ("region:Чечня (суд language:ru)", [(18, "ru")]),
        ("(суд language:ru topic:sport)", [(5, "ru"), (17, "sport")]),
        ("(суд language:en) language:ru", [(5, "en")]),
        ("((суд) language:en) приговор", [(7, "en")]),
    ],
)
def test_a_filter_in_a_group_is_remarked_and_one_beside_it_is_not(
    typed: str, remarks: list[tuple[int, str]]
) -> None:
    told = [(each.position, each.text) for each in read(typed).problems]
    assert told == remarks
    assert {each.code for each in read(typed).problems} <= {"filter-whole"}
