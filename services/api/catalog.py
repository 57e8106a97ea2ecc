"""The API of services and of who uses their contracts."""

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_from, rows_of
from portal.kit.facets import Wanted
from portal.kit.paging import Page
from portal.kit.refusals import Invalid
from services.actions import catalog as actions
from services.actions.handing_over import hand_over_service as hand_over
from services.api import find, shapes, words
from services.models import Consumer, Service
from services.reads import browse
from services.reads import contracts as contract_reads
from services.reads import service as service_reads
from teams.people.models import Team

SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 80}
ID = {"type": "string", "pattern": "^[0-9]+$", "minLength": 1, "maxLength": 18}
path_word("service", "The service's short name.", "orders", **SLUG)
path_word("consumer", "The id of a declared use.", "87", **ID)

services = Group("Services", "What teams own and run. A service is reached only through its contracts.")
consumers = Group("Consumers", "Which services say that they use a contract, so that their teams hear of every change.")


@services.get(gives=shapes.ServiceLine, many=True, asks=words.ServiceQuery)
def list_services(request: Call, words: Given) -> Rows:
    """List the services of the catalog.

    By short name unless `sort` says otherwise. Retired services are left out unless `lifecycle` asks for them.
    """
    chosen = {name: [words[name]] for name in ("lifecycle", "criticality") if words.get(name)}
    team = words.get("team", "")

    def rows(page: int, size: int) -> Page:
        return browse.services(request.user, Wanted(words.get("q", ""), chosen, words["sort"], page, size), team)

    return rows_from(words, rows)


@services.post(takes=words.NewService, gives=shapes.ServiceAnswer, status=201)
def create_service(request: Call, words: Given) -> Service:
    """Register a service.

    A member registers for their own team. The short name is the service's name for ever: one that was ever used,
    even by a service that is retired, is refused with `service-slug-taken`.
    """
    slug = words.pop("team")
    team = Team.objects.visible_to(request.user).select_related("lead").filter(slug=slug).first()
    if team is None:
        raise Invalid("team-unknown", f"There is no team {slug}.", team="Unknown.")
    return actions.register_service(team, words.pop("slug").lower(), by=request.user, **words)


@services.get(gives=shapes.ServiceWhole)
def get_service(request: Call, service: str) -> Service:
    """Read one service.

    With its contracts and the number of services that use them.
    """
    found = find.service_of(request, service)
    top = service_reads.head(request.user, found)
    found.told_contracts = top.contracts  # type: ignore[attr-defined]
    found.used_by = len(top.consumers)  # type: ignore[attr-defined]
    return found


@services.patch(takes=words.ServiceChange, gives=shapes.ServiceAnswer, holds=find.hold_service)
def change_service(request: Call, service: str, words: Given) -> Service:
    """Correct what is said about a service.

    Members of the owning team may. What is left out stays as it is; short name and owner cannot be changed here.
    """
    return actions.change_service(find.service_of(request, service), by=request.user, **words)


@services.post(takes=words.ServiceMove, gives=shapes.ServiceAnswer)
def move_service(request: Call, service: str, words: Given) -> Service:
    """Move a service on in its life.

    Retiring is refused with `service-has-live-contracts` or `service-has-consumers` while others depend on it, and
    every move with `service-cannot-...` when the service is not in a state that it starts from.
    """
    return actions.move_service(find.service_of(request, service), words["verb"], by=request.user)


@services.post(takes=words.HandOver, gives=shapes.ServiceAnswer)
def hand_over_service(request: Call, service: str, words: Given) -> Service:
    """Give a service another owner.

    The owner's lead may, and whoever leads above it. What is awaited about it, and away teams, move with it.
    """
    to = Team.objects.visible_to(request.user).filter(slug=words["to"]).first()
    if to is None:
        raise Invalid("team-unknown", f"There is no team {words['to']}.", to="Unknown.")
    return hand_over(find.service_of(request, service), by=request.user, to=to)


@consumers.get(gives=shapes.ConsumerAnswer, many=True)
def list_consumers(request: Call, service: str, contract: str, words: Given) -> Rows:
    """List who uses a contract.

    Services that use it now first, then those that have stopped.
    """
    return rows_of(words, contract_reads.consumers(find.contract_of(request, service, contract)))


@consumers.post(takes=words.NewConsumer, gives=shapes.ConsumerAnswer, status=201)
def declare_consumer(request: Call, service: str, contract: str, words: Given) -> Consumer:
    """Declare that a service uses a contract.

    Members of the using service's team may. Refused with `contract-not-live` while nothing of it is published, and with
    `consumer-declared-already` when it is known already.
    """
    used = find.contract_of(request, service, contract)
    user = find.named_service(request, words["service"])
    return actions.declare_consumer(user, used, by=request.user, operations=words["operations"], note=words["note"])


@consumers.get(gives=shapes.ConsumerAnswer)
def get_consumer(request: Call, consumer: int) -> Consumer:
    """Read one declared use.

    Also one that has ended: `ended_at` says since when.
    """
    return find.consumer_of(request, consumer)


@consumers.post(gives=shapes.ConsumerAnswer)
def end_consumer(request: Call, consumer: int) -> Consumer:
    """Say that a service no longer uses a contract.

    Members of the using service's team may. Refused with `consumer-ended-already` the second time.
    """
    return actions.end_consumer(find.consumer_of(request, consumer), by=request.user)
