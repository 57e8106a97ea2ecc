"""Pages of teams, people and divisions: who, whose, what waits, and what is counted below."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.kit import clocks
from services.models import Revision
from teams.people.actions import people, teams
from teams.people.actions.teams import join_team, leave_team
from teams.people.models import Division, Team
from tests import make, queries

pytestmark = pytest.mark.django_db


def text_of(browser, address):
    return browser.get(address).content.decode()


@pytest.fixture
def shop(sam):
    """Shop with Till below it, a team in each; Till's owns a service with errors and owes a late answer."""
    top = make.division(slug="shop", name="Shop", text="Sells.")
    below = make.division(slug="till", name="Till", parent=top)
    make.team(slug="front", name="Front", division=top)
    team = make.team(make.person(), slug="cash", name="Cash", division=below)
    revision = make.checked(make.draft(make.service(team, slug="coins")))
    Revision.objects.filter(pk=revision.pk).update(errors=2)
    start_clock(team, revision, -1)
    return top


def start_clock(team, thing, days):
    due = timezone.now() + timedelta(days=days)
    clocks.withdraw("services.draft-waits", thing)
    clocks.start("services.draft-waits", thing, title="Mend it", silence="Nothing.", url="/x/", due_at=due, team=team)


def test_the_tree_adds_up_what_is_below_and_each_number_opens(shop, ana, as_):
    answer = as_(ana).get(reverse("division-list"))
    twig = next(top for top in answer.context["tops"] if top.division == shop)
    figures = twig.figures
    assert (figures.teams, figures.people, figures.services, figures.errors, figures.late) == (2, 3, 1, 1, 1)
    assert "/services/?division=shop&amp;division=till&amp;state=errors" in answer.content.decode()
    opened = as_(ana).get(twig.errors_url)
    assert [line.service.slug for line in opened.context["list"].page.rows] == ["coins"]


def test_the_page_of_a_division_says_what_is_late_and_the_way_down(shop, ana, as_):
    top, below = (text_of(as_(ana), f"/divisions/{slug}/") for slug in ("shop", "till"))
    assert "Mend it" in top
    assert "Cash" in top
    assert '<a href="/divisions/shop/">Shop</a>' in below
    assert as_(ana).get("/divisions/nowhere/").status_code == 404


def test_divisions_ask_as_much_with_many_teams_as_with_few(shop, ana, as_):
    def grow():
        for _ in range(9):
            below = make.division(parent=shop)
            make.service(make.team(division=below))
            make.team(make.person(), division=shop)

    addresses = [reverse("division-list"), reverse("division", args=["shop"])]
    before = [queries.count(as_(ana), address) for address in addresses]
    grow()
    assert [queries.count(as_(ana), address) for address in addresses] == before


def test_a_loop_of_divisions_still_shows_every_team(shop, ana, as_):
    below = shop.children.get()
    type(shop).objects.filter(pk=shop.pk).update(parent=below)
    assert "Cash" in text_of(as_(ana), reverse("division-list"))
    assert as_(ana).get(reverse("division", args=["till"])).status_code == 200


def test_teams_narrow_by_openness_size_and_division(shop, ana, home, as_):
    teams.change_team(home, by=ana, openness="closed", size_limit=1)
    join_team(home, make.person(), by=ana)
    browser = as_(ana)
    found = browser.get(reverse("people:team-list")).context["list"]
    shelves = {shelf.name: {choice.code: choice.count for choice in shelf.choices} for shelf in found.shelves}
    assert shelves["openness"] == {"welcome": 2, "closed": 1}
    assert (shelves["pizzas"], shelves["mine"], shelves["division"]["till"]) == ({"over": 1}, {"yes": 1}, 1)
    narrowed = browser.get("/teams/?openness=closed&pizzas=over").context["list"]
    assert [team.slug for team in narrowed.page.rows] == ["home"]
    by_people = browser.get("/teams/?sort=-people").context["list"]
    assert [team.slug for team in by_people.page.rows] == ["front", "cash", "home"]


def test_teams_ask_as_much_with_many_as_with_few(ana, home, as_):
    def grow():
        for _ in range(18):
            make.team(make.person())

    queries.same(as_(ana), "/teams/?sort=people&openness=welcome", grow)


