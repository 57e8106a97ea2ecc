"""Fetching from real servers on this machine, which an allow-list lets through: slow, huge, lying, leading astray."""

import gzip
import itertools
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from portal.kit.fetch import Fetched, FetchRefused, fetch
from tests.portal.kit.farend import OK, Serve, page, serving, to


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


def here(_: str) -> list[str]:
    return ["127.0.0.1"]


def get(port: int, path: str = "/", *, most_bytes: int = 1000, seconds: float = 5, **more: object) -> Fetched:
    more = {"allowed": ["127.0.0.1"], **more}
    return fetch(f"http://127.0.0.1:{port}{path}", most_bytes=most_bytes, seconds=seconds, **more)  # type: ignore[arg-type]


def refused(code: str, port: int, path: str = "/", **more: object) -> FetchRefused:
    with pytest.raises(FetchRefused) as refusal:
        get(port, path, **more)  # type: ignore[arg-type]
    assert refusal.value.code == code, refusal.value.message
    assert refusal.value.message.endswith("."), "a refusal is a sentence"
    return refusal.value


def test_a_document_comes_with_its_address_and_type(serve: Serve) -> None:
    port = serve(page(b"openapi: 3.1.0"))
    assert get(port, "/spec.yaml?v=1#top") == Fetched(
        f"http://127.0.0.1:{port}/spec.yaml?v=1", b"openapi: 3.1.0", "application/yaml; charset=utf-8"
    )


def test_the_request_says_who_asks_and_nothing_about_the_person(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    asked: list[bytes] = []

    def answer(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(OK + b"Set-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok")

    port = serve(answer)
    assert (
        fetch(f"http://api.corp:{port}/%2e/x", most_bytes=9, seconds=5, allowed=["api.corp"], resolve=here).data
        == b"ok"
    )
    head, *lines = asked[0].decode().strip().split("\r\n")
    assert head == "GET /%2e/x HTTP/1.1"
    assert sorted(line.split(":")[0] for line in lines) == [
        "Accept",
        "Accept-Encoding",
        "Connection",
        "Host",
        "User-Agent",
    ]
    assert f"Host: api.corp:{port}" in lines


def test_the_settings_say_what_is_allowed_when_the_caller_does_not(serve: Serve, settings: object) -> None:
    port = serve(page(b"x"))
    settings.FETCH_ALLOWED_HOSTS = []  # type: ignore[attr-defined]
    refused("fetch-address-private", port, allowed=None)
    settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]  # type: ignore[attr-defined]
    assert get(port, allowed=None).data == b"x"


def test_a_name_is_looked_up_once_so_it_cannot_change_its_mind(serve: Serve) -> None:
    """DNS rebinding: a name answers with a good address when it is judged, and with a private one from then on."""
    port = serve(page(b"public"))
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["10.0.0.1"]))
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    url = f"http://rebind.example:{port}/"
    assert fetch(url, most_bytes=9, seconds=5, allowed=["127.0.0.1"], resolve=rebinding).data == b"public"
    assert asked == ["rebind.example"]
    with pytest.raises(FetchRefused):
        fetch(url, most_bytes=9, seconds=5, allowed=["127.0.0.1"], resolve=rebinding)


def test_a_redirect_to_the_same_name_is_looked_up_and_judged_anew(serve: Serve) -> None:
    port = serve(lambda connection, request: connection.sendall(to("/again")))
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with pytest.raises(FetchRefused) as refusal:
        fetch(
            f"http://rebind.example:{port}/",
            most_bytes=9,
            seconds=5,
            allowed=["127.0.0.1"],
            resolve=lambda host: next(answers),
        )
    assert refusal.value.code == "fetch-address-private"


def test_a_name_with_one_private_address_is_not_asked_at_all(serve: Serve) -> None:
    asked: list[bytes] = []
    port = serve(lambda connection, request: asked.append(request))
    with pytest.raises(FetchRefused):
        fetch(
            f"http://both.example:{port}/",
            most_bytes=9,
            seconds=5,
            allowed=["127.0.0.1"],
            resolve=lambda host: ["127.0.0.1", "10.0.0.1"],
        )
    assert asked == []


def test_the_next_judged_address_is_tried_when_one_does_not_answer(serve: Serve) -> None:
    port = serve(page(b"ok"))
    found = fetch(
        f"http://two.corp:{port}/",
        most_bytes=9,
        seconds=5,
        allowed=["two.corp"],
        resolve=lambda host: ["127.0.0.2", "127.0.0.1"],
    )
    assert found.data == b"ok"


