"""A division chooses its away-team rules: one version after the other, nearest up the tree, within bounds."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.away.actions.offers import offer_instead
from teams.away.actions.ways import set_ways
from teams.away.models import AwayWays
from teams.away.presets import PRESETS
from teams.away.reads.ways import ways_of
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db
FIFTY = {"preset": "teams-50", "why": "We are fifty."}


@pytest.fixture
def head(db):
    return make.person(login="priya", name="Priya Head")


@pytest.fixture
def payments(head):
    return make.division(slug="payments", name="Payments", head=head)


def test_where_nobody_chose_all_forty_are_on_with_the_defaults(home):
    ways = ways_of(home)
    assert (ways.off, ways.number("review_days"), ways.said("decision_days")) == (frozenset(), 1, "five working days")
    assert (ways.said("review_days"), ways.said("copy_after_days")) == ("one working day", "10 working days")
    assert ways.version == "Nobody has chosen yet: all are on"
    for ask in (lambda: ways.has("F41"), lambda: ways.number("naps")):
        with pytest.raises(KeyError):
            ask()


def test_the_nearest_division_with_rules_decides_else_the_company(payments, head, sam):
    below = make.team(division=make.division(parent=payments))
    beside = make.team()
    set_ways(None, by=sam, preset="teams-10", why="We are ten.")
    assert ways_of(below).preset == "teams-10"
    set_ways(payments, by=head, **FIFTY)
    assert (ways_of(below).version, ways_of(below.division).preset) == ("Payments, version 1", "teams-50")
    assert (ways_of(beside).version, ways_of(None).version) == ("The whole company, version 1",) * 2
    assert not ways_of(make.service(below)).has("F37")


def test_a_request_goes_by_the_rules_of_its_host(payments, head):
    set_ways(payments, by=head, **FIFTY, numbers={"decision_days": 2})
    host, guest = make.team(division=payments), make.team()
    assert ways_of(make.away(make.service(host), guest)).number("decision_days") == 2
    assert ways_of(make.away(make.service(guest), host)).number("decision_days") == 5
    clock = Clock.objects.filter(kind="away.answer").earliest("pk")
    assert hours_of(host).between(clock.started_at, clock.due_at) == timedelta(hours=16)


def test_it_is_asked_in_two_queries_and_in_one_where_nobody_chose(payments, head, sam, django_assert_num_queries, home):
    with django_assert_num_queries(1):
        ways_of(home)
    set_ways(payments, by=head, **FIFTY)
    set_ways(None, by=sam, **FIFTY)
    with django_assert_num_queries(2):
        ways_of(home)


def test_a_version_is_never_changed_and_says_who_and_why(payments, head):
    first = set_ways(payments, by=head, **FIFTY)
    second = set_ways(payments, by=head, preset="teams-50", off=["F3"], numbers={"rounds": 2}, why="Two are enough.")
    assert [row.number for row in AwayWays.objects.filter(division=payments).order_by("pk")] == [1, 2]
    first.refresh_from_db()
    assert (set(first.off), first.numbers) == (PRESETS["teams-50"].off, {"box_days": 40, "cap_days": 80})
    assert (second.off, second.numbers) == (["F3"], {"box_days": 40, "cap_days": 80, "rounds": 2})
    entry = AuditEntry.objects.filter(verb="awayways.set").latest("pk")
    assert (entry.actor, entry.data["version"], entry.data["off"]) == (head, 2, ["F3"])
    assert ways_of(payments).number("rounds") == 2


def test_a_running_clock_keeps_the_time_it_was_started_with(home, sam):
    make.away(make.service(home))
    before = Clock.objects.get(kind="away.answer").due_at
    set_ways(None, by=sam, preset="teams-500", numbers={"decision_days": 1}, why="Faster.")
    assert Clock.objects.get(kind="away.answer").due_at == before


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"preset": "teams-7"}, "away-preset-unknown"),
        ({"off": ["F41"]}, "away-failsafe-unknown"),
        ({"why": "  "}, "away-ways-say-why"),
        ({"why": "x" * 501}, "away-ways-say-why"),
        ({"numbers": {"naps": 2}}, "away-number-out-of-bounds"),
        ({"numbers": {"rounds": 0}}, "away-number-out-of-bounds"),
        ({"numbers": {"rounds": 11}}, "away-number-out-of-bounds"),
        ({"numbers": {"rounds": "3"}}, "away-number-out-of-bounds"),
        ({"numbers": {"rounds": True}}, "away-number-out-of-bounds"),
        ({"numbers": {"warranty_days": 40}}, "away-number-out-of-bounds"),
        ({"numbers": {"decision_days": 10}}, "away-number-out-of-bounds"),
        ({"off": ["F11"]}, "away-failsafe-companys"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(payments, head, facts, code):
    with pytest.raises(Refused) as refusal:
        set_ways(payments, by=head, **{**FIFTY, **facts})
    assert refusal.value.code == code
    assert not AwayWays.objects.exists()


def test_out_of_bounds_says_which_values_there_are(payments, head):
    with pytest.raises(Invalid) as refusal:
        set_ways(payments, by=head, **FIFTY, numbers={"rounds": 0, "warranty_days": 31, "copy_after_days": 4})
    assert refusal.value.fields == {
        "copy_after_days": "More than 5, which is decision_days.",
        "rounds": "A whole number from 1 to 10 rounds.",
        "warranty_days": "One of 30, 45, 60, 100 days.",
    }


def test_only_heads_in_the_chain_and_stewards_choose_and_stewards_only_for_the_company(payments, head, ana, sam):
    top = make.person(name="Tara Top")
    payments.parent = make.division(head=top)
    payments.save()
    for nobody in (ana, make.person()):
        with pytest.raises(Denied, match="Only Priya Head"):
            set_ways(payments, by=nobody, **FIFTY)
    with pytest.raises(Denied, match="Only stewards"):
        set_ways(None, by=head, **FIFTY)
    for preset, somebody in zip(PRESETS, (head, top, sam), strict=True):
        set_ways(payments, by=somebody, preset=preset, why="Better.")
    assert set_ways(None, by=sam, preset="teams-500", off=["F11"], why="We trust the hosts.").off == ["F11"]


def test_who_read_an_older_version_is_refused_and_so_is_what_changes_nothing(payments, head):
    set_ways(payments, by=head, **FIFTY, after=0)
    with pytest.raises(Refused, match="Priya Head has made version 1 meanwhile") as refusal:
        set_ways(payments, by=head, preset="teams-10", why="Smaller.", after=0)
    assert refusal.value.code == "away-ways-changed"
    with pytest.raises(Refused) as refusal:
        set_ways(payments, by=head, **FIFTY, after=1)
    assert refusal.value.code == "away-ways-same"
    set_ways(payments, by=head, preset="teams-10", why="Smaller.", after=1)


@pytest.mark.parametrize("whose", ["division", "company"])
def test_the_database_holds_one_row_a_version(payments, head, sam, whose):
    division = payments if whose == "division" else None
    row = set_ways(division, by=sam, **FIFTY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayWays.objects.create(division=division, number=row.number, preset="teams-50", made_by=sam, why="Again.")


def test_whoever_leads_a_team_that_hosts_by_them_is_told_and_nobody_else(payments, head, sam):
    team, apart = (make.team(division=each) for each in (payments, make.division(parent=payments)))
    make.team()
    set_ways(apart.division, by=sam, preset="teams-10", why="We are few.")
    set_ways(payments, by=head, **FIFTY)
    told = Notice.objects.filter(text__contains="of the away-team rules of Payments: We are fifty.")
    assert [notice.person for notice in told] == [team.lead]
    assert told.get().url == "/divisions/payments/away-rules/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_of_two_at_once_one_version_is_made_and_the_other_is_told():
    head = make.person(name="Priya Head")
    payments = make.division(name="Payments", head=head)
    begin, said = threading.Barrier(8), []

    def choose(number):
        try:
            begin.wait(60)
            set_ways(payments, by=head, preset="teams-500", numbers={"rounds": number}, why="Mine.", after=0)
            said.append("made")
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=choose, args=(number,)) for number in range(1, 9) if number != 3]
    threads.append(threading.Thread(target=choose, args=(9,)))
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(said) == ["away-ways-changed"] * 7 + ["made"]
    assert AwayWays.objects.get().number == 1


def test_a_charter_begins_with_the_numbers_of_the_hosts_division(payments, head):
    set_ways(payments, by=head, **FIFTY, numbers={"warranty_days": 60, "winddown_days": 1})
    charter = make.charter(make.away_agreed(make.service(make.team(division=payments))))
    assert charter.warranty_days == 60
    assert "Within one working day what is merged is finished" in charter.exit_rules


def test_how_long_an_offer_and_a_measure_wait_is_the_divisions_to_say(home, ben):
    numbers = {"offer_days": 2, "measure_days": 9, "queue_days": 8, "way_back_days": 4, "override_days": 6}
    set_ways(None, by=make.steward(), preset="teams-500", numbers=numbers, why="We are slow.")
    guest = make.team(ben, lead=ben)
    asked = endings.asked(make.service(home), guest)
    offer_instead(asked, by=home.lead, kind="own-copy", words="Build your own.")
    closing = endings.at_closing(make.service(home), guest)
    for subject, kind, days in ((asked, "away.offer", 2), (closing, "away.measure", 9)):
        clock = Clock.objects.get(kind=kind, subject=f"away.awayrequest:{subject.pk}")
        assert clock.work == hours_of(guest).day * days
    assert {name: ways_of(home).number(name) for name in numbers} == numbers
