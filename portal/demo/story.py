"""What every part of the demo's history needs: who is who, which hour somebody worked, and the agenda of the past."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.demo import LOGINS
from portal.demo.company import Company, TeamData, company
from portal.demo.past import Past
from portal.kit import jobs
from portal.kit.composed import Rows, moment
from portal.models import Job
from services import contracts as engine
from services.actions.checks import run_check
from services.models import Contract, Revision, Service
from teams.people.models import Person, Team

HOME = "Europe/London"
SATURDAY = 5
LATEST = timedelta(minutes=4)


_WAITING = Job.objects.filter(state=Job.State.WAITING).order_by("pk").values_list("pk", "name")
_DUE = Rows(lambda: _WAITING.filter(due_at__lte=moment("now")))


class Story:
    """The history while it is told. ``past`` is its agenda; things are fetched anew by whoever acts on them."""

    def __init__(self) -> None:
        for known in (person, team, service, _home):
            known.cache_clear()
        self.now = timezone.now()
        self.past = Past(work)
        self.company: Company = company()
        self.chance = random.Random(14)  # noqa: S311 - the same company every time
        self.newcomers = {slug: self._newcomers(one) for slug, one in self.company.teams.items()}

    def on(self, days: float, act: Callable[..., object], *said: object, who: str = "") -> None:
        """Have it done that many days ago, in somebody's office hours. Days of one story must go down."""
        self.past.at(self.hour(days, who), partial(act, *said))

    def before(self, hours: float, act: Callable[..., object], *said: object) -> None:
        """Have it done so many hours ago, for what is due in some hours from now."""
        self.past.at(self.now - timedelta(hours=hours), partial(act, *said))

    def hour(self, days: float, who: str = "") -> datetime:
        """An hour of that day between nine and six where they sit; on the Friday before, when it is a weekend.

        The fraction says which: .9 is in the morning and .1 in the afternoon, for the past is counted backwards. Days
        are counted in one place for everybody: late in the evening it is tomorrow already for those in the east.
        """
        zone = ZoneInfo(self.zone(who))
        whole = int(days)
        day = self.now.astimezone(ZoneInfo(HOME)).date() - timedelta(days=whole)
        local = datetime(day.year, day.month, day.day, tzinfo=zone)
        minutes = (1 - (days - whole)) * 470 + self.chance.uniform(0, 4)
        if whole and local.weekday() >= SATURDAY:  # late on the Friday before, still in order
            beyond = local.weekday() - SATURDAY + 1
            local -= timedelta(days=beyond)
            minutes = 440 + 30 * beyond + minutes / 20
        at = local.replace(hour=9, minute=0, second=self.chance.randrange(60)) + timedelta(minutes=minutes)
        return min(at, self.now - LATEST - timedelta(minutes=20) * (days - whole))

    def zone(self, login: str) -> str:
        return next((one.zone for one in self.company.teams.values() if login in one.people), HOME)

    def _newcomers(self, team: TeamData) -> list[str]:
        """Who joined the company later: here and there one, never a lead and nobody who logs in."""
        kept = {*LOGINS, *self.company.moved}
        return [login for login in team.people[3:] if login not in kept][::4]

    def hands(self, team: TeamData) -> list[str]:
        """Who was in the team all the time: they do its work in this history."""
        late = {*self.newcomers[team.slug], *self.company.moved, "sam"}
        return [login for login in team.people if login not in late]


def work() -> None:
    """Do every job that is due, as a worker would, but judge our own documents here: no child process for each."""
    while asked := _DUE(now=timezone.now()):
        for job_id, name in asked:
            if name != "services.run_check":
                jobs.run(job_id)
            elif claim := jobs.take(job_id):
                run_check(claim.subject_id, claim, judge=engine.check_here)


def complain() -> None:
    """Stop where a job of the history has failed: then it cannot be told."""
    failed = Job.objects.filter(state=Job.State.FAILED).first()
    if failed is not None:
        raise RuntimeError(f"The demo's history cannot be told: {failed} failed with {failed.error}")


# People, teams and services are fetched once: whoever acts on them here acts on the same ones.


@cache
def person(login: str) -> Person:
    found: Person = Person.objects.get(login=login)
    return found


@cache
def team(slug: str) -> Team:
    return Team.objects.select_related("lead", "division__head").get(slug=slug)


@cache
def service(slug: str) -> Service:
    found = Service.objects.select_related("team").get(slug=slug)
    found.team = team(found.team.slug)
    return found


@cache
def _home(slug: str) -> str:
    return Contract.objects.values_list("service__slug", flat=True).get(slug=slug)


def contract(slug: str) -> Contract:
    found = Contract.objects.get(slug=slug)
    found.service = service(_home(slug))
    return found


def revision(slug: str, number: int) -> Revision:
    """As it stands now; a worker has changed it since it was uploaded."""
    return contract(slug).revisions.get(number=number)
