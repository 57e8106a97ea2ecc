"""What a look from elsewhere needs to know of a proposal."""

from portal.kit.subjects import Subject, subject_kind
from services.models import Consumer, Service
from teams.proposals.models import Proposal
from teams.proposals.paragraphs import plain

RANK = list(Service.Criticality.values)
"""The most critical first."""


@subject_kind("proposals.proposal", name="Proposal", topic="design")
def describe(pk: int) -> Subject | None:
    """The newest version of a published proposal. Line n of its text is paragraph n; None for a draft.

    Whoever wrote one of its versions made it; the teams it touches, and those that own or use the services it touches,
    have a stake in it.
    """
    proposal = Proposal.objects.published().select_related("team__lead").filter(pk=pk).first()
    if proposal is None:
        return None
    version = proposal.versions.order_by("-number")[0]
    services = list(proposal.services.all())
    uses = Consumer.objects.filter(contract__service__in=services, ended_at=None).exclude(service__in=services)
    users = {use.service_id: use.service for use in uses.select_related("service")}
    touched = {team.pk for team in proposal.teams.all()} | {one.team_id for one in services}
    return Subject(
        thing=proposal,
        title=f"{proposal} {version.title}, version {version.number}",
        url=proposal.get_absolute_url(),
        team=proposal.team,
        text="\n".join(plain(one) for one in version.paragraphs),
        makers=frozenset({proposal.author_id, *proposal.versions.values_list("by", flat=True)}),
        stakes=frozenset((touched | {one.team_id for one in users.values()}) - {proposal.team_id}),
        services=tuple(one.pk for one in services),
        criticality=min((one.criticality for one in services), key=RANK.index, default=""),
        consumers=len(users),
        critical_consumers=sum(one.is_critical for one in users.values()),
        reversal=proposal.reversal,  # type: ignore[arg-type]  # the same three words
    )
