"""The services room: catalog, contracts, checks, consumers."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from services import beside, clocks, policies, tasks  # noqa: F401 - registers what each of them declares