def test_a_team_says_what_waits_for_it_first(shop, ana, as_):
    text = text_of(as_(ana), "/teams/cash/")
    assert text.index("Mend it") < text.index("What it does") if "What it does" in text else "Mend it" in text
    assert "If silent: Nothing." in text
    assert 'href="/divisions/till/"' in text


@pytest.mark.parametrize(
    ("limit", "words"), [(6, "with room for 4 more"), (2, "just enough"), (1, "1 more than the 1 that two pizzas feed")]
)
def test_a_team_measures_itself_against_two_pizzas(ana, home, as_, limit, words):
    teams.change_team(home, by=ana, size_limit=limit)
    join_team(home, make.person(), by=ana)
    assert words in text_of(as_(ana), "/teams/home/")


def test_a_person_shows_their_teams_chain_reports_and_services(ana, home, sam, as_):
    boss = make.person(name="Boss Above")
    report = make.person(name="Rita Reports", manager=boss)
    join_team(home, report, by=ana, role="Developer")
    make.service(home, slug="orders")
    start_clock(home, make.draft(make.service(home)), 2)
    text = text_of(as_(ana), report.get_absolute_url())
    for words in ("Boss Above", "Developer", "orders", "1 thing waits</a> for Rita Reports"):
        assert words in text
    assert "Rita Reports" in text_of(as_(ana), boss.get_absolute_url())


def test_somebody_who_left_is_shown_as_such(ana, home, sam, as_):
    gone = make.person(name="Gone By")
    join_team(home, gone, by=ana, role="Designer")
    people.let_go(gone, by=sam)
    text = text_of(as_(ana), gone.get_absolute_url())
    for words in ("Has left", "Gone By has left", "Was Designer"):
        assert words in text


def test_a_person_asks_as_much_with_many_teams_and_reports_as_with_few(ana, home, as_):
    def grow():
        for _ in range(5):
            make.service(make.team(ana))
            make.person(manager=ana)

    make.person(manager=ana)
    queries.same(as_(ana), ana.get_absolute_url(), grow)


def test_what_waits_for_a_member_is_the_team_s_and_counts_once_above_two_teams(shop, sam, ana, as_):
    front, cash = Team.objects.get(slug="front"), Team.objects.get(slug="cash")
    both = make.person(name="Bo Both")
    join_team(front, both, by=sam)
    join_team(cash, both, by=sam)
    due = timezone.now() - timedelta(days=1)
    about = make.service(front)
    clocks.start("services.sunset", about, title="Bo's own", silence="Nothing.", url="/y/", due_at=due, person=both)
    answer = as_(ana).get("/divisions/shop/")
    twig = answer.context["page"].twig
    assert [line.figures.late for line in (*twig.teams, *twig.branches[0].teams)] == [1, 2]
    assert twig.figures.late == len(answer.context["page"].late) == 2
    for slug, waiting in (("front", 1), ("cash", 2)):
        shown = as_(ana).get(f"/teams/{slug}/").context["page"]
        assert (shown.waiting, "Bo's own" in [clock.title for clock in shown.clocks]) == (waiting, True)


def test_who_left_a_team_takes_what_waits_along(shop, sam, ana, as_):
    front, gone = Team.objects.get(slug="front"), make.person()
    join_team(front, gone, by=sam)
    due = timezone.now() - timedelta(days=1)
    clocks.start("services.sunset", front, title="X", silence="Nothing.", url="/y/", due_at=due, person=gone)
    leave_team(front, gone, by=sam)
    assert as_(ana).get("/teams/front/").context["page"].waiting == 0
    assert as_(ana).get("/divisions/shop/").context["page"].twig.teams[0].figures.late == 0


def test_what_waits_for_somebody_stands_on_their_page(shop, ana, as_):
    due = timezone.now() - timedelta(days=1)
    clocks.start("services.sunset", shop, title="Ana's own", silence="Nothing.", url="/y/", due_at=due, person=ana)
    page = text_of(as_(make.person()), "/people/ana/")
    assert '<a href="#waits">1 thing waits</a>' in page
    assert "Ana&#x27;s own" in page


def test_who_heads_a_division_finds_it_at_home_and_on_their_page(shop, ana, as_):
    Division.objects.filter(pk=shop.pk).update(head=ana)
    assert 'Heads <a href="/divisions/shop/">Shop</a>' in text_of(as_(ana), "/people/ana/")
    home = text_of(as_(ana), "/")
    assert "Divisions I head" in home
    assert "Your teams have no contract yet" not in home
