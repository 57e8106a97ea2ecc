"""The page of one service: its tabs, its drawing, its source, its life."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Refused
from services.actions import catalog
from services.models import Service
from tests import make, queries


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", text="Places orders.")


def in_days(days):
    return (timezone.now() + timedelta(days=days)).date()


def use(user, contract):
    return catalog.declare_consumer(user, contract, by=user.team.lead)


TABS = ("", "uses/", "history/", "away/", "reviews/")


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_a_service_without_anything_says_what_to_do(as_, ben, orders, tab):
    answer = as_(ben).get(f"/services/orders/{tab}")
    assert answer.status_code == 200
    assert answer.content.count(b'aria-current="page"') >= 2, "the room and the tab"
    assert b"Places orders." in answer.content


def test_a_room_that_does_not_exist_has_no_tab(as_, ben, orders):
    assert as_(ben).get("/services/orders/gardening/").status_code == 404


def test_neighbours_are_drawn_and_told_as_tables(as_, ben, orders):
    published = make.published(orders)
    web = make.service(make.team(ben, lead=ben), slug="web")
    use(web, published.contract)
    far = make.service(slug="far")
    use(far, make.published(web).contract)
    page = as_(ben).get("/services/orders/").content.decode()
    assert '<path class="edge" data-kind="live"' in page
    assert "web uses orders" in page
    assert "far uses web" not in page
    whole = as_(ben).get("/services/orders/uses/").content.decode()
    assert "far uses web" in whole
    assert 'href="/services/far/"' in whole


def test_a_use_of_what_ends_is_drawn_another_way(as_, ana, ben, orders):
    from services.actions import contracts

    published = make.published(orders)
    use(make.service(make.team(ben, lead=ben), slug="web"), published.contract)
    contracts.deprecate_revision(published, by=ana, sunset_on=in_days(9), replacement="Nothing")
    page = as_(ben).get("/services/orders/").content.decode()
    assert 'data-kind="ending"' in page
    assert "the contract ends" in page


def test_those_that_do_not_fit_are_counted(as_, ben, orders):
    published = make.published(orders)
    for _ in range(9):
        use(make.service(), published.contract)
    page = as_(ben).get("/services/orders/").content.decode()
    assert "3 more" in page
    assert page.count('class="edge"') >= 7


@pytest.mark.parametrize("tab", TABS)
def test_tabs_ask_the_same_number_of_questions_of_few_and_many(as_, ben, orders, tab):
    contract = make.published(orders).contract
    for _ in range(2):
        use(make.service(), contract)

    def grow():
        for _ in range(10):
            use(make.service(), contract)

    queries.same(as_(ben), f"/services/orders/{tab}", grow)


def test_history_tells_of_contracts_and_waivers_and_has_pages(as_, ana, ben, orders):
    revision = make.checked(make.draft(orders))
    make.waive_errors(revision)
    for number in range(60):
        catalog.change_service(orders, by=ana, text=f"Places orders {number}.")
    page = as_(ben).get("/services/orders/history/")
    assert b"changed the service" in page.content
    last = as_(ben).get("/services/orders/history/?page=2").content.decode()
    assert "registered the service" in last
    assert "gave the waiver" in last
    assert as_(ben).get("/services/orders/history/?page=99").status_code == 200


def test_source_is_closed_by_the_team_and_approved_from_elsewhere(as_, ana, ben, orders):
    page = as_(ana)
    words = {"reason": "A court asks for it.", "approver": "ana", "until": str(in_days(30))}
    refused = page.post("/services/orders/source/", words)
    assert refused.status_code in {409, 422}
    assert Service.objects.get().source_open
    assert page.post("/services/orders/source/", {**words, "approver": "ben"}).status_code == 302
    told = as_(ben).get("/services/orders/").content.decode()
    assert "A court asks for it." in told
    assert [clock.title for clock in clocks.waiting_for(ana)] == ["Open the source of orders, or say why not yet"]
    assert page.post("/services/orders/source/open/").status_code == 302
    assert Service.objects.get().source_open
    assert not clocks.waiting_for(ana).exists()
    with pytest.raises(Refused):
        catalog.open_source(Service.objects.get(), by=ana)


def test_source_opens_by_itself_and_not_before_its_day(ana, ben, orders, later):
    catalog.close_source(orders, by=ana, reason="A court.", approver=ben, until=in_days(10))
    catalog.end_closing(orders.pk)
    assert not Service.objects.get().source_open
    catalog.close_source(orders, by=ana, reason="A court.", approver=ben, until=in_days(20))
    later(timedelta(days=12))
    clocks.ring_due()
    jobs.run_waiting()
    assert not Service.objects.get().source_open, "it was renewed"
    later(timedelta(days=10))
    clocks.ring_due()
    jobs.run_waiting()
    orders = Service.objects.get()
    assert (orders.source_open, orders.closed_by, orders.closed_until) == (True, None, None)


def test_what_holds_a_service_is_said_before_somebody_presses_retire(as_, ana, ben, orders):
    published = make.published(orders, slug="orders-api")
    catalog.move_service(orders, "deprecate", by=ana)
    page = as_(ana).get("/services/orders/").content.decode()
    assert "Retire orders-api first: it is still live." in page
    assert "/services/orders/move/retire/" not in page
    with pytest.raises(Refused):
        catalog.move_service(orders, "retire", by=ana)
    published.state = "retired"
    published.retired_at = timezone.now()
    published.save()
    web = make.service(make.team(ben, lead=ben), slug="web")
    published.contract.consumers.create(service=web, declared_by=ben)
    page = as_(ana).get("/services/orders/").content.decode()
    assert "1 service still declares to use it." in page
    published.contract.consumers.update(ended_at=timezone.now())
    assert "/services/orders/move/retire/" in as_(ana).get("/services/orders/").content.decode()


def test_a_use_says_who_declared_it(as_, ana, ben, orders):
    use(make.service(make.team(ben, lead=ben), slug="web"), make.published(orders).contract)
    assert f"by {ben.name}</small>" in as_(ana).get("/services/orders/uses/").content.decode()


def test_whoever_is_in_no_team_is_told_so_before_filling_a_form(as_, ana, home):
    told = as_(make.person()).get("/services/new/").content.decode()
    assert "First a team" in told
    assert 'name="slug"' not in told
    assert 'name="slug"' in as_(ana).get("/services/new/").content.decode()
