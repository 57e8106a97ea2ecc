"""Receiving addresses are made, get a new secret, and end."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from services.forge import signing
from services.forge.models import Forge, Receiver
from services.forge.repositories import name_of
from services.models import Service
from teams.people.models import Person, Team

OVERLAP = timedelta(days=7)
"""How long the secret before is good beside the new one, so that nobody has to change two places at once."""


@transaction.atomic
def add_receiver(forge: str, *, by: Person, service: Service | None = None, team: Team | None = None) -> Receiver:
    """From now on this forge may tell what happens in these repositories. Its secret is shown once, by whoever called.

    Refuses for a service that does not say where its source is: then nothing could be recognised.
    """
    policies.require(by, "receiver.add", service or team)
    if forge not in Forge.values:
        raise Invalid("forge-unknown", "Choose one of the forges.", forge="Unknown.")
    if service is not None and not name_of(service.source_url):
        raise Refused("source-not-said", f"Say first where the source of {service.slug} is: correct its facts.")
    receiver = Receiver.objects.create(
        key=secrets.token_urlsafe(18), forge=forge, service=service, team=team, secret=signing.new_secret(), made_by=by
    )
    owner = service or team
    whose = audit.ref(owner) if owner else "company"
    audit.record(by, "receiver.add", receiver, data={"forge": forge, "for": whose})
    return receiver


@transaction.atomic
def change_secret(receiver: Receiver, *, by: Person, at_once: bool = False) -> Receiver:
    """A new secret. The one before stays good for seven days, or for no moment longer when it has become known."""
    policies.require(by, "receiver.change", receiver)
    held = _listening(receiver)
    held.old_secret, held.old_until = ("", None) if at_once else (held.secret, timezone.now() + OVERLAP)
    held.secret, held.secret_made_at = signing.new_secret(), timezone.now()
    held.save(update_fields=["secret", "secret_made_at", "old_secret", "old_until"])
    audit.record(by, "receiver.change-secret", receiver, data={"at-once": at_once})
    return held


@transaction.atomic
def end_receiver(receiver: Receiver, *, by: Person) -> Receiver:
    """Nothing is let in by this address any more. What was told stays."""
    policies.require(by, "receiver.change", receiver)
    held = _listening(receiver)
    held.ended_at, held.old_secret, held.old_until = timezone.now(), "", None
    held.save(update_fields=["ended_at", "old_secret", "old_until"])
    audit.record(by, "receiver.end", receiver)
    return held


def _listening(receiver: Receiver) -> Receiver:
    held = Receiver.objects.select_for_update().get(pk=receiver.pk)
    if held.ended_at is not None:
        raise Refused("receiver-ended", "This address has ended. Make another one.")
    held.service, held.team = receiver.service, receiver.team
    return held
