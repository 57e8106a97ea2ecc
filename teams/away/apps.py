"""The away room: a team asks to work on another team's service, and both sides are held by clocks."""

from django.apps import AppConfig


class AwayConfig(AppConfig):
    name = "teams.away"

    def ready(self) -> None:
        from teams.away import beside, clocks, policies, tasks  # noqa: F401 - registers what this room adds to others
