"""Whom the room tells what: who follows, whom it is addressed to, who said something, and those it belongs to."""

from collections.abc import Iterable

from django.db.models import Q

from portal.kit import notices
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import above
from teams.proposals.models import Comment, Proposal, Subscription


def tell_watchers(proposal: Proposal, text: str, *, by: Person | None = None, anchor: str = "") -> None:
    """Everybody who follows it, whom it is addressed to, who commented on it, its author and the team's lead."""
    followers = Subscription.objects.filter(
        Q(proposal=proposal)
        | Q(team=proposal.team_id)
        | Q(team__in=proposal.teams.all())
        | Q(service__in=proposal.services.all())
        | Q(proposal=None, team=None, service=None)
    ).values("person")
    people = Person.objects.present().filter(
        Q(pk__in=followers)
        | Q(pk__in=proposal.addressees.values("person"))
        | Q(pk__in=proposal.comments.values("by"))
        | Q(pk__in=[proposal.author_id, answers_for(proposal.team).pk])
    )
    tell(people, text, proposal, by=by, anchor=anchor)


def tell_touched(proposal: Proposal, *, by: Person) -> None:
    """The leads of the teams that it touches, directly or by a service they own."""
    leads = Person.objects.present().filter(Q(leads__in=proposal.teams.all()) | Q(leads__services__proposals=proposal))
    tell(leads.distinct(), f"proposes something that touches your team: {proposal.title} ({proposal})", proposal, by=by)


def tell_about_comment(comment: Comment, text: str, *, by: Person) -> None:
    """Its author, whom it answers, and who follows this very proposal."""
    proposal = comment.proposal
    ids = {proposal.author_id, *(one for one in [comment.reply_to.by_id if comment.reply_to else None] if one)}
    following = Subscription.objects.filter(proposal=proposal).values("person")
    people = Person.objects.present().filter(Q(pk__in=ids) | Q(pk__in=following))
    tell(people, text, proposal, by=by, anchor=comment.anchor)


def tell_head(proposal: Proposal, text: str) -> None:
    """Whoever leads the nearest division above the team, other than those who decided."""
    own = {proposal.author_id, proposal.team.lead_id}
    heads = (one.head for one in above(proposal.team.division) if one.head is not None and one.head_id not in own)
    head = next(heads, None)
    if head is not None:
        tell([head], text, proposal)


def tell(
    people: Iterable[Person], text: str, proposal: Proposal, *, by: Person | None = None, anchor: str = ""
) -> None:
    url = proposal.get_absolute_url()
    notices.tell(people, text, about=proposal, url=f"{url}#{anchor}" if anchor else url, by=by)
