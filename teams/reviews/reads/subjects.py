"""What the catalog's things look like to a review: a revision of a contract, and a service."""

from portal.kit.subjects import Reversal, Subject, subject_kind
from services.models import Contract, Revision, Service


@subject_kind("services.revision", name="Contract revision", topic="contract")
def of_revision(pk: int) -> Subject | None:
    """A revision: its own source is its text, and its consumers have a stake. Two queries."""
    rows = Revision.objects.select_related("contract__service__team__lead", "uploaded_by")
    revision = rows.filter(pk=pk).first()
    if revision is None:
        return None
    contract = revision.contract
    users = users_of(contract)
    return Subject(
        thing=revision,
        title=f"{contract.slug} {revision}",
        url=revision.get_absolute_url(),
        team=contract.service.team,
        makers=frozenset({revision.uploaded_by_id}),
        stakes=frozenset(team for _, team, _ in users) - {contract.service.team_id},
        services=(contract.service_id,),
        criticality=contract.service.criticality,
        consumers=len({service for service, _, _ in users}),
        critical_consumers=len({service for service, _, how in users if how == "critical"}),
        reversal=_reversal(contract, bool(users)),
    )


def _reversal(contract: Contract, used: bool) -> Reversal:
    """What outsiders have read cannot be taken back; what somebody inside uses costs them something."""
    if contract.audience in {Contract.Audience.PARTNER, Contract.Audience.PUBLIC}:
        return "one-way"
    return "costly" if used else "easy"


def users_of(contract: Contract) -> list[tuple[int, int, str]]:
    """Who uses a contract now: the service, its team, how critical it is. One query."""
    rows = contract.consumers.filter(ended_at=None)
    return list(rows.values_list("service_id", "service__team_id", "service__criticality"))


@subject_kind("services.service", name="Service", topic="operations")
def of_service(pk: int) -> Subject | None:
    """A service as its own team describes it in the catalog: a fact a line. Three queries."""
    service = Service.objects.select_related("team__lead").filter(pk=pk).first()
    if service is None:
        return None
    contracts = list(service.contracts.order_by("slug"))
    users = [user for contract in contracts for user in users_of(contract)]
    reversal: Reversal = "costly" if users else "easy"
    return Subject(
        thing=service,
        title=service.name or service.slug,
        url=service.get_absolute_url(),
        team=service.team,
        text=described(service, contracts),
        stakes=frozenset(team for _, team, _ in users) - {service.team_id},
        services=(service.pk,),
        criticality=service.criticality,
        consumers=len({one for one, _, _ in users}),
        critical_consumers=len({one for one, _, how in users if how == "critical"}),
        reversal=reversal,
    )


def described(service: Service, contracts: list[Contract]) -> str:
    """The catalog's record of a service as text, so that a suggestion can stand on a line of it."""
    facts = {
        "service": service.slug, "name": service.name, "team": service.team.name, "lifecycle": service.lifecycle,
        "criticality": service.criticality, "source": service.source_url, "runbook": service.runbook_url,
        "docs": service.docs_url, "on-call": service.on_call,
    }  # fmt: skip
    lines = [f"{name}: {said or 'not said'}" for name, said in facts.items()]
    lines += ["", *(service.text.splitlines() or ["It is not described."])]
    lines += ["", *(f"contract: {one.slug}, {one.technology}" for one in contracts)]
    return "\n".join(lines).rstrip() + "\n"
