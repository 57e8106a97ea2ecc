"""What the API takes about services, contracts, waivers and consumers. Shapes only; the rules are in actions."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Day, Link, PageWords, Short, Text, Upload, Words
from services import contracts as engine
from services.actions.contracts import FACTS
from services.api.check_shapes import SEVERITIES
from services.api.shapes import FactsAnswer
from services.forms import FACT_HELP
from services.models import Contract, Service, Waiver
from services.reads.browse import SERVICE_SORTS
from services.states import SERVICE

LONGEST_WORDS = 4000


class ServiceQuery(PageWords):
    """Which services, in which order."""

    q = Text("Only services with this text in short name, name or description.", most=200, required=False)
    team = Short("Only services of this team.", most=60, required=False)
    lifecycle = serializers.ChoiceField(
        Service.Lifecycle.choices, required=False, help_text="Only these; without it, all but retired ones."
    )
    criticality = serializers.ChoiceField(Service.Criticality.choices, required=False, help_text="Only these.")
    sort = serializers.ChoiceField(list(SERVICE_SORTS), default="name", help_text="By what they are ordered.")


class ServiceFacts(Words):
    """What can be said about a service and corrected later."""

    name = Text("How it is called; the short name when it is left out.", most=120, required=False)
    text = Text("What it does and for whom.", most=LONGEST_WORDS, blank=True, required=False)
    criticality = serializers.ChoiceField(
        Service.Criticality.choices, required=False, help_text="How much hurts when it fails."
    )
    source_url = Link("Where its source is; empty: not said.", blank=True, required=False)
    runbook_url = Link("What to do when it fails; empty: not said.", blank=True, required=False)
    docs_url = Link("Where it is explained; empty: not said.", blank=True, required=False)
    on_call = Text("How to reach whoever is on call.", most=120, blank=True, required=False)


class NewService(ServiceFacts):
    """A service to register."""

    team = Short("The team that owns it.", most=60)
    slug = Short("Its short name, the same for ever.", most=80)
    lifecycle = serializers.ChoiceField(
        [Service.Lifecycle.EXPERIMENTAL, Service.Lifecycle.PRODUCTION],
        default=Service.Lifecycle.EXPERIMENTAL,
        help_text="Where it is in its life.",
    )

    example: ClassVar = {
        "team": "checkout",
        "slug": "orders",
        "name": "Orders",
        "text": "Takes orders and keeps them until they are delivered.",
        "criticality": "critical",
        "lifecycle": "production",
        "source_url": "https://git.hartwell.example/checkout/orders",
    }


class ServiceChange(ServiceFacts):
    """What to correct about a service. What is left out stays as it is."""

    example: ClassVar = {"on_call": "+351 210 000 000", "runbook_url": "https://docs.hartwell.example/orders/runbook"}
    least = 1


class ServiceMove(Words):
    """Where a service goes in its life."""

    verb = serializers.ChoiceField(
        list(SERVICE.moves), help_text="release: to production; revive: from deprecated back to production."
    )

    example: ClassVar = {"verb": "release"}


class HandOver(Words):
    """Which team owns a service from now on."""

    to = Short("The new owner.", most=60)

    example: ClassVar = {"to": "books"}


class ContractQuery(PageWords):
    """Which contracts."""

    q = Text("Only contracts with this text in short name, service or description.", most=200, required=False)
    technology = serializers.ChoiceField(list(engine.formats()), required=False, help_text="Only of this format.")


class FactsWords(Words):
    """What is said beside the document, because its format cannot say it. What is empty or left out is not said."""

    def get_fields(self) -> Any:
        return {name: Text(FACT_HELP[name], most=300, blank=True, required=False) for name in FACTS}

    example: ClassVar = {name: text for name, text in FactsAnswer.example.items() if text}


AUDIENCE: dict[str, Any] = {"choices": Contract.Audience.choices, "help_text": "Who uses it now."}


class NewContract(Words):
    """A contract to register, with its first document: either its text or an address to fetch it from."""

    service = Short("The service that offers it.", most=80)
    slug = Short("Its short name within the service, the same for ever.", most=80)
    audience = serializers.ChoiceField(default=Contract.Audience.COMPANY, **AUDIENCE)
    text = Text("What it is for.", most=LONGEST_WORDS, blank=True, default="")
    facts = FactsWords(required=False, help_text="What is said beside the document.")
    content = Text("The document itself.", most=64 * 1024 * 1024, required=False, trim_whitespace=False)
    url = Link("Where the document is fetched from, once, now.", most=2000, required=False)

    example: ClassVar = {
        "service": "orders",
        "slug": "orders-api",
        "audience": "company",
        "text": "Place and follow orders.",
        "facts": FactsWords.example,
        "content": "openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n",
    }


class NewContractFile(Words):
    """A contract to register, with its first document as a file."""

    service = Short("The service that offers it.", most=80)
    slug = Short("Its short name within the service, the same for ever.", most=80)
    audience = serializers.ChoiceField(default=Contract.Audience.COMPANY, **AUDIENCE)
    text = Text("What it is for.", most=LONGEST_WORDS, blank=True, default="")
    file = Upload("The document; sent several times: its files, which are packed as one ZIP.")

    example: ClassVar = {"service": "orders", "slug": "orders-api", "audience": "company", "file": "openapi: 3.1.0"}


class ContractChange(Words):
    """What to correct beside the document. What is left out stays as it is; `facts` are replaced as a whole."""

    audience = serializers.ChoiceField(required=False, **AUDIENCE)
    text = Text("What it is for.", most=LONGEST_WORDS, blank=True, required=False)
    facts = FactsWords(required=False, help_text="What is said beside the document; takes the place of all facts.")

    example: ClassVar = {"audience": "partner", "facts": FactsWords.example}
    least = 1


class NewRevision(Words):
    """The next document of a contract: either its text or an address to fetch it from."""

    content = Text("The document itself.", most=64 * 1024 * 1024, required=False, trim_whitespace=False)
    url = Link("Where the document is fetched from, once, now.", most=2000, required=False)

    example: ClassVar = {"url": "https://git.hartwell.example/checkout/orders/raw/main/openapi.yaml"}
    least = 1


class NewRevisionFile(Words):
    """The next document of a contract, as a file."""

    file = Upload("The document; sent several times: its files, which are packed as one ZIP.")

    example: ClassVar = {"file": "openapi: 3.1.0"}


class UploadQuery(Words):
    """What a document sent as it is was called."""

    name = Text("The file's name, for people who look where it came from.", most=200, required=False)


class Publication(Words):
    """How long the revision that is published now lives on."""

    keep_until = Day(
        required=False,
        allow_null=True,
        help_text="Until this day it stays, deprecated, and its consumers are told; without it, it ends now.",
    )

    example: ClassVar = {"keep_until": "2027-03-31"}


class Deprecation(Words):
    """Until when a revision lasts, and what to use instead."""

    sunset_on = Day(help_text="The last day it answers; in the future.")
    replacement = Text("What to use instead, in words a stranger understands.", most=1000)

    example: ClassVar = {"sunset_on": "2027-03-31", "replacement": "Orders 2.0: place orders with POST /v2/orders."}


class FindingQuery(PageWords):
    """Which findings."""

    rule = Text("Only of this rule.", most=200, required=False)
    severity = serializers.ChoiceField(SEVERITIES, required=False, help_text="Only of this weight.")


class OperationQuery(PageWords):
    """Which operations."""

    q = Text("Only operations with this text in name, address or summary.", most=200, required=False)


class WaiverQuery(PageWords):
    """Which waivers."""

    state = serializers.ChoiceField(Waiver.State.choices, required=False, help_text="Only these; without it, all.")


class NewWaiver(Words):
    """A finding to leave as it is: why, with which data, until when."""

    fingerprint = Short("The finding, as the list of findings names it.", most=64)
    reason = Text("Why it is left, in a sentence a stranger understands.", most=LONGEST_WORDS)
    evidence = serializers.ChoiceField(Waiver.Evidence.choices, help_text="What kind of data it rests on.")
    value = Text("What was measured, with its unit.", most=120)
    baseline = Text("What it was before, or what is usual.", most=120, blank=True, default="")
    source = Link("Where others can look it up.")  # type: ignore[assignment]
    expires_on = Day(help_text="Its last day, within a year from now.")

    example: ClassVar = {
        "fingerprint": "5c1a0f1de2b34c55",
        "reason": "The operation ends with the old shop in spring; nobody new will call it.",
        "evidence": "metric",
        "value": "3 calls a day",
        "baseline": "4,000 calls a day",
        "source": "https://metrics.hartwell.example/d/orders-old",
        "expires_on": "2027-03-31",
    }


class NewConsumer(Words):
    """A service that uses the contract. Its own team declares it."""

    service = Short("The service that uses.", most=80)
    operations = serializers.ListField(
        child=Text("The name of an operation.", most=300),
        max_length=500,
        default=list,
        help_text="Names of the operations it uses; empty: not known.",
    )
    note = Text("What others should know about it.", most=500, blank=True, default="")

    example: ClassVar = {"service": "invoices", "operations": ["readOrder"], "note": "Nightly run."}
