"""The draw: whatever the company looks like, no tie is ever picked, and the same inputs fall the same way."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.reviews.routing import HARD, SOFT, Brief, Candidate, Pool, draw
from teams.reviews.routing.lot import MOST_CHANCE
from teams.reviews.routing.sieve import PAIR_SHARE

AT, UNTIL = "2026-03-02T09:30:00", "2026-03-11"
IDS = st.integers(1, 24)
SOME = st.lists(IDS, max_size=4, unique=True).map(tuple)
FEW = st.lists(st.integers(1, 6), max_size=2, unique=True).map(tuple)
TOPICS = st.sampled_from(["contract", "security", "data"])
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 1)).map(date.isoformat)
MET = st.lists(
    st.tuples(IDS, st.integers(0, 3), st.integers(0, 4), DAYS), max_size=6, unique_by=lambda row: row[0]
).map(tuple)  # fmt: skip
BRIEFS = st.builds(
    Brief,
    team=st.integers(1, 6), lead=IDS, topic=TOPICS, members=SOME, managers=SOME, chain=SOME, head=st.none() | IDS,
    makers=SOME, away_teams=FEW, stake_teams=FEW, stake_people=SOME,
    critical=st.booleans(), zone=st.sampled_from([0, 330, 720]),
    formats=st.sampled_from([(), ("openapi",), ("openapi", "avro")]),
    at=st.just(AT), until=st.just(UNTIL), seats=st.sampled_from([("lead",), ("lead", "second", "shadow")]),
    beside=st.just(()), away=SOME, declared=SOME, returned=SOME, met=MET, reviews=st.integers(0, 20),
    likeness=st.lists(st.tuples(IDS, st.floats(0, 1)), max_size=4).map(tuple), drawn_at=st.sampled_from(["", AT]),
)  # fmt: skip
ABSENCES = st.lists(st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))), max_size=2).map(tuple)
CANDIDATES = st.builds(
    Candidate,
    person=IDS, teams=FEW, divisions=FEW, manager=st.none() | IDS, heads=SOME,
    certificates=st.lists(st.tuples(TOPICS, DAYS, DAYS), max_size=3, unique_by=lambda row: row[0]).map(tuple),
    trains=st.lists(TOPICS, max_size=1).map(tuple),
    mentored=st.lists(st.tuples(TOPICS, IDS), max_size=1).map(tuple), limit=st.integers(1, 3), open=st.integers(0, 3),
    shadowing=st.integers(0, 1), load=st.floats(0, 5), year=st.floats(0, 40), days=st.integers(0, 365),
    last=st.sampled_from(["", "2026-03-01T08:00:00", "2026-01-01T08:00:00"]),
    last_depth=st.sampled_from(["", "light", "normal", "deep"]), rotated=st.booleans(), present=st.booleans(),
    absences=ABSENCES, zone=st.sampled_from([0, 330, 720]), formats=st.sampled_from([(), ("avro",)]),
    practice=st.lists(st.tuples(TOPICS, *[st.integers(0, 9)] * 3), max_size=2, unique_by=lambda row: row[0]).map(tuple),
    owned=st.just(()), wishes=st.sampled_from([(), ("data",)]),
)  # fmt: skip
NEAR = BRIEFS.map(lambda one: replace(one, zone=0))
POOLS = st.lists(CANDIDATES, max_size=20, unique_by=lambda one: one.person)
SEEDS = st.integers(0, 2**64)
FREE = st.lists(
    st.builds(
        Candidate,
        person=st.integers(30, 60), teams=st.integers(10, 40).map(lambda one: (one,)), limit=st.integers(1, 3),
        certificates=st.just(tuple((topic, "2026-01-01", "2027-06-30") for topic in ("contract", "security", "data"))),
        load=st.sampled_from([0.0, 1.0]), year=st.sampled_from([0.0, 1.0, 2.0]), zone=st.sampled_from([0, 330]),
    ),
    min_size=5, max_size=12, unique_by=lambda one: one.person,
)  # fmt: skip
"""None of them is tied to anybody in a brief, and all work when a NEAR one does: several stand, the lot decides."""


def certified(one, topic, day):
    return any(name == topic and since <= day <= until for name, since, until in one.certificates)


def days_away(one):
    window = [f"2026-03-{day:02}" for day in range(2, 12)]
    return sum(any(first <= day <= last for first, last in one.absences) for day in window) / len(window)


def tied(brief, one):
    """Whether the statement rules this one out, written without the engine."""
    return (
        one.person in {brief.lead, *brief.members, *brief.chain, *brief.makers, *brief.stake_people}
        or one.person in {*brief.away, *brief.declared}
        or brief.team in one.teams
        or one.manager in brief.managers
        or (brief.critical and brief.head is not None and (one.person == brief.head or brief.head in one.heads))
        or bool(set(one.teams) & {*brief.stake_teams, *brief.away_teams})
        or any(person == one.person and half_year >= 2 for person, half_year, _, _ in brief.met)
    )


def drawn_by_lot(brief, pool, seed):
    """The seats of a draw but the mentor's, who comes with whom they teach."""
    return [seat for seat in draw(brief, pool, seed).seats if seat.role != "mentor"]


