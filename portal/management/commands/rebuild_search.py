"""`manage.py rebuild_search`: write every search document anew, and drop those of things that are gone."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.kit import search
from portal.models import SearchDocument
from services.actions.catalog import index_service
from services.actions.contracts import index_contract
from services.models import Revision, Service
from services.reads.reports import reading_of
from teams.away.actions.finding import index_request
from teams.away.models import AwayRequest
from teams.people.actions.finding import index_person, index_team
from teams.people.models import Person, Team


class Command(BaseCommand):
    help = "Write what search knows anew. Safe at any time; people may go on searching."

    def handle(self, *args: Any, **options: Any) -> None:
        kept: set[tuple[str, str]] = set()
        for service in Service.objects.select_related("team").iterator(chunk_size=500):
            index_service(service)
            kept.add(("service", service.slug))
        for team in Team.objects.select_related("division", "lead").iterator(chunk_size=500):
            index_team(team)
            kept.add(("team", team.slug))
        for person in Person.objects.present().iterator(chunk_size=500):
            index_person(person)
            kept.add(("person", person.login))
        live = Revision.objects.live().select_related("contract__service__team").order_by("contract", "number")
        for revision in live.iterator(chunk_size=100):
            with transaction.atomic():
                index_contract(revision.contract, revision, reading_of(revision))
            kept.add(("contract", f"{revision.contract.service.slug}/{revision.contract.slug}"))
        for request in AwayRequest.objects.with_sides().iterator(chunk_size=500):
            index_request(request)
            kept.add(("away", str(request)))
        stale = [pair for pair in SearchDocument.objects.values_list("kind", "ref") if pair not in kept]
        for kind, ref in stale:
            search.drop(kind, ref)
        self.stdout.write(f"{len(kept)} documents written, {len(stale)} dropped.")
