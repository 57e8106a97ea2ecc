"""The draw: whatever the company looks like, nobody with a tie is picked, and the same lot falls the same way."""

from hypothesis import given
from hypothesis import strategies as st

from teams.reviews.draw import Brief, Candidate, draw, sieve, why_not

IDS = st.integers(1, 30)
SOME = st.lists(IDS, max_size=5).map(tuple)
BRIEFS = st.builds(
    Brief,
    team=IDS,
    lead=IDS,
    members=SOME,
    chain=SOME,
    lead_manager=st.none() | IDS,
    consumer_teams=SOME,
    makers=SOME,
    topic=st.sampled_from(["", "contract", "data"]),
)
CANDIDATES = st.builds(
    Candidate,
    person=IDS,
    teams=SOME,
    manager=st.none() | IDS,
    topics=st.lists(st.sampled_from(["contract", "security", "data"]), max_size=2).map(tuple),
    limit=st.integers(1, 3),
    open=st.integers(0, 3),
    recent=st.integers(0, 4),
    last_on=st.sampled_from(["", "2026-08-01", "2026-09-01"]),
    present=st.booleans(),
    declined=st.booleans(),
)
POOLS = st.lists(CANDIDATES, max_size=12, unique_by=lambda one: one.person)
SEEDS = st.integers(0, 2**32 - 1)


@given(BRIEFS, POOLS, SEEDS)
def test_nobody_with_a_tie_away_or_full_is_ever_picked(brief, pool, seed):
    drawn = draw(brief, pool, seed)
    if drawn.picked is None:
        return
    one = next(one for one in pool if one.person == drawn.picked)
    assert one.person not in {brief.lead, *brief.members, *brief.chain, *brief.makers}
    assert brief.team not in one.teams
    assert not set(one.teams) & set(brief.consumer_teams)
    assert one.manager is None or one.manager != brief.lead_manager
    assert one.present and not one.declined
    assert one.open < one.limit


@given(BRIEFS, POOLS, SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_is_the_same_draw_in_whatever_order_the_pool_comes(brief, pool, seed, order):
    shuffled = list(pool)
    order.shuffle(shuffled)
    assert draw(brief, pool, seed) == draw(brief, shuffled, seed)


@given(BRIEFS, POOLS, SEEDS)
def test_nobody_who_could_be_drawn_carries_less_than_who_was(brief, pool, seed):
    drawn = draw(brief, pool, seed)
    free = [one for one in pool if not why_not(brief, one)]
    if free:
        picked = next(one for one in pool if one.person == drawn.picked)
        assert picked.load == min(one.load for one in free)
        assert not drawn.relaxed


@given(BRIEFS, POOLS, SEEDS)
def test_somebody_is_picked_exactly_when_somebody_is_left(brief, pool, seed):
    drawn = draw(brief, pool, seed)
    assert (drawn.picked is None) == all(why_not(brief, one) not in {"", "topic"} for one in pool)
    assert len(drawn.verdicts) == len(pool)
    assert all(one.why_not for one in drawn.verdicts) == (drawn.picked is None)


@given(BRIEFS, st.lists(CANDIDATES, min_size=1, max_size=8, unique_by=lambda one: one.person), SEEDS)
def test_load_stays_within_the_limits_over_many_draws(brief, pool, seed):
    carried = {one.person: one.open for one in pool}
    limits = {one.person: max(one.limit, one.open) for one in pool}
    for turn in range(20):
        now = [Candidate(**{**_facts(one), "open": carried[one.person]}) for one in pool]
        picked = draw(brief, now, seed + turn).picked
        if picked is None:
            break
        carried[picked] += 1
    assert all(carried[person] <= limits[person] for person in carried)


def _facts(one):
    return {name: getattr(one, name) for name in Candidate.__slots__}


@given(BRIEFS, POOLS, SEEDS)
def test_a_stored_draw_says_the_same_as_the_draw(brief, pool, seed):
    drawn = draw(brief, pool, seed)
    stored = drawn.stored()
    assert Brief.of(brief.stored()) == brief
    steps = sieve(stored)
    counts = [count for count, _ in steps]
    assert counts[0] == len(pool)
    assert all(count >= 0 for count in counts)


def test_the_least_loaded_is_picked_and_the_lot_only_breaks_ties():
    brief = Brief(team=1, lead=1)
    pool = [Candidate(2, open=1), Candidate(3, recent=2), Candidate(4, recent=1, last_on="2026-09-01")]
    assert {draw(brief, pool, seed).picked for seed in range(20)} == {4}
    equal = [Candidate(person) for person in (5, 6, 7)]
    assert {draw(brief, equal, seed).picked for seed in range(40)} == {5, 6, 7}


def test_who_has_waited_longest_comes_first_among_equals():
    pool = [Candidate(2, last_on="2026-09-01"), Candidate(3, last_on="2026-08-01"), Candidate(4, last_on="")]
    assert draw(Brief(team=1, lead=1), pool, 1).picked == 4
    assert draw(Brief(team=1, lead=1), pool[:2], 1).picked == 3


def test_the_topic_is_a_wish_that_is_given_up_in_writing():
    brief = Brief(team=1, lead=1)
    security = Candidate(2, topics=("security",))
    drawn = draw(brief, [security, Candidate(1)], 1)
    assert drawn.picked == 2
    assert drawn.relaxed == ("Nobody who looks at contract was left, so others stood for it.",)
    assert draw(brief, [security, Candidate(3, topics=("contract",), open=1)], 1).picked == 3


def test_the_sieve_counts_who_fell_out_where():
    brief = Brief(team=1, lead=1, members=(2,), consumer_teams=(9,))
    pool = [
        Candidate(2), Candidate(3, teams=(9,)), Candidate(4, present=False), Candidate(5, open=2), Candidate(6),
        Candidate(7, recent=1),
    ]  # fmt: skip
    drawn = draw(brief, pool, 1)
    assert [verdict.why_not for verdict in drawn.verdicts] == ["member", "consumer", "gone", "at-limit", "", ""]
    assert sieve(drawn.stored()) == [
        (6, "in the guild"),
        (4, "independent: 2 with a tie"),
        (2, "with room: 1 at their limit, 1 away"),
        (1, "carried least"),
    ]
