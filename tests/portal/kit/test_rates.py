"""Limits, on one process's counters and on a real Redis: both answer alike, and a Redis that is gone does no harm."""

import logging
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import rates
from portal.kit.rates import Gate, MemoryCounters, RedisCounters, Verdict, client_network
from portal.kit.refusals import TooMany
from tests.ops import servers


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def broker() -> Iterator[servers.Redis]:
    with servers.redis() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "redis"])
def gate(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Gate]:
    if request.param == "memory":
        yield Gate(MemoryCounters(), clock)
        return
    running: servers.Redis = request.getfixturevalue("broker")
    running.flush()
    counters = RedisCounters(running.url)
    yield Gate(counters, clock)
    counters.client.close()


def test_as_many_as_the_limit_are_allowed_and_the_next_is_told_when_to_come_again(gate: Gate) -> None:
    assert [gate.allow("write", "ann", 4).remaining for _ in range(4)] == [3, 2, 1, 0]
    assert gate.allow("write", "ann", 4) == Verdict(False, 4, 0, retry_after_seconds=75)


def test_askers_and_kinds_are_counted_apart(gate: Gate) -> None:
    for kind, who in [("write", "ann"), ("write", "bob"), ("login", "ann"), ("write", "\x00 \ud800 {}" * 1000)]:
        assert gate.allow(kind, who, 1).allowed
        assert not gate.allow(kind, who, 1).allowed


def test_a_limit_of_zero_is_none(gate: Gate) -> None:
    assert all(gate.allow("write", "ann", 0).allowed for _ in range(100))


@pytest.mark.parametrize("began", [0.0, 17.25, 59.0])
@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_whoever_waits_as_long_as_told_is_let_in_and_not_much_earlier(
    gate: Gate, clock: Clock, began: float, limit: int
) -> None:
    clock.now += began
    for _ in range(5):
        while (verdict := gate.allow("write", "ann", limit)).allowed:
            pass
        waiting = verdict.retry_after_seconds
        clock.now += waiting - 1.001
        assert waiting == 1 or not gate.allow("write", "ann", limit).allowed
        clock.now += 1.001
        assert gate.allow("write", "ann", limit).allowed


def test_no_burst_passes_at_the_turn_of_a_minute(gate: Gate, clock: Clock) -> None:
    clock.now += 59
    assert all(gate.allow("write", "ann", 10).allowed for _ in range(10))
    clock.now += 2
    assert not gate.allow("write", "ann", 10).allowed


def test_who_was_quiet_for_two_minutes_starts_afresh(gate: Gate, clock: Clock) -> None:
    for _ in range(5):
        gate.allow("write", "ann", 5)
    clock.now += 120
    assert gate.allow("write", "ann", 5) == Verdict(True, 5, 4)


def test_being_refused_does_not_lengthen_the_wait(gate: Gate, clock: Clock) -> None:
    gate.allow("write", "ann", 1)
    first = gate.allow("write", "ann", 1).retry_after_seconds
    assert {gate.allow("write", "ann", 1).retry_after_seconds for _ in range(50)} == {first}


def test_many_threads_together_get_no_more_than_the_limit(gate: Gate) -> None:
    with ThreadPoolExecutor(16) as pool:
        verdicts = list(pool.map(lambda _: gate.allow("write", "ann", 40), range(200)))
    assert sum(verdict.allowed for verdict in verdicts) == 40


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 6))
def test_no_sixty_seconds_hold_twice_the_limit_however_one_asks(pauses: list[float], limit: int) -> None:
    """The counters take the last minute to have been even. Where it was not, this is how wrong they can be at most."""
    clock = Clock()
    gate = Gate(MemoryCounters(), clock)
    let_in: deque[float] = deque()
    for pause in pauses:
        clock.now += pause
        if gate.allow("write", "ann", limit).allowed:
            let_in.append(clock.now)
        while let_in and let_in[0] <= clock.now - 60:
            let_in.popleft()
        assert len(let_in) < 2 * limit


def test_memory_holds_no_more_askers_than_it_may_and_forgets_the_quietest(clock: Clock) -> None:
    counters = MemoryCounters(most=100)
    gate = Gate(counters, clock)
    for number in range(1000):
        gate.allow("login", "ann", 5)
        gate.allow("login", str(number), 5)
    assert len(counters.counts) == 100
    assert not gate.allow("login", "ann", 5).allowed


def test_all_processes_count_together_on_redis(broker: servers.Redis, clock: Clock) -> None:
    broker.flush()
    one, other = RedisCounters(broker.url), RedisCounters(broker.url)
    assert Gate(one, clock).allow("write", "ann", 1).allowed
    assert not Gate(other, clock).allow("write", "ann", 1).allowed
    keys = broker.client().keys("*")
    assert len(keys) == 1
    assert b"ann" not in keys[0], "a name somebody typed is not kept"
    assert 0 < broker.client().ttl(keys[0]) <= 120
    one.client.close()
    other.client.close()


