"""Home, the inbox and notices: due first, filtered by words of the address, seen once shown; always as many queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.kit import clocks, notices
from portal.models import Notice
from portal.reads import around, late_below, trust
from services.reads.home import my_services
from tests import make, queries

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


def wait(thing: Any, *, days: float = 3, kind: str = "services.sunset", **whom: Any) -> Any:
    """A clock about a thing of its own."""
    return clocks.start(
        kind,
        thing,
        title=whom.pop("title", f"Answer about {thing}"),
        silence="Nothing happens.",
        url="/",
        due_at=timezone.now() + timedelta(days=days),
        **whom,
    )


def many(team: Any, times: int, **more: Any) -> None:
    for _ in range(times):
        wait(make.service(team), team=team, **more)


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_home_greets_and_puts_what_is_late_first(as_: Browser, ana: Any, home: Any) -> None:
    wait(make.service(home), team=home, days=5, title="Later thing")
    wait(make.service(home), team=home, days=-1, title="Late thing")
    text = html(as_(ana), "/")
    assert "Good " in text
    assert 'class="next" data-state="late"' in text
    assert text.index("Late thing") < text.index("Later thing")
    assert "If nobody does: Nothing happens." in text


def test_home_asks_as_often_with_many_rows_as_with_few(as_: Browser, ana: Any, home: Any, ben: Any) -> None:
    theirs = make.service(make.team(ben))
    for _ in range(2):
        wait(make.service(home), team=home, asked_by=ben)
    make.draft(make.service(home))

    def grow() -> None:
        many(home, 18, asked_by=ben)
        for _ in range(6):
            make.draft(make.service(home))
            wait(make.service(home), person=ben, asked_by=ana)
        notices.tell([ana], "published a revision", about=theirs, url="/", by=ben)

    wait(theirs, person=ben, asked_by=ana)
    notices.tell([ana], "said something", about=theirs, url="/", by=ben)
    queries.same(as_(ana), "/", grow)


@pytest.mark.parametrize("address", ["/inbox/", "/inbox/asked/", "/notices/"])
def test_the_inbox_asks_as_often_with_many_rows_as_with_few(
    as_: Browser, ana: Any, home: Any, ben: Any, address: str
) -> None:
    def grow() -> None:
        many(home, 18, asked_by=ben)
        for number in range(18):
            wait(make.service(home), person=ben, asked_by=ana)
            notices.tell([ana], f"told {number}", about=home, url="/", by=ben)
        notices.read(ana)

    many(home, 2, asked_by=ben)
    wait(make.service(home), person=ben, asked_by=ana)
    queries.same(as_(ana), address, grow)


def test_the_inbox_is_filtered_by_words_of_its_address(as_: Browser, ana: Any, home: Any) -> None:
    wait(make.service(home), team=home, days=-1, title="Late one")
    wait(make.service(home), team=home, days=9, title="Far one", kind="services.move-off")
    wait(make.service(home), person=ana, days=9, title="Mine alone")
    browser = as_(ana)
    late = html(browser, "/inbox/?when=late")
    assert "Late one" in late
    assert "Far one" not in late
    assert "1 of 3" in late
    moves = html(browser, "/inbox/?kind=services.move-off")
    assert "Far one" in moves
    assert "Late one" not in moves
    assert "Move off a contract (1)" in moves
    assert "Mine alone" in html(browser, "/inbox/?team=-")
    assert "Nothing like that waits" in html(browser, "/inbox/?team=nobody")
    assert "Late one" in html(browser, "/inbox/?when=whenever"), "a wrong word is ignored"


def test_an_empty_inbox_says_what_will_come(as_: Browser, ben: Any) -> None:
    assert "Nothing waits for you" in html(as_(ben), "/inbox/")
    assert "You wait for nobody" in html(as_(ben), "/inbox/asked/")
    assert "Nobody has told you anything yet" in html(as_(ben), "/notices/")


def test_what_i_ask_my_own_team_waits_for_me_only_once(as_: Browser, ana: Any, home: Any) -> None:
    wait(make.service(home), team=home, asked_by=ana, title="Own question")
    browser = as_(ana)
    assert "Own question" in html(browser, "/inbox/")
    assert "Own question" not in html(browser, "/inbox/asked/")


def test_who_manages_people_sees_what_is_late_below(as_: Browser, ana: Any, home: Any) -> None:
    chief = make.person(name="Chief")
    head = make.person(name="Head", manager=chief)
    lead = make.person(name="Lead", manager=head)
    team = make.team(lead=lead)
    wait(make.service(team), team=team, days=-1, title="Late team")
    wait(make.service(team), person=lead, days=-1, title="Late person")
    wait(make.service(team), person=lead, days=1, title="In time")
    wait(make.service(home), team=home, days=-1, title="Elsewhere")
    assert late_below(ana) is None
    assert {clock.title for clock in late_below(chief) or []} == {"Late team", "Late person"}
    text = html(as_(chief), "/inbox/below/")
    assert "Late person" in text
    assert "Elsewhere" not in text
    assert "Late below me" in html(as_(chief), "/")
    assert as_(ana).get("/inbox/below/").status_code == 404


def test_what_the_notices_page_shows_counts_as_seen(as_: Browser, ana: Any, home: Any, ben: Any) -> None:
    notices.tell([ana], "asks for something", about=home, url="/teams/home/", by=ben)
    browser = as_(ana)
    assert '<span class="count">1<span class="hidden"> unread</span></span>' in html(browser, "/keyboard/")
    first = html(browser, "/notices/")
    assert 'data-state="new"' in first
    assert "asks for something" in first
    assert 'data-state="new"' not in html(browser, "/notices/")
    assert "unread" not in html(browser, "/keyboard/")


def test_all_notices_can_be_marked_as_read_and_only_ones_own(as_: Browser, ana: Any, home: Any, ben: Any) -> None:
    for number in range(45):
        notices.tell([ana, ben], f"told {number}", about=home, url="/")
    browser = as_(ana)
    assert "Mark all as read" in html(browser, "/notices/")
    assert notices.unread(ana).count() == 5, "the second page was not shown"
    assert browser.post("/notices/read/").status_code == 302
    assert notices.unread(ana).count() == 0
    assert Notice.objects.filter(person=ben, read_at=None).count() == 45


def test_around_my_services_are_deeds_and_notices_newest_first(ana: Any, home: Any, ben: Any) -> None:
    theirs = make.published(make.service(make.team(ben, lead=ben)), slug="theirs")
    mine = make.service(home, slug="mine")
    make.catalog.declare_consumer(mine, theirs.contract, by=ana)
    notices.tell([ana], "thanks you", about=home, url="/", by=ben)
    events = around(ana, my_services(ana))
    assert events[0].words == "thanks you"
    assert {"theirs 1.0.0", "mine"} <= {event.note for event in events}
    assert events == sorted(events, key=lambda event: event.at, reverse=True)


def test_trust_counts_what_was_not_checked_for_nothing_and_says_it(ana: Any, home: Any) -> None:
    make.checked(make.draft(make.service(home)))
    make.draft(make.service(home))
    told = trust(my_services(ana))
    assert told.unchecked == 1
    assert told.clean + told.findings == 1
    assert 0 < told.percent <= 100
    assert [name for name, _, _ in told.parts][-1] == "four"
    assert trust([]).percent == 0.0


def test_trust_calls_clean_what_the_lists_call_clean(ana: Any, home: Any) -> None:
    from services.models import Revision

    one = make.checked(make.draft(make.service(home)))
    Revision.objects.filter(pk=one.pk).update(errors=0, warnings=0, hints=1)
    assert (trust(my_services(ana)).clean, trust(my_services(ana)).findings) == (0, 1)


def test_a_steward_is_told_of_failed_jobs(as_: Browser, ana: Any, sam: Any) -> None:
    from portal.models import Job

    Job.objects.create(name="services.run_check", subject_id=1, state="failed", finished_at=timezone.now())
    assert "1 job failed" in html(as_(sam), "/")
    assert "job failed" not in html(as_(ana), "/")
