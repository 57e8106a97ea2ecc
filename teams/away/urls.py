"""Addresses of the away room."""

from django.urls import path

from teams.away.views import answers, asking, charters, demands, pages

app_name = "away"
urlpatterns = [
    path("away/", pages.request_list, name="request-list"),
    path("away/new/", asking.request_new, name="request-new"),
    path("away/<int:pk>/", pages.request, name="request"),
    path("away/<int:pk>/agree/", answers.request_agree, name="request-agree"),
    path("away/<int:pk>/offer/", answers.request_offer, name="request-offer"),
    path("away/<int:pk>/accept/", answers.request_accept, name="request-accept"),
    path("away/<int:pk>/dispute/", answers.request_dispute, name="request-dispute"),
    path("away/<int:pk>/decline/", answers.request_decline, name="request-decline"),
    path("away/<int:pk>/charter/", charters.charter, name="charter"),
    path("away/<int:pk>/charter/draft/", charters.charter_draft, name="charter-draft"),
    path("away/<int:pk>/charter/sign/", charters.charter_sign, name="charter-sign"),
    path("away/<int:pk>/demands/", demands.demand_new, name="demand-new"),
    path("away/<int:pk>/demands/<int:number>/", demands.demand_answer, name="demand-answer"),
    path("away/<int:pk>/withdraw/", answers.request_withdraw, name="request-withdraw"),
    path("away/<int:pk>/finish/", answers.request_finish, name="request-finish"),
    path("away/<int:pk>/end/", answers.request_end, name="request-end"),
]
