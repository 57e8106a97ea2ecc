"""A seat is given by hand: to somebody independent, in spite of a tie only by a steward, never for one's own work."""

import pytest
from hypothesis import given

from portal.kit import clocks, jobs, policies
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.reviews.actions import pools, reviews, ties
from teams.reviews.actions.by_hand import assign_by_hand
from teams.reviews.actions.routing import NOBODY
from teams.reviews.models import BarRaiser, Review
from teams.reviews.reads.by_hand import choices, roles_free
from teams.reviews.routing import HARD, SOFT, TIES, Pool, draw, hindrances, mentor_of
from tests import make
from tests.reviews.test_lots import BRIEFS, POOLS, SEEDS

WHY = "Nobody else knows how they retry."
SPITE = "They alone have seen this protocol before."
db = pytest.mark.django_db


@given(BRIEFS, POOLS, SEEDS)
def test_by_hand_the_same_people_are_ruled_out_as_in_a_draw(brief, pool, seed):
    lead = draw(brief, pool, seed).seats[0]
    guild = Pool(pool)
    for one in pool:
        codes = hindrances(brief, guild, one.person)
        drawn = lead.refused.get(one.person, "stood")
        assert (drawn in HARD) == bool(codes)
        if drawn in HARD:
            assert drawn in codes
        else:
            assert drawn in {"stood", "behind", *SOFT}
    mentors = [seat.picked for seat in draw(brief, pool, seed).seats if seat.role == "mentor"]
    if lead.picked is not None:
        mentor = mentor_of(brief, guild, lead.picked, "lead")
        assert mentors[:1] == ([mentor] if mentor is not None else [])


def nobody(home) -> Review:
    """A review for which nobody was found: there is nobody in the guild."""
    revision = make.proposed(home)
    jobs.run_waiting()
    review = Review.objects.get(revision=revision)
    assert (review.state, review.reason) == ("nobody", NOBODY)
    return review


def nobody_for(home, *makers) -> Review:
    """A review that waits for nobody, whoever is in the guild; these made it, too."""
    review = make.review(home)
    for seat in review.seats.all():
        clocks.close_all(seat, met=False)
        seat.delete()
    clocks.close_all(review, met=False)
    brief = {**review.brief, "makers": [*review.brief["makers"], *(one.pk for one in makers)]}
    Review.objects.filter(pk=review.pk).update(
        state="nobody", reviewer=None, assigned_at=None, closed_at=review.asked_at, reason=NOBODY, brief=brief
    )
    return Review.objects.select_related("team__lead", "asked_by", "reviewer").get(pk=review.pk)


def given_to(review, person, by, **facts):
    return assign_by_hand(review, by=by, person=person, **{"role": "lead", "why": WHY, **facts})


@db
def test_who_keeps_the_pool_gives_it_to_somebody_independent(home, ana):
    review, keeper, raiser = nobody(home), make.person(), make.bar_raiser().person
    pools.name_guild_lead("contract", by=make.steward(), lead=keeper)
    given_to(review, raiser, keeper)
    review.refresh_from_db()
    seat = review.seats.get()
    assert (review.state, review.reviewer, review.closed_at, review.reason) == ("assigned", raiser, None, "")
    assert (seat.role, seat.state, seat.given_by, seat.given_why) == ("lead", "offered", keeper, WHY)
    assert (seat.in_spite_of, seat.in_spite_why) == ([], "")
    assert {
        one.kind: one.awaited_person for one in Clock.objects.filter(state="open", kind__startswith="reviews.")
    } == {
        "reviews.accept": raiser,
        "reviews.advice": raiser,
    }
    entry = AuditEntry.objects.get(verb="review.give-by-hand")
    assert (entry.actor, entry.data) == (keeper, {"person": raiser.pk, "role": "lead", "why": WHY})
    assert Notice.objects.filter(person=raiser, text__contains="by hand").count() == 1
    assert Notice.objects.filter(person=ana, text__contains=f"asked {raiser.name} by hand").count() == 1
    reviews.send_advice(review, by=raiser, summary="Clear to an outsider.")


TIED = {
    "member": lambda home, raiser: make.join_team(home, raiser, by=home.lead),
    "chain": lambda home, raiser: type(raiser).objects.filter(pk=home.lead_id).update(manager=raiser),
    "manager": lambda home, raiser: (
        type(raiser).objects.filter(pk__in=[home.lead_id, raiser.pk]).update(manager=make.person())
    ),
    "declared": lambda home, raiser: ties.declare_tie(raiser, by=raiser, team=home),
    "full": lambda home, raiser: (
        BarRaiser.objects.filter(person=raiser).update(limit=1) and make.review(make.team(), slug="held")
    ),
    "topic": lambda home, raiser: raiser.certifications.update(topic="data"),
}


@db
@pytest.mark.parametrize("code", TIED)
def test_whoever_the_draw_would_rule_out_is_refused_with_the_sentence(home, sam, code):
    raiser = make.bar_raiser().person
    TIED[code](home, raiser)
    review = nobody_for(home)
    with pytest.raises(Invalid) as refusal:
        given_to(review, raiser, sam)
    assert refusal.value.code == "assigned-tied"
    assert HARD[code].lower() in refusal.value.fields["person"].lower()
    review.refresh_from_db()
    assert (review.state, review.seats.count()) == ("nobody", 0)


