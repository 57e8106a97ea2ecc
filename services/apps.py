"""The services room: catalog, contracts, checks, consumers."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from services import clocks, policies, tasks  # noqa: F401 - registers policies, jobs and kinds of clock
