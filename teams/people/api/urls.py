"""Addresses of people in the API."""

from portal.kit.endpoints import route
from teams.people.api import views

urlpatterns = [
    *route("me", views.get_me, name="api-me"),
    *route("inbox", views.list_inbox, name="api-inbox"),
    *route("divisions", views.list_divisions, name="api-divisions"),
    *route("teams", views.list_teams, name="api-teams"),
    *route("teams/<slug:team>", views.get_team, name="api-team"),
    *route("people", views.list_people, name="api-people"),
    *route("people/<slug:login>", views.get_person, name="api-person"),
]
