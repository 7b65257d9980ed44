"""Whose a request is, and which proxies are believed."""

from __future__ import annotations

import pytest

from searchapp.clients import Clients

V4 = bytes([9, 9, 9, 9])


@pytest.mark.parametrize(
    ("sender", "known"),
    [
        ("9.9.9.9", V4),
        ("::ffff:9.9.9.9", V4),
        ("2600::1:2:3:4", bytes.fromhex("2600000000000000")),
        ("127.0.0.1", None), ("::1", None), ("10.0.0.7", None), ("192.168.1.9", None),
        ("fd00::1", None), ("", None), ("nonsense", None),
    ],
)  # fmt: skip
def test_who_comes_directly_is_known_by_a_public_address(sender, known):
    assert Clients(()).client({"REMOTE_ADDR": sender}) == known


def test_an_ipv6_client_has_all_addresses_of_its_network():
    clients = Clients(())
    one, two = ({"REMOTE_ADDR": f"2600:1:2:3::{n}"} for n in (1, 2))
    assert clients.client(one) == clients.client(two)


@pytest.mark.parametrize("sender", ["127.0.0.1", "9.9.9.9", "10.0.0.1", ""])
def test_a_proxy_that_is_not_named_is_not_believed(sender):
    environ = {
        "REMOTE_ADDR": sender,
        "HTTP_X_FORWARDED_FOR": "8.8.8.8",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "elsewhere.example",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "here.example",
    }
    before = dict(environ)
    Clients(("192.0.2.1",)).client(environ)
    assert environ == before


@pytest.mark.parametrize(
    ("named", "sender", "forwarded", "known"),
    [
        ("127.0.0.1", "127.0.0.1", "9.9.9.9", V4),
        ("10.0.0.0/8", "10.1.2.3", "9.9.9.9", V4),
        ("unix", "", "9.9.9.9", V4),
        ("127.0.0.1", "127.0.0.1", "1.1.1.1, 9.9.9.9", V4),  # the first is the client's own word
        ("127.0.0.1", "127.0.0.1", "192.168.1.9", bytes([192, 168, 1, 9])),  # a newsroom
        ("127.0.0.1", "127.0.0.1", "127.0.0.1", None),  # an onion service
        ("127.0.0.1", "127.0.0.1", "::1", None),
        ("127.0.0.1", "127.0.0.1", "nonsense", None),
        ("127.0.0.1", "127.0.0.1", "", None),
    ],
)
def test_a_named_proxy_says_whose_a_request_is(named, sender, forwarded, known):
    environ = {"REMOTE_ADDR": sender, "HTTP_X_FORWARDED_FOR": forwarded}
    assert Clients((named,)).client(environ) == known


def test_a_named_proxy_says_how_the_site_was_reached():
    environ = {
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "news.example",
        "HTTP_X_FORWARDED_PREFIX": "/elsewhere",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "127.0.0.1:8000",
        "SCRIPT_NAME": "",
    }
    Clients(("127.0.0.1",)).client(environ)
    assert environ["wsgi.url_scheme"] == "https"
    assert environ["HTTP_HOST"] == "news.example"
    assert environ["SCRIPT_NAME"] == ""
