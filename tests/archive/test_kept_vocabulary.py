"""The vocabulary that an archive keeps between runs: it saves time and changes nothing."""

from __future__ import annotations

import gc
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.analysis import Analyzer, default_analyzer
from indexer.archive import Archive
from indexer.index import batches as sync
from indexer.index.collecting import SELDOM
from schemas.article import Article

ANALYZER = default_analyzer()
WORDS = ("Кадыров", "Шали", "дагестан", "выборы", "Protest", "Назрани", "Алхан-Кала", "М.Евкуров")


def articles(count: int, start: int = 0) -> list[Article]:
    return [
        Article(
            id=str(number),
            language="ru",
            title=f"Вчера {WORDS[number % 8]} {number}",
            body=f"{WORDS[number % 7]} сказал о {WORDS[number % 5]}. Слово{number % 50} в г. Шали",
        )
        for number in range(start, start + count)
    ]


def archive(home: Path) -> Archive:
    return Archive.open(home, create=True)


def one_thread(_processes, _spawn, start, given) -> ThreadPoolExecutor:
    """In the place of a pool of processes."""
    return ThreadPoolExecutor(1, initializer=start, initargs=given)


def contents(made: Archive) -> dict[str, tuple]:
    """Every form of the index with its documents and terms."""
    searcher = made.engine.open()
    found = {each.form: (each.count, searcher.terms(each.form)) for each in searcher.vocabulary()}
    searcher.close()
    return found


@pytest.fixture
def made(tmp_path) -> Archive:
    made = archive(tmp_path / "home")
    made.add(articles(40))
    made.rebuild()
    return made


def test_a_rebuild_with_words_known_gives_the_same_index(made):
    first = contents(made)
    assert (made.home / "vocabulary").stat().st_size
    for form, (_, terms) in first.items():
        assert terms == ANALYZER.terms(form)
    before = (made.home / "vocabulary").stat().st_mtime_ns
    made.rebuild()
    assert contents(made) == first
    assert (made.home / "vocabulary").stat().st_mtime_ns == before


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: raw[:99] + b"?" + raw[100:]])
def test_a_damaged_file_is_replaced(made, spoil):
    first, path = contents(made), made.home / "vocabulary"
    sound = path.read_bytes()
    path.write_bytes(spoil(sound))
    made.rebuild()
    assert contents(made) == first
    assert path.read_bytes() == sound


def test_a_file_of_other_rules_is_replaced(made):
    first, path = contents(made), made.home / "vocabulary"
    vocabulary = ANALYZER.fresh(None)
    wrong = vocabulary.meanings.numbers(["неверно"])[0]
    vocabulary.meaning.data[: vocabulary.meaning.size] = wrong
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ANALYZER, "fingerprint", "0" * 16)
        ANALYZER.keep(vocabulary, path)
    made.rebuild()
    assert contents(made) == first


def test_a_disk_that_refuses_the_file_does_not_stop_a_sync(tmp_path):
    made = archive(tmp_path / "home")
    (made.home / "vocabulary.partial").mkdir()
    made.add(articles(5))
    made.rebuild()
    assert len(contents(made)) > 5


def test_the_file_takes_its_name_when_it_is_on_the_disk(made, disk):
    synced = []
    disk.before("vocabulary", lambda partial, _: synced.append(disk.holds(partial)))
    (made.home / "vocabulary").unlink()
    made.rebuild()
    assert synced == [True]


def test_no_more_is_read_than_a_few_chunks_ahead_of_the_batches(monkeypatch):
    """However many changes there are, those that wait for the index stay few."""
    monkeypatch.setattr(sync, "CHUNK", 2)
    monkeypatch.setattr(sync, "ALONE", 0)
    monkeypatch.setattr(sync, "ProcessPoolExecutor", one_thread)
    monkeypatch.setattr(sync, "collect_seldom", lambda: None)
    read = 0

    def rows():
        nonlocal read
        for number in range(60):
            read += 1
            yield str(number), None

    taken = 0
    for batch in sync.batches(rows(), 60, {}, processes=2):
        taken += len(batch.deleted)
        assert taken < read or taken == 60, "the next ones are analysed meanwhile"
        assert read - taken <= 2 * (2 * 2)
    assert taken == 60


@pytest.mark.parametrize("taken", [1, 3])
def test_cyclic_garbage_is_looked_for_seldom_meanwhile_and_then_as_before(monkeypatch, taken):
    """Even when whoever asked for batches does not want all of them."""
    monkeypatch.setattr(sync, "CHUNK", 2)
    before = gc.get_threshold()
    batches = sync.batches([(str(number), None) for number in range(6)], 6, {})
    for _ in range(taken):
        next(batches)
        assert gc.get_threshold()[0] == SELDOM
    assert next(batches, None) is None or taken == 1
    batches.close()
    assert gc.get_threshold() == before


def test_several_processes_give_what_one_gives(made, monkeypatch):
    """In many small chunks, the first time and with words known."""
    made.add(articles(30, start=40))
    made.rebuild()
    first = contents(made)
    monkeypatch.setattr(sync, "CHUNK", 7)
    monkeypatch.setattr(sync, "ALONE", 0)
    (made.home / "vocabulary").unlink()
    for _ in range(2):
        made.rebuild()
        assert contents(made) == first


def test_what_one_process_has_learnt_another_is_told(monkeypatch):
    monkeypatch.setattr(sync, "default_analyzer", Analyzer)
    rows = [
        (each.id, json.dumps({"id": each.id, "title": each.title, "body": each.body}))
        for each in articles(9)
    ]
    one, other = sync._Worker(None, {}), sync._Worker(None, {})
    renumbering = sync._Renumbering(ANALYZER.fresh(None))
    begun = renumbering.vocabulary.sizes()
    first = renumbering.renumber(one.analyse(rows, None))
    monkeypatch.setattr(other._vocabulary, "learn", lambda runs: pytest.fail(f"again: {runs}"))
    made = other.analyse(rows, renumbering.vocabulary.since(begun))
    second = renumbering.renumber(replace(made, vocabulary=(0, 1)))
    assert second.tokens.tolist() == first.tokens.tolist()
    assert len(renumbering.vocabulary.forms) == len({*first.forms})
