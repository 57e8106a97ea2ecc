"""A large YAML document is read while other work is done: what comes of it is what comes of reading it by itself."""

import threading

import pytest

from services.contracts.beside import Beside
from services.contracts.document import Source
from services.contracts.limits import Limits, NotChecked
from services.contracts.parsing import takes_long

HEAD = "openapi: 3.0.3\ninfo: {title: Ä, version: 1.0.0}\npaths:\n"
PATHS = "".join(f"  /things-{one}:\n    get: {{summary: Thing {one}}}\n" for one in range(3_000))


def source(text: str) -> Source:
    return Source(text.encode(), Limits())


def refusal(text: bytes) -> NotChecked:
    with pytest.raises(NotChecked) as raised:
        one = Source(text, Limits())
        one.read(lambda: None)
        one.tree  # noqa: B018
    return raised.value


def test_the_values_are_the_same_and_the_other_work_runs_in_another_thread():
    beside, alone = source(HEAD + PATHS), source(HEAD + PATHS)
    here = threading.get_ident()
    assert takes_long((HEAD + PATHS).encode())
    assert beside.read(threading.get_ident) != here
    assert beside.tree.root == alone.tree.root
    assert beside.text == alone.text
    assert len(beside.tree.root["paths"]) == 3_000


def test_a_small_document_is_no_reason_for_a_thread():
    assert source(HEAD + "  /a: {}\n").read(threading.get_ident) == threading.get_ident()


def test_what_the_other_work_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        source(HEAD + PATHS).read(lambda: 1 // 0)


def test_without_room_for_a_thread_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def full(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", full)
    assert Beside(threading.get_ident).end() == threading.get_ident()


def test_a_large_document_that_is_none_is_refused_where_it_breaks():
    broken = refusal((HEAD + PATHS + "  /z: [1\n").encode())
    assert (broken.code, broken.line) == ("not-yaml", 6_005)  # where the list should have ended
    not_text = refusal((HEAD + PATHS).encode() + b"  /z: \xff\n")
    assert (not_text.code, not_text.line) == ("not-text", 6_004)
    assert refusal((HEAD + PATHS + "---\na: 1\n").encode()).code == "several-documents"
    assert refusal((HEAD + PATHS + "  /z: " + "[" * 300 + "]" * 300).encode()).code == "too-deep"


def test_a_key_that_stands_twice_is_seen():
    twice = source(HEAD + PATHS + "  /things-1: {}\n")
    twice.read(lambda: None)
    assert [flaw.span.line for flaw in twice.tree.flaws() if flaw.span] == [6_004]


def test_aliases_are_weighed_before_the_parser_may_read():
    assert not takes_long((HEAD + PATHS + "x-a: &a {k: 1}\nx-b: *a\n").encode())
    assert takes_long((HEAD + PATHS + "x-a: R&D *is* {&here}\n").encode())
    grown = "x-0: &a0 [1, 1]\n" + "".join(f"x-{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    assert refusal((HEAD + PATHS + grown).encode()).code in ("too-many-aliases", "too-many-nodes")
