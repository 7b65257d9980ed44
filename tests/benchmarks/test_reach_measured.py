"""How far a place's name reaches, measured by an analyzer that has read a great deal before."""

from __future__ import annotations

from benchmarks.analysis.measures import over_reach
from indexer.analysis import Analyzer

PLACE = {"lemma": "Хунзах", "forms": ["Хунзах", "Хунзаха", "Хунзахе"]}


def test_posts_are_told_apart_by_an_analyzer_of_many_words():
    analyzer = Analyzer()
    analyzer.lay_out([" ".join(f"x{number}" for number in range(70_000))])
    posts = ["Дождь в Хунзахе"] + ["Снег"] * 40_000
    for reach in over_reach(analyzer, posts, [PLACE], 1).values():
        assert (reach.ratio, reach.recall) == (1.0, 1.0)
