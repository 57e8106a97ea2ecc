"""What the API takes and tells of receiving addresses, of what came in by them, and of logins on forges."""

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Short, Text, Whole, Words
from services.forge.models import Delivery, Forge
from teams.people.api.shapes import HOST, PersonName, TeamName

MOST = 2**31 - 1


class ReceiverAnswer(Answer):
    """An address by which a forge tells what happens in repositories. Never its secret."""

    id = Id("Names the receiver.", source="pk")
    forge = serializers.ChoiceField(Forge.choices, help_text="Which forge tells.")
    service = Short(
        "Of which service's repository; null when of more.", most=80, source="service.slug", allow_null=True
    )
    team = TeamName(
        allow_null=True, help_text="Of all services of this team; null with a service, and for the company."
    )
    address = serializers.URLField(max_length=2000, source="path", help_text="Where the forge posts to.")
    made_by = PersonName(help_text="Who made it.")
    made_at = serializers.DateTimeField(help_text="When.")
    secret_made_at = serializers.DateTimeField(help_text="When its secret was made.")
    old_secret_until = serializers.DateTimeField(
        source="old_until", allow_null=True, help_text="Until when the secret before is good, too; null when it is not."
    )
    heard_at = serializers.DateTimeField(allow_null=True, help_text="When a signed delivery came last; null: never.")
    refused = Whole("How many were not let in, ever.", most=MOST)
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it listens.")
    url = Here("Its address here.", "api-receiver", "pk")
    page_url = Here("Its page, for people, with how it is set up at the forge.", "forge:receiver", "pk")

    example: ClassVar = {
        "id": "5",
        "forge": "gitlab",
        "service": "orders",
        "team": None,
        "address": f"{HOST}/api/forge/Zd9oODH8jbnK_Nc1zl250SUl",
        "made_by": PersonName.example,
        "made_at": "2026-11-02T09:00:00Z",
        "secret_made_at": "2026-11-02T09:00:00Z",
        "old_secret_until": None,
        "heard_at": "2026-11-27T10:20:02Z",
        "refused": 0,
        "ended_at": None,
        "url": f"{HOST}/api/v1/receivers/5",
        "page_url": f"{HOST}/receivers/5/",
    }

    def to_representation(self, instance: Any) -> Any:
        told = super().to_representation(instance)
        origin = settings.ADDRESS or self.context["request"].build_absolute_uri("/").rstrip("/")
        return {**told, "service": told.get("service"), "address": f"{origin}{instance.path}"}


@extend_schema_field({"type": "string", "maxLength": 100, "x-data-class": "confidential"})
class Secret(Text):
    """Told once, and marked as what nobody else may read."""


class ReceiverMade(ReceiverAnswer):
    """The same with its secret, which is told this once."""

    secret = Secret("What the forge signs with. Put it into the forge's settings; it is not told again.", most=100)

    example: ClassVar = {**ReceiverAnswer.example, "secret": "made-for-you-and-told-this-once"}


class NewReceiver(Words):
    """Which forge is to tell, and of whose repositories: of one service, of a team's, or, with neither, of all."""

    forge = serializers.ChoiceField(Forge.choices, help_text="Which forge tells.")
    service = Short("Only of the repository of this service.", most=80, required=False)
    team = Short("Of the repositories of this team's services.", most=60, required=False)

    example: ClassVar = {"forge": "gitlab", "service": "orders"}


class NewSecret(Words):
    """How long the secret before stays good."""

    at_once = serializers.BooleanField(
        default=False,
        help_text="Whether it ends now, because it has become known; else it is good for seven days more.",
    )

    example: ClassVar = {"at_once": False}


class DeliveryAnswer(Answer):
    """Something that a forge sent, and what came of it."""

    key = Text("The forge's own name for it.", most=120)
    event = Text("What the forge calls what happened.", most=80)
    size = Whole("Bytes of its body.", most=MOST)
    received_at = serializers.DateTimeField(help_text="When it came.")
    state = serializers.ChoiceField(Delivery.State.choices, help_text="Whether it was read.")
    note = Text("What came of it; empty while it waits.", most=300, blank=True)
    read_at = serializers.DateTimeField(allow_null=True, help_text="When it was read; null while it waits.")

    example: ClassVar = {
        "key": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "event": "pull_request",
        "size": 20481,
        "received_at": "2026-11-27T10:20:02Z",
        "state": "read",
        "note": "Change 41 was opened.",
        "read_at": "2026-11-27T10:20:03Z",
    }


class KeptOutAnswer(Answer):
    """Something that was not let in."""

    at = serializers.DateTimeField(help_text="When it came.")
    why = Text("Why it was not let in.", most=200)
    network = Text("From where, without its last digits; may be empty.", most=60, blank=True)
    event = Text("What it said it was; may be empty.", most=80, blank=True)

    example: ClassVar = {
        "at": "2026-11-27T10:20:02Z", "why": "The signature does not fit.", "network": "192.0.2.0/24", "event": "push",
    }  # fmt: skip


class ForgeLoginsAnswer(Answer):
    """What somebody is called on each forge; empty where they have not said it."""

    github = Text("The login there, without the @, as it stands in an address of GitHub.", most=120, blank=True)
    gitlab = Text("The login there, without the @, as a merge request of GitLab shows it.", most=120, blank=True)
    gitea = Text("The login there, without the @; Forgejo counts as Gitea.", most=120, blank=True)

    example: ClassVar = {"github": "", "gitlab": "asilva", "gitea": ""}


class ForgeLoginsWords(Words):
    """What somebody is called on a forge. What is left out stays; empty: that login is nobody's again."""

    github = Text(
        "The login there, without the @, as it stands in an address of GitHub.", most=120, blank=True, required=False
    )
    gitlab = Text(
        "The login there, without the @, as a merge request of GitLab shows it.", most=120, blank=True, required=False
    )
    gitea = Text("The login there, without the @; Forgejo counts as Gitea.", most=120, blank=True, required=False)

    example: ClassVar = {"gitlab": "asilva"}
    least = 1