@given(BRIEFS, POOLS, SEEDS)
def test_nobody_with_a_tie_away_full_or_without_certificate_is_ever_picked(brief, pool, seed):
    people = {one.person: one for one in pool}
    picked = {seat.role: people[seat.picked] for seat in draw(brief, pool, seed).seats if seat.picked is not None}
    for role, one in picked.items():
        assert not tied(brief, one)
        assert one.present
        assert one.person not in brief.returned
        assert days_away(one) <= 0.5
        if role == "shadow":
            assert brief.topic in one.trains and not one.shadowing
        elif role == "mentor":
            assert certified(one, brief.topic, AT[:10])
        else:
            assert certified(one, brief.topic, AT[:10]) or dict(one.mentored)[brief.topic] == picked["mentor"].person
            assert one.open < one.limit
    assert not brief.critical or "mentor" not in picked
    assert len({one.person for one in picked.values()}) == len(picked)
    for role, one in picked.items():
        if role == "mentor":  # a mentor may be of the team of whom they teach
            continue
        assert not any(
            set(one.teams) & set(other.teams)
            for other_role, other in picked.items()
            if other_role not in {role, "mentor"}
        )


@given(BRIEFS, POOLS, SEEDS, st.randoms(use_true_random=False))
def test_the_same_inputs_are_the_same_draw_in_whatever_order_the_pool_comes(brief, pool, seed, order):
    shuffled = list(pool)
    order.shuffle(shuffled)
    once = draw(brief, pool, seed)
    assert draw(brief, shuffled, seed) == once
    assert draw(brief, Pool(shuffled), seed) == once


@given(NEAR, FREE, SEEDS, st.randoms(use_true_random=False))
def test_where_several_stand_the_seed_alone_decides_among_them(brief, pool, seed, order):
    shuffled = list(pool)
    order.shuffle(shuffled)
    once = draw(brief, pool, seed)
    assert len(once.seats[0].stood) >= 3
    assert draw(brief, shuffled, seed) == once == draw(brief, Pool(reversed(shuffled)), seed)
    others = {draw(brief, pool, seed + number).seats[0].picked for number in range(1, 60)}
    assert others == {one.person for one in once.seats[0].stood if one.chance}


@given(BRIEFS, FREE, SEEDS)
def test_where_several_stand_all_are_filled_to_their_limit_and_nobody_above_it(brief, pool, seed):
    people = {one.person: one for one in pool}
    places = sum(one.limit for one in pool)
    for turn in range(places + 2):
        picked = draw(replace(brief, seats=("lead",)), people.values(), seed + turn).picked("lead")
        assert (picked is None) == (turn >= places)
        if picked is not None:
            people[picked] = replace(people[picked], open=people[picked].open + 1)
    assert {one.person: one.open for one in people.values()} == {one.person: one.limit for one in pool}


@given(BRIEFS, POOLS, POOLS, SEEDS)
def test_a_pool_whose_people_were_exchanged_draws_as_a_fresh_one(brief, before, after, seed):
    known = {one.person for one in after}
    pool = Pool(one for one in before if one.person in known)
    for one in after:
        pool.put(one)
    assert draw(brief, pool, seed) == draw(brief, after, seed)


