"""Divisions and teams are founded and changed; people join and leave teams."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused, refuse_reserved
from teams.people.actions.finding import index_team
from teams.people.models import Division, Membership, Person, Team

CHANGEABLE = ("mission", "email", "chat", "size_limit", "openness", "time_zone")


@transaction.atomic
def create_division(
    slug: str, *, by: Person, name: str, parent: Division | None = None, head: Person | None = None, text: str = ""
) -> Division:
    """A new branch of the tree."""
    policies.require(by, "division.change", None)
    if Division.objects.filter(slug=slug).exists():
        raise Invalid("division-slug-taken", f"There is a division {slug} already.", slug="Taken.")
    division = Division.objects.create(slug=slug, name=name, parent=parent, head=head, text=text)
    audit.record(by, "division.create", division)
    return division


@transaction.atomic
def create_team(
    slug: str,
    *,
    by: Person,
    name: str,
    division: Division,
    lead: Person,
    mission: str = "",
    email: str = "",
    chat: str = "",
    time_zone: str = "UTC",
    size_limit: int = 6,
    openness: str = Team.Openness.WELCOME,
) -> Team:
    """A new home team; its lead is its first member."""
    policies.require(by, "team.create", None)
    refuse_reserved(slug, "slug")
    if Team.objects.filter(slug=slug).exists() or Team.objects.filter(name=name).exists():
        raise Invalid("team-taken", f"There is a team {name} ({slug}) already.", slug="Taken.")
    team = Team.objects.create(
        slug=slug,
        name=name,
        division=division,
        lead=lead,
        mission=mission,
        email=email,
        chat=chat,
        time_zone=time_zone,
        size_limit=size_limit,
        openness=openness,
    )
    Membership.objects.create(person=lead, team=team, role="Lead")
    audit.record(by, "team.create", team, data={"division": division.pk, "lead": lead.pk})
    index_team(team)
    return team


@transaction.atomic
def join_team(team: Team, person: Person, *, by: Person, role: str = "") -> Membership:
    """The person works in the team from now on. Above the size limit is shown, not refused: the team decides."""
    policies.require(by, "team.change", team)
    if not person.is_active:
        raise Refused("person-has-left", f"{person.name} has left the company.")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(team=team, person=person, role=role)
    except IntegrityError:
        raise Refused("already-a-member", f"{person.name} is in {team.name} already.") from None
    audit.record(by, "team.join", team, data={"person": person.pk})
    return membership


@transaction.atomic
def leave_team(team: Team, person: Person, *, by: Person) -> None:
    """The person becomes a former member. The lead cannot leave before another one leads."""
    policies.require(by, "team.change", team)
    if team.lead_id == person.pk:
        raise Refused("lead-cannot-leave", f"{person.name} leads {team.name}. Give it another lead first.")
    if not Membership.objects.filter(team=team, person=person, until=None).update(until=timezone.now()):
        raise Refused("not-a-member", f"{person.name} is not in {team.name}.")
    audit.record(by, "team.leave", team, data={"person": person.pk})
    jobs.enqueue("away.end_access_of_leaver", person.pk)  # upwards, by name


def tell_other_rooms(team: Team) -> None:
    """Somebody else answers for the team: what waited for its lead waits for them. Upwards, by name."""
    for room in ("reviews", "proposals"):
        jobs.enqueue(f"{room}.follow_team", team.pk)


@transaction.atomic
def change_team(team: Team, *, by: Person, lead: Person | None = None, **facts: object) -> Team:
    """Correct what is said of a team, or give it another lead, who joins it if they were not in it."""
    policies.require(by, "team.change", team)
    unknown = set(facts) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"Not facts of a team to change here: {sorted(unknown)}")
    changed = {name: value for name, value in facts.items() if getattr(team, name) != value}
    if lead is not None and lead.pk != team.lead_id:
        if not lead.is_active:
            raise Refused("person-has-left", f"{lead.name} has left the company.")
        if not Membership.objects.filter(team=team, person=lead, until=None).exists():
            Membership.objects.create(team=team, person=lead, role="Lead")
        changed["lead"] = lead
    if changed:
        for name, value in changed.items():
            setattr(team, name, value)
        team.save(update_fields=list(changed))
        data: dict[str, object] = {"fields": sorted(changed)}
        if "lead" in changed:
            data["lead"] = team.lead_id
        audit.record(by, "team.change", team, data=data)
        index_team(team)
        if "lead" in changed:
            tell_other_rooms(team)
    return team
