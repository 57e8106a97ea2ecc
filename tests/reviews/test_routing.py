"""A proposed revision gets exactly one review, and the review exactly one independent person."""

import json
import zlib

import pytest

from portal.kit import jobs
from portal.models import AuditEntry, Clock, Job, Notice
from services.actions import catalog, contracts
from teams.people.models import Person
from teams.reviews import states
from teams.reviews.actions import answering, guild, reviews, routing
from teams.reviews.models import Review, Suggestion
from teams.reviews.reads import draws
from teams.reviews.routing import digest_of
from teams.reviews.routing.kept import unpacked
from tests import make

pytestmark = pytest.mark.django_db


def of(revision):
    return Review.objects.select_related("team__lead", "reviewer", "revision__contract").get(revision=revision)


def why_not(review):
    """Why each of the guild did not stand for the lead's seat of the last draw."""
    return dict(review.draws.last().outcome["seats"][0]["refused"])


def test_proposing_gives_the_review_to_somebody_with_a_clock_and_tells_both(home, ana):
    raiser = make.bar_raiser()
    review = make.review(home)
    assert (review.state, review.reviewer, review.team) == ("assigned", raiser.person, home)
    clock = Clock.objects.get(kind="reviews.advice", state="open")
    assert (clock.awaited_person, clock.asked_by) == (raiser.person, ana)
    assert Notice.objects.filter(person=raiser.person, subject=f"reviews.review:{review.pk}").exists()
    assert Notice.objects.filter(person=ana, text__contains=raiser.person.name).exists()


def test_the_job_run_twice_assigns_once(home):
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    routing.ask_about_revision(review.revision_id)
    jobs.enqueue("reviews.ask_about_revision", review.revision_id)
    jobs.run_waiting()
    again = of(review.revision)
    assert (again.pk, again.reviewer_id, again.draw) == (review.pk, review.reviewer_id, review.draw)
    assert Clock.objects.filter(kind="reviews.advice").count() == 1


def test_killed_before_its_end_nothing_of_it_has_happened(home, monkeypatch):
    make.bar_raiser()
    revision = make.proposed(home)

    def killed(*args, **kwargs):
        raise OSError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(routing, "tell_lead", killed)
        jobs.run_waiting()
    assert not Review.objects.exists()
    assert not Clock.objects.filter(kind="reviews.advice").exists()
    Job.objects.filter(name="reviews.ask_about_revision").update(due_at="2026-01-01T00:00Z")
    jobs.run_waiting()
    assert of(revision).state == "assigned"


