"""The portal's registration with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import checks, tasks  # noqa: F401 - registers system checks and periodic tasks
