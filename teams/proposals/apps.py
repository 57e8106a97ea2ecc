"""The proposals room: what a team means to do, written down, commented on, decided, and looked back at."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "teams.proposals"

    def ready(self) -> None:
        from teams.proposals import beside, clocks, policies, subjects, tasks  # noqa: F401 - registers what this room adds
