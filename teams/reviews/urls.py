"""Addresses of the reviews room."""

from django.urls import path

from portal.kit import endpoints  # noqa: F401 - registers the number and id converters
from teams.reviews.views import answering, guild, ledger, pages, writing

app_name = "reviews"
ONE = "reviews/<id:pk>/"
SUGGESTION = f"{ONE}suggestions/<number:number>/"

urlpatterns = [
    path("reviews/", pages.review_list, name="review-list"),
    path(ONE, pages.review, name="review"),
    path(f"{ONE}subject/", pages.review_subject, name="review-subject"),
    path(f"{ONE}draw/", pages.review_draw, name="review-draw"),
    path(f"{ONE}history/", pages.review_history, name="review-history"),
    path(f"{ONE}suggest/", writing.review_suggest, name="review-suggest"),
    path(f"{ONE}send/", writing.review_send, name="review-send"),
    path(f"{ONE}decline/", writing.review_decline, name="review-decline"),
    path(f"{SUGGESTION}change/", writing.suggestion_change, name="suggestion-change"),
    path(f"{SUGGESTION}drop/", writing.suggestion_drop, name="suggestion-drop"),
    path(f"{SUGGESTION}answer/", answering.suggestion_answer, name="suggestion-answer"),
    path(f"{SUGGESTION}outcome/", answering.suggestion_outcome, name="suggestion-outcome"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("bar-raisers/", guild.raiser_list, name="raiser-list"),
    path("bar-raisers/new/", guild.raiser_new, name="raiser-new"),
    path("bar-raisers/<slug:login>/pause/", guild.raiser_pause, name="raiser-pause"),
    path("bar-raisers/<slug:login>/end/", guild.raiser_end, name="raiser-end"),
]
