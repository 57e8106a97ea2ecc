"""Limits, on one process's counters and on a real Redis: both answer alike, and a Redis that is gone does no harm."""

import logging
import socket
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import rates
from portal.kit.rates import Gate, MemoryCounters, RedisCounters, Verdict
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