@given(BRIEFS, POOLS, SEEDS)
def test_everybody_either_stood_or_was_refused_with_a_reason_that_is_written_down(brief, pool, seed):
    for seat in drawn_by_lot(brief, pool, seed):
        stood = {one.person for one in seat.stood}
        assert stood | set(seat.refused) == {one.person for one in pool}
        assert not stood & set(seat.refused)
        assert set(seat.refused.values()) <= {*HARD, *SOFT, "behind"}
        assert (seat.picked is None) == (not stood)
        assert seat.picked is None or seat.picked in stood


@given(BRIEFS, POOLS, SEEDS)
def test_what_gives_way_does_so_in_the_written_order_and_only_when_nobody_is_left(brief, pool, seed):
    order = list(SOFT)
    for seat in draw(brief, pool, seed).seats:
        assert list(seat.gave_way) == order[: len(seat.gave_way)]
        # Whoever was refused for a soft reason was refused for one that did not give way.
        assert not set(seat.refused.values()) & set(seat.gave_way)
        if seat.gave_way:
            assert seat.stood
    rested = [replace(one, last="", last_depth="") for one in pool]
    for seat in draw(replace(brief, seats=("lead",)), rested, seed).seats:
        assert seat.gave_way[-1:] != ("rest",)
        assert seat.gave_way[-1:] != ("skip",)


@given(BRIEFS, POOLS, SEEDS)
def test_no_chance_is_above_a_half_while_another_one_stands(brief, pool, seed):
    for seat in drawn_by_lot(brief, pool, seed):
        chances = [one.chance for one in seat.stood]
        assert sum(chances) == pytest.approx(1 if chances else 0, abs=1e-5)
        assert sum(chance > 0 for chance in chances) <= 3
        if len(chances) > 1:
            assert max(chances) <= MOST_CHANCE
        assert seat.picked is None or dict(zip((one.person for one in seat.stood), chances, strict=True))[seat.picked]


@given(BRIEFS, st.lists(CANDIDATES, min_size=1, max_size=10, unique_by=lambda one: one.person), SEEDS)
def test_load_stays_within_the_limits_over_many_draws(brief, pool, seed):
    people = {one.person: one for one in pool}
    limits = {one.person: max(one.limit, one.open) for one in pool}
    for turn in range(25):
        drawn = draw(brief, people.values(), seed + turn)
        for seat in drawn.seats:
            if seat.picked is not None and seat.role not in {"shadow", "mentor"}:
                people[seat.picked] = replace(people[seat.picked], open=people[seat.picked].open + 1)
    assert all(one.open <= limits[one.person] for one in people.values())


@given(BRIEFS, POOLS, SEEDS)
def test_a_person_meets_a_team_within_their_share_unless_that_gave_way(brief, pool, seed):
    times = {person: twelve for person, _, twelve, _ in brief.met}
    for seat in drawn_by_lot(brief, pool, seed):
        if seat.picked is not None and "pair" not in seat.gave_way:
            met = times.get(seat.picked, 0)
            assert met == 0 or met + 1 < PAIR_SHARE * (brief.reviews + 1)


def brief(**facts):
    return Brief(**{"team": 99, "lead": 98, "topic": "contract", "at": AT, "until": UNTIL, "drawn_at": AT, **facts})


def one(person, **facts):
    given = (("contract", "2026-01-01", "2027-06-30"),)
    return Candidate(person, **{"certificates": given, "limit": 3, **facts})


def refused(of, candidate, role="lead", others=()):
    seats = draw(of, [candidate, *others], 1).seats
    return next(seat.refused.get(candidate.person, "") for seat in seats if seat.role == role)


