"""What the API tells of away-team requests."""

from datetime import date
from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.refusals import Invalid
from portal.kit.shapes import Answer, Day, Here, Id, Link, Short, Text
from teams.away.actions.given import day_given
from teams.away.models import AwayOffer, AwayRequest, AwayStay, figure
from teams.people.api.shapes import HOST, LONGEST, ClockAnswer, PersonName, TeamName

FIGURE = r"^-?[0-9]{1,12}(\.[0-9]{1,3})?$"


class Figure(serializers.RegexField):
    """A number with at most three digits after the point, as text, so that no program rounds it."""

    default_error_messages: ClassVar = {
        "invalid": 'Write a number as text, with a point and at most three digits after it: "1900", "0.5".'
    }

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(FIGURE, help_text=words, max_length=17, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))

    def to_representation(self, value: Any) -> str:
        return figure(value).replace(",", "")


class ComingDay(Day):
    """A day in the coming year. Another one is told together with all else that is wrong."""

    def to_internal_value(self, value: Any) -> date:
        try:
            return day_given(super().to_internal_value(value), str(self.field_name))
        except Invalid as refusal:
            raise serializers.ValidationError(refusal.message) from None


class GuestAnswer(Answer):
    """Somebody of the guest team who would come."""

    person = PersonName(help_text="Who it is.")
    percent = serializers.IntegerField(min_value=1, max_value=100, help_text="How much of their time, in percent.")

    example: ClassVar = {"person": PersonName.example, "percent": 50}


class OfferAnswer(Answer):
    """What the host offered instead of letting the guests in, and what the guest said to it."""

    kind = serializers.ChoiceField(AwayOffer.Kind.choices, help_text="What is offered.")
    words = Text("What the host offers, in a sentence.", most=LONGEST)
    link = Link("Where it can be read how; null when it is not said.", allow_null=True)
    promised_by = serializers.DateField(
        allow_null=True, help_text="The day by which the host does it itself; null when it does not."
    )
    made_by = PersonName(help_text="Who offered it.")
    made_at = serializers.DateTimeField(help_text="When.")
    accepted = serializers.BooleanField(
        allow_null=True, help_text="Whether the guest takes it; null until it has said."
    )
    answered_at = serializers.DateTimeField(allow_null=True, help_text="When it was answered; null until then.")
    answered_by = PersonName(allow_null=True, help_text="Who answered; null until then, and where silence took it.")
    reply = Text("Why the guest does not take it; empty otherwise.", most=LONGEST, blank=True)
    missed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the promised day was over by ten working days; null when it was not."
    )

    example: ClassVar = {
        "kind": "will-do",
        "words": "We are in these files anyway; refunds follow the orders in the next release.",
        "link": None,
        "promised_by": "2027-01-15",
        "made_by": {"login": "priya", "name": "Priya Raman"},
        "made_at": "2026-11-03T10:30:00Z",
        "accepted": False,
        "answered_at": "2026-11-03T15:00:00Z",
        "answered_by": PersonName.example,
        "reply": "January is after the sale this is for.",
        "missed_at": None,
    }


class StayAnswer(Answer):
    """The work between the second signature and the last word."""

    state = serializers.ChoiceField(AwayStay.State.choices, help_text="How far the work is.")
    since = serializers.DateTimeField(help_text="When it came into this state.")
    why = Text("Why it stands still or is left; empty otherwise.", most=LONGEST, blank=True)
    ends_on = serializers.DateField(help_text="The day both signed, moved by what the hosts cost and by an extension.")
    resumes_on = serializers.DateField(allow_null=True, help_text="When a pause ends by itself; null but for a pause.")
    began_at = serializers.DateTimeField(allow_null=True, help_text="When the guests could begin; null until then.")
    released_at = serializers.DateTimeField(
        allow_null=True, help_text="When the first change reached production; null until then."
    )

    example: ClassVar = {
        "state": "blocked-on-host",
        "since": "2026-11-20T09:00:00Z",
        "why": "The test database of the postings is down.",
        "ends_on": "2027-01-29",
        "resumes_on": None,
        "began_at": "2026-11-09T09:00:00Z",
        "released_at": None,
    }


