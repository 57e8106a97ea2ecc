"""Facts are noted once, whoever tells them: a forge through a delivery, or a person by hand."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from services.forge.models import Fact, ForgeLogin, Receiver
from services.forge.payloads.told import Told, is_production
from services.forge.repositories import name_of
from services.models import Service
from teams.people.models import Person

OLDEST = timedelta(days=365)
K = Fact.Kind
NEEDS = {
    **dict.fromkeys(Fact.CHANGES, ("number",)),
    K.CHANGE_OPENED: ("number", "url"),
    K.PUSHED: ("branch",),
    K.REVIEW_GIVEN: ("number", "outcome"),
    K.CHECK_FINISHED: ("commit", "outcome"),
    K.DEPLOYED: ("name", "outcome"),
}
"""What a person has to say for each kind; a forge says it by itself."""
SAID = {
    "url": "Say where one can see the change: its address at the forge.",
    "number": "Say which pull or merge request, by its number.",
    "outcome": "Say how it ended.",
    "commit": "Say which commit was checked.",
    "branch": "Say to which branch.",
    "name": "Say to which environment.",
}


def note(told: Told, repository: str, *, receiver: Receiver, received_at: datetime) -> Fact | None:
    """What a forge told. None when it was told before, by whichever address. No forge's clock runs ahead of ours."""
    at = min(told.at, received_at) if told.at else received_at
    person = _whose(receiver.forge, told.login)
    return _write(told, repository, at=at, forge=receiver.forge, receiver=receiver, person=person)


@transaction.atomic
def tell_fact(service: Service, *, by: Person, kind: str, at: datetime | None = None, **said: Any) -> Fact:
    """What a person says happened in a service's repository. It counts as if a forge had told it, and says who did.

    Refuses what lies in the future or over a year back, what its kind needs and is not said, and what is known.
    """
    policies.require(by, "fact.tell", service)
    repository = name_of(service.source_url)
    if not repository:
        raise Refused("source-not-said", f"Say first where the source of {service.slug} is: correct its facts.")
    now = timezone.now()
    at = at or now
    if not now - OLDEST <= at <= now:
        raise Invalid("fact-not-now", "Say when it happened: within the last year, and not in the future.", at="Look.")
    told = _checked(kind, {name: value for name, value in said.items() if value not in (None, "")})
    person = said.get("person") or (None if told.login else by)
    fact = _write(told, repository, at=at, by=by, person=person)
    if fact is None:
        raise Refused("fact-known-already", "The very same was told before, with the same time. Nothing was added.")
    audit.record(by, "fact.tell", fact, data={"kind": kind, "service": service.pk})
    return fact


def _checked(kind: str, said: dict[str, Any]) -> Told:
    if kind not in K.values:
        raise Invalid("fact-kind-unknown", "Choose what happened.", kind="Unknown.")
    said.pop("person", None)
    missing = next((name for name in NEEDS[K(kind)] if name not in said), None)
    if missing:
        raise Invalid("fact-incomplete", SAID[missing], **{missing: "Missing."})
    known = Fact.OUTCOMES.get(K(kind), ())
    if said.get("outcome") and said["outcome"] not in known:
        fitting = ", ".join(known) or "nothing"
        raise Invalid("fact-outcome-unfit", f"For this kind one can say: {fitting}.", outcome="Does not fit.")
    words: dict[str, Any] = {name: storable(one) if isinstance(one, str) else one for name, one in said.items()}
    if kind == K.DEPLOYED:
        words.setdefault("production", is_production(words["name"]))
    else:
        words.pop("production", None)
    return Told(kind=kind, **words)


def _write(
    told: Told, repository: str, *, at: datetime, forge: str = "", receiver: Receiver | None = None,
    by: Person | None = None, person: Person | None = None,
) -> Fact | None:  # fmt: skip
    words = {name: getattr(told, name) for name in Told.__slots__ if name not in {"at", "before"}}
    if not told.author and told.number is not None and forge:
        words["author"] = _author(repository, forge, told.number)
    try:
        with transaction.atomic():
            fact = Fact.objects.create(
                **words, at=at, seen_at=timezone.now(), repository=repository, forge=forge, receiver=receiver, by=by,
                person=person, mark=_mark(told, repository, forge, at if told.at or not forge else None, by),
            )  # fmt: skip
    except IntegrityError:
        return None
    jobs.enqueue("away.take_fact", fact.pk)
    return fact


def _mark(told: Told, repository: str, forge: str, at: datetime | None, by: Person | None) -> str:
    """What makes two tellings the same. A time the forge did not say is no part of it."""
    parts = [
        repository, forge, by.pk if by else None, told.kind, told.number, told.commit, told.branch, told.before,
        told.login.lower(), told.outcome, told.name, at.isoformat() if at else None,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _author(repository: str, forge: str, number: int) -> str:
    """GitLab says only sometimes whose change it is; what it said before holds."""
    rows = Fact.objects.filter(repository=repository, forge=forge, number=number).exclude(author="")
    return rows.values_list("author", flat=True).first() or ""


def _whose(forge: str, login: str) -> Person | None:
    rows = ForgeLogin.objects.filter(forge=forge, login=login.lower()).select_related("person")
    row = rows.first() if login else None
    return row.person if row else None
