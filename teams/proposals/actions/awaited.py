"""The clocks of a proposal: how long it is open for comment, who is to read it, and what stops that time."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from portal.kit import clocks
from portal.models import Clock
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.proposals.models import Addressee, Comment, Proposal, Version

ANSWER_DAYS = 3
"""Working days of whoever answers an objection."""
LOOK_DAYS = 5
LEAST_LEFT = timedelta(hours=8)
"""Working time that is left at least, when an objection has been answered: time to read the answer."""


def days_for(reversal: str) -> int:
    """Working days in which a proposal is open for comment."""
    if reversal == Proposal.Reversal.ONE_WAY:
        return max(settings.PROPOSAL_DAYS, settings.PROPOSAL_ONE_WAY_DAYS)
    return int(settings.PROPOSAL_DAYS)


def run(proposal: Proposal, version: Version, work: timedelta | None = None) -> Clock:
    """Wait for comments: all of its days, or the working time that was left. Silence agrees."""
    hours = hours_of(answers_for(proposal.team))
    clock = clocks.start(
        "proposals.comment",
        proposal,
        person=answers_for(proposal.team),
        asked_by=proposal.author,
        title=f"{proposal} is decided: {proposal.title}",
        silence="It counts as agreed.",
        url=proposal.get_absolute_url(),
        days=proposal.days if work is None else work / hours.day,
        hours=hours,
    )
    for one in proposal.addressees.select_related("person"):
        clocks.withdraw("proposals.read", one)
        if one.agreed_to < version.number and one.person.is_active:
            clocks.start(
                "proposals.read",
                one,
                person=one.person,
                asked_by=proposal.author,
                title=f"Read {proposal}, version {version.number}: {proposal.title}",
                silence="You count as agreed.",
                url=proposal.get_absolute_url(),
                due_at=clock.due_at,
            )
    return clock


def stop(proposal: Proposal) -> timedelta | None:
    """Nobody waits any more. Returns the working time that was left, when it ran."""
    clock = clocks.running("proposals.comment", proposal)
    clocks.withdraw("proposals.comment", proposal)
    forget(proposal.addressees.all())
    if clock is None:
        return None
    return max(LEAST_LEFT, hours_of(answers_for(proposal.team)).between(timezone.now(), clock.due_at))


def forget(addressees: Iterable[Addressee]) -> None:
    """These need not read it any more."""
    for one in addressees:
        clocks.withdraw("proposals.read", one)


def wait_for_answer(objection: Comment) -> None:
    """The author answers an objection; when they have left, the lead does."""
    proposal = objection.proposal
    person = proposal.author if proposal.author.is_active else answers_for(proposal.team)
    clocks.start(
        "proposals.objection",
        objection,
        person=person,
        asked_by=objection.by,
        title=f"Answer the objection of {objection.by.name} to {proposal}: {proposal.title}",
        silence=f"{answers_for(proposal.team).name} is asked to answer it.",
        url=f"{proposal.get_absolute_url()}#{objection.anchor}",
        days=ANSWER_DAYS,
        hours=hours_of(person),
    )


def wait_for_lead(objection: Comment) -> None:
    """Its author was silent: the lead answers, or the proposal ends."""
    proposal = objection.proposal
    lead = answers_for(proposal.team)
    clocks.start(
        "proposals.objection-lead",
        objection,
        person=lead,
        asked_by=objection.by,
        title=f"Answer the objection of {objection.by.name} to {proposal}, which nobody did: {proposal.title}",
        silence="The proposal is withdrawn: an objection stayed without an answer.",
        url=f"{proposal.get_absolute_url()}#{objection.anchor}",
        days=ANSWER_DAYS,
        hours=hours_of(lead),
    )


def wait_for_look(proposal: Proposal) -> None:
    """Somebody says what came of it; until then it stays open and late."""
    person = proposal.author if proposal.author.is_active else answers_for(proposal.team)
    clocks.start(
        "proposals.look-back",
        proposal,
        person=person,
        asked_by=proposal.team.lead if person.pk != proposal.team.lead_id else None,
        title=f"Look back at {proposal}: {proposal.metric or proposal.title}",
        silence="It stays open and late until somebody says what came of it.",
        url=f"{proposal.get_absolute_url()}#look-back",
        days=LOOK_DAYS,
        hours=hours_of(person),
    )
