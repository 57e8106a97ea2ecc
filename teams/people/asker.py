"""Who asks, for the type checker: behind the log-in a request's user is always a Person."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from teams.people.models import Person

    class Request(HttpRequest):
        """A request that has passed LoginRequiredMiddleware."""

        user: Person

else:
    Request = HttpRequest
