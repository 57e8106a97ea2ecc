"""Addresses of the reviews room in the API."""

from portal.kit.endpoints import route
from teams.reviews.api import views

ONE = "reviews/<id:review>"
SUGGESTION = f"{ONE}/suggestions/<number:suggestion>"

urlpatterns = [
    *route("reviews", views.list_reviews, name="api-reviews"),
    *route(ONE, views.get_review, name="api-review"),
    *route(f"{ONE}/send", views.send_advice, name="api-review-send"),
    *route(f"{ONE}/decline", views.decline_review, name="api-review-decline"),
    *route(f"{ONE}/suggestions", views.list_suggestions, views.write_suggestion, name="api-review-suggestions"),
    *route(SUGGESTION, views.get_suggestion, name="api-review-suggestion"),
    *route(f"{SUGGESTION}/answer", views.answer_suggestion, name="api-review-suggestion-answer"),
    *route(f"{SUGGESTION}/outcome", views.record_outcome, name="api-review-suggestion-outcome"),
]
