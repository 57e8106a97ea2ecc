"""One status a week (F22): a few lines, the same for both managers."""

from django.db import transaction

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid
from teams.away.actions.given import said
from teams.away.actions.signs import await_status, see_sign
from teams.away.actions.silence import head_above, locked
from teams.away.actions.stays import stay_at
from teams.away.models import AwayRequest, AwayStatus, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

LONGEST_STATUS = 2000
TOLD = 200


@transaction.atomic
def write_status(request: AwayRequest, *, by: Person, words: str) -> AwayStatus:
    """The guests say how it goes, in a few lines; both managers are told the same. It is a sign of work, too (F20).

    Refuses more lines than the host's division wants to read.
    """
    policies.require(by, "away.guest-work", request)
    text, ways = said(words, "words", LONGEST_STATUS), ways_of(request)
    most = ways.number("status_lines")
    if ways.has("F22") and len(text.splitlines()) > most:
        raise Invalid("away-status-too-long", "Say it shorter.", words=f"At most {most} lines.")
    stay = stay_at(request, *AwayStay.BUILDING)
    status = AwayStatus.objects.create(stay=stay, words=text, by=by)
    audit.record(by, "awayrequest.status", request)
    if clocks.meet("away.status", request):
        await_status(request, ways)
    see_sign(request)
    if ways.has("F22"):
        short = " ".join(text.split())
        tell_managers(request, f"{request}: {short[:TOLD]}{'…' if len(short) > TOLD else ''}", by=by)
    return status


@transaction.atomic
def miss_status(request_id: int) -> None:
    """A week without a status: it is shown as missing; after some in a row both managers hear of it (F22)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=AwayStay.State.ACTIVE).first()
    if stay is None or clocks.is_running("away.status", request):
        return
    AwayStatus.objects.create(stay=stay)
    ways = ways_of(request)
    audit.record(None, "awayrequest.status-missing", request)
    await_status(request, ways)
    if missed(stay) == ways.number("status_missed"):
        times = ways.number("status_missed")
        tell_managers(request, f"{request}, {request.title}: no status for {times} weeks", by=None)


def missed(stay: AwayStay) -> int:
    """How many of the last statuses in a row did not come."""
    count = 0
    for status in stay.statuses.all()[:40]:
        if status.words:
            break
        count += 1
    return count


def tell_managers(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Whoever leads above the guests and above the hosts reads the same sentence."""
    heads = {head_above(request.guest.division), head_above(request.host.division)}
    present = [head for head in heads if head is not None]
    notices.tell(present, text, about=request, url=request.get_absolute_url(), by=by)
