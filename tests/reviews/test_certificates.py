"""Renewal, rest, pauses without loss, and what the hourly look at the guild does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Notice
from teams.reviews.actions import certificates, guild, training
from teams.reviews.models import BarRaiser, Certification
from tests import make
from tests.reviews import trainees
from tests.reviews.trainees import WORDS, again, learned

pytestmark = pytest.mark.django_db


def ring():
    clocks.ring_due()
    jobs.run_waiting()


def held(person):
    return Certification.objects.select_related("person").get(person=person)


def test_renewal_is_asked_for_sixty_days_ahead_with_a_clock_to_the_last_day(ben, later):
    make.bar_raiser(ben)
    until = held(ben).until
    later(timedelta(days=480))
    certificates.watch_guild()
    assert held(ben).state == "certified"
    later(timedelta(days=10))
    assert certificates.watch_guild() >= 1
    one = held(ben)
    clock = Clock.objects.get(kind="reviews.renewal", state="open")
    assert (one.state, clock.awaited_person, clock.due_at.date()) == ("renewal", ben, until + timedelta(days=1))
    assert certificates.watch_guild() == 0
    assert one.is_valid


def test_nobody_renews_for_themselves_what_is_not_earned(ben, sam, ana):
    one = trainees.in_state("renewal", ben)
    with pytest.raises(Refused) as refusal:
        certificates.renew(one, by=ben)
    assert refusal.value.code == "renewal-not-earned"
    assert "0 of 6 reviews given" in refusal.value.message
    assert "0 of 1 refreshers" in refusal.value.message
    with pytest.raises(Denied):
        certificates.renew(one, by=ana, words=WORDS)
    with pytest.raises(Invalid):
        certificates.renew(one, by=sam)
    before = one.until
    one = certificates.renew(one, by=sam, words=WORDS)
    assert (one.state, one.words) == ("certified", WORDS)
    assert timedelta(days=545) < one.until - before < timedelta(days=552)


def test_what_is_earned_is_renewed_with_one_word(ben):
    trainees.by_numbers(reviews_a_year=1)
    make.bar_raiser(ben)
    one = held(ben)
    make.advised(count=0)
    other = make.bar_raiser(limit=20)
    guild.pause_bar_raiser(BarRaiser.objects.get(person=ben), by=ben, until=make.soon())
    training.mark_read(one, make.advised(count=0), by=ben, learned=learned(1))
    guild.pause_bar_raiser(BarRaiser.objects.get(person=ben), by=ben, until=None)
    Certification.objects.filter(pk=one.pk).update(until=make.soon())
    certificates.watch_guild()
    assert certificates.renew(again(one), by=ben).state == "certified"
    assert other.person != ben
    with pytest.raises(Refused):
        certificates.renew(again(one), by=ben)


def test_a_certificate_nobody_renews_lapses_after_its_last_day(ben, until):
    one = trainees.in_state("renewal", ben)
    until("reviews.renewal", "half")
    ring()
    assert again(one).state == "renewal"
    until("reviews.renewal")
    ring()
    one = again(one)
    assert (one.state, one.is_valid) == ("lapsed", False)
    assert Notice.objects.filter(person=ben, text__contains="has lapsed").exists()


def test_after_two_years_as_lead_comes_a_rest_that_costs_nothing(ben, later):
    make.bar_raiser(ben)
    today = timezone.now().date()
    Certification.objects.update(until=today + timedelta(days=1000))
    later(timedelta(days=729))
    certificates.watch_guild()
    assert held(ben).state == "certified"
    later(timedelta(days=5))
    certificates.watch_guild()
    one = held(ben)
    assert (one.state, one.is_valid) == ("resting", False)
    rest = one.due_on - timezone.now().date()
    assert one.until == today + timedelta(days=1000) + rest
    later(rest + timedelta(days=1))
    certificates.watch_guild()
    one = held(ben)
    assert (one.state, one.due_on, one.lead_since) == ("certified", None, timezone.now().date())


def test_where_rotation_is_off_nobody_rests(ben, later):
    trainees.by_numbers(rotation_months=0)
    make.bar_raiser(ben)
    Certification.objects.update(until=timezone.now().date() + timedelta(days=9000))
    later(timedelta(days=4000))
    certificates.watch_guild()
    assert held(ben).state == "certified"


def test_a_pause_adds_its_days_to_the_certificate_and_ends_by_itself(ben, later):
    raiser = make.bar_raiser(ben)
    before = held(ben)
    guild.pause_bar_raiser(raiser, by=ben, until=make.soon(89))
    later(timedelta(days=89))
    assert certificates.watch_guild() == 0 or BarRaiser.objects.get().state == "paused"
    later(timedelta(days=1))
    certificates.watch_guild()
    assert BarRaiser.objects.get().state == "standing"
    after = held(ben)
    assert after.until - before.until == after.lead_since - before.lead_since == timedelta(days=90)


def test_during_a_pause_no_step_runs_out_and_nothing_lapses(ben, sam, later):
    one = trainees.reading(ben)
    due = one.due_on
    raiser = BarRaiser.objects.get(person=ben)
    guild.pause_bar_raiser(raiser, by=ben, until=make.soon(300))
    assert not Clock.objects.filter(state="open").exists()
    later(timedelta(days=200))
    ring()
    certificates.watch_guild()
    assert again(one).state == "reading"
    guild.pause_bar_raiser(BarRaiser.objects.get(person=ben), by=ben, until=None)
    one = again(one)
    clock = Clock.objects.get(kind="reviews.reading", state="open")
    assert one.due_on == due + timedelta(days=200)
    assert clock.due_at.date() == one.due_on + timedelta(days=1)


def test_a_pause_made_longer_counts_from_its_first_day(ben, later):
    raiser = make.bar_raiser(ben)
    before = held(ben).until
    guild.pause_bar_raiser(raiser, by=ben, until=make.soon(10))
    later(timedelta(days=5))
    guild.pause_bar_raiser(raiser, by=ben, until=make.soon(10))
    later(timedelta(days=20))
    certificates.watch_guild()
    assert held(ben).until - before == timedelta(days=16)
    with pytest.raises(Invalid, match="two years at most"):
        guild.pause_bar_raiser(BarRaiser.objects.get(), by=ben, until=make.soon(1000))


def test_who_leaves_the_company_is_in_no_pool(ben, sam):
    make.bar_raiser(ben)
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)
    certificates.watch_guild()
    assert (BarRaiser.objects.get().state, held(ben).state) == ("ended", "ended")


def test_a_steward_takes_topics_away_and_gives_others(ben, sam):
    make.bar_raiser(ben, topics=["contract", "data"])
    guild.appoint_bar_raiser(ben, by=sam, topics=["data", "design"], limit=1)
    assert dict(Certification.objects.values_list("topic", "state")) == {
        "contract": "ended", "data": "certified", "design": "certified",
    }  # fmt: skip
    with pytest.raises(Invalid, match="at least one"):
        guild.appoint_bar_raiser(ben, by=sam, topics=[])
    with pytest.raises(Invalid, match="no topic speed"):
        guild.appoint_bar_raiser(ben, by=sam, topics=["speed"])
