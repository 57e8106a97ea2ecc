"""Addresses of people in the API."""

from portal.kit.endpoints import route
from teams.people.api import calendars, views

urlpatterns = [
    *route("me", views.get_me, name="api-me"),
    *route("inbox", views.list_inbox, name="api-inbox"),
    *route("divisions", views.list_divisions, name="api-divisions"),
    *route("teams", views.list_teams, name="api-teams"),
    *route("teams/<slug:team>", views.get_team, name="api-team"),
    *route("teams/<slug:team>/disband", views.disband_team, name="api-team-disband"),
    *route("people", views.list_people, name="api-people"),
    *route("people/<slug:login>", views.get_person, name="api-person"),
    *route("teams/<slug:team>/calendar", calendars.get_calendar, calendars.change_calendar, name="api-team-calendar"),
    *route(
        "people/<slug:login>/absences", calendars.list_absences, calendars.declare_absence, name="api-person-absences"
    ),
    *route("absences/<id:absence>", calendars.get_absence, name="api-absence"),
    *route("absences/<id:absence>/take-back", calendars.take_back_absence, name="api-absence-take-back"),
    *route("freezes", calendars.list_freezes, calendars.freeze_company, name="api-freezes"),
    *route("freezes/<id:freeze>", calendars.get_freeze, name="api-freeze"),
    *route("freezes/<id:freeze>/lift", calendars.lift_freeze, name="api-freeze-lift"),
    *route("teams/<slug:team>/freezes", calendars.list_team_freezes, calendars.freeze_team, name="api-team-freezes"),
    *route(
        "divisions/<slug:division>/freezes",
        calendars.list_division_freezes,
        calendars.freeze_division,
        name="api-division-freezes",
    ),
]
