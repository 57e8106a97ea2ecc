"""Deliveries are stored as they come, read by a job, and thrown away when they are old."""

import logging
import zlib
from datetime import timedelta
from urllib.parse import parse_qs

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal.kit import jobs
from portal.kit.text import storable
from services.forge.actions.facts import note
from services.forge.models import Delivery, Forge, Receiver, Refusal
from services.forge.payloads import EVENTS, READERS, REPOSITORY
from services.forge.repositories import names_of
from services.models import Service

log = logging.getLogger("homeport.forge")

REFUSALS_KEPT = 20
AT_ONCE = 500
FORM = b"payload="


@transaction.atomic
def store_delivery(receiver: Receiver, *, event: str, key: str, body: bytes) -> Delivery | None:
    """Keep what came and ask for it to be read. None when this one came before, in whatever words it comes now."""
    now = timezone.now()
    Receiver.objects.filter(pk=receiver.pk).update(heard_at=now)
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                receiver=receiver,
                key=key,
                event=storable(event),
                body=zlib.compress(body),
                size=len(body),
                received_at=now,
            )
    except IntegrityError:
        return None
    jobs.enqueue("forge.read_delivery", delivery.pk)
    jobs.enqueue("forge.throw_away", receiver.pk, after=settings.FORGE_KEEP)
    return delivery


@transaction.atomic
def refuse_delivery(receiver: Receiver, *, why: str, network: str, event: str) -> None:
    """Nothing of it is stored but that it was refused: counted, and the last few shown on the address's page."""
    log.warning("Delivery to receiver %s from %s refused: %s", receiver.pk, network, why)
    Receiver.objects.filter(pk=receiver.pk).update(refused=F("refused") + 1)
    Refusal.objects.create(receiver=receiver, why=why[:200], network=network[:60], event=storable(event))
    kept = Refusal.objects.filter(receiver=receiver).order_by("-pk").values_list("pk", flat=True)[:REFUSALS_KEPT]
    Refusal.objects.filter(receiver=receiver).exclude(pk__in=list(kept)).delete()


def read_delivery(delivery_id: int) -> None:
    """Note the facts in a delivery that concern a repository its address may hear of. Twice is the same as once."""
    delivery = Delivery.objects.select_related("receiver").filter(pk=delivery_id).first()
    if delivery is not None and delivery.state == Delivery.State.WAITING:
        delivery.state, said = _read(delivery)
        _done(delivery, said)


def _read(delivery: Delivery) -> tuple[str, str]:
    """How it ends, and in words why."""
    receiver, forge = delivery.receiver, Forge(delivery.receiver.forge)
    if delivery.event not in EVENTS[forge]:
        return Delivery.State.UNUSED, f"{delivery.event or 'An event without a name'} is not read here."
    try:
        payload = orjson.loads(_json(zlib.decompress(delivery.body)))
    except (orjson.JSONDecodeError, KeyError, ValueError) as error:
        return Delivery.State.UNREADABLE, f"It is not JSON that can be read: {error}"
    names = names_of(REPOSITORY[forge](payload))
    if not names:
        return Delivery.State.UNREADABLE, "It does not say which repository it is about."
    heard = heard_of(receiver, names)
    if not heard:
        return Delivery.State.UNUSED, f"{names[0]} is the source of no service that this address is for."
    told = READERS[forge](delivery.event, payload)
    if not told:
        return Delivery.State.UNUSED, "Nothing to note."
    notes = [note(one, heard, receiver=receiver, received_at=delivery.received_at) for one in told]
    new = sum(one is not None for one in notes)
    return Delivery.State.READ, f"{new} noted" + (f", {len(told) - new} known before" if new < len(told) else "")


def heard_of(receiver: Receiver, names: list[str]) -> str:
    """The first of these names under which a service that the address is for gives its source; empty when none does.

    A secret proves who sends; it must not let one team say what happened at another's.
    """
    services = Service.objects.living().exclude(source_url="")
    if receiver.service_id is not None:
        services = services.filter(pk=receiver.service_id)
    elif receiver.team_id is not None:
        services = services.filter(team=receiver.team_id)
    sources = set(names_of(services.values_list("source_url", flat=True)))
    return next((name for name in names if name in sources), "")


def throw_away(receiver_id: int) -> None:
    """Deliveries that are old enough are gone; for the younger ones it comes again when the oldest of them is."""
    now = timezone.now()
    rows = Delivery.objects.filter(receiver=receiver_id).order_by("received_at")
    old = list(rows.filter(received_at__lte=now - settings.FORGE_KEEP).values_list("pk", flat=True)[:AT_ONCE])
    Delivery.objects.filter(pk__in=old).delete()
    oldest = rows.values_list("received_at", flat=True).first()
    if oldest is not None:
        jobs.enqueue("forge.throw_away", receiver_id, after=max(oldest + settings.FORGE_KEEP - now, timedelta()))


def fail_reading(delivery_id: int, reason: str) -> None:
    """A job that was given up leaves its delivery as unreadable, so that nobody waits for it."""
    delivery = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING).first()
    if delivery is not None:
        delivery.state = Delivery.State.UNREADABLE
        _done(delivery, reason)


def _json(body: bytes) -> bytes:
    """The JSON in a body: itself, or the field of a form, for forges offer both."""
    if not body.startswith(FORM):
        return body
    return parse_qs(body.decode(), max_num_fields=10)["payload"][0].encode()


def _done(delivery: Delivery, said: str) -> None:
    delivery.note, delivery.read_at = storable(said, 300), timezone.now()
    delivery.save(update_fields=["state", "note", "read_at"])
