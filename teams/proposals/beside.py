"""What the proposals room knows of a service, a team and a person, for their pages."""

from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from portal.kit.policies import may
from services.models import Service
from teams.people.models import Person, Team
from teams.proposals.models import Proposal
from teams.proposals.reads.lists import ProposalLine, lines

FEW = 5
S = Proposal.State


@beside("services.service")
def of_service(service: Service, person: Person) -> Panel:
    """What is proposed that touches it."""
    new = f"{reverse('proposals:proposal-new')}?{urlencode({'service': service.slug})}"
    return _panel(
        person, Q(services=service), f"Nobody has proposed anything about {service.slug} yet.",
        ask={"service": service.slug}, act=("Propose something", new),
    )  # fmt: skip


@beside("people.team")
def of_team(team: Team, person: Person) -> Panel:
    """What it proposes itself, and what others propose that touches it."""
    act = None
    if may(person, "proposal.write", team):
        act = ("Write a proposal", f"{reverse('proposals:proposal-new')}?{urlencode({'team': team.slug})}")
    empty = f"{team.name} has proposed nothing yet."
    return _panel(person, Q(team=team) | Q(teams=team), empty, ask={"team": team.slug}, act=act)


@beside("people.person")
def of_person(other: Person, person: Person) -> Panel:
    """What they wrote."""
    return _panel(person, Q(author=other), "They have not written a proposal yet.", ask={"q": other.name})


def _panel(person: Person, which: Q, empty: str, *, ask: dict[str, str], act: tuple[str, str] | None = None) -> Panel:
    """Four queries: which, what they name, their clocks, how many. What is open comes first."""
    rows = Proposal.objects.visible_to(person).filter(which)
    ranked = Case(When(state__in=[S.OPEN, S.REOPENED], then=Value(0)), default=Value(1))
    ids = list(rows.annotate(ranked=ranked).order_by("ranked", "-pk").values_list("pk", flat=True).distinct()[:FEW])
    return Panel(
        name="proposals",
        heading="Proposals",
        lines=[_line(one) for one in lines(person, ids)],
        total=rows.distinct().count(),
        url=f"{reverse('proposals:proposal-list')}?{urlencode(ask)}",
        empty=empty,
        act=act,
    )


def _line(one: ProposalLine) -> Line:
    proposal = one.proposal
    told = f"by {proposal.team.name}"
    if one.objections:
        told += f", {one.objections} open {'objection' if one.objections == 1 else 'objections'}"
    elif one.said:
        told += f", {one.said} {'comment' if one.said == 1 else 'comments'}"
    return Line(
        title=f"{proposal} {proposal.title}",
        url=proposal.get_absolute_url(),
        note=told,
        state=proposal.state,
        who=proposal.author,
        clock=one.clock,
    )
