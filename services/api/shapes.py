"""What the API tells of services, contracts and who uses them."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, Short, Text
from services.models import Contract, Revision, Service
from teams.people.api.shapes import HOST, LONGEST, PersonName, TeamName

CONTRACT = (f"{HOST}/api/v1/contracts/orders/orders-api", f"{HOST}/contracts/orders/orders-api")


class ServiceAnswer(Answer):
    """Something one team owns and runs, reached only through its contracts."""

    slug = Short("Its short name, the same for ever.", most=80)
    name = Text("How it is called.", most=120)
    text = Text("What it does and for whom; empty when nobody has said it.", most=LONGEST, blank=True)
    team = TeamName(help_text="The one team that owns it.")
    lifecycle = serializers.ChoiceField(Service.Lifecycle.choices, help_text="Where it is in its life.")
    criticality = serializers.ChoiceField(Service.Criticality.choices, help_text="How much hurts when it fails.")
    source_url = Link("Where its source is; null when it is not said.", allow_null=True)
    source_open = serializers.BooleanField(help_text="Whether everyone inside may read its source.")
    runbook_url = Link("What to do when it fails; null when it is not said.", allow_null=True)
    docs_url = Link("Where it is explained; null when it is not said.", allow_null=True)
    on_call = Text("How to reach whoever is on call; empty when it is not said.", most=120, blank=True)
    created_at = serializers.DateTimeField(help_text="When it was registered.")
    retired_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it lives.")
    url = Here("Its address here.", "api-service", "slug")
    page_url = Here("Its page, for people.", "services:service", "slug")

    example: ClassVar = {
        "slug": "orders",
        "name": "Orders",
        "text": "Takes orders and keeps them until they are delivered.",
        "team": TeamName.example,
        "lifecycle": "production",
        "criticality": "critical",
        "source_url": "https://git.hartwell.example/checkout/orders",
        "source_open": True,
        "runbook_url": None,
        "docs_url": None,
        "on_call": "+351 210 000 000",
        "created_at": "2026-03-02T09:00:00Z",
        "retired_at": None,
        "url": f"{HOST}/api/v1/services/orders",
        "page_url": f"{HOST}/services/orders/",
    }


class ServiceLine(ServiceAnswer):
    """A service as the catalog lists it."""

    used_by = serializers.IntegerField(min_value=0, max_value=2**31, help_text="How many services declare to use it.")

    example: ClassVar = {**ServiceAnswer.example, "used_by": 4}

    def to_representation(self, instance: Any) -> Any:
        instance.service.used_by = instance.used_by
        return super().to_representation(instance.service)


class FactsAnswer(Answer):
    """What is said beside the document, because its format cannot say it. Empty where nothing is said."""

    contact = Text("Who answers outside developers: a name and an address.", most=300, blank=True, default="")
    terms = Text("Where the terms of use stand.", most=300, blank=True, default="")
    licence = Text("Under which licence it may be used.", most=300, blank=True, default="")
    data_class = Text("public, internal, confidential or personal.", most=300, blank=True, default="")
    quotas = Text("How much a caller may ask: 600 requests a minute.", most=300, blank=True, default="")
    support = Text("How and when help is given.", most=300, blank=True, default="")

    example: ClassVar = {
        "contact": "Checkout <checkout@hartwell.example>",
        "terms": "",
        "licence": "",
        "data_class": "personal",
        "quotas": "600 requests a minute",
        "support": "On working days, within four hours",
    }


class ScoreAnswer(Answer):
    """How many of the checks hold. What was not checked is never counted as holding."""

    passed = serializers.IntegerField(min_value=0, max_value=10_000, help_text="Checks that hold.")
    failed = serializers.IntegerField(min_value=0, max_value=10_000, help_text="Checks that do not.")
    unchecked = serializers.IntegerField(min_value=0, max_value=10_000, help_text="Checks that could not be made.")

    example: ClassVar = {"passed": 21, "failed": 2, "unchecked": 1}


class RevisionName(Answer):
    """A revision of a contract, in short."""

    number = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Its number within the contract.")
    version = Text("What the document calls itself; empty until a check has read it.", most=80, blank=True)
    state = serializers.ChoiceField(Revision.State.choices, help_text="Where it is in its life.")
    checked = serializers.BooleanField(help_text="Whether its newest check could judge it. Never a success without.")
    errors = serializers.IntegerField(  # type: ignore[assignment]
        min_value=0, max_value=2**31 - 1, help_text="Open errors, without waived ones."
    )
    warnings = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text="Open warnings, without waived ones."
    )
    hints = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text="Infos and hints, without waived ones."
    )
    waived = serializers.IntegerField(min_value=0, max_value=2**31 - 1, help_text="Findings that are waived today.")
    url = Here("Its address here.", "api-revision", "contract.service.slug", "contract.slug", "number")

    example: ClassVar = {
        "number": 4,
        "version": "1.4.0",
        "state": "draft",
        "checked": True,
        "errors": 0,
        "warnings": 2,
        "hints": 1,
        "waived": 1,
        "url": f"{CONTRACT[0]}/revisions/4",
    }


class ContractAnswer(Answer):
    """One interface of a service, in one technology."""

    service = serializers.SlugField(source="service.slug", max_length=80, help_text="The service that offers it.")
    slug = Short("Its short name within the service, the same for ever.", most=80)
    technology = Text("Its format, such as openapi; empty until a check has read it.", most=20, blank=True)
    audience = serializers.ChoiceField(Contract.Audience.choices, help_text="Who uses it now.")
    text = Text("What it is for; empty when nobody has said it.", most=LONGEST, blank=True)
    facts = FactsAnswer(help_text="What is said beside the document.")
    team = TeamName(source="service.team", help_text="The team that owns the service.")
    created_at = serializers.DateTimeField(help_text="When it was registered.")
    url = Here("Its address here.", "api-contract", "service.slug", "slug")
    page_url = Here("Its page, for people.", "services:contract", "service.slug", "slug")

    example: ClassVar = {
        "service": "orders",
        "slug": "orders-api",
        "technology": "openapi",
        "audience": "company",
        "text": "Place and follow orders.",
        "facts": FactsAnswer.example,
        "team": TeamName.example,
        "created_at": "2026-03-02T09:00:00Z",
        "url": CONTRACT[0],
        "page_url": f"{CONTRACT[1]}/",
    }


class ContractLine(ContractAnswer):
    """A contract with the revision that stands for it, its open draft and how many use it."""

    revision = RevisionName(
        allow_null=True, help_text="The published one, else the newest that is left; null when there is none."
    )
    draft = RevisionName(allow_null=True, help_text="Its newest open draft; null when there is none.")
    used_by = serializers.IntegerField(min_value=0, max_value=2**31, help_text="How many services declare to use it.")

    example: ClassVar = {
        **ContractAnswer.example,
        "revision": {**RevisionName.example, "number": 3, "state": "published", "url": f"{CONTRACT[0]}/revisions/3"},
        "draft": RevisionName.example,
        "used_by": 4,
    }

    def to_representation(self, instance: Any) -> Any:
        contract = instance.contract
        contract.revision, contract.draft, contract.used_by = instance.shown, instance.draft, instance.used_by
        return super().to_representation(contract)


class ServiceWhole(ServiceAnswer):
    """A service with its contracts and the services that use them."""

    contracts = ContractLine(many=True, source="told_contracts", help_text="Its contracts, by short name.")
    used_by = serializers.IntegerField(min_value=0, max_value=2**31, help_text="How many services declare to use it.")

    example: ClassVar = {**ServiceAnswer.example, "contracts": [ContractLine.example], "used_by": 4}


class ConsumerAnswer(Answer):
    """A service that says it uses a contract, so that its team hears of every change."""

    id = Id("Names this use.", source="pk")
    service = serializers.SlugField(source="service.slug", max_length=80, help_text="The service that uses.")
    contract = Here("The contract that is used.", "api-contract", "contract.service.slug", "contract.slug")
    operations = serializers.ListField(
        child=serializers.CharField(max_length=300), max_length=500, help_text="Operations it uses; empty: not known."
    )
    note = Text("What its team says about it; may be empty.", most=LONGEST, blank=True)
    declared_by = PersonName(help_text="Who declared it.")
    declared_at = serializers.DateTimeField(help_text="When.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="Since when it is no longer so; null while it is.")
    url = Here("Its address here.", "api-consumer", "pk")

    example: ClassVar = {
        "id": "87",
        "service": "invoices",
        "contract": CONTRACT[0],
        "operations": ["readOrder"],
        "note": "Nightly run.",
        "declared_by": PersonName.example,
        "declared_at": "2026-04-01T10:00:00Z",
        "ended_at": None,
        "url": f"{HOST}/api/v1/consumers/87",
    }
