"""What people say of themselves: a team whose things they should not look at, and what they would like to see."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person, Team
from teams.reviews.actions.guild import require_topics
from teams.reviews.models import Tie, Topic, Wish

LONGEST_REASON = 300
MOST = 50


@transaction.atomic
def declare_tie(person: Person, *, by: Person, team: Team, reason: str = "") -> Tie:
    """Nothing of this team is given to them to look at from now on. The reason is theirs alone and in no record."""
    policies.require(by, "guild.own", person)
    if team.retired_at is not None:
        raise Invalid("tie-team-ended", f"{team.name} does not exist any more.", team="It has ended.")
    if len(reason) > LONGEST_REASON:
        text = f"At most {LONGEST_REASON} characters; it is for yourself."
        raise Invalid("tie-reason-too-long", text, reason=text)
    if Tie.objects.standing().filter(person=person).count() >= MOST:
        text = f"You have {MOST} ties. Take one back, or pause: nearly nothing is left to draw you for."
        raise Refused("ties-too-many", text)
    try:
        with transaction.atomic():
            tie = Tie.objects.create(person=person, team=team, reason=storable(reason.strip()))
    except IntegrityError:
        raise Refused("tie-declared", f"You have said so of {team.name} already.") from None
    audit.record(by, "tie.declare", tie, data={"team": team.pk})
    return tie


@transaction.atomic
def take_back_tie(tie: Tie, *, by: Person) -> Tie:
    """It holds no more. Its reason is forgotten."""
    policies.require(by, "guild.own", tie.person)
    if not Tie.objects.filter(pk=tie.pk, ended_at=None).update(ended_at=timezone.now(), reason=""):
        raise Refused("tie-ended", "You have taken it back already.")
    audit.record(by, "tie.take-back", tie)
    tie.refresh_from_db()
    return tie


@transaction.atomic
def state_wish(person: Person, *, by: Person, topic: str = "", team: Team | None = None) -> Wish:
    """They would like to see this topic, or things of this team. The draw weighs it, and promises nothing."""
    policies.require(by, "guild.own", person)
    if bool(topic) == (team is not None):
        raise Invalid("wish-of-one-thing", "Name a topic or a team, one of them.", topic="A topic or a team.")
    topic = require_topics([topic])[0] if topic else ""
    if team is not None:
        if team.retired_at is not None:
            raise Invalid("wish-team-ended", f"{team.name} does not exist any more.", team="It has ended.")
        if Tie.objects.standing().filter(person=person, team=team).exists():
            text = f"You have a tie to {team.name}, so nothing of it comes to you. Take that back first."
            raise Refused("wish-against-tie", text)
    if Wish.objects.standing().filter(person=person).count() >= MOST:
        raise Refused("wishes-too-many", f"You have {MOST} wishes. Take one back first.")
    try:
        with transaction.atomic():
            wish = Wish.objects.create(person=person, topic=topic, team=team)
    except IntegrityError:
        what = team.name if team is not None else Topic(topic).label.lower()
        raise Refused("wish-stated", f"You have wished for {what} already.") from None
    audit.record(by, "wish.state", wish, data={"topic": topic, "team": wish.team_id})
    return wish


@transaction.atomic
def take_back_wish(wish: Wish, *, by: Person) -> Wish:
    """It holds no more."""
    policies.require(by, "guild.own", wish.person)
    if not Wish.objects.filter(pk=wish.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("wish-ended", "You have taken it back already.")
    audit.record(by, "wish.take-back", wish)
    wish.refresh_from_db()
    return wish
