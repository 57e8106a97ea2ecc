"""The side of a worker: documents come through standard input, answers leave through standard output, one at a time.

A message is two lengths of eight bytes, a head of JSON and a body of bytes. The first one holds the settings. Nothing
but JSON is ever read from a worker: who takes over a worker by its document has taken over nothing else.
"""

import os
import queue
import threading
from typing import Any

import orjson

from .. import child
from ..limits import Limits
from ..model import Facts
from ..profile import Profile
from .judge import Answer, Settings, judge

type Message = tuple[dict[str, Any], bytes]
_MOST = 1 << 31
_SPENT = 0.4
"""A worker that holds this part of the memory it may use makes place for a fresh one."""


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    said = orjson.dumps(head)
    return len(said).to_bytes(8) + len(body).to_bytes(8) + said + body


def unpacked(heard: bytes | bytearray) -> Message | None:
    """The first message in what was heard, None while it is not whole. Raises ValueError, TypeError for noise."""
    if len(heard) < 16:
        return None
    size, more = int.from_bytes(heard[:8]), int.from_bytes(heard[8:16])
    if size > _MOST or more > _MOST:
        raise ValueError("These bytes are no message.")
    if len(heard) < 16 + size + more:
        return None
    head = orjson.loads(heard[16 : 16 + size])
    if not isinstance(head, dict):
        raise TypeError("This is no message.")
    return head, bytes(heard[16 + size : 16 + size + more])


def told(settings: Settings, parent: int) -> bytes:
    """The first message."""
    head: dict[str, Any] = {
        "parent": parent,
        "profile": settings.profile.data() if settings.profile else None,
        "rulesets": settings.rulesets,
        "facts": child.told(settings.facts),
        "limits": child.told(settings.limits),
        "kind": settings.kind,
        "paths": settings.paths,
    }
    return packed(head)


def of_answer(answer: Answer, spent: bool) -> bytes:
    head = {
        "paths": answer.paths,
        "shown": answer.shown,
        "together": answer.together,
        "passed": answer.passed,
        "spent": spent,
    }
    return packed(head, answer.report)


def answer_of(message: Message) -> tuple[Answer, bool]:
    """The answer, and whether the worker wants to be replaced. Raises KeyError, TypeError for what is none."""
    head, body = message
    paths, shown, together, passed = (head[name] for name in ("paths", "shown", "together", "passed"))
    if not isinstance(paths, list):
        raise TypeError("This is no answer.")
    return Answer(body, tuple(paths), str(shown), str(together), str(passed)), bool(head["spent"])


def serve() -> None:
    """Works until its standard input ends, which it does with the parent."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not come between the answers
    incoming: queue.SimpleQueue[Message] = queue.SimpleQueue()
    head, _ = _message()
    child.die_with(int(head["parent"]))
    threading.Thread(target=_hear, args=(incoming,), daemon=True).start()
    settings = _settings(head)
    while True:
        head, data = incoming.get()
        child.confine(settings.limits)
        answer = judge(data, settings, name=head["name"], searched=head["searched"])
        said = memoryview(of_answer(answer, child.held() > _SPENT * settings.limits.memory))
        while said:
            said = said[os.write(out, said[: 1 << 20]) :]


def _settings(head: dict[str, Any]) -> Settings:
    return Settings(
        Profile(head["profile"]["name"], head["profile"]["rules"]) if head["profile"] else None,
        tuple(head["rulesets"]),
        Facts(**head["facts"]),
        Limits(**head["limits"]),
        head["kind"],
        head["paths"],
    )


def _message() -> Message:
    lengths = child.read(16)
    size, more = int.from_bytes(lengths[:8]), int.from_bytes(lengths[8:])
    return orjson.loads(child.read(size)), child.read(more)


def _hear(incoming: "queue.SimpleQueue[Message]") -> None:
    """Beside the work, so that the end of the parent is the end of this process even in the middle of a document."""
    while True:
        incoming.put(_message())
