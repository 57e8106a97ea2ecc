"""Who did what to what, when, from what to what: written in the transaction that does it, never changed after.

A job seals committed entries in order: each seal is a digest over the entry and the seal before it, so that a change
afterwards shows. The audit holds ids, never names.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from portal.kit.composed import insert
from portal.kit.requests import request_id, via
from portal.models import AuditEntry, AuditHead

SEAL_AT_ONCE = 1000


def ref(thing: models.Model) -> str:
    """The text that points at a row from anywhere: ``services.revision:12``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    by: Any, verb: str, thing: models.Model, *, before: str = "", after: str = "", data: Mapping[str, Any] | None = None
) -> AuditEntry:
    """One entry in the current transaction. ``by`` is a person, or None for Homeport itself."""
    return insert(
        AuditEntry(
            actor_id=by.pk if by is not None else None,
            verb=verb,
            subject=ref(thing),
            before=str(before),
            after=str(after),
            data=dict(data or {}),
            request_id=request_id(),
            via=via(),
        )
    )


def history(*things: models.Model, most: int = 50) -> models.QuerySet[AuditEntry]:
    """The newest entries about these things, with their actors."""
    subjects = [ref(thing) for thing in things]
    return AuditEntry.objects.filter(subject__in=subjects).select_related("actor").order_by("-pk")[:most]


def digest(entry: AuditEntry, order: int, previous: str) -> str:
    """The seal of an entry: SHA-256 over the seal before it and every column of the entry, as canonical JSON."""
    content = [
        order, entry.pk, entry.at.isoformat(), entry.actor_id, entry.verb, entry.subject, entry.before, entry.after,
        entry.data, entry.request_id, entry.via,
    ]  # fmt: skip
    text = json.dumps([previous, content], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def seal() -> int:
    """Seal what has been committed since the last time, oldest first. Returns how many entries were sealed.

    The head row is locked, so two sealers follow each other. Entries whose transaction commits later than one with a
    higher id get a later place: order is the order of sealing, which the head counts.
    """
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    entries = list(AuditEntry.objects.filter(seal_order=None).order_by("pk")[:SEAL_AT_ONCE])
    for entry in entries:
        head.order += 1
        head.seal = entry.seal = digest(entry, head.order, head.seal)
        entry.seal_order = head.order
    if entries:
        AuditEntry.objects.bulk_update(entries, ["seal", "seal_order"], batch_size=200)
        head.save(update_fields=["order", "seal"])
    return len(entries)


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where the chain does not hold."""

    order: int
    entry: int | None
    why: str


def verify() -> tuple[int, Flaw | None]:
    """Walk the whole chain. Returns how many entries hold, and the first that does not."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(order=0, seal="")
    previous, expected = "", 0
    for entry in _sealed():
        expected += 1
        if entry.seal_order != expected:
            return expected - 1, Flaw(expected, None, f"entry number {expected} is missing")
        if entry.seal != digest(entry, expected, previous):
            return expected - 1, Flaw(expected, entry.pk, "its content does not match its seal")
        previous = entry.seal
    if expected != head.order:
        return expected, Flaw(expected + 1, None, f"{head.order - expected} entries at the end are missing")
    if previous != head.seal:
        return expected, Flaw(expected, None, "the last seal is not the one the head holds")
    return expected, None


def _sealed() -> Iterator[AuditEntry]:
    return AuditEntry.objects.exclude(seal_order=None).order_by("seal_order").iterator(chunk_size=1000)
