"""A stored draw comes out again, and a stored draw that was touched does not."""

import hashlib
import json
import zlib

import pytest
from hypothesis import given

from teams.reviews.routing import Brief, Candidate, digest_of, draw, kept, replay
from teams.reviews.routing.kept import unpacked
from tests.reviews.test_lots import BRIEFS, POOLS, SEEDS, brief, one


def the_known_guild():
    """A guild written down once: what engine 2 makes of it must never change."""
    return [
        one(1, teams=(99,)), one(2, teams=(2,), divisions=(2,), year=3.0), one(3, teams=(3,), divisions=(3,)),
        one(4, open=3), Candidate(5), one(6, teams=(6,), divisions=(6,), practice=(("contract", 3, 1, 0),), load=1.5),
        one(7, teams=(7,), divisions=(7,), year=12.0),
    ]  # fmt: skip


@given(BRIEFS, POOLS, SEEDS)
def test_whatever_was_drawn_is_drawn_again_from_what_was_stored(of, pool, seed):
    drawn = draw(of, pool, seed)
    again = replay(kept(of, pool, seed), drawn.stored())
    assert again.same is True
    assert again.drawn == drawn.stored()
    assert again.differs == ()


@given(BRIEFS, POOLS, SEEDS)
def test_the_order_of_the_pool_does_not_change_what_is_stored(of, pool, seed):
    assert kept(of, pool, seed) == kept(of, pool[::-1], seed)
    given = unpacked(kept(of, pool, seed))
    assert Brief.of(given["brief"]) == of
    assert [Candidate.of(each) for each in given["pool"]] == sorted(pool, key=lambda each: each.person)


def test_another_person_in_the_record_is_seen():
    of, pool = brief(), [one(1), one(2), one(3)]
    stored = draw(of, pool, 5).stored()
    stored["seats"][0]["picked"] = 4
    again = replay(kept(of, pool, 5), stored)
    assert again.same is False
    assert again.differs == ("lead: picked",)


def test_other_inputs_have_another_digest_and_another_seed_is_seen():
    of, pool = brief(), [one(1), one(2), one(3)]
    packed = kept(of, pool, 5)
    assert digest_of(packed) != digest_of(kept(of, [*pool, one(4)], 5))
    assert replay(packed, draw(of, pool, 6).stored()).differs[0] == "seed"


@pytest.mark.parametrize(
    ("packed", "why"),
    [
        (b"", "Of this draw only the outcome was stored, not what it was given."),
        (b"nonsense", "It cannot be drawn again: What was stored of this draw is damaged."),
        (zlib.compress(b"[]"), "It cannot be drawn again: What was stored of this draw is incomplete."),
        (
            kept(brief(), [], 1, engine=77),
            "It was drawn by engine 77, which this Homeport no longer has.",
        ),
    ],
)
def test_what_cannot_be_drawn_again_says_so(packed, why):
    again = replay(packed, {"engine": 77, "seed": 1})
    assert (again.same, again.why, again.drawn) == (None, why, None)


def test_a_changed_rule_is_another_engine():
    """When this fails, a rule of engine 2 was changed: leave it as it is, and give the new rule the next number."""
    of = brief(critical=True, seats=("lead", "second"), members=(1,))
    assert digest(draw(of, the_known_guild(), 20260302).stored()) == "eaa893bd640fcd5a"


def digest(stored):
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]
