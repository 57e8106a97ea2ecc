"""The away room: a team asks to work on another team's service, and both sides are held by clocks."""

from django.apps import AppConfig


class AwayConfig(AppConfig):
    name = "teams.away"

    def ready(self) -> None:
        from teams.away import (  # noqa: F401 - registers what this room adds to others
            beside,
            change_policies,
            clocks,
            clocks_after,
            policies,
            policies_after,
            review_clocks,
            subjects,
            tasks,
            tasks_after,
        )
        from teams.away.reads import company  # noqa: F401 - who has worked with whom