def test_whoever_has_a_tie_is_not_drawn_and_the_record_says_which(home, ana, ben):
    boss = make.person(name="Boss")
    Person.objects.filter(pk__in=[ana.pk]).update(manager=boss)
    member, peer, consumer = (make.person(name=name) for name in ("Member", "Peer", "Consumer"))
    Person.objects.filter(pk=peer.pk).update(manager=boss)
    make.join_team(home, member, by=ana)
    full = make.bar_raiser(limit=1)
    make.review()  # the only one in the guild gets it
    for person in (boss, member, peer, consumer):
        make.bar_raiser(person)
    paused, gone = make.bar_raiser(), make.bar_raiser()
    guild.pause_bar_raiser(paused, by=make.steward(), until=make.soon())
    guild.end_bar_raiser(gone, by=make.steward())
    first = make.published(make.service(home, slug="orders"), slug="api")
    catalog.declare_consumer(make.service(make.team(consumer, lead=consumer)), first.contract, by=consumer)
    catalog.change_service(first.contract.service, by=ana, criticality="critical")
    draft = make.checked(make.draft(first.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    make.waive_errors(draft)
    free = make.bar_raiser()
    contracts.propose_revision(make.again(draft), by=ana)
    jobs.run_waiting()
    review = of(draft)
    assert why_not(review) == {
        boss.pk: "chain", member.pk: "member", peer.pk: "manager", consumer.pk: "stake",
        full.person_id: "full", paused.person_id: "gone",
    }  # fmt: skip
    assert review.reviewer == free.person
    assert review.brief["consumers"] == 1


def test_a_stored_draw_can_be_replayed_by_anybody(home):
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    drawn = review.draws.get()
    again = draws.again(drawn)
    assert (again.same, again.sealed, again.words) == (True, True, "The same draw came out.")
    assert again.replay.drawn["seats"][0]["picked"] == review.reviewer_id
    assert AuditEntry.objects.get(verb="review.draw").data["digest"] == drawn.digest


def test_a_draw_whose_record_was_touched_is_seen(home):
    one, other = make.bar_raiser(), make.bar_raiser()
    review = make.review(home)
    drawn = review.draws.get()
    loser = other if review.reviewer == one.person else one
    drawn.outcome["seats"][0]["picked"] = loser.person_id
    drawn.save()
    assert draws.again(drawn).replay.differs == ("lead: picked",)
    forged = unpacked(bytes(drawn.given))
    forged["pool"] = [each for each in forged["pool"] if each["person"] == loser.person_id]
    drawn.given = zlib.compress(json.dumps(forged, sort_keys=True, separators=(",", ":")).encode())
    drawn.digest = digest_of(drawn.given)
    drawn.save()
    again = draws.again(drawn)
    assert (again.same, again.sealed) == (False, False)
    assert again.words == "What it was given is not what the audit noted when it was drawn."


def test_when_nobody_qualifies_the_team_goes_on_and_the_steward_knows(home, ana, sam):
    make.bar_raiser(ana)
    revision = make.proposed(home)
    jobs.run_waiting()
    review = of(revision)
    assert (review.state, review.reviewer) == ("nobody", None)
    assert "goes on" in review.reason
    assert Notice.objects.filter(person=sam, text__contains=str(review)).exists()
    contracts.publish_revision(make.again(revision), by=ana)
    jobs.run_waiting()
    assert of(revision).published_at is not None


def test_the_reviewer_hands_it_back_and_another_one_is_drawn(home):
    first, second = make.bar_raiser(), make.bar_raiser()
    review = make.review(home)
    make.suggestion(review)
    drawn = review.reviewer
    reviews.decline_review(review, by=drawn, reason="I wrote half of it.")
    assert not Suggestion.objects.exists()
    jobs.run_waiting()
    review = of(review.revision)
    assert {drawn, review.reviewer} == {first.person, second.person}
    assert why_not(review)[drawn.pk] == "returned"
    reviews.decline_review(review, by=review.reviewer, reason="Me neither.")
    jobs.run_waiting()
    assert of(review.revision).state == "nobody"


def test_publishing_writes_down_which_advice_was_open(home, ana):
    review = make.advised(home, count=3)
    first = review.suggestions.first()
    answering.answer_suggestion(first, by=ana, kind="accept", text="Done.")
    contracts.publish_revision(make.again(review.revision), by=ana)
    second = review.suggestions.all()[1]
    answering.answer_suggestion(second, by=ana, kind="accept", text="Done later.")
    jobs.run_waiting()
    review.refresh_from_db()
    assert (review.open_at_publication, review.published_before_advice) == (2, False)
    assert review.published_at is not None
    routing.note_publication(review.revision_id)
    assert Review.objects.get(pk=review.pk).open_at_publication == 2


def test_publishing_before_the_advice_is_said_so(home, ana):
    review = make.review(home)
    contracts.publish_revision(make.again(review.revision), by=ana)
    jobs.run_waiting()
    review.refresh_from_db()
    assert (review.open_at_publication, review.published_before_advice) == (0, True)
    assert Notice.objects.filter(person=review.reviewer, text__contains="before your advice").exists()


def test_published_before_any_worker_came_it_is_still_looked_at(home, ana):
    make.bar_raiser()
    revision = make.proposed(home)
    contracts.publish_revision(revision, by=ana)
    jobs.run_waiting()
    review = of(revision)
    assert review.state == "assigned"
    assert review.published_at == make.again(revision).published_at


def test_a_discarded_draft_takes_its_review_along(home, ana):
    review = make.review(home)
    contracts.discard_revision(make.again(review.revision), by=ana)
    jobs.run_waiting()
    review.refresh_from_db()
    assert review.state == "withdrawn"
    assert not Clock.objects.filter(kind="reviews.advice", state="open").exists()
    jobs.enqueue("reviews.ask_about_revision", review.revision_id)
    jobs.run_waiting()
    assert Review.objects.count() == 1


MOVES = [(state, verb) for state in Review.State.values for verb in states.REVIEW.moves]


@pytest.mark.parametrize(("state", "verb"), MOVES)
def test_a_review_moves_only_as_the_table_says(home, state, verb):
    from django.utils import timezone

    from portal.kit.refusals import Refused

    review = make.review(home)
    now = timezone.now()
    somebody = {"reviewer": review.reviewer, "closed_at": None}
    dates = {
        "asked": {"reviewer": None, "closed_at": None},
        "assigned": somebody,
        "advised": {**somebody, "advised_at": now},
        "closed": {**somebody, "advised_at": now, "closed_at": now},
        "nobody": {"reviewer": None, "closed_at": now},
        "silent": {**somebody, "closed_at": now},
        "withdrawn": {"closed_at": now},
    }
    Review.objects.filter(pk=review.pk).update(state=state, **dates[state])
    review = of(review.revision)
    move = states.REVIEW.moves[verb]
    if state in move.sources:
        states.REVIEW.move(review, verb, by=None, **dates[move.target])
        assert of(review.revision).state == move.target
        assert AuditEntry.objects.filter(verb=f"review.{verb}", before=state, after=move.target).exists()
    else:
        with pytest.raises(Refused) as refusal:
            states.REVIEW.move(review, verb, by=None)
        assert refusal.value.code == f"review-cannot-{verb}"
