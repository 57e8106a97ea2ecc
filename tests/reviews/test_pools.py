"""Pools that are too small or too one-sided raise an alarm: a row with a date, said once."""

from datetime import timedelta

import pytest

from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Notice
from teams.reviews.actions import guild, ties
from teams.reviews.actions.guild_ways import set_guild_ways
from teams.reviews.actions.pools import name_guild_lead, watch_pools
from teams.reviews.models import Certification, GuildWays, Pool, PoolAlarm, Tie, Wish
from teams.reviews.numbers import NUMBERS, PRESETS, months_after
from teams.reviews.reads.ways import ways
from tests import make
from tests.reviews import trainees

pytestmark = pytest.mark.django_db


def alarms(topic="contract"):
    return set(PoolAlarm.objects.standing().filter(topic=topic).values_list("kind", flat=True))


def test_a_pool_of_five_from_three_divisions_is_in_order():
    for _ in range(5):
        make.bar_raiser()
    watch_pools()
    assert alarms() == set()
    assert alarms("data") == {"small"}


def test_a_small_pool_is_said_once_and_stays_with_its_first_day(sam, ana, later):
    name_guild_lead("contract", by=sam, lead=ana)
    make.bar_raiser()
    watch_pools()
    first = PoolAlarm.objects.get(topic="contract", kind="small")
    assert (first.value, first.bound, first.text) == (1, 5, "One is certified, at least 5 should be.")
    for person in (ana, sam):
        assert Notice.objects.filter(person=person, text__startswith="The pool of contract: One is").count() == 1
    said = Notice.objects.count()
    later(timedelta(days=3))
    make.bar_raiser()
    assert watch_pools() == 0
    again = PoolAlarm.objects.get(topic="contract", kind="small")
    assert (again.pk, again.since, again.value) == (first.pk, first.since, 2)
    assert again.seen_on == first.since + timedelta(days=3)
    assert Notice.objects.count() == said
    for _ in range(3):
        make.bar_raiser()
    assert watch_pools() == 2  # and they come from enough divisions
    again.refresh_from_db()
    assert again.ended_on == again.seen_on
    assert AuditEntry.objects.filter(verb="poolalarm.end").exists()


def test_one_division_one_team_and_one_end_are_each_an_alarm(home, ana):
    trainees.by_numbers(pool_least=2)
    for _ in range(4):
        member = make.person()
        make.join_team(home, member, by=ana)
        make.bar_raiser(member)
    watch_pools()
    assert alarms() == {"divisions", "team"}
    assert "Home" in PoolAlarm.objects.get(kind="team", topic="contract").text
    Certification.objects.update(until=make.soon(30))
    watch_pools()
    assert alarms() == {"divisions", "team", "ending"}


def test_turns_as_lead_that_end_count_as_ends():
    for _ in range(5):
        make.bar_raiser()
    Certification.objects.update(lead_since=months_after(make.soon(10), -24))
    watch_pools()
    assert alarms() == {"ending"}


def test_only_stewards_name_a_guild_lead(sam, ana, ben):
    with pytest.raises(Denied):
        name_guild_lead("data", by=ana, lead=ana)
    with pytest.raises(Invalid):
        name_guild_lead("cooking", by=sam, lead=ana)
    with pytest.raises(Invalid):
        name_guild_lead("data", by=sam, lead=make.person(kind="machine"))
    name_guild_lead("data", by=sam, lead=ana)
    name_guild_lead("data", by=sam, lead=None)
    assert Pool.objects.get().lead is None


