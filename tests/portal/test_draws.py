"""A made-up company draws: the judge finds nothing, and would find whatever a router did wrong."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from portal.draws import playing
from portal.draws.judge import _gini, _months_before
from portal.draws.playing import BEGINS, Play
from portal.draws.proof import prove
from portal.draws.running import run
from teams.reviews.routing import draw

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_some_thousand_draws_have_no_violation_and_memory_says_what_the_database_says():
    told = run(100, 36, 1500, 3, proofs=3)
    assert (told["violations"], told["differences"]) == (0, 0)
    assert told["judged"] > told["draws"]
    assert told["gini"] < 0.2
    assert told["max_pair_share"] < told["pair_share_cap"]
    assert told["seats"]["second"] and told["seats"]["shadow"]


@pytest.mark.django_db
def test_the_same_seed_plays_the_same():
    def once():
        """From nothing, as it is again afterwards."""
        with transaction.atomic():
            play = Play(80, 24, 5)
            people = {person: number for number, person in enumerate(sorted(play.book.members))}
            for _ in range(60):
                play.draw_next()
            transaction.set_rollback(True)
        return [(people[seat.person], seat.role, seat.at) for seat in play.book.seats()]

    first = once()
    assert len(first) >= 60
    assert once() == first


BLIND = {
    "same team": {"members": (), "team": 0, "lead": 0, "managers": ()},
    "same first manager": {"managers": ()},
    "author": {"makers": (), "lead": 0, "members": (), "team": 0, "managers": ()},
    "consumer with a stake": {"stake_teams": ()},
    "more than two reviews of the team in six months": {"met": (), "reviews": 0},
    "declared tie": {"declared": ()},
    "same division head, critical": {"critical": False},
    "away team": {"away": (), "away_teams": ()},
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", BLIND)
def test_the_judge_sees_a_router_that_has_forgotten_a_rule(rule, monkeypatch):
    monkeypatch.setattr(playing, "draw", lambda brief, pool, seed: draw(replace(brief, **BLIND[rule]), pool, seed))
    play = Play(70, 24, 2)
    for _ in range(3000):
        play.draw_next()
        if any(broken.startswith(rule) for broken in play.judge.violations):
            return
    pytest.fail(f"3,000 draws without {rule}, and the judge saw only {dict(play.judge.violations)}")


BLINDER = {
    "not certified for the topic": {"certificates": (("contract", "2020-01-01", "2999-01-01"),)},
    "absent for more than half the window": {"absences": ()},
    "at the limit": {"limit": 99},
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", BLINDER)
def test_the_judge_sees_a_router_that_believes_wrong_things_of_people(rule, monkeypatch):
    def blind(brief, pool, seed):
        return draw(replace(brief, topic="contract"), [replace(one, **BLINDER[rule]) for one in pool], seed)

    monkeypatch.setattr(playing, "draw", blind)
    play = Play(70, 24, 2)
    for _ in range(2000):
        play.draw_next()
        if rule in play.judge.violations:
            return
    pytest.fail(f"2,000 draws without {rule}, and the judge saw only {dict(play.judge.violations)}")


@pytest.mark.django_db
def test_the_proof_sees_a_book_that_has_forgotten_something():
    play = Play(70, 24, 2)
    for _ in range(50):
        play.draw_next()
    assert prove(play) == []
    person = next(seat.person for seat in play.book.seats() if seat.open and seat.role == "lead")
    play.book.members[person].open -= 1
    play.book.dirty.add(person)
    assert [what for what in prove(play) if f"candidate {person}: open is" in what]


def test_gini_and_months_are_what_the_books_say():
    assert _gini([3, 3, 3]) == 0
    assert _gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert _months_before(BEGINS.replace(month=8, day=31), 6) == BEGINS.replace(month=2, day=28)
    assert _months_before(BEGINS.replace(month=3, day=1, year=2028), 12) == BEGINS.replace(month=3, day=1, year=2027)


@pytest.mark.process
def test_the_command_prints_one_line_of_json_and_leaves_no_database(tmp_path):
    ran = subprocess.run(
        [sys.executable, "manage.py", "simulate_draws", "--people", "70", "--teams", "24", "--draws", "200",
         "--proofs", "1", "--json"],
        cwd=ROOT, env={**os.environ, "HOMEPORT_VAR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert {"violations", "gini", "max_pair_share", "unassigned", "relaxed", "draws_per_second"} <= told.keys()
    assert told["draws"] == 200
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.mark.process
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--people", "10"], "Between 60 and 10000 people"),
        (["--people", "100", "--teams", "60"], "60 teams need 120 people at least"),
        (["--draws", "0"], "1 and 10000000 draws"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_what_can(asked, words, tmp_path):
    ran = subprocess.run(
        [sys.executable, "manage.py", "simulate_draws", *asked, "--json"],
        cwd=ROOT, env={**os.environ, "HOMEPORT_VAR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert words in ran.stderr
    assert not ran.stdout
