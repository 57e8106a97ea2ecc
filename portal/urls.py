"""The only list of rooms."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from portal import gallery, health
from portal.views import home, teams

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search_page, name="search"),
    path("login/", home.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("keyboard/", gallery.keyboard, name="keyboard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("services.urls")),
    path("", include("teams.people.urls")),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("api/", include("portal.api")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.not_allowed"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.fault"