def test_numbers_are_versions_with_a_reason(sam, ana):
    with pytest.raises(Denied):
        set_guild_ways(by=ana, why="We are fewer than that.", preset="teams-10")
    first = set_guild_ways(by=sam, why="We are fewer than that.", preset="teams-10")
    assert (first.number, ways().number("pool_least"), ways().preset) == (1, 2, "teams-10")
    second = set_guild_ways(by=sam, why="Two is too few after all.", numbers={"pool_least": 3}, after=1)
    assert (second.number, ways().number("pool_least"), ways().number("read_reviews")) == (2, 3, 2)
    for facts, code in (
        ({"numbers": {"pool_least": 3}}, "guild-ways-same"),
        ({"numbers": {"pool_least": 4}, "after": 1}, "guild-ways-changed"),
        ({"numbers": {"pool_least": 51}}, "guild-number-out-of-bounds"),
        ({"numbers": {"pool_least": True}}, "guild-number-out-of-bounds"),
        ({"numbers": {"luck": 1}}, "guild-number-out-of-bounds"),
        ({"numbers": {"certificate_months": 1}}, "guild-number-out-of-bounds"),
        ({"preset": "teams-7"}, "guild-preset-unknown"),
        ({"numbers": {"pool_least": 4}, "why": "No."}, "guild-words"),
    ):
        with pytest.raises(Refused) as refusal:
            set_guild_ways(**{"by": sam, "why": "Because of what we have seen.", **facts})
        assert refusal.value.code == code
    assert GuildWays.objects.count() == 2


@pytest.mark.parametrize("preset", PRESETS.values())
def test_every_preset_is_within_bounds(preset, sam):
    assert {name: NUMBERS[name].why_not(value) for name, value in preset.numbers.items()} == dict.fromkeys(
        preset.numbers
    )
    set_guild_ways(by=sam, why="It suits a company of our size.", preset=preset.code)


def test_a_tie_is_ones_own_and_its_reason_in_no_record(ben, sam, home):
    with pytest.raises(Denied):
        ties.declare_tie(ben, by=sam, team=home)
    tie = ties.declare_tie(ben, by=ben, team=home, reason="My sister leads it.")
    with pytest.raises(Refused, match="already"):
        ties.declare_tie(ben, by=ben, team=home)
    assert "sister" not in str(list(AuditEntry.objects.values_list("data", flat=True)))
    with pytest.raises(Refused, match="Take that back first"):
        ties.state_wish(ben, by=ben, team=home)
    with pytest.raises(Denied):
        ties.take_back_tie(tie, by=sam)
    ties.take_back_tie(tie, by=ben)
    assert Tie.objects.get().reason == ""
    with pytest.raises(Refused):
        ties.take_back_tie(tie, by=ben)
    assert ties.declare_tie(ben, by=ben, team=home).reason == ""


def test_a_wish_names_one_thing_and_is_ones_own(ben, sam, home):
    for facts in ({}, {"topic": "data", "team": home}):
        with pytest.raises(Invalid, match="one of them"):
            ties.state_wish(ben, by=ben, **facts)
    with pytest.raises(Invalid):
        ties.state_wish(ben, by=ben, topic="cooking")
    with pytest.raises(Denied):
        ties.state_wish(ben, by=sam, topic="data")
    wish = ties.state_wish(ben, by=ben, topic="data")
    ties.state_wish(ben, by=ben, team=home)
    with pytest.raises(Refused, match="already"):
        ties.state_wish(ben, by=ben, topic="data")
    ties.take_back_wish(wish, by=ben)
    assert Wish.objects.standing().count() == 1


def test_who_is_lent_to_other_rooms_is_certified_here_and_without_a_tie(home, ben):
    from portal.kit.experts import expert_of
    from portal.kit.outside import somebody_outside

    trainees.reading(ben)
    assert expert_of("contract", []) is None
    assert somebody_outside([home.pk]) is None
    raiser = make.bar_raiser().person
    assert expert_of("contract", [home.pk]) == somebody_outside([home.pk]) == raiser
    assert expert_of("security", []) is None
    ties.declare_tie(raiser, by=raiser, team=home)
    assert expert_of("contract", [home.pk]) is None
    ties.take_back_tie(Tie.objects.get(), by=raiser)
    guild.pause_bar_raiser(raiser.bar_raiser, by=raiser, until=make.soon())
    assert expert_of("contract", [home.pk]) is None
