"""What happened in a repository, for pages, the API and higher rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from portal.kit.paging import Page, paged
from services.forge.models import Fact, Receiver
from services.forge.models.fact import FactQuerySet
from services.forge.repositories import name_of
from services.models import Service

K = Fact.Kind


def facts_of(service: Service) -> FactQuerySet:
    """Everything known of the repository where a service's source is; nothing where that is not said."""
    name = name_of(service.source_url)
    rows = Fact.objects.filter(repository=name) if name else Fact.objects.none()
    return rows.select_related("person", "by").newest()


def listed(service: Service, *, change: int | None, kind: str, page: int, size: int) -> Page:
    """One page of it, newest first; of one change, or of one kind."""
    rows = facts_of(service)
    if change is not None:
        rows = rows.filter(number=change)
    if kind in K.values:
        rows = rows.filter(kind=kind)
    return paged(rows, page, size)


def hearing(service: Service) -> list[Receiver]:
    """The addresses by which something about this service's repository can come in."""
    mine = Q(service=service) | Q(team=service.team_id) | Q(service=None, team=None)
    return list(Receiver.objects.listening().filter(mine).select_related("service", "team").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of one commit: every one's newest word, by the time it was said."""

    outcomes: dict[str, str]
    at: datetime | None

    @property
    def is_green(self) -> bool | None:
        """All green; None while nothing was checked, which is not green."""
        return all(one == "green" for one in self.outcomes.values()) if self.outcomes else None

    @property
    def red(self) -> list[str]:
        return sorted(name for name, outcome in self.outcomes.items() if outcome == "red")


def checks_of(repository: str, commit: str) -> Checked:
    """The newest word of every check on a commit; one that comes late does not undo a newer one."""
    rows = Fact.objects.filter(repository=repository, kind=K.CHECK_FINISHED, commit=commit).order_by("at", "pk")
    return newest_of(rows) if commit else Checked({}, None)


def newest_of(rows: Iterable[Fact]) -> Checked:
    """The same from rows in the order of their time."""
    outcomes: dict[str, str] = {}
    at = None
    for one in rows:
        outcomes[one.name] = one.outcome
        at = one.at
    return Checked(outcomes, at)
