"""What stands in the way of a merge: no approval, a wide blast without a look from outside, a back door."""

from dataclasses import dataclass

from django.db.models import Count, Q

from portal.kit import outside
from services.models import Check, Contract, Service
from teams.away.models import AwayBreach, AwayChange
from teams.away.reads.ways import Ways


@dataclass(frozen=True, slots=True)
class Against:
    """One thing in the way, as a refusal says it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Brake:
    """A change to what many use, or to something critical (F24): why, and what has come of check and advice."""

    why: str
    checked: Check | None
    look: outside.Look | None
    passed: bool
    has_revision: bool

    @property
    def is_checked(self) -> bool:
        return self.checked is not None and self.checked.state == Check.State.DONE

    @property
    def is_advised(self) -> bool:
        """Advice has come, or its time is over: silence never stands in the way."""
        return self.passed or (self.look is not None and not self.look.is_awaited)


def brake_of(change: AwayChange, ways: Ways) -> Brake | None:
    """None for a change that touches no contract that many use or that is critical, or where F24 is off."""
    if not ways.has("F24"):
        return None
    users = Count("consumers", filter=Q(consumers__ended_at=None))
    touched = list(change.contracts.select_related("service").annotate(users=users).order_by("slug"))
    reasons = [reason for contract in touched if (reason := _why_brake(contract, ways.number("consumers")))]
    if not reasons:
        return None
    revision = change.revision
    return Brake(
        why="; ".join(reasons),
        checked=revision.checks.order_by("-pk").first() if revision is not None else None,
        look=outside.look_at(revision) if revision is not None else None,
        passed=change.advice_passed_at is not None,
        has_revision=revision is not None,
    )


def _why_brake(contract: Contract, most: int) -> str:
    if contract.service.is_critical:
        return f"{contract.slug} belongs to {contract.service.slug}, which is critical"
    users = int(getattr(contract, "users", 0))
    return f"{contract.slug} is used by {users} services" if users > most else ""


def recognised(service: Service, paths: list[str]) -> list[Contract]:
    """Contracts of the service whose document one of these paths is: by the name or address it was uploaded from."""
    rows = Contract.objects.filter(service=service).prefetch_related("revisions")
    return [
        contract
        for contract in rows
        if any(_is_source(one.source_name, path) for one in contract.revisions.all() for path in paths)
    ]


def _is_source(name: str, path: str) -> bool:
    name, path = name.split("?", maxsplit=1)[0].strip("/"), path.strip("/")
    return bool(name and path) and (name == path or name.endswith(f"/{path}") or path.endswith(f"/{name}"))


def why_not_merge(change: AwayChange, ways: Ways) -> list[Against]:
    """Everything in the way, the first thing to do first; empty when it may be merged."""
    found = []
    if change.state != AwayChange.State.APPROVED:
        found.append(Against("away-change-not-approved", "Nobody has approved it. Ask for a review."))
    brake = brake_of(change, ways)
    if brake is not None and not brake.is_checked:
        text = f"{brake.why}: name the proposed revision, so that its check and advice on it count."
        found.append(Against("away-change-unchecked", text))
    elif brake is not None and not brake.is_advised:
        found.append(Against("away-change-advice-awaited", f"{brake.why}: advice is awaited, for a few days only."))
    if ways.has("F25") and change.back_door is None:
        text = "Say whether it reads a store past its contract: tick yes or no."
        found.append(Against("away-back-door-unsaid", text))
    agreed = change.breaches.filter(state=AwayBreach.State.AGREED)
    if ways.has("F25") and change.back_door and not agreed.exists():
        text = f"It reads a store past its contract: {change.back_door_says} Both leads write that they want it, first."
        found.append(Against("away-back-door", text))
    return found
