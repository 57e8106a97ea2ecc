"""Home: what waits for me, what I wait for, what my teams own. And search over everything."""

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.demo import LOGINS
from portal.kit import clocks, search
from portal.kit.htmx import page
from portal.kit.paging import Page, number
from portal.kit.text import asked
from services.reads.home import my_services
from teams.people.asker import Request

SEARCH_PAGE = 25
KINDS = {"": "Everything", "service": "Services", "contract": "Contracts", "team": "Teams", "person": "People"}


@require_safe
def home(request: Request) -> HttpResponse:
    """The first page: due first."""
    waiting = list(clocks.waiting_for(request.user)[:50])
    mine = {clock.pk for clock in waiting}  # asked of my own team: it already waits for me
    context = {
        "waiting": waiting,
        "asked_clocks": [clock for clock in clocks.asked_by(request.user)[:50] if clock.pk not in mine],
        "mine": my_services(request.user),
        "now": timezone.now(),
    }
    return page(request, "portal/home.html", context, pieces=("waits-for-me",))


@require_safe
def search_page(request: Request) -> HttpResponse:
    """One box over everything Homeport knows."""
    text, kind, at = asked(request, "q"), asked(request, "kind"), number(request)
    kinds = (kind,) if kind in KINDS and kind else ()
    found = search.find(text, kinds=kinds, limit=SEARCH_PAGE, offset=(at - 1) * SEARCH_PAGE) if text else None
    where = Page([], at, SEARCH_PAGE, found.total) if found is not None else None
    context = {"asked": text, "kind": kind, "kinds": KINDS, "found": found, "page": where}
    return page(request, "portal/search.html", context, pieces=("hits",))


class LogIn(LoginView):
    """Django's own log-in; in the demo it names the logins."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = [(login, password, text) for login, (password, text) in LOGINS.items()] if settings.DEMO else []
        return super().get_context_data(demo_logins=demo, **kwargs)