@pytest.mark.parametrize(
    ("code", "of", "candidate"),
    [
        ("member", {"members": (1,)}, {}),
        ("member", {}, {"teams": (99,)}),
        ("manager", {"managers": (7,)}, {"manager": 7}),
        ("chain", {"chain": (1,)}, {}),
        ("head", {"critical": True, "head": 8}, {"heads": (8,)}),
        ("", {"head": 8}, {"heads": (8,)}),
        ("maker", {"makers": (1,)}, {}),
        ("stake", {"stake_teams": (5,)}, {"teams": (5,)}),
        ("stake", {"stake_people": (1,)}, {}),
        ("away", {"away": (1,)}, {}),
        ("away", {"away_teams": (5,)}, {"teams": (5,)}),
        ("often", {"met": ((1, 2, 2, "2025-12-01"),)}, {}),
        ("declared", {"declared": (1,)}, {}),
        ("topic", {"topic": "security"}, {}),
        ("topic", {}, {"certificates": (("contract", "2024-01-01", "2026-03-01"),)}),
        ("gone", {}, {"present": False}),
        ("absent", {}, {"absences": (("2026-03-04", "2026-03-09"),)}),
        ("", {}, {"absences": (("2026-03-05", "2026-03-09"),)}),
        ("full", {}, {"open": 3}),
        ("returned", {"returned": (1,)}, {}),
    ],
)
def test_each_filter_says_its_own_reason(code, of, candidate):
    assert refused(brief(**of), one(1, **candidate)) == code


@pytest.mark.parametrize(
    ("code", "of", "candidate"),
    [
        ("rest", {}, {"last": "2026-03-01T12:00:00", "last_depth": "normal"}),
        ("skip", {"drawn_at": "2026-01-01T09:00:00"}, {"last": "2026-01-01T09:00:00", "last_depth": "deep"}),
        ("zone", {"zone": 720}, {}),
        ("floor", {}, {"certificates": (("contract", "2025-01-01", "2027-06-30"),)}),
        ("ending", {}, {"certificates": (("contract", "2026-01-01", "2026-03-10"),)}),
        ("pair", {"met": ((1, 1, 1, "2025-12-01"),), "reviews": 8}, {}),
    ],
)
def test_what_is_soft_refuses_while_another_is_there_and_gives_way_when_nobody_is(code, of, candidate):
    zone = of.get("zone", 0)
    assert refused(brief(**of), one(1, **candidate), others=[one(2, zone=zone)]) == code
    (seat,) = draw(brief(**of), [one(1, **candidate)], 1).seats
    assert seat.picked == 1
    assert seat.gave_way[-1] == code


def test_a_second_is_of_another_team_and_of_another_division_while_there_is_one():
    of = brief(critical=True, seats=("lead", "second"))
    pool = [
        one(1, teams=(1,), divisions=(1,)), one(2, teams=(1,), divisions=(1,)), one(3, teams=(2,), divisions=(1,)),
    ]  # fmt: skip
    for seed in range(40):
        lead, second = draw(of, pool, seed).seats
        assert {lead.picked, second.picked} in ({1, 3}, {2, 3})
        assert second.gave_way == tuple(SOFT)
        lead, second = draw(of, [*pool, one(4, teams=(3,), divisions=(2,))], seed).seats
        assert 4 in {lead.picked, second.picked}
        assert not second.gave_way


def test_a_shadow_is_a_trainee_of_the_topic_from_another_team_than_those_who_sit():
    of = brief(seats=("lead", "shadow"))
    trainee = Candidate(5, teams=(5,), trains=("contract",))
    lead, shadow = draw(of, [one(1, teams=(1,)), trainee], 3).seats
    assert (lead.picked, shadow.picked) == (1, 5)
    assert refused(of, replace(trainee, teams=(1,)), "shadow", [one(1, teams=(1,))]) == "sits-team"
    assert refused(of, replace(trainee, shadowing=1), "shadow", [one(1)]) == "full"
    assert refused(of, trainee, "lead", [one(1)]) == "topic"


def test_who_leads_with_a_mentor_is_drawn_only_where_the_mentor_can_stand_by():
    learner, mentor = Candidate(5, mentored=(("contract", 1),), limit=3), one(1, open=3)
    lead, beside = draw(brief(), [learner, mentor], 3).seats
    assert (lead.picked, beside.role, beside.picked) == (5, "mentor", 1)
    assert refused(brief(members=(1,)), learner, others=[mentor]) == "mentor"
    assert refused(brief(critical=True), learner, others=[mentor]) == "mentor"
    away = replace(mentor, absences=((AT[:10], UNTIL),))
    assert refused(brief(), learner, others=[away]) == "mentor"
    assert refused(brief(), learner) == "topic"
    assert refused(brief(), replace(learner, open=3), others=[mentor]) == "full"


