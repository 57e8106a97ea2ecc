"""What a person's home page shows of services: those of their teams."""

from django.db.models import Q

from services.reads.catalog import ContractLine, contract_lines
from teams.people.models import Person

MOST = 30


def my_services(person: Person) -> list[ContractLine]:
    """The contracts of my teams' services."""
    mine = Q(service__team__memberships__person=person, service__team__memberships__until=None)
    return contract_lines(person, mine)[:MOST]
