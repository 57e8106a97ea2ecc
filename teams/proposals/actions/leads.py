"""A team has another lead, or has ended: its proposals wait for who answers for it now."""

from portal.kit import audit, clocks
from portal.models import Clock
from teams.people.models import Team
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.proposals.models import Comment, Proposal

OF_LEAD = ("proposals.comment", "proposals.objection-lead")
OF_AUTHOR = ("proposals.objection", "proposals.look-back")
"""The lead's where the author has left."""


def follow_team(team_id: int) -> None:
    """What waited for the lead of the team; what waits for an author stays theirs. Run again, it changes nothing."""
    team = Team.objects.select_related("lead").get(pk=team_id)
    authors = {audit.ref(one): one.author_id for one in Proposal.objects.filter(team=team)}
    objections = Comment.objects.filter(proposal__team=team).select_related("proposal")
    authors |= {audit.ref(one): one.proposal.author_id for one in objections}
    running = Clock.objects.filter(kind__in=(*OF_LEAD, *OF_AUTHOR), subject__in=authors, state=Clock.State.OPEN)
    moved = [
        clock.pk for clock in running if clock.kind in OF_LEAD or clock.awaited_person_id != authors[clock.subject]
    ]
    now = answers_for(team)
    clocks.pass_to(Clock.objects.filter(pk__in=moved), now, hours_of(now))
