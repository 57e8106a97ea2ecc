"""Addresses of the away room in the API."""

from portal.kit.endpoints import route
from teams.away.api import charters, demands, views

ONE = "away-requests/<id:away>"

urlpatterns = [
    *route("away-requests", views.list_away_requests, views.ask_away, name="api-away-requests"),
    *route(ONE, views.get_away_request, name="api-away-request"),
    *route(f"{ONE}/agree", views.agree_to_away, name="api-away-request-agree"),
    *route(f"{ONE}/offer", views.offer_instead_of_away, name="api-away-request-offer"),
    *route(f"{ONE}/accept", views.take_offered, name="api-away-request-accept"),
    *route(f"{ONE}/dispute", views.dispute_offered, name="api-away-request-dispute"),
    *route(f"{ONE}/charters", charters.list_charters, charters.draft_charter, name="api-away-charters"),
    *route(f"{ONE}/charters/<id:charter>", charters.get_charter, name="api-away-charter"),
    *route(f"{ONE}/sign", charters.sign_charter, name="api-away-charter-sign"),
    *route(f"{ONE}/demands", demands.list_demands, demands.demand_more, name="api-away-demands"),
    *route(f"{ONE}/demands/<id:demand>", demands.get_demand, demands.answer_demand, name="api-away-demand"),
    *route(f"{ONE}/decline", views.decline_away, name="api-away-request-decline"),
    *route(f"{ONE}/withdraw", views.withdraw_away, name="api-away-request-withdraw"),
    *route(f"{ONE}/finish", views.finish_away, name="api-away-request-finish"),
    *route(f"{ONE}/end", views.end_away, name="api-away-request-end"),
]
