"""What the page shows of the time before the work: gates, access, the onboarding pack."""

from dataclasses import dataclass

from teams.away.models import AwayAccess, AwayGate, AwayPack, AwayRequest, AwayStay


@dataclass(frozen=True, slots=True)
class Arrival:
    """Gates in their order, everybody's access, and the pack where one is asked for."""

    stay: AwayStay
    gates: list[AwayGate]
    accesses: list[AwayAccess]
    pack: AwayPack | None

    @property
    def shown(self) -> int:
        return sum(gate.state in {"green", "waived"} for gate in self.gates)

    @property
    def is_preflight(self) -> bool:
        return self.stay.state == AwayStay.State.PREFLIGHT

    @property
    def waits_for_pack(self) -> bool:
        """Whether the hosts still owe it, in time or not."""
        return self.pack is not None and self.pack.handed_at is None and self.stay.is_open


def arrival(request: AwayRequest) -> Arrival | None:
    """Three queries; None where nothing is signed."""
    stay = request.told_stay
    if stay is None:
        return None
    return Arrival(
        stay=stay,
        gates=list(stay.gates.select_related("said_by")),
        accesses=list(stay.accesses.select_related("person", "granted_by", "taken_by")),
        pack=AwayPack.objects.filter(stay=stay).select_related("handed_by").first(),
    )