@db
def test_a_steward_may_in_spite_of_a_tie_and_it_is_on_the_record(home, ana, sam):
    raiser, other = make.bar_raiser().person, make.person(login="second-steward", is_steward=True)
    ties.declare_tie(raiser, by=raiser, team=home)
    review = nobody_for(home)
    keeper = make.person()
    pools.name_guild_lead("contract", by=sam, lead=keeper)
    with pytest.raises(Denied, match="Only a steward"):
        given_to(review, raiser, keeper, in_spite=SPITE)
    with pytest.raises(Invalid) as refusal:
        given_to(review, raiser, sam, in_spite="because")
    assert refusal.value.fields == {"in_spite": "In a sentence."}
    given_to(review, raiser, sam, in_spite=SPITE)
    seat = review.seats.get()
    assert (seat.in_spite_of, seat.in_spite_why) == (["declared"], SPITE)
    assert seat.in_spite_words == "Has a declared tie."
    data = AuditEntry.objects.get(verb="review.give-by-hand").data
    assert (data["in_spite_of"], data["in_spite_why"]) == (["declared"], SPITE)
    assert Notice.objects.filter(person__in=[ana, other], text__contains="in spite of this").count() == 2


@db
def test_nobody_looks_at_their_own_work_whatever_the_reason(home, ana, sam):
    lead, maker = make.bar_raiser(ana).person, make.bar_raiser().person
    review = nobody_for(home, maker)
    for person in (lead, maker):
        with pytest.raises(Invalid) as refusal:
            given_to(review, person, sam, in_spite=SPITE)
        assert refusal.value.code == "assigned-never"
    assert review.seats.count() == 0


@db
def test_no_team_chooses_who_looks_at_its_own_work(home, ana, sam):
    raiser = make.bar_raiser().person
    review = nobody_for(home)
    pools.name_guild_lead("contract", by=sam, lead=ana)
    with pytest.raises(Denied, match=f"Nobody of {home.name}"):
        given_to(review, raiser, ana)
    make.join_team(home, sam, by=ana)
    assert not policies.may(sam, "review.assign", review)
    assert not policies.may(raiser, "review.assign", review)


@db
def test_a_steward_sets_nothing_aside_for_themselves(home, sam):
    make.bar_raiser(sam)
    ties.declare_tie(sam, by=sam, team=home)
    review = nobody_for(home)
    with pytest.raises(Denied, match="Nobody outweighs that for themselves"):
        given_to(review, sam, sam, in_spite=SPITE)


@db
def test_while_their_time_runs_nobody_is_put_beside_whom_the_lot_fell_on(home, sam, until):
    review = make.review(home)
    for role in ("lead", "deputy", "second"):
        with pytest.raises(Refused) as refusal:
            given_to(review, make.person(), sam, role=role)
        assert refusal.value.code == "seat-not-free"
    make.suggestion(review)
    until("reviews.advice")
    clocks.ring_due()
    jobs.run_waiting()
    assert Clock.objects.get(kind="reviews.guild", state="open")
    other = make.bar_raiser().person
    review.refresh_from_db()
    assert roles_free(review) == ["deputy"]
    given_to(review, other, sam, role="deputy")
    assert Clock.objects.get(kind="reviews.guild").state == "met"
    assert Clock.objects.get(kind="reviews.deputy", state="open").awaited_person == other
    sent = reviews.send_advice(review, by=other, summary="Good.")
    assert sent.reviewer == other


@db
def test_whoever_is_not_in_the_guild_is_certified_first(home, sam):
    review = nobody(home)
    with pytest.raises(Invalid) as refusal:
        given_to(review, make.person(), sam, in_spite=SPITE)
    assert refusal.value.code == "assigned-outside"


@db
def test_the_page_says_of_everybody_why_not_and_asks(home, ana, sam, client):
    free, tied = make.bar_raiser().person, make.bar_raiser().person
    ties.declare_tie(tied, by=tied, team=home)
    review = nobody_for(home)
    assert [(one.person, one.free) for one in choices(review)] == [(free, True), (tied, False)]
    client.force_login(sam)
    address = f"/reviews/{review.pk}/assign/"
    shown = client.get(address).content.decode()
    assert "Has a declared tie." in shown
    refused = client.post(address, {"role": "lead", "person": tied.login, "why": WHY})
    assert refused.status_code == 422
    assert "Has a declared tie" in refused.content.decode()
    assert (
        client.post(address, {"role": "lead", "person": tied.login, "why": WHY, "in_spite": SPITE}).status_code == 302
    )
    told = client.get(review.get_absolute_url()).content.decode()
    for words in (WHY, SPITE, "in spite of this", sam.name, "Has a declared tie."):
        assert words in told
    client.force_login(ana)
    assert client.get(address).status_code == 403


def test_every_tie_has_a_sentence():
    assert set(TIES) <= set(HARD)
