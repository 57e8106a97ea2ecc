"""What the pages of a charter show, and what a first version says before anybody has written one."""

from dataclasses import dataclass
from typing import Any

from teams.away.models import AwayCharter, AwayRequest, CharterSignature
from teams.away.reads.boxes import usual_end
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team


@dataclass(frozen=True, slots=True)
class Signing:
    """One side of a version: whose lead signs, and whether they have."""

    side: str
    team: Team
    signature: CharterSignature | None


@dataclass(frozen=True, slots=True)
class CharterPage:
    """One version among all, who has signed it, and what it changed."""

    charter: AwayCharter
    versions: list[AwayCharter]
    signings: list[Signing]
    changes: list[tuple[str, str, str]]

    @property
    def is_newest(self) -> bool:
        return self.charter.pk == self.versions[0].pk

    @property
    def is_signed(self) -> bool:
        return all(one.signature for one in self.signings)

    @property
    def signed_sides(self) -> set[str]:
        return {one.side for one in self.signings if one.signature}


def versions(request: AwayRequest) -> list[AwayCharter]:
    """Every version, the newest first, with its people and signatures: two queries."""
    people = ("reviewer", "deputy", "guest_lead", "sponsor", "drafted_by")
    found = request.charters.select_related(*people).prefetch_related("signatures__by").order_by()
    return sorted(found, key=lambda one: one.number, reverse=True)


def charter_page(request: AwayRequest, number: int = 0) -> CharterPage | None:
    """The version of this number, or the newest; None when there is none at all."""
    found = versions(request)
    charter = next((one for one in found if one.number == number), found[0] if found else None)
    if charter is None:
        return None
    by_side = {one.side: one for one in charter.signatures.all()}
    sides = (("guest", request.guest), ("host", request.host))
    before = next((one for one in found if one.number == charter.number - 1), None)
    return CharterPage(
        charter=charter,
        versions=found,
        signings=[Signing(side, team, by_side.get(side)) for side, team in sides],
        changes=charter.changed_from(before) if before is not None else [],
    )


def first_words(request: AwayRequest, hosts: list[Person], guests: list[Person]) -> dict[str, Any]:
    """A charter made of the request, so that whoever agrees with it needs a minute. ``hosts``, ``guests``: members."""
    host, service = request.host.name, request.service.slug
    reviewer = request.contact if request.contact in hosts else next(iter(hosts), None)
    deputies = [request.host.lead, *hosts]
    ways = ways_of(request)
    return {
        "scope_in": request.scope,
        "scope_out": f"Everything else of {service}.",
        "criteria": [
            f"{request.measure}: {request.effect}, counted as today."[:300],
            f"Whoever calls {service} today goes on without a change.",
            "What is new has tests, and they run with the tests of the hosts.",
            "The runbook says how to switch it off.",
        ],
        "gates": f"Everything that {host} runs for its own changes is green: build, tests, checks of contracts.",
        "reviewer": reviewer,
        "deputy": next((one for one in deputies if one in hosts and one != reviewer), None),
        "guest_lead": request.asked_by if request.asked_by in guests else next(iter(guests), None),
        "branching": "Short branches, merged in small steps, behind a flag that is off until both say so.",
        "security": AwayCharter.Security.INTERNAL,
        "sponsor": None,
        "on_call": AwayCharter.OnCall.HOST,
        "warranty_days": ways.number("warranty_days"),
        "keeper": AwayCharter.Keeper.HOST,
        "ends_on": usual_end(request),
        "exit_rules": f"Either side may end it with a reason. Within {ways.said('winddown_days')} what is merged is "
        "finished or switched off, and what is not is kept where the hosts can find it.",
    }


def written(charter: AwayCharter) -> dict[str, Any]:
    """The terms of a version, to begin the next one from."""
    return {name: getattr(charter, name) for name in AwayCharter.TERMS}