def test_a_wished_team_counts_as_a_wish():
    stood = {each.person: each for each in draw(brief(), [one(1), one(2, wished_teams=(99,))], 1).seats[0].stood}
    assert (stood[1].wish, stood[2].wish) == (0.0, 1.0)


def test_whoever_gave_the_last_one_back_comes_to_the_top():
    pool = [one(person, practice=(("contract", 9, 0, 0),)) for person in range(1, 9)]
    late = one(9, rotated=True, year=30.0)
    assert draw(brief(), [*pool, late], 1).seats[0].stood[0].person == 9
    assert refused(brief(), replace(late, rotated=False), others=pool) == "behind"


def test_only_the_half_that_carried_less_this_year_stands_and_who_waited_longest_breaks_the_tie():
    pool = [one(person, year=float(person)) for person in range(1, 11)]
    assert {each.person for each in draw(brief(), pool, 1).seats[0].stood} == {1, 2, 3, 4, 5}
    equal = [one(person, last=f"2026-01-0{person}T09:00:00", last_depth="light") for person in range(1, 7)]
    assert {each.person for each in draw(brief(), equal, 1).seats[0].stood} == {1, 2, 3}


def test_who_was_there_for_a_part_of_the_year_is_measured_by_that_part():
    pool = [one(1, year=5.0, days=182), one(2, year=9.0), one(3, year=8.0), one(4, year=7.0), one(5, year=6.0)]
    assert 1 not in {each.person for each in draw(brief(), pool, 1).seats[0].stood}


def test_expertise_ages_and_familiarity_with_the_team_only_ever_counts_against():
    fresh, old = one(1, practice=(("contract", 4, 0, 0),)), one(2, practice=(("contract", 0, 0, 4),))
    stood = {each.person: each for each in draw(brief(), [fresh, old], 1).seats[0].stood}
    assert stood[1].expertise > stood[2].expertise
    met = brief(met=((1, 1, 1, "2025-12-01"),), reviews=20)
    again = {each.person: each for each in draw(met, [fresh, old], 1).seats[0].stood}
    assert again[1].score < stood[1].score
    assert again[2].score == stood[2].score


def test_the_score_is_the_written_formula():
    candidate = one(
        1, practice=(("contract", 2, 2, 4),), formats=("avro",), wishes=("contract",), load=3.0, zone=240
    )  # fmt: skip
    of = brief(formats=("avro", "openapi"), likeness=((1, 0.4),), met=((1, 1, 1, "2025-03-02"),), reviews=20)
    (stood,) = draw(of, [candidate], 1).seats[0].stood
    known = (1 + 2 + 1 + 1) / (1 + 2 + 1 + 1 + 2)  # a certificate, and reviews of three years
    expertise = known + (1 - known) * 0.5 * 0.4
    hours = (4 / 8 + 1) / 2  # four hours in common, 13:30 where they are
    expected = (0.40 * expertise + 0.20 * 0.5 + 0.15 * 365 / 730 + 0.15 * hours + 0.10) / (1 + 3) ** 0.5
    assert stood.score == pytest.approx(expected, abs=1e-6)


def test_the_lot_falls_as_the_chances_say():
    pool = [one(1), one(2, practice=(("contract", 9, 0, 0),)), one(3, load=3.0)]
    fell = [draw(brief(), pool, seed).picked("lead") for seed in range(4000)]
    for stood in draw(brief(), pool, 0).seats[0].stood:
        assert fell.count(stood.person) / 4000 == pytest.approx(stood.chance, abs=0.03)


def test_nobody_is_drawn_from_an_empty_guild_and_nobody_twice_is_in_it():
    assert draw(brief(), [], 1).picked("lead") is None
    with pytest.raises(ValueError, match="twice"):
        draw(brief(), [one(1), one(1)], 1)
    with pytest.raises(ValueError, match="moment"):
        draw(Brief(team=1, lead=1, topic="contract"), [one(1)], 1)
