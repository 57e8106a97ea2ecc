"""So many draws, and what was found."""

from collections.abc import Callable
from time import process_time
from typing import Any

from portal.draws.playing import Play
from portal.draws.proof import often, prove
from teams.reviews.routing.sieve import PAIR_SHARE

LEAST_DONE = 20
"""So often the play says how far it is."""


def run(
    people: int, teams: int, draws: int, seed: int, *, proofs: int = 10, say: Callable[[str], Any] | None = None
) -> dict[str, Any]:
    """Play so many draws in the database that is connected, which has to be empty, and tell what the judge found.

    Parts are of one: 0.001 is a thousandth. ``unassigned`` are draws that gave the first seat of their brief to
    nobody, ``relaxed`` those in which some filter gave way for some seat. ``gini`` is that of the most unequal year.
    """
    play = Play(people, teams, seed)
    compared = often(draws, proofs)
    differences: list[str] = []
    seconds, began = 0.0, process_time()
    for number in range(1, draws + 1):
        play.draw_next()
        if number in compared:
            seconds += process_time() - began
            differences += prove(play)
            began = process_time()
        if say is not None and number % max(1, draws // LEAST_DONE) == 0:
            say(f"{number:>9,} draws, {play.book.at:%Y-%m-%d}, {sum(play.judge.violations.values())} violations")
    seconds += process_time() - began
    if say is not None:
        for line in differences[:20]:
            say(line)
    counts, judge = play.counts, play.judge
    years = range(play.begins.year + 1, play.book.at.year) or range(play.begins.year, play.book.at.year + 1)
    return {
        "people": people,
        "teams": teams,
        "seed": seed,
        "certified": len(play.company.certified),
        "draws": counts["draws"],
        "reviews": counts["reviews"],
        "critical": counts["critical"],
        "seats": {role: counts[f"given: {role}"] for role in ("lead", "second", "mentor", "shadow")},
        "judged": judge.judged,
        "violations": sum(judge.violations.values()),
        "violations_by_rule": dict(judge.violations),
        "gini": round(judge.gini(play.company.certified, years), 4),
        "max_pair_share": round(judge.max_share, 4),
        "pair_share_cap": PAIR_SHARE,
        "unassigned": round(counts["nobody: lead"] / counts["draws"], 6),
        "without_second": round(counts["nobody: second"] / max(counts["critical"], 1), 6),
        "relaxed": round(counts["relaxed"] / counts["draws"], 6),
        "relaxed_by": {code[10:]: number for code, number in sorted(counts.items()) if code.startswith("gave way: ")},
        "held": round(counts["held"] / max(counts["looks"], 1) / (len(play.company.certified) * 0.9), 2),
        "years": round((play.book.at - play.begins).days / 365.25, 1),
        "proofs": len(compared),
        "differences": len(differences),
        "draws_per_second": round(draws / seconds, 1),
        "routing_per_second": round(play.timed / play.draw_seconds, 1),
    }