def test_a_name_that_nobody_knows_is_refused() -> None:
    def unknown(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (unknown, lambda host: [], lambda host: ["1.1.1.1", "nonsense"]):
        with pytest.raises(FetchRefused) as refusal:
            fetch("https://typo.example/", most_bytes=9, seconds=5, allowed=[], resolve=resolve)
        assert refusal.value.code == "fetch-name-unknown"


def test_a_look_up_that_hangs_ends_with_the_deadline() -> None:
    release = threading.Event()
    began = time.monotonic()
    with pytest.raises(FetchRefused) as refusal:
        fetch(
            "https://slow.example/",
            most_bytes=9,
            seconds=0.3,
            allowed=[],
            resolve=lambda host: ["1.1.1.1"] if release.wait(5) else [],
        )
    release.set()
    assert refusal.value.code == "fetch-too-slow"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_last_address_told(serve: Serve, status: int) -> None:
    last = serve(page(b"ok"))
    port = serve(to(f"http://127.0.0.1:{last}/moved", status))
    assert get(port).url == f"http://127.0.0.1:{last}/moved"


def test_three_redirects_are_followed_and_a_fourth_is_not(serve: Serve) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        left = int(request.split()[1].strip(b"/"))
        connection.sendall(to(f"{left - 1}") if left else page(b"ok"))

    port = serve(answer)
    assert get(port, "/3").data == b"ok"
    refused("fetch-redirects", port, "/4")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.2/", "fetch-address-private"),
        ("http://[::1]/", "fetch-address-private"),
        ("http://169.254.169.254/latest/meta-data/", "fetch-address-never"),
        ("http://2130706433/", "fetch-address-unclear"),
        ("//10.0.0.1/", "fetch-address-private"),
        ("file:///etc/passwd", "fetch-scheme"),
        ("gopher://127.0.0.1:6379/_x", "fetch-scheme"),
        ("http://user@127.0.0.1/", "fetch-password"),
        ("http://127.0.0.1\\@10.0.0.1/", "fetch-address-unclear"),
        ("http://[broken", "fetch-address-unclear"),
    ],
)
def test_a_redirect_leads_nowhere_the_first_address_could_not(serve: Serve, url: str, code: str) -> None:
    refused(code, serve(to(url)))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "404"),
        (500, "500"),
        (401, "login"),
        (403, "login"),
        (204, "204"),
        (206, "206"),
        (304, "304"),
        (300, "300"),
    ],
)
def test_any_status_but_200_is_refused_by_name(serve: Serve, status: int, words: str) -> None:
    refusal = refused("fetch-status", serve(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()))
    assert words in refusal.message


def drip(text: bytes) -> Callable[[socket.socket, bytes], None]:
    def answer(connection: socket.socket, request: bytes) -> None:
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "text",
    [
        OK + b"X-Slow: " + b"a" * 500,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 500,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 100,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
    ids=["head", "body", "chunks", "continue"],
)
def test_a_server_that_drips_cannot_hold_us_past_the_deadline(serve: Serve, text: bytes) -> None:
    began = time.monotonic()
    refused("fetch-too-slow", serve(drip(text)), seconds=0.6)
    assert time.monotonic() - began < 1.5


def test_a_server_that_says_nothing_cannot_hold_us_past_the_deadline(serve: Serve) -> None:
    done = threading.Event()
    began = time.monotonic()
    refused("fetch-too-slow", serve(lambda connection, request: done.wait(5) and None), seconds=0.3)
    done.set()
    assert time.monotonic() - began < 1.5


def test_a_document_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(serve: Serve) -> None:
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"a" * 1000 + b"\r\n%s0\r\n\r\n"
    assert len(get(serve(page(b"a" * 1000))).data) == 1000
    assert len(get(serve(chunked % b"")).data) == 1000
    assert len(get(serve(OK + b"\r\n" + b"a" * 1000)).data) == 1000
    refused("fetch-too-large", serve(page(b"a" * 1001)))
    refused("fetch-too-large", serve(chunked % b"1\r\na\r\n"))
    refused("fetch-too-large", serve(OK + b"\r\n" + b"a" * 1001))


def test_a_packed_document_is_unpacked(serve: Serve) -> None:
    text = bytes(range(256)) * 2000
    port = serve(page(gzip.compress(text[:1000]) + gzip.compress(text[1000:]), b"Content-Encoding: gzip"))
    assert get(port, most_bytes=len(text)).data == text


def test_a_gzip_bomb_is_left_at_the_limit(serve: Serve) -> None:
    bomb = gzip.compress(bytes(1024 * 1024), 9) * 1000  # a gigabyte in one megabyte
    port = serve(page(bomb, b"Content-Encoding: gzip"))
    tracemalloc.start()
    refused("fetch-too-large", port, most_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (OK + b"Content-Length: 100\r\n\r\nshort", "fetch-broken-off"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", "fetch-broken-off"),
        (page(gzip.compress(b"a" * 500)[:-9], b"Content-Encoding: gzip"), "fetch-broken-off"),
        (page(b"not gzip", b"Content-Encoding: gzip"), "fetch-broken-off"),
        (page(gzip.compress(b"a") + b"more", b"Content-Encoding: gzip"), "fetch-broken-off"),
        (page(b"x", b"Content-Encoding: br"), "fetch-encoding"),
        (page(gzip.compress(gzip.compress(b"a")), b"Content-Encoding: gzip, gzip"), "fetch-encoding"),
        (b"220 mail.example ESMTP\r\n", "fetch-broken-off"),
        (b"", "fetch-broken-off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "fetch-broken-off"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "fetch-broken-off"),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "fetch-status"),
    ],
)
def test_an_answer_that_cannot_be_trusted_to_be_whole_is_refused(serve: Serve, answer: bytes, code: str) -> None:
    refused(code, serve(answer))


def test_nobody_at_the_port_is_refused_and_no_other_place_tried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    refused("fetch-no-answer", port)
