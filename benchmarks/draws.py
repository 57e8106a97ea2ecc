"""How the cost of a draw grows with the guild, from 30 people to 3,000. One command:

    .venv/bin/python -m benchmarks.draws [ROUNDS]

Guilds are made up: two to four topics each, a third resting, loads and years of every size. Timed are the draw from an
indexed pool (as simulations call it), the same from a list (as a worker calls it: indexing is part of it), packing what
is kept, and drawing again from it, in processor time, the median of ROUNDS (default 30). Prints a table and one line of
JSON with milliseconds, the kilobytes kept, and the growth from the smallest to the largest per person.
"""

import json
import statistics
import sys
from collections.abc import Callable
from random import Random
from time import process_time
from typing import Any

from teams.reviews.routing import Brief, Candidate, Pool, draw, kept, replay

SIZES = (30, 100, 300, 1000, 3000)
TOPICS = ("contract", "design", "operations", "data", "customer", "security")


def guild(size: int) -> list[Candidate]:
    """So many people; the same every time."""
    chance = Random(size)
    return [_person(number, size, chance) for number in range(1, size + 1)]


def _person(number: int, size: int, chance: Random) -> Candidate:
    topics = sorted(chance.sample(TOPICS, chance.choice((2, 3, 3, 4))))
    return Candidate(
        number,
        teams=(1000 + number % (size // 2),),
        divisions=(number % 12,),
        manager=20_000 + number % (size // 8 + 1),
        heads=(30_000 + number % 12,),
        certificates=tuple((topic, "2025-09-01", "2027-02-28") for topic in topics),
        limit=4,
        open=chance.randrange(5),
        load=chance.randrange(24) / 8,
        year=chance.randrange(320) / 8,
        last=f"2026-03-{chance.randrange(1, 28):02}T09:00:00",
        last_depth="normal",
        absences=(("2026-03-20", "2026-04-02"),) if chance.random() < 0.1 else (),
        zone=chance.choice((-300, 0, 60, 330, 540)),
        practice=tuple((topic, chance.randrange(9), chance.randrange(9), chance.randrange(9)) for topic in topics),
    )


def brief(size: int) -> Brief:
    """A critical review with three seats, of a team that has met some of the guild."""
    return Brief(
        team=1001, lead=1, topic="contract", members=(1, 2), managers=(20_001,), chain=(20_001, 30_001), head=30_001,
        makers=(1,), stake_teams=(1002, 1003), critical=True, depth="deep", zone=60, at="2026-03-29T09:30:00",
        until="2026-04-10", seats=("lead", "second", "shadow"),
        met=tuple((person, 1, 2, "2026-01-10") for person in range(10, min(size, 40))), reviews=60,
    )  # fmt: skip


def timed(rounds: int, do: Callable[[int], Any]) -> float:
    """Milliseconds of the processor, the median."""
    taken = []
    for number in range(rounds):
        began = process_time()
        do(number)
        taken.append(process_time() - began)
    return round(statistics.median(taken) * 1000, 3)


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else 30
    rows = []
    for size in SIZES:
        people, of = guild(size), brief(size)
        pool = Pool(people)
        packed, stored = kept(of, people, 7), draw(of, people, 7).stored()
        rows.append(
            {
                "people": size,
                "draw": timed(rounds, lambda seed, of=of, pool=pool: draw(of, pool, seed)),
                "draw_from_list": timed(rounds, lambda seed, of=of, people=people: draw(of, people, seed)),
                "keep": timed(rounds, lambda seed, of=of, people=people: kept(of, people, seed)),
                "replay": timed(max(3, rounds // 5), lambda _, packed=packed, stored=stored: replay(packed, stored)),
                "kilobytes": round(len(packed) / 1024, 1),
            }
        )
        print("  ".join(f"{name} {value:>9}" for name, value in rows[-1].items()), flush=True)
    first, last = rows[0], rows[-1]
    growth = last["draw"] / last["people"] / (first["draw"] / first["people"])
    print(json.dumps({"rounds": rounds, "rows": rows, "per_person_growth": round(growth, 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
