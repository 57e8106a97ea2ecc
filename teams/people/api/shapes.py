"""What the API tells of divisions, teams, people and what waits for them."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Page, PageWords, Short, Text, Words
from portal.models import ApiToken
from teams.people.models import Division, Person, Team

HOST = "https://homeport.hartwell.example"
LONGEST = 1_000_000


class PersonName(Answer):
    """A person, by name."""

    login = Short("The person's login, which names them in addresses.", most=60)
    name = Text("How the person is called.", most=120)

    example: ClassVar = {"login": "ana", "name": "Ana Silva"}


class TeamName(Answer):
    """A team, by name."""

    slug = Short("The team's short name, which names it in addresses.", most=60)
    name = Text("How the team is called.", most=120)

    example: ClassVar = {"slug": "checkout", "name": "Checkout"}


class DivisionName(Answer):
    """A division, by name."""

    slug = Short("The division's short name.", most=60)
    name = Text("How the division is called.", most=120)

    example: ClassVar = {"slug": "shop", "name": "Shop"}


class DivisionAnswer(Answer):
    """A branch of the organisation. Divisions form a tree."""

    slug = Short("Its short name, the same for ever.", most=60)
    name = Text("How it is called.", most=120)
    text = Text("What it is there for; empty when nobody has said it.", most=LONGEST, blank=True)
    parent = DivisionName(allow_null=True, help_text="The division it belongs to; null at the top.")
    head = PersonName(allow_null=True, help_text="Who leads it; null when nobody does.")

    example: ClassVar = {
        "slug": "shop",
        "name": "Shop",
        "text": "Everything a customer sees before paying.",
        "parent": None,
        "head": PersonName.example,
    }


class TeamAnswer(Answer):
    """A home team: the few people who own services together."""

    slug = Short("Its short name, the same for ever.", most=60)
    name = Text("How it is called.", most=120)
    division = DivisionName(help_text="The division it belongs to.")
    lead = PersonName(help_text="Who leads it and answers for it.")
    mission = Text("Its value to the customer; empty when it has not said it.", most=LONGEST, blank=True)
    email = Text("A mail address that reaches the team; empty when there is none.", most=254, blank=True)
    chat = Text("Where it talks; empty when it has not said it.", most=120, blank=True)
    time_zone = Text("Its time zone by its IANA name.", most=60)
    size_limit = serializers.IntegerField(
        min_value=1, max_value=32767, help_text="How many people it means to be at most."
    )
    openness = serializers.ChoiceField(Team.Openness.choices, help_text="How it takes contributions from others.")
    created_at = serializers.DateTimeField(help_text="When it was founded.")
    retired_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it stands.")
    url = Here("Its address here.", "api-team", "slug")
    page_url = Here("Its page, for people.", "team", "slug")

    example: ClassVar = {
        "slug": "checkout",
        "name": "Checkout",
        "division": DivisionName.example,
        "lead": PersonName.example,
        "mission": "Customers pay in one step and never twice.",
        "email": "checkout@hartwell.example",
        "chat": "#checkout",
        "time_zone": "Europe/Lisbon",
        "size_limit": 6,
        "openness": "welcome",
        "created_at": "2026-03-02T09:00:00Z",
        "retired_at": None,
        "url": f"{HOST}/api/v1/teams/checkout",
        "page_url": f"{HOST}/teams/checkout/",
    }


class MemberAnswer(Answer):
    """Somebody who works in a team now."""

    person = PersonName(help_text="Who it is.")
    role = Text("What they do there; empty when it is not said.", most=80, blank=True)
    since = serializers.DateTimeField(help_text="Since when.")

    example: ClassVar = {"person": PersonName.example, "role": "Lead", "since": "2026-03-02T09:00:00Z"}


class PersonAnswer(Answer):
    """A person, or a machine that acts through a token."""

    login = Short("Their login, the same for ever.", most=60)
    name = Text("How they are called.", most=120)
    kind = serializers.ChoiceField(Person.Kind.choices, help_text="A person, or a machine.")
    time_zone = Text("Their time zone by its IANA name.", most=60)
    manager = PersonName(allow_null=True, help_text="Who manages them; null when nobody does.")
    is_steward = serializers.BooleanField(help_text="Whether they keep the portal itself in order.")
    is_active = serializers.BooleanField(help_text="Whether they may log in. People leave; they are never deleted.")
    joined_at = serializers.DateTimeField(help_text="When they came.")
    left_at = serializers.DateTimeField(allow_null=True, help_text="When they left; null while they are here.")
    url = Here("Their address here.", "api-person", "login")
    page_url = Here("Their page, for people.", "people:person", "login")

    example: ClassVar = {
        "login": "ana",
        "name": "Ana Silva",
        "kind": "person",
        "time_zone": "Europe/Lisbon",
        "manager": None,
        "is_steward": False,
        "is_active": True,
        "joined_at": "2026-01-12T08:00:00Z",
        "left_at": None,
        "url": f"{HOST}/api/v1/people/ana",
        "page_url": f"{HOST}/people/ana/",
    }


class MembershipAnswer(Answer):
    """A team a person is in, or was in."""

    team = TeamName(help_text="Where they work, or worked.")
    role = Text("What they do there; empty when it is not said.", most=80, blank=True)
    since = serializers.DateTimeField(help_text="Since when.")
    until = serializers.DateTimeField(allow_null=True, help_text="Until when; null while they are in it.")

    example: ClassVar = {"team": TeamName.example, "role": "Lead", "since": "2026-03-02T09:00:00Z", "until": None}


class PersonWhole(PersonAnswer):
    """A person with the teams they are in and were in."""

    memberships = MembershipAnswer(
        many=True, source="told_memberships", help_text="Teams, those they are in now first."
    )

    example: ClassVar = {**PersonAnswer.example, "memberships": [MembershipAnswer.example]}


class TeamWhole(TeamAnswer):
    """A team with the people who work in it now."""

    members = MemberAnswer(many=True, source="told_members", help_text="Who works in it now, the longest first.")

    example: ClassVar = {**TeamAnswer.example, "members": [MemberAnswer.example]}


class TokenAnswer(Answer):
    """The token that this request was made with. Never its text."""

    name = Text("What it was made for.", most=80)
    scope = serializers.ChoiceField(ApiToken.Scope.choices, help_text="Whether it only reads.")
    created_at = serializers.DateTimeField(help_text="When it was made.")
    ends_at = serializers.DateTimeField(allow_null=True, help_text="When it ends; null when it does not by itself.")

    example: ClassVar = {"name": "checkout-ci", "scope": "write", "created_at": "2026-11-02T09:00:00Z", "ends_at": None}


class Me(PersonWhole):
    """Who asks: the person that the token or the login stands for."""

    token = TokenAnswer(allow_null=True, help_text="The token of this request; null for a login in a browser.")

    example: ClassVar = {**PersonWhole.example, "token": TokenAnswer.example}


class Awaited(Answer):
    """Who is to answer: one person, or one team."""

    person = PersonName(source="awaited_person", allow_null=True, help_text="The person; null when it is a team.")
    team = TeamName(
        source="awaited_team",
        allow_null=True,
        help_text="The team, of which any member may answer; null when it is a person.",
    )

    example: ClassVar = {"person": None, "team": TeamName.example}


class ClockAnswer(Answer):
    """Something that waits: what is awaited, from whom, until when, and what silence means."""

    id = Id("Names the clock.", source="pk")
    title = Text("What is to be done, as a sentence.", most=300)
    silence = Text("What happens when nobody answers.", most=300)
    due_at = serializers.DateTimeField(help_text="Until when.")
    started_at = serializers.DateTimeField(help_text="Since when it waits.")
    awaited = Awaited(source="*", help_text="From whom.")
    url = Page("The page where it can be answered.")

    example: ClassVar = {
        "id": "1742",
        "title": "Mend or waive 3 errors in orders-api 1.4.0",
        "silence": "It stays a draft; consumers keep what is published now.",
        "due_at": "2026-12-05T12:00:00Z",
        "started_at": "2026-11-21T12:00:00Z",
        "awaited": Awaited.example,
        "url": f"{HOST}/contracts/orders/orders-api/4/",
    }


class Disbanding(Words):
    """Why a team ends."""

    why = Text("In a sentence; everybody can read it.", most=500)

    example: ClassVar = {"why": "Checkout and Basket become one team."}


class TeamWords(PageWords):
    """Which teams."""

    q = Text("Only teams with this text in name, short name or mission.", most=200, required=False)


class PersonWords(PageWords):
    """Which people."""

    q = Text("Only people with this text in name or login.", most=200, required=False)


def division_rows() -> Any:
    """Every division with what is told of it."""
    return Division.objects.select_related("parent", "head").order_by("name", "pk")
