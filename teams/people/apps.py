"""The people room: divisions, teams, people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "teams.people"
    label = "people"

    def ready(self) -> None:
        from teams.people import policies, tasks  # noqa: F401 - registers the policies and jobs
