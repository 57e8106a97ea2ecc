"""The root of the API: the rooms' addresses, where things are, the schema, and a page to read it on."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from rest_framework import serializers

import services.api.urls
import services.forge.api.urls
import teams.away.api.urls
import teams.people.api.urls
import teams.proposals.api.urls
import teams.reviews.api.urls
from portal.kit import schema
from portal.kit.api import Call
from portal.kit.endpoints import Finished, Group, finished_bytes, route
from portal.kit.shapes import Answer, Here, Text
from teams.people.api.shapes import HOST

portal = Group("Portal", "Where everything is, and this description.")
LINKS = {
    "me": ("api-me", "Who asks."),
    "inbox": ("api-inbox", "What waits for the person who asks."),
    "divisions": ("api-divisions", "The branches of the organisation."),
    "teams": ("api-teams", "Teams that stand now."),
    "people": ("api-people", "People and machines."),
    "services": ("api-services", "The services of the catalog."),
    "contracts": ("api-contracts", "The contracts of all services."),
    "away_requests": ("api-away-requests", "Teams that ask to work on another team's service."),
    "failsafes": ("api-failsafes", "What protects both sides of an away team."),
    "away_rules": ("api-company-rules", "Which failsafes hold in the company."),
    "reviews": ("api-reviews", "Looks at what critical services propose."),
    "proposals": ("api-proposals", "What teams mean to do, decided in the open."),
    "waivers": ("api-waivers", "Findings that teams leave as they are."),
    "rules": ("api-rules", "What is looked for in contracts."),
    "schema": ("api-schema", "This interface, described for programs (OpenAPI)."),
    "docs": ("api-docs", "This interface, described for people."),
}


class RootAnswer(Answer):
    """Where everything is."""

    version = Text("The version of this interface.", most=40)

    def get_fields(self) -> Any:
        return {**super().get_fields(), **{name: Here(text, at) for name, (at, text) in LINKS.items()}}

    example: ClassVar = {
        "version": "1.0.0",
        **{name: f"{HOST}/api/v1/{name.replace('_', '-')}" for name in LINKS},
        "schema": f"{HOST}/api/v1/openapi.json",
        "docs": f"{HOST}/api/docs/",
    }


class SchemaInfo(Answer):
    """What the description says of itself."""

    title = Text("What it describes.", most=80)
    version = Text("The version of the interface.", most=40)

    example: ClassVar = {"title": "Homeport", "version": "1.0.0"}


class SchemaAnswer(Answer):
    """An OpenAPI document; its specification tells the rest of its members."""

    openapi = serializers.RegexField(
        r"^3\.1\.\d+$", max_length=20, help_text="The version of OpenAPI it is written in."
    )
    info = SchemaInfo(help_text="What it describes.")

    example: ClassVar = {"openapi": "3.1.1", "info": SchemaInfo.example}


@portal.get(gives=RootAnswer)
def get_root(request: Call) -> object:
    """Tell where everything is.

    The addresses of all lists. A client that begins here needs to know no other address.
    """
    return {"version": schema.VERSION}


@portal.get(gives=Finished("This interface, as OpenAPI.", "application/json", SchemaAnswer))
def get_schema(request: Call) -> HttpResponse:
    """Read this description.

    The same for everybody, made from the code that answers. It changes only when the portal is brought up to date.
    """
    return finished_bytes(request, schema.document(), "application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as pages on which every operation can be read and tried."""
    return render(request, "portal/api_docs.html")


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs"), name="api"),
    path("docs/", docs, name="api-docs"),
    *route("v1/", get_root, name="api-root"),
    *route("v1/openapi.json", get_schema, name="api-schema"),
    path("v1/", include(teams.people.api.urls)),
    path("v1/", include(services.api.urls)),
    path("v1/", include(services.forge.api.urls)),
    path("v1/", include(teams.away.api.urls)),
    path("v1/", include(teams.reviews.api.urls)),
    path("v1/", include(teams.proposals.api.urls)),
]
