"""From a nomination to the certificate, with who may, what is refused, and what silence does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.people.models import Person
from teams.reviews.actions import certificates, training
from teams.reviews.actions.pools import name_guild_lead
from teams.reviews.models import BarRaiser, Certification, Reading, Seat
from tests import make
from tests.reviews import trainees
from tests.reviews.trainees import WHY, WORDS, again, learned

pytestmark = pytest.mark.django_db


def ring():
    clocks.ring_due()
    jobs.run_waiting()


def waits(one):
    return Clock.objects.get(subject=f"reviews.certification:{one.pk}", state="open")


def test_whoever_nominates_waits_for_the_guild_lead(ana, ben, sam):
    name_guild_lead("data", by=sam, lead=ana)
    one = training.nominate(ben, by=ben, topic="data", why=WHY)
    clock = waits(one)
    assert (one.state, clock.kind, clock.awaited_person, clock.asked_by) == (
        "nominated",
        "reviews.nomination",
        ana,
        ben,
    )
    assert "They are accepted" in clock.silence
    assert not BarRaiser.objects.exists()


def test_without_a_guild_lead_or_by_the_lead_itself_a_steward_decides(ana, sam):
    assert waits(trainees.nominated(ana)).awaited_person == sam
    name_guild_lead("data", by=sam, lead=ana)
    one = trainees.nominated(ana, "data")
    assert waits(one).awaited_person == sam
    with pytest.raises(Denied, match="Nobody decides about themselves"):
        training.accept(one, by=ana)


def test_who_may_nominate_somebody(ana, home, ben, sam):
    member, boss = make.person(name="Member"), make.person(name="Boss")
    make.join_team(home, member, by=ana)
    Person.objects.filter(pk=member.pk).update(manager=boss)
    member.refresh_from_db()
    with pytest.raises(Denied, match="who leads their team"):
        training.nominate(member, by=ben, topic="data", why=WHY)
    for by, topic in ((ana, "data"), (boss, "design"), (sam, "security"), (member, "contract")):
        assert training.nominate(member, by=by, topic=topic, why=WHY).state == "nominated"
    assert Notice.objects.filter(person=member, by=ana, text__contains="nominated you for data").exists()


@pytest.mark.parametrize("why", ["", "Good.", "x" * 40, "a b c d " * 100])
def test_a_nomination_says_why_in_a_sentence(ben, why):
    with pytest.raises(Invalid) as refusal:
        training.nominate(ben, by=ben, topic="data", why=why)
    assert refusal.value.code == "guild-words"
    assert "why" in refusal.value.fields


def test_nobody_is_nominated_twice_for_an_unknown_topic_or_who_is_not_here(ben, sam):
    trainees.nominated(ben, "data")
    with pytest.raises(Refused) as refusal:
        trainees.nominated(ben, "data")
    assert refusal.value.code == "certification-open"
    with pytest.raises(Invalid, match="no topic cooking"):
        trainees.nominated(ben, "cooking")
    with pytest.raises(Invalid):
        training.nominate(make.person(kind="machine"), by=sam, topic="data", why=WHY)


def test_silence_about_a_nomination_accepts(ben, sam, until):
    one = trainees.nominated(ben, "data")
    until("reviews.nomination")
    ring()
    one = again(one)
    assert (one.state, waits(one).kind, waits(one).awaited_person) == ("reading", "reviews.reading", ben)
    assert BarRaiser.objects.get().person == ben
    assert AuditEntry.objects.filter(verb="certification.accept", actor=None).exists()


def test_a_no_says_why_and_is_not_for_ever(ben, sam, ana):
    one = trainees.nominated(ben, "data")
    with pytest.raises(Denied):
        training.decline(one, by=ana, words=WORDS)
    with pytest.raises(Invalid):
        training.decline(one, by=sam, words="No.")
    one = training.decline(one, by=sam, words=WORDS)
    assert (one.state, one.words) == ("declined", WORDS)
    assert not Clock.objects.filter(state="open", kind="reviews.nomination").exists()
    assert training.nominate(ben, by=ben, topic="data", why=WHY).state == "nominated"


def test_reading_counts_each_closed_review_once_and_leads_to_shadowing(ben, sam):
    make.bar_raiser(limit=20)
    one = trainees.reading(ben)
    for number in range(5):
        assert again(one).state == "reading"
        training.mark_read(one, trainees.closed(), by=ben, learned=learned(number))
    one = again(one)
    assert (one.state, waits(one).kind) == ("shadowing", "reviews.shadowing")
    assert Reading.objects.filter(certification=one).count() == 5
    assert AuditEntry.objects.filter(verb="certification.shadow", actor=None).exists()


def test_what_does_not_count_as_reading(ben, ana, home, sam):
    raiser = make.bar_raiser(limit=20)
    one = trainees.reading(ben)
    open_one, read = make.review(home), trainees.closed()
    mine = make.advised(make.team(ben, lead=ben), count=0)
    training.mark_read(one, read, by=ben, learned=learned(1))
    for review, by, words, code in (
        (open_one, ben, learned(2), "reading-not-closed"),
        (mine, ben, learned(2), "reading-of-ones-own"),
        (read, ben, learned(2), "reading-twice"),
        (trainees.closed(), ben, learned(1).upper(), "reading-copied"),
        (trainees.closed(), ben, "Nice.", "guild-words"),
        (trainees.closed(), ana, learned(3), "not-allowed"),
        (trainees.closed(), sam, learned(3), "not-allowed"),
    ):
        with pytest.raises(Refused) as refusal:
            training.mark_read(one, review, by=by, learned=words)
        assert refusal.value.code == code
    assert Reading.objects.count() == 1
    own = Certification.objects.get(person=raiser.person)
    with pytest.raises(Refused, match="your own"):
        training.mark_read(own, read, by=raiser.person, learned=learned(4))
    nominated = trainees.nominated(ben, "data")
    with pytest.raises(Refused, match="reading counts at the beginning"):
        training.mark_read(nominated, trainees.closed(), by=ben, learned=learned(5))


def test_reading_that_takes_too_long_ends_and_what_was_read_stays(ben, sam, until):
    make.bar_raiser(limit=20)
    one = trainees.reading(ben)
    training.mark_read(one, trainees.closed(), by=ben, learned=learned(1))
    until("reviews.reading", "half")
    ring()
    assert Notice.objects.filter(person=ben, text__contains="1 of 5 done").exists()
    until("reviews.reading")
    ring()
    one = again(one)
    assert (one.state, one.words) == ("lapsed", "1 of 5 in time.")
    assert training.accept(training.nominate(ben, by=ben, topic="contract", why=WHY), by=sam).readings.count() == 1


def test_who_was_given_too_little_to_shadow_gets_the_time_once_more_and_then_it_ends(ben, sam, until):
    one = trainees.in_state("shadowing", ben)
    first = one.due_on
    until("reviews.shadowing")
    ring()
    one = again(one)
    assert (one.state, one.extended) == ("shadowing", True)
    assert one.due_on > first + timedelta(days=170)
    assert Notice.objects.filter(person=sam, text__contains="0 of 3 reviews for contract").exists()
    until("reviews.shadowing")
    ring()
    assert again(one).state == "lapsed"


def test_leading_gets_a_mentor_of_another_team_who_mentors_fewest(ben, sam):
    mate = make.person()
    make.join_team(ben.memberships.get().team, mate, by=ben.memberships.get().team.lead)
    make.bar_raiser(mate)
    busy, free = make.bar_raiser().person, make.bar_raiser().person
    second = make.person()
    make.join_team(ben.memberships.get().team, second, by=ben.memberships.get().team.lead)
    first = trainees.in_state("leading", ben)
    assert first.mentor in (busy, free)
    assert trainees.in_state("leading", second).mentor in {busy, free} - {first.mentor}


def test_who_nobody_can_mentor_is_said_to_the_guild_lead_who_chooses(ben, ana, sam):
    name_guild_lead("contract", by=sam, lead=ana)
    one = trainees.in_state("leading", ben)
    assert one.mentor is None
    assert Notice.objects.filter(person=ana, text__contains="Nobody is certified to mentor").exists()
    with pytest.raises(Invalid, match="not certified"):
        training.choose_mentor(one, by=ana, mentor=sam)
    mentor = make.bar_raiser().person
    with pytest.raises(Denied):
        training.choose_mentor(one, by=ben, mentor=mentor)
    assert training.choose_mentor(one, by=ana, mentor=mentor).mentor == mentor
    with pytest.raises(Refused, match="nobody has to stand by"):
        training.choose_mentor(trainees.in_state("reading"), by=sam, mentor=mentor)


def test_reviews_led_with_a_mentor_lead_to_the_mentors_last_word(ben, home, sam):
    mentor = make.bar_raiser(limit=20).person
    one = trainees.in_state("leading", ben)
    given = [make.advised(count=0) for _ in range(3)]
    Seat.objects.filter(review__in=given, role="lead").update(person=ben)
    certificates.watch_guild()
    one = again(one)
    assert (one.state, waits(one).kind, waits(one).awaited_person) == ("assessment", "reviews.assessment", mentor)
    with pytest.raises(Denied):
        training.certify(one, by=ben)
    with pytest.raises(Invalid):
        training.ask_once_more(one, by=mentor, words="No")
    one = training.ask_once_more(one, by=mentor, words=WORDS)
    assert (one.state, one.mentor, one.words) == ("leading", mentor, WORDS)
    certificates.watch_guild()
    assert again(one).state == "leading"


def test_the_last_word_certifies_for_eighteen_months(ben, sam):
    one = training.certify(trainees.in_state("assessment", ben), by=sam, words="Kind and exact.")
    today = timezone.now().date()
    assert (one.state, one.certified_on, one.words) == ("certified", today, "Kind and exact.")
    assert timedelta(days=545) < one.until - today < timedelta(days=552)
    assert not Clock.objects.filter(state="open").exists()


def test_a_silent_mentor_certifies(ben, sam, until):
    one = trainees.in_state("assessment", ben)
    until("reviews.assessment")
    ring()
    assert again(one).state == "certified"
    assert AuditEntry.objects.filter(verb="certification.certify", actor=None).exists()


def test_leaving_a_topic_takes_no_reason_of_oneself_and_one_of_others(ben, sam, ana):
    one = trainees.reading(ben)
    with pytest.raises(Denied):
        training.leave_topic(one, by=ana, words=WORDS)
    with pytest.raises(Invalid):
        training.leave_topic(one, by=sam)
    assert training.leave_topic(one, by=ben).state == "ended"
    assert not Clock.objects.filter(state="open").exists()
    with pytest.raises(Refused, match="not open then"):
        training.leave_topic(one, by=ben)


def test_who_was_certified_before_comes_back_by_leading_with_a_mentor(ben, sam):
    one = trainees.in_state("ended", ben)
    one = training.nominate(ben, by=ben, topic=one.topic, why=WHY)
    assert training.accept(one, by=sam).state == "leading"


def test_an_answer_that_comes_before_the_worker_stands(ben, sam, until):
    one = trainees.nominated(ben, "data")
    until("reviews.nomination")
    clocks.ring_due()
    training.decline(one, by=sam, words=WORDS)
    jobs.run_waiting()
    assert again(one).state == "declined"
