"""What a look from elsewhere needs to know of a charter: how its guests mean to work on a service of their hosts."""

from portal.kit import audit
from portal.kit.subjects import Reversal, Subject, subject_kind
from services.models import Consumer
from teams.away.models import AwayCharter


@subject_kind("away.awaycharter", name="Away-team charter", topic="collaboration")
def describe(pk: int) -> Subject | None:
    """One version; its text is what is signed, to the letter. Three queries.

    The guests answer for it, for it says how they work; the hosts may ask for the look as well, and have a stake in it.
    """
    people = ("reviewer", "deputy", "guest_lead", "sponsor")
    rows = AwayCharter.objects.select_related("request__guest__lead", "request__service", *people)
    charter = rows.filter(pk=pk).first()
    if charter is None:
        return None
    request = charter.request
    service = request.service
    uses = Consumer.objects.filter(contract__service=service, ended_at=None).exclude(service=service)
    users = {use.service_id: use.service for use in uses.select_related("service")}
    written = list(request.charters.filter(number__lte=charter.number))
    return Subject(
        thing=charter,
        title=f"Charter of {request}, version {charter.number}: {request.title}",
        url=charter.get_absolute_url(),
        team=request.guest,
        askers=frozenset({request.host_id}),
        text=charter.text,
        makers=frozenset(one.drafted_by_id for one in written),
        stakes=frozenset({request.host_id, *(one.team_id for one in users.values())} - {request.guest_id}),
        services=(service.pk,),
        criticality=service.criticality,
        consumers=len(users),
        critical_consumers=sum(one.is_critical for one in users.values()),
        reversal=_reversal(charter, bool(users)),
        earlier=frozenset(audit.ref(one) for one in written if one.pk != charter.pk),
        days=max(0, (charter.ends_on - charter.drafted_at.date()).days),
    )


def _reversal(charter: AwayCharter, used: bool) -> Reversal:
    """What guests have seen cannot be unseen; what they change costs those who use the service."""
    if charter.security == AwayCharter.Security.RESTRICTED:
        return "one-way"
    return "costly" if used else "easy"
