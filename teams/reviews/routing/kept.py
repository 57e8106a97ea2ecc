"""A draw as it is stored: what it was given, what came of it, and the same once more for whoever doubts it."""

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from teams.reviews.routing.given import Brief, Candidate
from teams.reviews.routing.picking import ENGINE, Drawn, draw

MOST = 64 * 1024 * 1024
"""Bytes of an unpacked draw. A guild of 3,000 takes about one and a half million."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of drawing again. ``same`` is None when this Homeport cannot, and ``why`` says so."""

    same: bool | None
    why: str
    engine: int
    seed: int
    digest: str
    drawn: dict[str, Any] | None = None
    differs: tuple[str, ...] = ()


def kept(brief: Brief, pool: Iterable[Candidate], seed: int, engine: int = ENGINE) -> bytes:
    """What a draw was given, as canonical JSON, packed."""
    people = sorted(pool, key=lambda one: one.person)
    given = {
        "engine": engine,
        "seed": seed,
        "brief": brief.stored(),
        "pool": [_lean(one) for one in people],
    }
    return zlib.compress(json.dumps(given, sort_keys=True, separators=(",", ":")).encode())


_USUAL = Candidate(0).stored()


def _lean(one: Candidate) -> dict[str, Any]:
    """Without what is as usual; it is filled in again when read."""
    return {name: value for name, value in one.stored().items() if name == "person" or value != _USUAL[name]}


def unpacked(packed: bytes) -> dict[str, Any]:
    """The inputs as plain data. Raises ValueError when these bytes are no draw."""
    try:
        engine = zlib.decompressobj()
        text = engine.decompress(packed, MOST)
        if engine.unconsumed_tail:
            raise ValueError("It is larger than any draw.")
        found = json.loads(text)
    except (zlib.error, UnicodeDecodeError, RecursionError) as damaged:
        raise ValueError("What was stored of this draw is damaged.") from damaged
    if not isinstance(found, dict) or not {"engine", "seed", "brief", "pool"} <= found.keys():
        raise ValueError("What was stored of this draw is incomplete.")
    return found


def digest_of(packed: bytes) -> str:
    """SHA-256 of the inputs, as the audit keeps it."""
    return sha256(packed).hexdigest()


def _second(given: dict[str, Any]) -> Drawn:
    return draw(Brief.of(given["brief"]), [Candidate.of(one) for one in given["pool"]], given["seed"])


ENGINES: dict[int, Callable[[dict[str, Any]], Drawn]] = {2: _second}
"""By number, what still can draw as it was drawn then. A changed rule is a new number beside the old one."""


def replay(packed: bytes, stored: dict[str, Any]) -> Replay:
    """Draw again from what was stored, with the engine it was drawn by, and compare with what came of it then."""
    digest = digest_of(packed)
    number, seed = int(stored.get("engine", 1)), int(stored.get("seed", 0))
    if not packed:
        return Replay(None, "Of this draw only the outcome was stored, not what it was given.", number, seed, "")
    try:
        given = unpacked(packed)
        if given["engine"] not in ENGINES:
            why = f"It was drawn by engine {given['engine']}, which this Homeport no longer has."
            return Replay(None, why, given["engine"], given["seed"], digest)
        again = ENGINES[given["engine"]](given).stored()
    except (ValueError, TypeError, KeyError) as broken:
        return Replay(None, f"It cannot be drawn again: {broken}", number, seed, digest)
    differs = _differences(json.loads(json.dumps(again)), stored)
    why = "The same draw came out." if not differs else "Another draw came out than was stored."
    return Replay(not differs, why, given["engine"], given["seed"], digest, again, differs)


def _differences(again: dict[str, Any], stored: dict[str, Any]) -> tuple[str, ...]:
    """Where they differ, in words; empty when they are the same."""
    if again == stored:
        return ()
    found = [name for name in ("engine", "seed") if again[name] != stored.get(name)]
    then = {one.get("role"): one for one in stored.get("seats", []) if isinstance(one, dict)}
    for seat in again["seats"]:
        known = then.pop(seat["role"], None)
        if known is None:
            found.append(f"{seat['role']}: not stored")
            continue
        found += [f"{seat['role']}: {part}" for part in seat if seat[part] != known.get(part)]
    found += [f"{role}: stored, but not drawn" for role in then]
    return tuple(found or ["something else"])