def test_a_redis_that_is_gone_lets_everybody_in_and_is_complained_of_once_a_minute(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with servers.redis() as mortal:
        counters = RedisCounters(mortal.url)
        gate = Gate(counters, clock)
        assert gate.allow("write", "ann", 1).allowed
        assert not gate.allow("write", "ann", 1).allowed
        mortal.kill9()
        with caplog.at_level(logging.WARNING, "homeport.rates"):
            for _ in range(10):
                clock.now += 3
                assert gate.allow("write", "ann", 1) == Verdict(True, 1, 1)
            assert len(caplog.records) == 1
            clock.now += 60
            gate.allow("write", "ann", 1)
            assert len(caplog.records) == 2
        mortal.start()
        assert gate.allow("write", "ann", 1).allowed, "it is left alone for two seconds"
        clock.now += 3
        assert gate.allow("write", "ann", 1) == Verdict(True, 1, 0)
        assert not gate.allow("write", "ann", 1).allowed
        counters.client.close()


def test_a_redis_that_is_silent_costs_one_short_wait_and_not_one_a_request(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        counters = RedisCounters(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        gate = Gate(counters, clock)
        began = time.monotonic()
        assert all(gate.allow("write", "ann", 1).allowed for _ in range(50))
        assert time.monotonic() - began < 5
        counters.client.close()


@pytest.fixture
def limited(settings: Any) -> Iterator[Callable[..., None]]:
    """``limited(write=2)`` sets limits for this test, with counters that nobody has used."""

    def limit(**limits: int) -> None:
        settings.RATES = {"login": 0, "write": 0, "upload": 0, "api": 0, **limits}

    rates._gate.cache_clear()
    yield limit
    rates._gate.cache_clear()


def test_one_too_many_is_refused_with_a_sentence_and_a_time(limited: Callable[..., None]) -> None:
    limited(upload=2)
    rates.require("upload", "person:1")
    rates.require("upload", "person:1")
    with pytest.raises(TooMany, match="more uploads a minute") as refusal:
        rates.require("upload", "person:1")
    assert refusal.value.code == "too-many-uploads"
    assert refusal.value.status == 429
    assert 1 <= int(refusal.value.headers["Retry-After"]) <= 120
    rates.require("upload", "person:2")


def test_with_a_broker_the_counts_are_on_redis(
    limited: Callable[..., None], broker: servers.Redis, settings: Any
) -> None:
    broker.flush()
    settings.BROKER_URL = broker.url
    limited(upload=1)
    assert rates.allow("upload", "ann").allowed
    assert not rates.allow("upload", "ann").allowed
    assert len(broker.client().keys("homeport:rate:*")) == 1


def test_a_persons_changes_are_limited_and_their_reading_is_not(
    limited: Callable[..., None], as_: Callable[[Any], Client], ana: Any, ben: Any
) -> None:
    limited(write=2)
    client = as_(ana)
    assert [client.post("/gallery/").status_code for _ in range(2)] == [405, 405]
    answer = client.post("/gallery/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Try again in" in answer.content.decode()
    assert as_(ben).post("/gallery/").status_code == 405
    assert [client.get("/gallery/").status_code for _ in range(5)] == [200] * 5


def test_attempts_to_log_in_are_limited_by_name_from_everywhere(
    limited: Callable[..., None], client: Client, ana: Any
) -> None:
    limited(login=3)

    def attempt(name: str, address: str) -> int:
        return client.post("/login/", {"username": name, "password": "wrong"}, REMOTE_ADDR=address).status_code

    assert [attempt(name, f"192.0.2.{number}") for number, name in enumerate(["ana", " ANA", "Ana ", "ana"])] == [
        *([200] * 3),
        429,
    ]
    assert attempt("ben", "192.0.2.9") == 200


def test_attempts_to_log_in_are_limited_by_address_for_every_name(
    limited: Callable[..., None], client: Client, db: None
) -> None:
    limited(login=3)

    def attempt(name: str, address: str) -> int:
        return client.post("/login/", {"username": name, "password": "wrong"}, REMOTE_ADDR=address).status_code

    assert [attempt(f"name-{number}", f"2001:db8::{number}") for number in range(4)] == [200, 200, 200, 429]
    assert attempt("name-9", "2001:db8:0:1::1") == 200
    assert client.get("/login/", REMOTE_ADDR="2001:db8::1").status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "behind", "network"),
    [
        ("192.0.2.1", None, False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.1", False, "192.0.2.1"),
        ("192.0.2.1", "1.1.1.1, 198.51.100.1", True, "198.51.100.1"),
        ("192.0.2.1", None, True, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", None, False, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", None, False, "192.0.2.1"),
        ("", None, False, ""),
        ("192.0.2.1", "not an address", True, "not an address"),
    ],
)
def test_where_a_request_comes_from_is_told_by_the_proxy_only_where_there_is_one(
    settings: Any, peer: str, forwarded: str | None, behind: bool, network: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_network(RequestFactory().post("/login/", REMOTE_ADDR=peer, **more)) == network
