"""When people work is said: a team's week, somebody's absence, a freeze. Each moves the clocks that depend on it."""

from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import audit, clocks, jobs, notices, policies
from portal.kit.hours import Hours
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Absence, Calendar, Division, Freeze, Person, Team, WorkWeek
from teams.people.reads.calendars import above, countries, hours_of

BACKDATED = timedelta(days=14)
"""Who was ill says so afterwards; what silence did meanwhile stands."""
LONGEST_ABSENCE, LONGEST_FREEZE = timedelta(days=366), timedelta(days=62)


@transaction.atomic
def set_calendar(
    team: Team, *, by: Person, week: int, opens: time, closes: time, country: str = "", region: str = ""
) -> Calendar:
    """The team's week, opening hours, and whose public holidays it keeps."""
    policies.require(by, "team.change", team)
    if week not in WorkWeek.values:
        raise Invalid("calendar-week-unknown", "Choose one of the weeks.", week="Unknown.")
    if closes <= opens:
        raise Invalid("calendar-closes-first", "A day ends after it begins.", closes=f"Later than {opens:%H:%M}.")
    if country and country not in countries():
        raise Invalid("calendar-country-unknown", "No holidays are known of this country.", country="Unknown.")
    if region and region not in countries().get(country, []):
        known = ", ".join(countries().get(country, [])) or "it has no parts with holidays of their own"
        raise Invalid("calendar-region-unknown", "This country has no such part.", region=f"Known: {known}."[:300])
    facts = {"week": week, "opens": opens, "closes": closes, "country": country, "region": region}
    calendar, _ = Calendar.objects.update_or_create(team=team, defaults=facts)
    audit.record(by, "calendar.change", team, data={name: str(value) for name, value in facts.items()})
    members = Person.objects.filter(memberships__team=team, memberships__until=None)
    _reckon(Q(awaited_team=team) | Q(awaited_person__in=members))
    return calendar


@transaction.atomic
def declare_absence(
    person: Person, *, by: Person, first_day: date, last_day: date, deputy: Person | None = None
) -> Absence:
    """The person is away: what waits for them waits until they are back, unless their deputy answers meanwhile."""
    policies.require(by, "absence.declare", person)
    today = timezone.now().date()
    _days(first_day, last_day, LONGEST_ABSENCE, "absence")
    if last_day < today - BACKDATED:
        raise Invalid(
            "absence-long-over",
            f"What ended more than {BACKDATED.days} days ago changes nothing any more.",
            last_day="Too long ago.",
        )
    if deputy is not None and (deputy.pk == person.pk or not deputy.is_active or deputy.kind != Person.Kind.PERSON):
        raise Invalid("absence-deputy-unusable", "Choose somebody else who works here.", deputy="Somebody else.")
    crossing = (
        Absence.objects.standing().filter(person=person, first_day__lte=last_day, last_day__gte=first_day).first()
    )
    if crossing is not None:
        said = f"{person.name} is away from {crossing.first_day} to {crossing.last_day} already. Take that back first."
        raise Invalid("absence-declared-already", said, first_day="Crosses another absence.")
    absence = Absence.objects.create(
        person=person, first_day=first_day, last_day=last_day, deputy=deputy, declared_by=by
    )
    data = {"first_day": str(first_day), "last_day": str(last_day), "deputy": deputy.pk if deputy else None}
    audit.record(by, "absence.declare", person, data=data)
    _reckon(Q(awaited_person=person))
    if deputy is not None:
        text = f"You stand in for {person.name} from {first_day:%-d %b} to {last_day:%-d %b %Y}"
        notices.tell([deputy], text, about=absence, url=person.get_absolute_url())
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, by: Person) -> Absence:
    """The person is here after all, from today on. Days that have passed stay."""
    policies.require(by, "absence.declare", absence.person)
    yesterday = timezone.now().date() - timedelta(days=1)
    if absence.first_day <= yesterday:
        ended = Absence.objects.standing().filter(pk=absence.pk, last_day__gt=yesterday).update(last_day=yesterday)
    else:
        ended = Absence.objects.standing().filter(pk=absence.pk).update(taken_back_at=timezone.now())
    if not ended:
        raise Refused("absence-over", "This absence is over or was taken back already.")
    audit.record(by, "absence.end", absence.person, data={"first_day": str(absence.first_day)})
    _reckon(Q(awaited_person=absence.person))
    absence.refresh_from_db()
    return absence


