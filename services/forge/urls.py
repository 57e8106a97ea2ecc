"""Addresses of receivers, facts and logins. Before those of services: one of them is a tab of a service's page."""

from django.urls import path

from services.forge.views import facts, receive, receivers

app_name = "forge"

urlpatterns = [
    path("api/forge/<slug:key>", receive.receive, name="receive"),
    path("receivers/", receivers.receiver_list, name="receiver-list"),
    path("receivers/<int:pk>/", receivers.receiver, name="receiver"),
    path("receivers/<int:pk>/secret/", receivers.receiver_secret, name="receiver-secret"),
    path("receivers/<int:pk>/end/", receivers.receiver_end, name="receiver-end"),
    path("services/<slug:slug>/repository/", facts.fact_list, name="fact-list"),
    path("logins/", facts.logins, name="logins"),
]
