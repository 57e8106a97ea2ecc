"""Addresses of facts in the API."""

from portal.kit.endpoints import route
from services.forge.api import receivers, views

urlpatterns = [
    *route("services/<slug:service>/facts", views.list_facts, views.tell_about_repository, name="api-facts"),
    *route("facts/<id:fact>", views.get_fact, name="api-fact"),
    *route("receivers", receivers.list_receivers, receivers.add_receiver, name="api-receivers"),
    *route("receivers/<id:receiver>", receivers.get_receiver, name="api-receiver"),
    *route("receivers/<id:receiver>/secret", receivers.change_receiver_secret, name="api-receiver-secret"),
    *route("receivers/<id:receiver>/end", receivers.end_receiver, name="api-receiver-end"),
    *route("receivers/<id:receiver>/deliveries", receivers.list_deliveries, name="api-receiver-deliveries"),
    *route("receivers/<id:receiver>/refusals", receivers.list_refusals, name="api-receiver-refusals"),
    *route(
        "people/<slug:login>/forge-logins",
        receivers.get_forge_logins,
        receivers.say_forge_logins,
        name="api-forge-logins",
    ),
]