@transaction.atomic
def set_freeze(whose: Team | Division | None, *, by: Person, first_day: date, last_day: date, reason: str) -> Freeze:
    """Nobody of the team, of the division and those below it, or (None) of the company is waited for on these days."""
    policies.require(by, "freeze.set", whose)
    _days(first_day, last_day, LONGEST_FREEZE, "freeze")
    if last_day < timezone.now().date():
        raise Invalid("freeze-over", "These days have passed.", last_day="In the past.")
    said = storable(reason.strip())
    if not said:
        raise Invalid("freeze-reason-missing", "Say why, for those who wait meanwhile.", reason="Say it in a sentence.")
    if len(said) > 200:
        raise Invalid("freeze-reason-long", "Say it shorter.", reason="At most 200 characters.")
    scope = {"team": whose} if isinstance(whose, Team) else {"division": whose}
    freeze = Freeze.objects.create(**scope, first_day=first_day, last_day=last_day, reason=said, set_by=by)
    audit.record(by, "freeze.set", freeze, data={"first_day": str(first_day), "last_day": str(last_day)})
    jobs.enqueue("people.reckon_freeze", freeze.pk)
    return freeze


@transaction.atomic
def lift_freeze(freeze: Freeze, *, by: Person) -> Freeze:
    """It is over from today on. Days that have passed stay."""
    policies.require(by, "freeze.set", freeze.whose)
    yesterday = timezone.now().date() - timedelta(days=1)
    standing = Freeze.objects.standing().filter(pk=freeze.pk)
    if freeze.first_day <= yesterday:
        ended = standing.filter(last_day__gt=yesterday).update(last_day=yesterday)
    else:
        ended = standing.update(lifted_at=timezone.now())
    if not ended:
        raise Refused("freeze-lifted", "This freeze is over or was lifted already.")
    audit.record(by, "freeze.lift", freeze)
    jobs.enqueue("people.reckon_freeze", freeze.pk)
    freeze.refresh_from_db()
    return freeze


def reckon_freeze(freeze_id: int) -> None:
    """A freeze was set or lifted: the clocks of everybody it is about are reckoned again."""
    freeze = Freeze.objects.select_related("team", "division").get(pk=freeze_id)
    if freeze.team is None and freeze.division is None:
        _reckon(Q())
        return
    teams = [freeze.team] if freeze.team else []
    if freeze.division is not None:
        standing = Team.objects.standing().select_related("division__parent")
        teams = [team for team in standing if freeze.division in above(team.division)]
    members = Person.objects.filter(memberships__team__in=teams, memberships__until=None)
    _reckon(Q(awaited_team__in=teams) | Q(awaited_person__in=members))


def _reckon(whose: Q) -> None:
    hours: dict[Team | Person, Hours] = {}
    for clock in clocks.by_working_time().filter(whose).select_related("awaited_team__division", "awaited_person"):
        awaited = clock.awaited
        if awaited not in hours:
            hours[awaited] = hours_of(awaited)
        clocks.reckon(clock, hours[awaited])


def _days(first_day: date, last_day: date, longest: timedelta, what: str) -> None:
    if last_day < first_day:
        raise Invalid(f"{what}-ends-first", "The last day is not before the first.", last_day=f"{first_day} or later.")
    if last_day - first_day >= longest:
        text = f"At most {longest.days} days at once."
        raise Invalid(f"{what}-too-long", text, last_day=text)
