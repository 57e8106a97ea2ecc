"""Addresses of teams, people and their tokens."""

from django.urls import path

from teams.people.views import pages

app_name = "people"
urlpatterns = [
    path("teams/", pages.team_list, name="team-list"),
    path("people/<slug:login>/", pages.person, name="person"),
    path("tokens/", pages.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", pages.token_revoke, name="token-revoke"),
]
