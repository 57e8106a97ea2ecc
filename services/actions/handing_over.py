"""A service gets another owner, with everything that is awaited about it."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from portal.kit import audit, clocks, jobs, notices, policies, search
from portal.kit.refusals import Invalid
from portal.models import Clock
from services.actions.catalog import index_service
from services.models import Service
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of


@transaction.atomic
def hand_over_service(service: Service, *, by: Person, to: Team) -> Service:
    """``to`` owns the service from now on. The owner's lead may, and whoever leads above it.

    What is awaited of the old owner about the service and its contracts is awaited of the new one; away teams move with
    it. Refuses a team that has ended, and the one that owns it already.
    """
    service.team = _owner_now(service)
    policies.require(by, "service.hand-over", service)
    if to.retired_at is not None:
        raise Invalid("team-ended", f"{to.name} has ended. Choose a team that stands.", to="Has ended.")
    if to.pk == service.team_id:
        raise Invalid("service-owned-already", f"{to.name} owns {service.slug} already.", to="Owns it already.")
    old, service.team = service.team, to
    service.save(update_fields=["team"])
    audit.record(by, "service.hand-over", service, data={"from": old.pk, "to": to.pk})
    here = (service.get_absolute_url(), f"{reverse('services:contract-list')}{service.slug}/")
    running = Clock.objects.filter(Q(url__startswith=here[0]) | Q(url__startswith=here[1]), state=Clock.State.OPEN)
    for clock in running.filter(awaited_team=old):
        clock.awaited_team = to
        clock.save(update_fields=["awaited_team"])
        clocks.reckon(clock, hours_of(to))
    text = f"hands {service.slug} over from {old.name} to {to.name}"
    notices.tell(
        [*notices.members(old), *notices.members(to)], text, about=service, url=service.get_absolute_url(), by=by
    )
    index_service(service)
    search.pass_on("contract", f"{service.slug}/", owner=to.name)
    jobs.enqueue("away.move_with_service", service.pk)
    return service


def _owner_now(service: Service) -> Team:
    """Of two who hand it over at the same moment, the second has to be asked of the first one's new owner."""
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    owner: Team = Team.objects.select_related("lead", "division__head").get(services=service.pk)
    return owner
