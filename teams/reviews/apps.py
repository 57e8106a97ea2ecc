"""The reviews room: independent people look at what is about to be published; teams answer with data."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "teams.reviews"

    def ready(self) -> None:
        from teams.reviews import beside, clocks, policies, tasks  # noqa: F401 - registers what this room adds to others
