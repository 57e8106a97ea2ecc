"""Addresses of teams, people and their tokens."""

from django.urls import path

from teams.people.views import keeping, pages

app_name = "people"
urlpatterns = [
    path("teams/", pages.team_list, name="team-list"),
    path("teams/new/", keeping.team_new, name="team-new"),
    path("teams/<slug:slug>/change/", keeping.team_change, name="team-change"),
    path("teams/<slug:slug>/join/", keeping.team_join, name="team-join"),
    path("teams/<slug:slug>/leave/<slug:login>/", keeping.team_leave, name="team-leave"),
    path("divisions/new/", keeping.division_new, name="division-new"),
    path("people/new/", keeping.person_new, name="person-new"),
    path("people/<slug:login>/", pages.person, name="person"),
    path("people/<slug:login>/let-go/", keeping.person_let_go, name="person-let-go"),
    path("tokens/", pages.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", pages.token_revoke, name="token-revoke"),
]
