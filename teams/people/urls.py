"""Addresses of teams, people and their tokens."""

from django.urls import path

from teams.people.views import calendars, keeping, pages

app_name = "people"
urlpatterns = [
    path("teams/", pages.team_list, name="team-list"),
    path("teams/new/", keeping.team_new, name="team-new"),
    path("teams/<slug:slug>/change/", keeping.team_change, name="team-change"),
    path("teams/<slug:slug>/disband/", keeping.team_disband, name="team-disband"),
    path("teams/<slug:slug>/join/", keeping.team_join, name="team-join"),
    path("teams/<slug:slug>/leave/<slug:login>/", keeping.team_leave, name="team-leave"),
    path("teams/<slug:slug>/calendar/", calendars.calendar_change, name="calendar-change"),
    path("teams/<slug:slug>/freeze/", calendars.team_freeze, name="team-freeze"),
    path("divisions/<slug:slug>/freeze/", calendars.division_freeze, name="division-freeze"),
    path("freezes/new/", calendars.company_freeze, name="company-freeze"),
    path("freezes/<int:pk>/lift/", calendars.freeze_lift, name="freeze-lift"),
    path("divisions/new/", keeping.division_new, name="division-new"),
    path("people/new/", keeping.person_new, name="person-new"),
    path("people/<slug:login>/", pages.person, name="person"),
    path("people/<slug:login>/absences/new/", calendars.absence_new, name="absence-new"),
    path("people/<slug:login>/absences/<int:pk>/back/", calendars.absence_back, name="absence-back"),
    path("people/<slug:login>/let-go/", keeping.person_let_go, name="person-let-go"),
    path("tokens/", pages.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", pages.token_revoke, name="token-revoke"),
]
