"""The reviews room: independent people look at what is about to be published; teams answer with data."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "teams.reviews"

    def ready(self) -> None:
        from teams.reviews import (  # noqa: F401 - registers what this room adds to others
            beside,
            clocks,
            guild_clocks,
            guild_policies,
            guild_tasks,
            outside,
            policies,
            tasks,
            tasks_after,
            worth,
        )
        from teams.reviews.reads import subjects  # noqa: F401 - the catalog's things that can be looked at
