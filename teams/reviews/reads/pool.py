"""What a draw is fed with: the brief of a revision, and the guild as it stands now."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from services.models import Revision
from teams.people.models import Membership
from teams.reviews.draw import Brief, Candidate
from teams.reviews.models import BarRaiser, Review
from teams.reviews.reads.chain import above, managers

RECENT = timedelta(days=90)


def brief_of(revision: Revision, asked_by: int) -> Brief:
    """Whom the owning team is tied to at this moment: members, managers, consumers, who made it."""
    contract = revision.contract
    team = contract.service.team
    members = sorted(Membership.objects.filter(team=team, until=None).values_list("person_id", flat=True))
    consumers = contract.consumers.filter(ended_at=None).values_list("service_id", "service__team_id")
    rows = list(consumers)
    everyone = managers()
    return Brief(
        team=team.pk,
        lead=team.lead_id,
        members=tuple(members),
        chain=tuple(above([team.lead_id, *members], everyone)),
        lead_manager=everyone.get(team.lead_id),
        consumer_teams=tuple(sorted({owner for _, owner in rows} - {team.pk})),
        makers=tuple(sorted({asked_by, revision.uploaded_by_id})),
        criticality=contract.service.criticality,
        consumers=len({service for service, _ in rows}),
    )


def candidates(declined: set[int]) -> list[Candidate]:
    """Everybody who was ever in the guild, with their teams and what they carry: three queries.

    Their rows are locked, so that two draws at once cannot both give somebody the last review they take.
    """
    raisers = list(BarRaiser.objects.select_for_update(of=("self",)).select_related("person").order_by("pk"))
    people = [one.person_id for one in raisers]
    teams: dict[int, list[int]] = defaultdict(list)
    for person, team in Membership.objects.filter(person__in=people, until=None).values_list("person_id", "team_id"):
        teams[person].append(team)
    since = timezone.now() - RECENT
    carried = {
        row["reviewer"]: row
        for row in Review.objects.filter(reviewer__in=people)
        .values("reviewer")
        .annotate(
            busy=Count("pk", filter=Q(state=Review.State.ASSIGNED)),
            recent=Count("pk", filter=Q(assigned_at__gte=since)),
            last=Max("assigned_at"),
        )
    }
    return [
        Candidate(
            person=one.person_id,
            teams=tuple(sorted(teams[one.person_id])),
            manager=one.person.manager_id,
            topics=tuple(one.topics),
            limit=one.limit,
            open=row["busy"] if row else 0,
            recent=row["recent"] if row else 0,
            last_on=row["last"].date().isoformat() if row and row["last"] else "",
            present=one.is_standing and not one.is_paused and one.person.is_active,
            declined=one.person_id in declined,
        )
        for one in raisers
        for row in [carried.get(one.person_id)]
    ]
