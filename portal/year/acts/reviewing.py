"""Guests bring changes, hosts review them in rounds, mediators decide, and somebody tries a back door."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.kit.refusals import Refused
from portal.models import Clock
from portal.year.acts.registry import answers, habit
from services.actions.contracts import discard_revision, upload_revision
from services.models import Contract, Revision
from teams.away.actions.back_doors import answer_override, ask_override, end_back_door, say_back_door
from teams.away.actions.brakes import say_touches
from teams.away.actions.changes import ask_review, close_change, give_review, merge_change, open_change, say_gates
from teams.away.actions.mediating import decide_change
from teams.away.models import AwayBreach, AwayChange, AwayRequest

if TYPE_CHECKING:
    from portal.year.playing import Play

DOCUMENT = """\
openapi: 3.0.3
info: {{title: Postings, version: 1.{number}.0, description: What is posted where.}}
paths: {{}}
"""
REVIEWS = ("away.review", "away.review-late", "away.review-deputy", "away.review-open", "away.review-neutral")


@habit(16, "active", work=True)
def bring(play: "Play", request: AwayRequest) -> None:
    """Most changes are small; some are too large to hold the clock."""
    number = play.number()
    lines = play.chance.choice((20, 120, 300, 900))
    author = play.one_of(request.guest)
    address = f"https://git.example/{request.service.slug}/{number}"
    change = open_change(request, by=author, title=f"Step {number}", url=address, author=author, lines=lines)
    if play.chance.random() < 0.9:
        ask_review(change, by=author)


@habit(12, "active", work=True)
def touch(play: "Play", request: AwayRequest) -> None:
    """A change turns out to touch a contract that others use. Half of them know what it is to become."""
    change = play.change_of(request)
    if change is not None:
        _touch(play, change, knows=play.chance.random() < 0.5)


def _touch(play: "Play", change: AwayChange, *, knows: bool) -> None:
    contract = Contract.objects.select_related("service__team__lead").filter(service=change.request.service).first()
    if contract is None:
        return
    revision = None
    if knows:
        content = DOCUMENT.format(number=play.number() % 2).encode()  # two of them: each is judged once a year
        by = contract.service.team.lead
        revision = upload_revision(contract, by=by, content=content, source=Revision.Source.API)
    say_touches(change, by=play.one_of(change.request.guest), contracts=[contract], revision=revision)


@habit(4, "active", work=True)
def read_past(play: "Play", request: AwayRequest) -> None:
    """A change would read the hosts' store; here and there the leads agree that it may for a while."""
    change = play.change_of(request)
    if change is not None:
        say_back_door(change, by=play.one_of(request.host), adds=True, words="It reads the table of postings.")


@answers(*REVIEWS, weight=3)
def approve(play: "Play", change: AwayChange, clock: Clock) -> None:
    """The first change of a stay, and each sixth after it, meets somebody who always finds something."""
    if change.number % 6 == 1 and not change.ruling:
        ask_changes(play, change, clock)
        return
    give_review(change, "approved", by=play.awaited(clock))


@answers(*REVIEWS, weight=3)
def ask_changes(play: "Play", change: AwayChange, clock: Clock) -> None:
    give_review(change, "changes-asked", by=play.awaited(clock), words="Name it after what it does.")


@answers("away.last-look")
def look_last(play: "Play", change: AwayChange, clock: Clock) -> None:
    give_review(change, "approved", by=play.awaited(clock))


@answers("away.rework", weight=9, work=True)
def rework(play: "Play", change: AwayChange, clock: Clock) -> None:
    ask_review(change, by=play.awaited(clock), words="Done.")


@answers("away.rework", weight=1, work=True)
def drop(play: "Play", change: AwayChange, clock: Clock) -> None:
    close_change(change, by=play.awaited(clock), words="We try another way.")


@answers("away.merge", work=True)
def merge(play: "Play", change: AwayChange, clock: Clock) -> None:
    """Who is refused does what the refusal says, and comes back."""
    by = play.awaited(clock)
    say_gates(change, by=by, green=True)
    try:
        merge_change(change, by=by, back_door=change.back_door or False)
    except Refused as refusal:
        play.watch.refused(refusal.code)
        if refusal.code == "away-change-unchecked":
            _touch(play, change, knows=True)
        elif refusal.code == "away-back-door":
            _close_or_allow(play, change)


def _close_or_allow(play: "Play", change: AwayChange) -> None:
    """Once it is asked whether both want it; after a no it is taken out."""
    lead = change.request.guest.lead
    if change.breaches.filter(state=AwayBreach.State.REFUSED).exists() or play.chance.random() < 0.4:
        say_back_door(change, by=lead, adds=False, words="It reads the feed instead.")
    elif not change.breaches.filter(state=AwayBreach.State.ASKED).exists():
        ends = (timezone.now() + timedelta(days=40)).date()
        ask_override(change, by=lead, reason="The feed comes in a month.", ends_on=ends)


@answers("away.ruling")
def rule(play: "Play", change: AwayChange, clock: Clock) -> None:
    ruling = play.chance.choice(AwayChange.Ruling.values)
    decide_change(change, by=play.awaited(clock), ruling=ruling, words="This one thing, and then it goes in.")


@answers("away.override")
def allow(play: "Play", change: AwayChange, clock: Clock) -> None:
    agrees = play.chance.random() < 0.6
    answer_override(change, by=play.awaited(clock), agrees=agrees, words="" if agrees else "Wait for the feed.")


@answers("away.back-door")
def end(play: "Play", breach: AwayBreach, clock: Clock) -> None:
    end_back_door(breach.change, by=play.awaited(clock), words="It reads the feed now.")


@answers("services.draft-waits")
def discard(play: "Play", revision: Revision, clock: Clock) -> None:
    """It was written down for a change, which has gone in or not."""
    discard_revision(revision, by=play.awaited(clock))
