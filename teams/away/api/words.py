"""What the API takes about away-team requests. Shapes only; the rules are in actions."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Day, Link, PageWords, Short, Text, Whole, Words
from teams.away.actions.asking import MOST_PEOPLE
from teams.away.actions.given import LONGEST, MOST
from teams.away.actions.requests import NO_TIME
from teams.away.api.shapes import ComingDay, Figure
from teams.away.models import AwayOffer, AwayRequest
from teams.away.reads.requests import SORTS


class RequestQuery(PageWords):
    """Which requests, in which order."""

    q = Text("Only requests with this text in title, problem, scope or service.", most=200, required=False)
    state = serializers.ChoiceField(
        [("open", "sent, asked, passed on, offered, promised, queued, agreed or signed"), *AwayRequest.State.choices],
        required=False,
        help_text="Only these; `open` is all that somebody still has to answer or to finish.",
    )
    service = Short("Only about this service.", most=80, required=False)
    team = Short("Only with this team, as guest or as host.", most=60, required=False)
    person = Short("Only those this person would come along with.", most=60, required=False)
    sort = serializers.ChoiceField(list(SORTS), default="due", help_text="By what they are ordered.")


class GuestWords(Words):
    """Somebody of the guest team who would come."""

    person = Short("Their login.", most=60)
    percent = Whole("How much of their time, in percent.", least=1, most=100)

    example: ClassVar = {"person": "ana", "percent": 50}


class NewRequest(Words):
    """What a team asks of another: why, the effect in numbers, what is touched, who comes, until when."""

    service = Short("The service to be worked on.", most=80)
    guest = Short("The team that asks.", most=60)
    title = Text("What will be there afterwards.", most=120)
    problem = Text("What is wrong today, and for whom.", most=MOST["problem"])
    measure = Text("What is counted to tell the effect.", most=120)
    unit = Text("In what it is counted.", most=40)
    now_value = Figure("The measure now.")
    expected_value = Figure("The measure as you expect it afterwards; another one than now.")
    scope = Text("What will be touched, and what not.", most=MOST["scope"])
    cost_of_nothing = Text(
        "What happens if nobody does it. It may be left out only where the rules do not ask for it.",
        most=MOST["cost_of_nothing"], blank=True, default="",
    )  # fmt: skip
    wanted_by = ComingDay(help_text="By when it will be done: a day in the coming year.")
    looked = serializers.BooleanField(
        default=False, help_text="Whether whoever asks has looked at what is there already."
    )
    people = serializers.ListField(
        child=GuestWords(), min_length=1, max_length=MOST_PEOPLE, help_text="Who comes, of the guest's own people."
    )
    sponsor = Short(
        "The login of whoever above the guest is asked first to confirm people and time; left out, the nearest is.",
        most=60, required=False,
    )  # fmt: skip

    example: ClassVar = {
        "service": "ledger-entries",
        "guest": "checkout",
        "title": "Refunds in several currencies",
        "problem": "Customers abroad are refunded in pounds, and call us to ask why the sum is wrong.",
        "measure": "Care contacts about refunds",
        "unit": "contacts a week",
        "now_value": "1900",
        "expected_value": "400",
        "scope": "postings/refund and its tests; nothing else.",
        "cost_of_nothing": "The contacts grow with every new country.",
        "wanted_by": "2027-01-29",
        "looked": True,
        "people": [GuestWords.example],
        "sponsor": "ruth",
    }


class Agreement(Words):
    """Whom the guests turn to, and what they should know first."""

    contact = Short("The login of a member of the host.", most=60)
    answer = Text("What they should know.", most=LONGEST, blank=True, default="")
    for_all = serializers.BooleanField(
        default=False, help_text="Whether it counts for everything that is put together with it, too."
    )

    example: ClassVar = {"contact": "tom", "answer": "Come on Monday; read the posting rules first.", "for_all": False}


class NewOffer(Words):
    """What the host offers instead of letting the guests in."""

    kind = serializers.ChoiceField(AwayOffer.Kind.choices, help_text="What is offered.")
    words = Text("What they get, or how they go about it.", most=LONGEST)
    promised_by = Day(required=False, help_text="By when the host does it itself; with `will-do` only. It binds.")
    link = Link("Where it can be read how; required with `extension-point`.", blank=True, required=False)
    for_all = serializers.BooleanField(
        default=False, help_text="Whether it counts for everything that is put together with it, too."
    )

    example: ClassVar = {
        "kind": "will-do",
        "words": "We are in these files anyway; refunds follow the orders in the next release.",
        "promised_by": "2027-01-15",
        "link": "",
        "for_all": False,
    }


class Refusal(Words):
    """Why not, in words, and by which data. Lack of time is no reason: the guests bring their own.

    Only where F7 is off `no-time` counts, and the data may be left out.
    """

    reason = serializers.ChoiceField(
        [*AwayRequest.Reason.choices, (NO_TIME, "No time for it; only where F7 is off")],
        help_text="What speaks against it.",
    )
    answer = Text("In a sentence, with what to do instead.", most=LONGEST)
    value = Text("What was measured, with its unit.", most=120, blank=True, required=False)
    source = Link("Where others can look it up.", blank=True, required=False)  # type: ignore[assignment]
    for_all = serializers.BooleanField(
        default=False, help_text="Whether it counts for everything that is put together with it, too."
    )

    example: ClassVar = {
        "reason": "too-risky",
        "answer": "Postings move to the new ledger until March; a second change at once has hurt us before.",
        "value": "2 incidents a month",
        "source": "https://metrics.hartwell.example/d/postings",
        "for_all": False,
    }


class Ending(Words):
    """Why it stops here."""

    answer = Text("One sentence; everybody can read it.", most=LONGEST)

    example: ClassVar = {"answer": "A contract of theirs offers it now."}


class Finish(Words):
    """What came of it, in the number that was promised."""

    measured_value = Figure("The measure now that it is done.")
    outcome = Text("What is live, what was learned.", most=LONGEST)

    example: ClassVar = {"measured_value": "512", "outcome": "Live since Monday in all 31 currencies."}
