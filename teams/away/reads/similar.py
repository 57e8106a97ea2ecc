"""What is like what somebody wants: found by the telling words of texts, in the house's own search."""

from dataclasses import dataclass, field

from portal.kit import search
from services.models import Operation, Service
from teams.away.models import AwayBundle, AwayOffer, AwayRequest

SAME = 0.5
"""So much of what is telling in one text has to stand in the other, that they may want the same."""
LIKE = 0.2
FEW = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """What is there already: like requests, interfaces of anybody, operations of this service, ways it points to."""

    requests: list[AwayRequest] = field(default_factory=list)
    interfaces: list[search.Hit] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    extensions: list[AwayOffer] = field(default_factory=list)


def look_around(service: Service, text: str) -> Looked:
    """What whoever writes ``text`` about this service may want to see first (F2)."""
    extensions = AwayOffer.objects.filter(request__service=service, kind=AwayOffer.Kind.EXTENSION)
    return Looked(
        requests=_requests(text, LIKE)[:FEW],
        interfaces=[hit for hit, part in search.like(text, kinds=("contract",)) if part >= LIKE][:FEW],
        operations=_operations(service, text),
        extensions=list(extensions.select_related("request").order_by("-pk")[:FEW]),
    )


def same_for_others(request: AwayRequest) -> list[AwayRequest]:
    """Requests of other teams to the same service that nobody has decided and that seem to want the same (F3)."""
    undecided = AwayRequest.objects.filter(service=request.service_id, state__in=AwayRequest.UNDECIDED)
    others = undecided.exclude(guest=request.guest_id).select_related("bundle")
    known = {one.pk: one for one in others if one.bundle is None or one.bundle.state != AwayBundle.State.PARTED}
    return [known[pk] for pk in _like(_text(request), SAME) if pk in known] if known else []


def _text(request: AwayRequest) -> str:
    return f"{request.title} {request.measure} {request.problem}"


def _requests(text: str, least: float) -> list[AwayRequest]:
    """Requests that say so much of it, the likest first: one query beside the search."""
    ids = _like(text, least)
    rows = AwayRequest.objects.filter(pk__in=ids).exclude(state=AwayRequest.State.WITHDRAWN).with_sides().in_bulk()
    return [rows[pk] for pk in ids if pk in rows]


def _like(text: str, least: float) -> list[int]:
    """The numbers of requests that say so much of it, the likest first."""
    parts = {int(hit.ref.rpartition("-")[2]): part for hit, part in search.like(text, kinds=("away",)) if part >= least}
    return sorted(parts, key=lambda pk: (-parts[pk], pk))


def _operations(service: Service, text: str) -> list[Operation]:
    """Operations of the service's published contracts that are named after one of the words."""
    told = search.telling(text)
    if not told:
        return []
    live = Operation.objects.filter(revision__contract__service=service, revision__state="published")
    rows = live.select_related("revision__contract__service").order_by("pk")[:500]
    named = [(row, search.telling(f"{row.name} {row.address} {row.summary}")) for row in rows]
    return [row for row, words in named if told & words][:FEW]