class AwayRequestAnswer(Answer):
    """A team asks to work on a service of another team, and what came of it."""

    id = Id("Names the request.", source="pk")
    service = Short("The service to be worked on.", most=80, source="service.slug")
    host = TeamName(help_text="The team that owned the service when it was asked.")
    guest = TeamName(help_text="The team that asks, and would do the work.")
    title = Text("What will be there afterwards.", most=120)
    problem = Text("What is wrong today, and for whom.", most=LONGEST)
    measure = Text("What is counted to tell the effect.", most=120)
    unit = Text("In what it is counted.", most=40)
    now_value = Figure("The measure now.")
    expected_value = Figure("The measure as the guest expects it afterwards.")
    measured_value = Figure("The measure afterwards; null until the work is done.", allow_null=True)
    scope = Text("What will be touched, and what not.", most=LONGEST)
    cost_of_nothing = Text("What happens if nobody does it; empty when it is not said.", most=LONGEST, blank=True)
    wanted_by = serializers.DateField(help_text="By when the guest means to be done.")
    state = serializers.ChoiceField(AwayRequest.State.choices, help_text="How far it is.")
    asked_by = PersonName(help_text="Who asked.")
    asked_at = serializers.DateTimeField(help_text="When.")
    looked = serializers.BooleanField(help_text="Whether whoever asked looked at what is there already.")
    sponsor = PersonName(
        allow_null=True, help_text="The guest's manager who is to confirm people and time, or has; null where none is."
    )
    sponsored_at = serializers.DateTimeField(
        allow_null=True, help_text="When they confirmed and the host was asked; null until then."
    )
    first_answer_at = serializers.DateTimeField(
        allow_null=True, help_text="When the host first said anything; null until then."
    )
    decides_on = serializers.DateField(
        allow_null=True, help_text="The day by which the host said it decides; null when it has not."
    )
    late_at = serializers.DateTimeField(
        allow_null=True, help_text="When its first answer counted as late; null when it did not."
    )
    queued_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was agreed to and had to wait for a place; null when it had not."
    )
    duplicate_of = Id("The request it is the same as; null when it is none.", source="duplicate_of_id", allow_null=True)
    escalated_at = serializers.DateTimeField(
        allow_null=True, help_text="When the host's silence was passed on; null when it was not."
    )
    decided_by = PersonName(allow_null=True, help_text="Who agreed or declined; null while nobody has.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="When; null while nobody has.")
    contact = PersonName(allow_null=True, help_text="Whom the guests turn to at the host; null until it has agreed.")
    signed_at = serializers.DateTimeField(
        allow_null=True, help_text="When both leads had signed the charter and the work began; null until then."
    )
    answer = Text("What the host said; empty while it has not.", most=LONGEST, blank=True)
    reason = Text("Why it was declined, as a code; empty when it was not.", most=20, blank=True)
    value = Text("What was measured that speaks against it; empty when it was not declined.", most=120, blank=True)
    source = Link("Where that can be looked up; null when it was not declined.", allow_null=True)  # type: ignore[assignment]
    offer = OfferAnswer(
        allow_null=True, source="made_offer", help_text="What the host offered instead; null when it offered nothing."
    )
    stay = StayAnswer(
        allow_null=True, source="told_stay", help_text="How the work goes once both have signed; null until then."
    )
    outcome = Text("What came of it, or why it stopped; empty while it goes on.", most=LONGEST, blank=True)
    closed_at = serializers.DateTimeField(allow_null=True, help_text="When nothing more was to come; null until then.")
    may_copy = serializers.BooleanField(
        help_text="Whether the guest may build its own copy: refused, not answered or so offered."
    )
    url = Here("Its address here.", "api-away-request", "pk")
    page_url = Here("Its page, for people.", "away:request", "pk")

    example: ClassVar = {
        "id": "112",
        "service": "ledger-entries",
        "host": {"slug": "ledger", "name": "Ledger"},
        "guest": TeamName.example,
        "title": "Refunds in several currencies",
        "problem": "Customers abroad are refunded in pounds, and call us to ask why the sum is wrong.",
        "measure": "Care contacts about refunds",
        "unit": "contacts a week",
        "now_value": "1900",
        "expected_value": "400",
        "measured_value": None,
        "scope": "postings/refund and its tests; nothing else.",
        "cost_of_nothing": "The contacts grow with every new country.",
        "wanted_by": "2027-01-29",
        "state": "agreed",
        "asked_by": PersonName.example,
        "asked_at": "2026-11-02T09:00:00Z",
        "looked": True,
        "sponsor": {"login": "ruth", "name": "Ruth Calloway"},
        "sponsored_at": "2026-11-02T13:20:00Z",
        "first_answer_at": "2026-11-03T08:10:00Z",
        "decides_on": "2026-11-06",
        "late_at": None,
        "queued_at": None,
        "duplicate_of": None,
        "escalated_at": None,
        "decided_by": {"login": "priya", "name": "Priya Raman"},
        "decided_at": "2026-11-04T10:30:00Z",
        "contact": {"login": "tom", "name": "Tom Okafor"},
        "signed_at": None,
        "answer": "Come on Monday; read the posting rules first.",
        "reason": "",
        "value": "",
        "source": None,
        "offer": OfferAnswer.example,
        "stay": None,
        "outcome": "",
        "closed_at": None,
        "may_copy": False,
        "url": f"{HOST}/api/v1/away-requests/112",
        "page_url": f"{HOST}/away/112/",
    }


class AwayRequestWhole(AwayRequestAnswer):
    """A request with the people who would come, and who is waited for."""

    place = serializers.IntegerField(
        min_value=0, max_value=10_000, help_text="Its place in the queue of its host; 0 when it does not wait in one."
    )
    members = GuestAnswer(many=True, source="told_members", help_text="Who comes, those with the most time first.")
    waits = serializers.ListField(
        child=ClockAnswer(),
        max_length=1000,
        help_text="What is awaited now of it and all that belongs to it: what is next first.",
    )

    example: ClassVar = {
        **AwayRequestAnswer.example,
        "place": 0,
        "members": [GuestAnswer.example],
        "waits": [
            {
                "id": "1766",
                "title": "Draft the charter with Ledger: Refunds in several currencies",
                "silence": "Whoever leads Store is asked instead.",
                "due_at": "2026-11-11T17:00:00Z",
                "started_at": "2026-11-04T10:30:00Z",
                "awaited": {"person": None, "team": TeamName.example},
                "url": f"{HOST}/away/112/charter/",
            }
        ],
    }
