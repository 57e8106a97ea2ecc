"""Home: what waits for me, what I wait for, what changed around my services. And search over everything."""

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
from portal.reads import MOST_WAITING, around, asked_elsewhere, failed_jobs, late_below, trust
from services.reads.home import my_services
from teams.people.asker import Request
from teams.people.reads import divisions

SEARCH_PAGE = 25
SHOWN = 12
KINDS = {
    "": "Everything",
    "service": "Services",
    "contract": "Contracts",
    "team": "Teams",
    "person": "People",
    "away": "Away teams",
    "proposal": "Proposals",
}


@require_safe
def home(request: Request) -> HttpResponse:
    """The first page: due first."""
    person, now = request.user, timezone.now()
    waiting = list(clocks.waiting_for(person)[:MOST_WAITING])
    mine = my_services(person)
    context = {
        "greeting": greeting(timezone.localtime(now).hour),
        "waiting": waiting[:SHOWN],
        "waiting_total": len(waiting),
        "asked_clocks": asked_elsewhere(person, waiting),
        "below": late_below(person),
        "failed_jobs": failed_jobs(person),
        "mine": mine,
        "heads": divisions.headed_by(person),
        "trust": trust(mine),
        "changed": around(person, mine),
        "now": now,
    }
    return page(request, "portal/home.html", context, pieces=("waits-for-me",))


def greeting(hour: int) -> str:
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


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
