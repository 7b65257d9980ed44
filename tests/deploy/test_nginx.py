"""nginx as deploy/nginx.conf sets it up, before the real site."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import brotli
import pytest

from tests.deploy.conftest import Site
from tests.deploy.nginx import Nginx

pytestmark = pytest.mark.slow

MARKER = "verysecretword"


@pytest.fixture
def nginx(site, tmp_path) -> Iterator[Nginx]:
    """nginx in front of the site; both are up."""
    site.start()
    folder = tmp_path / "nginx"
    folder.mkdir()
    nginx = Nginx(folder, site.socket)
    nginx.start()
    yield nginx
    nginx.stop()


class _Client(http.client.HTTPSConnection):
    """A browser that knows where the site is, and its certificate."""

    def __init__(self, nginx: Nginx) -> None:
        context = ssl.create_default_context(cafile=nginx.certificate)
        super().__init__("archive.example", nginx.port, context=context, timeout=60)
        self._trusting = context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._trusting.wrap_socket(plain, server_hostname=self.host)


def ask(nginx: Nginx, target: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """The response, read, and its body."""
    with closing(_Client(nginx)) as client:
        client.request(method, target, body, headers)
        response = client.getresponse()
        return response, response.read()


def statuses(nginx: Nginx, target: str, count: int) -> list[int]:
    """What one reader gets who asks again and again."""
    found = []
    with closing(_Client(nginx)) as client:
        for _ in range(count):
            client.request("GET", target)
            response = client.getresponse()
            response.read()
            found.append(response.status)
    return found


def test_a_page_comes_over_tls_with_the_headers_of_the_site(nginx):
    response, content = ask(nginx, "/search?q=school")
    assert response.status == 200
    assert b"<h1" in content
    for name in ("Content-Security-Policy", "Referrer-Policy", "Strict-Transport-Security"):
        assert len(response.msg.get_all(name) or ()) == 1, name
    assert "nginx/" not in (response.headers["Server"] or "")


def test_http_leads_to_https(nginx):
    plain = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=60)
    with closing(plain) as client:
        client.request("GET", "/search?q=school", headers={"Host": "evil.example"})
        response = client.getresponse()
        assert response.status == 308
        assert response.headers["Location"] == "https://archive.example/search?q=school"


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_pages_arrive_packed_as_the_site_packed_them(nginx, coding):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]
    headers = {"Accept-Encoding": coding}
    response, packed = ask(nginx, "/search?q=school", **headers)
    assert response.headers["Content-Encoding"] == coding
    assert b"<h1" in unpack(packed)
    assert len(packed) * 3 < len(unpack(packed))


def test_static_files_may_be_kept_for_ever_and_pages_are_asked_for_again(nginx):
    _, content = ask(nginx, "/")
    style = next(part.split('"')[0] for part in content.decode().split('href="') if ".css" in part)
    assert "immutable" in ask(nginx, style.replace("&amp;", "&"))[0].headers["Cache-Control"]
    response, _ = ask(nginx, "/")
    assert response.headers["Cache-Control"] == "private, no-cache"
    again, nothing = ask(nginx, "/", **{"If-None-Match": response.headers["ETag"]})
    assert (again.status, nothing) == (304, b"")


def test_a_cache_tells_pages_while_the_site_is_down_each_in_its_language(sample, tmp_path):
    site = Site(sample, tmp_path / "kept.sock", PODSHIVKA_SHARED_CACHE="600")
    site.start()
    nginx = Nginx(tmp_path, site.socket, cache=True)
    nginx.start()
    try:
        russian = {"Accept-Language": "ru"}
        english = ask(nginx, "/search?q=school")
        assert ask(nginx, "/search?q=school", **russian)[1] != english[1]
        site.stop()
        assert ask(nginx, "/search?q=school")[1] == english[1]
        assert "Найти" in ask(nginx, "/search?q=school", **russian)[1].decode()
    finally:
        nginx.stop()
        site.stop()


def test_too_many_requests_of_one_address_are_refused_and_others_never_fail(nginx):
    assert statuses(nginx, "/search?q=school", 5) == [200] * 5
    assert set(statuses(nginx, "/health", 200)) == {200, 429}


def test_a_body_of_any_size_is_refused_before_the_site_sees_it(nginx):
    assert ask(nginx, "/search", "POST", b"q=" + b"x" * 100_000)[0].status == 413


def test_slow_clients_take_nobody_s_place(nginx):
    """As many as one address may have, each sending its request letter by letter."""
    over = threading.Event()
    slow = [_Client(nginx) for _ in range(30)]

    def dribble(client: _Client) -> None:
        client.connect()
        for letter in b"GET / HTTP/1.1\r\nHost: archive.example\r\nX: " + b"x" * 1_000:
            if over.wait(0.5):
                return
            with suppress(OSError):  # nginx may have had enough
                client.sock.sendall(bytes([letter]))

    threads = [threading.Thread(target=dribble, args=(client,)) for client in slow]
    for thread in threads:
        thread.start()
    try:
        assert [ask(nginx, "/search?q=school")[0].status for _ in range(10)] == [200] * 10
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for client in slow:
            client.close()


def test_nothing_is_written_about_readers_whatever_goes_wrong(nginx, site):
    marked = f"/search?q={MARKER}"
    assert ask(nginx, marked)[0].status == 200
    assert ask(nginx, f"{marked}&page=0")[0].status == 400
    assert ask(nginx, f"/{MARKER}")[0].status == 404
    assert ask(nginx, marked, "POST", MARKER.encode() * 10_000)[0].status == 413
    assert json.loads(ask(nginx, f"/api/v1/search?q={MARKER}")[1])["total"] == 0
    with socket.create_connection(("127.0.0.1", nginx.port)) as connection:
        connection.sendall(f"GET /{MARKER} no TLS\r\n\r\n".encode())
        connection.recv(100)
    with socket.create_connection(("127.0.0.1", nginx.plain)) as connection:
        connection.sendall(f"{MARKER}\r\n\r\n".encode())
        connection.recv(100)
    assert 429 in statuses(nginx, marked, 100)
    site.stop()
    assert ask(nginx, f"/articles/{MARKER}")[0].status in {429, 502}
    for path in nginx.folder.parent.rglob("*"):
        if path.is_file() and path.name not in {"podshivka.conf", "nginx.conf"}:
            content = path.read_bytes()
            assert MARKER.encode() not in content, path
            assert b"127.0.0.1" not in content, path
