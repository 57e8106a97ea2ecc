"""So many documents are looked at while people type, one a person, and the newest question of each."""

import threading
import time

import pytest

from portal.kit.refusals import TooMany
from services.actions import trying
from services.actions.trying import Overtaken, Places, try_document
from tests.make import CLEAN

LONG_ENOUGH = 10


class Visitor(threading.Thread):
    """Takes a place, says that it sits, and asks whether it may go on until it is told to leave."""

    def __init__(self, places, who):
        super().__init__(daemon=True)
        self.places, self.who = places, who
        self.sits, self.leave, self.ended = threading.Event(), threading.Event(), ""

    def run(self):
        try:
            with self.places.taken(self.who) as go_on:
                self.sits.set()
                while not self.leave.wait(0.01):
                    go_on()
            self.ended = "answered"
        except (Overtaken, TooMany) as refusal:
            self.ended = refusal.code

    def come(self):
        self.start()
        assert self.sits.wait(LONG_ENOUGH)
        return self

    def end(self):
        self.leave.set()
        self.join(LONG_ENOUGH)
        return self.ended


def test_a_newer_question_of_the_same_person_ends_the_older_one():
    places = Places(1, patience=LONG_ENOUGH)
    older = Visitor(places, 1).come()
    newer = Visitor(places, 1).come()
    older.join(LONG_ENOUGH)
    assert older.ended == "check-overtaken"
    assert newer.end() == "answered"
    assert (places.free, places.newest, places.seated) == (1, {}, set())


def test_of_many_questions_at_once_only_the_newest_is_answered():
    places = Places(2, patience=LONG_ENOUGH)
    first = Visitor(places, 1).come()
    waiting = [Visitor(places, 1) for _ in range(6)]
    for one in waiting:
        one.start()
    first.join(LONG_ENOUGH)
    sitting = None
    until = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < until and sum(one.is_alive() for one in waiting) > 1:
        time.sleep(0.01)
    (sitting,) = [one for one in waiting if one.is_alive()]
    assert sitting.end() == "answered"
    assert {one.ended for one in waiting if one is not sitting} == {"check-overtaken"}
    assert places.free == 2


def test_two_people_sit_side_by_side_and_a_third_is_asked_to_come_again():
    places = Places(2, patience=0.05)
    ana, ben = Visitor(places, 1).come(), Visitor(places, 2).come()
    with pytest.raises(TooMany) as refusal, places.taken(3):
        pass
    assert refusal.value.headers["Retry-After"] == "3"
    assert (ana.end(), ben.end()) == ("answered", "answered")
    with places.taken(3):
        assert places.free == 1
    assert (places.free, places.newest) == (2, {})


def test_what_breaks_while_somebody_sits_frees_the_place():
    places = Places(1, patience=0.05)
    with pytest.raises(ValueError, match="broken"), places.taken(1):
        raise ValueError("broken")
    assert (places.free, places.newest, places.seated) == (1, {}, set())


def test_the_child_of_an_older_question_is_gone_with_it(ana, monkeypatch):
    """The older document would take many seconds; its answer is not waited for."""
    places = Places(1, patience=LONG_ENOUGH)
    monkeypatch.setattr(trying, "_places", lambda: places)
    monkeypatch.setattr(trying, "ALL_RULES_MOST", 64 * 1024 * 1024)
    paths = "".join(f"  /a{n}:\n    get: {{responses: {{'200': {{description: ok}}}}}}\n" for n in range(60_000))
    ended = []

    def ask_much():
        try:
            ended.append(try_document((CLEAN + paths).encode(), by=ana, facts={}))
        except Overtaken:
            ended.append("overtaken")

    older = threading.Thread(target=ask_much, daemon=True)
    older.start()
    until = time.monotonic() + LONG_ENOUGH
    while not places.seated and time.monotonic() < until:
        time.sleep(0.01)
    reading = try_document(CLEAN.encode(), by=ana, facts={})
    older.join(LONG_ENOUGH)
    assert reading.label == "OpenAPI 3.1"
    assert ended == ["overtaken"]


def test_of_a_large_document_only_the_format_is_told(ana, monkeypatch):
    monkeypatch.setattr(trying, "ALL_RULES_MOST", len(CLEAN) - 1)
    reading = try_document(CLEAN.encode(), by=ana, facts={})
    assert (reading.label, reading.counts["operations"], reading.total) == ("OpenAPI 3.1", 1, 0)
    monkeypatch.setattr(trying, "ALL_RULES_MOST", len(CLEAN))
    assert try_document(CLEAN.encode(), by=ana, facts={}).total > 0
