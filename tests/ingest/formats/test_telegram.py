"""Exports of Telegram Desktop: posts of channels, one or all of an account."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest

from indexer.ingest.formats import json_walk, jsonl
from indexer.ingest.records import Journal, Record, Source

POST = {
    "id": 12,
    "type": "message",
    "date": "2023-05-05T13:15:00",
    "date_unixtime": "1683281700",
    "edited": "2023-05-05T14:00:00",
    "edited_unixtime": "1683284400",
    "from": "Горы",
    "from_id": "channel1500",
    "author": "Лайла Ахмадова",
    "text": [
        {"type": "bold", "text": "Через Аргун открыли мост"},
        "\n\nПервым проехал автобус. ",
        {"type": "text_link", "text": "Подробнее", "href": "https://gory.example/1"},
        "\n",
        {"type": "link", "text": "https://gory.example/2"},
        "\n",
        {"type": "hashtag", "text": "#Чечня"},
        " ",
        {"type": "hashtag", "text": "#новые_мосты"},
    ],
}
PLAIN = {
    "id": 13,
    "type": "message",
    "date": "2023-05-06T09:00:00",
    "text": "Снег в Даргавсе\n\nДорога закрыта до вечера.",
}


def channel(*messages: object, **facts: object) -> dict[str, object]:
    chat = {"name": "Горы", "type": "public_channel", "id": 1500}
    return chat | facts | {"messages": list(messages)}


def written(export: object, indent: int | None = 1) -> str:
    return json.dumps(export, indent=indent, ensure_ascii=False)


@pytest.mark.parametrize("indent", [1, 4, None])
def test_a_post_of_a_channel(take_as, indent):
    bridge, snow = take_as("result.json", written(channel(POST, PLAIN), indent)).articles
    assert bridge.id == "telegram-1500-12"
    assert bridge.title == "Через Аргун открыли мост"
    assert bridge.body == (
        "Первым проехал автобус. Подробнее\nhttps://gory.example/2\n#Чечня #новые_мосты"
    )
    assert bridge.published.isoformat() == "2023-05-05T13:15:00+03:00"
    assert bridge.updated.isoformat() == "2023-05-05T14:00:00+03:00"
    assert (bridge.author, bridge.source) == ("Лайла Ахмадова", "Горы")
    assert (bridge.regions, bridge.keywords) == (("chechnya",), ("новые мосты",))
    assert bridge.model_extra["links"] == ["https://gory.example/1", "https://gory.example/2"]
    assert (snow.title, snow.body) == ("Снег в Даргавсе", "Дорога закрыта до вечера.")
    assert snow.published.isoformat() == "2023-05-06T09:00:00+03:00"
    assert (snow.author, snow.language) == (None, "ru")


@pytest.mark.parametrize(
    ("date", "unixtime", "published"),
    [
        ("2023-05-05T13:15:00", "1683281700", "2023-05-05T13:15:00+03:00"),
        ("2023-05-05T10:15:00", "1683281700", "2023-05-05T10:15:00+00:00"),
        ("2023-05-05T15:45:00", "1683281700", "2023-05-05T15:45:00+05:30"),
        ("2023-05-05T05:15:00", "1683281700", "2023-05-05T05:15:00-05:00"),
        ("2023-05-05T13:15:07", "1683281700", "2023-05-05T10:15:00+00:00"),
        ("2023-05-07T13:15:00", "1683281700", "2023-05-05T10:15:00+00:00"),
        ("", "1683281700", "2023-05-05T10:15:00+00:00"),
        ("2023-05-05T13:15:00", "", "2023-05-05T13:15:00+03:00"),
        ("2023-05-05T13:15:00", "9" * 40, "2023-05-05T13:15:00+03:00"),
    ],
)
def test_the_clock_and_the_seconds_tell_the_zone(take_as, date, unixtime, published):
    post = PLAIN | {"date": date, "date_unixtime": unixtime}
    article = take_as("result.json", written(channel(post))).article
    assert article.published.isoformat() == published


def items_of(export: object) -> tuple[list[object], dict[str, tuple[str, int]]]:
    journal = Journal()
    stream = io.BytesIO(written(export).encode())
    return list(jsonl.read(Source("r", stream, journal=journal))), journal.remarks


def test_what_is_no_post_is_counted():
    service = {"id": 1, "type": "service", "action": "pin_message", "text": ""}
    photo = {"id": 2, "type": "message", "date": "2023-05-05T13:15:00", "photo": "a", "text": ""}
    items, remarks = items_of(channel(service, photo, POST, photo))
    assert [isinstance(item, Record) for item in items] == [True]
    assert {text: count for text, (_, count) in remarks.items()} == {
        "a notice of Telegram, not a post: skipped": 1,
        "a post without a text: skipped": 2,
    }


def test_of_an_account_channels_are_read_and_talks_are_not():
    talk = {"name": "Анна", "type": "personal_chat", "id": 3, "messages": [PLAIN, PLAIN]}
    nameless = {"type": "private_group", "id": 4, "messages": [PLAIN]}
    left = {"type": "private_channel", "id": 1600, "messages": [PLAIN]}  # its name is not told
    export = {
        "about": "…",
        "personal_information": {"user_id": 5, "phone_number": "+70000000000"},
        "contacts": {"about": "…", "list": [{"first_name": "Анна"}]},
        "chats": {"about": "…", "list": [talk, channel(POST), nameless]},
        "left_chats": {"about": "…", "list": [channel(name="Степь"), left]},
    }
    items, remarks = items_of(export)
    assert [(one.fields.get("source"), one.fields["id"]) for one in items] == [
        ("Горы", "telegram-1500-12"),
        (None, "telegram-1600-13"),
    ]
    assert [count for _, count in remarks.values()] == [3]


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ({"from": "Горы", "from_id": "channel1500"}, None),
        ({"from": "Горы", "from_id": 1500}, None),  # as it was written before 2021
        ({"from": "Горы", "from_id": "channel1500", "author": "Анна"}, "Анна"),
        ({}, None),
    ],
)
def test_a_channel_is_not_the_author_of_its_posts(take_as, sender, author):
    post = {name: value for name, value in PLAIN.items() if name != "from"} | sender
    assert take_as("result.json", written(channel(post))).article.author == author


def test_in_a_public_group_whoever_wrote_is_the_author(take_as):
    post = PLAIN | {"from": "Анна", "from_id": "user7"}
    group = channel(post, type="public_supergroup")
    assert take_as("result.json", written(group)).article.author == "Анна"


@pytest.mark.parametrize(
    "damage",
    [
        ('"text": "Снег в Даргавсе', '"text": "Снег в "Даргавсе'),  # a quote
        ('"type": "message"', '"type": "message'),  # a quote that is not closed
        ('"type": "message"', '"type": "message" }'),  # a brace too many
        ('"type": "message"', '"type": {"message"'),  # a brace too few
        ('"type": "message"', '"type": ]"message"'),
        ('"type": "message"', '"type" "message"'),
        ('"id": 13,', '"id": 13, \x00'),
    ],
)
def test_a_damaged_post_costs_itself_alone(take_as, damage):
    text = written(channel(POST, PLAIN, POST | {"id": 14}, POST | {"id": 15}))
    before, after = text.split('"id": 13,')
    head, rest = after[:150], after[150:]
    head = ('"id": 13,' + head).replace(*damage)
    taken = take_as("result.json", before + head + rest)
    assert [one.id for one in taken.articles] == [f"telegram-1500-{n}" for n in (12, 14, 15)]
    assert taken.rejections
    assert all(one.error.place and one.error.hint for one in taken.rejections)


@pytest.mark.parametrize("cut", [0.5, 0.8, 0.99])
def test_an_export_that_was_cut_off(take_as, cut):
    text = written(channel(POST, *(PLAIN | {"id": n} for n in range(100, 200))))
    taken = take_as("result.json", text[: int(len(text) * cut)])
    assert len(taken.articles) > 40
    assert "the file ends within" in taken.rejections[-1].error.message


def test_memory_does_not_grow_with_an_export(tmp_path):
    path = tmp_path / "result.json"
    post = written([POST])[1:-1].strip()
    with path.open("w") as file:
        file.write(
            '{\n "name": "Горы",\n "type": "public_channel",\n "id": 1500,\n "messages": [\n  '
        )
        file.write(",\n  ".join([post] * 2_000))
        file.write("\n ]\n}")
    tracemalloc.start()
    with path.open("rb") as stream:
        count = sum(isinstance(one, Record) for one in jsonl.read(Source("r", stream)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert path.stat().st_size > 1_500_000
    assert peak < 500_000


def test_the_place_of_a_post_is_the_line_it_begins_on(tmp_path):
    text = written(channel(POST, PLAIN))
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line == "  {"]
    places = [one.place for one in jsonl.read(Source("r", io.BytesIO(text.encode())))]
    assert places == [f"r:{line}" for line in lines]


def test_a_post_that_is_far_too_long_costs_itself_alone(monkeypatch):
    monkeypatch.setattr(json_walk, "LIMIT", 3_000)
    text = written(channel(POST, PLAIN | {"photos": ["x"] * 1_000}, POST | {"id": 14}))
    first, long, last = jsonl.read(Source("r", io.BytesIO(text.encode())))
    assert (first.fields["id"], last.fields["id"]) == ("telegram-1500-12", "telegram-1500-14")
    assert long.error.code == "too-long"
