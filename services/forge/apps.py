"""Forges: GitHub, GitLab, Gitea, and people who say the same by hand."""

from django.apps import AppConfig


class ForgeConfig(AppConfig):
    name = "services.forge"

    def ready(self) -> None:
        from services.forge import beside, policies, tasks  # noqa: F401 - registers what each of them declares
