"""The API of services: listed, registered, corrected, moved."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kit import tokens
from portal.models import AuditEntry
from services.models import Service
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1"


@pytest.fixture
def api():
    """A program that acts as this person: ``api(ana).get(...)``. Each POST gets a key of its own."""

    def client(person, scope="write"):
        return Program(person, scope)

    return client


def test_the_root_leads_to_every_list(api, ana):
    client = api(ana)
    links = client.get(f"{V}/").json()
    assert links.pop("version") == "1.0.0"
    assert {name: client.get(url).status_code for name, url in links.items() if name != "docs"} == dict.fromkeys(
        set(links) - {"docs"}, 200
    )


def test_a_service_is_registered_and_read(api, ana, home):
    made = api(ana).post(f"{V}/services", {"team": "home", "slug": "Orders", "text": "Takes orders."})
    assert made.status_code == 201
    assert made["Location"] == made.json()["url"] == "http://testserver/api/v1/services/orders"
    told = api(ana).get(made["Location"]).json()
    assert (told["slug"], told["name"], told["lifecycle"], told["team"]) == (
        "orders",
        "orders",
        "experimental",
        {"slug": "home", "name": "Home"},
    )
    assert (told["contracts"], told["used_by"], told["runbook_url"]) == ([], 0, None)
    entry = AuditEntry.objects.get(verb="service.register")
    assert (entry.actor, entry.via[:6]) == (ana, "token ")


def test_a_service_tells_its_contracts_and_who_uses_them(api, ana, ben, home):
    revision = make.published(make.service(home, slug="orders"), slug="api")
    use = make.service(make.team(ben, lead=ben), slug="bens")
    make.catalog.declare_consumer(use, revision.contract, by=ben)
    told = api(ana).get(f"{V}/services/orders").json()
    assert told["used_by"] == 1
    assert [(one["slug"], one["revision"]["state"], one["draft"]) for one in told["contracts"]] == [
        ("api", "published", None)
    ]
    listed = api(ana).get(f"{V}/services?q=orders").json()["results"]
    assert [one["used_by"] for one in listed] == [1]


def test_only_a_member_registers_for_a_team(api, ben, home):
    refused = api(ben).post(f"{V}/services", {"team": "home", "slug": "orders"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert not Service.objects.exists()


def test_a_taken_name_is_refused_at_its_field(api, ana, home):
    make.service(home, slug="orders")
    refused = api(ana).post(f"{V}/services", {"team": "home", "slug": "orders"})
    assert (refused.status_code, refused.json()["code"]) == (422, "service-slug-taken")
    assert [one["field"] for one in refused.json()["errors"]] == ["slug"]


def test_what_is_left_out_of_a_correction_stays(api, ana, home):
    make.service(home, slug="orders", text="Takes orders.", on_call="1")
    told = api(ana).patch(f"{V}/services/orders", {"on_call": "2", "docs_url": "https://docs.hartwell-shop.com/o"})
    assert told.status_code == 200
    service = Service.objects.get()
    assert (service.text, service.on_call, service.docs_url) == (
        "Takes orders.",
        "2",
        "https://docs.hartwell-shop.com/o",
    )
    assert api(ana).patch(f"{V}/services/orders", {"docs_url": ""}).json()["docs_url"] is None
    assert api(ana).patch(f"{V}/services/orders", {"slug": "other"}).status_code == 422


def test_a_service_moves_on_in_its_life(api, ana, ben, home):
    make.service(home, slug="orders")
    assert api(ben).post(f"{V}/services/orders/move", {"verb": "release"}).status_code == 403
    assert api(ana).post(f"{V}/services/orders/move", {"verb": "release"}).json()["lifecycle"] == "production"
    again = api(ana).post(f"{V}/services/orders/move", {"verb": "release"})
    assert (again.status_code, again.json()["code"]) == (409, "service-cannot-release")


def test_the_catalog_is_filtered_and_ordered(api, ana, home):
    for slug, criticality in (("beta", "low"), ("alpha", "critical"), ("gamma", "high")):
        make.service(home, slug=slug, criticality=criticality)
    make.service(slug="elsewhere")
    client = api(ana)

    def slugs(query):
        return [one["slug"] for one in client.get(f"{V}/services?{query}").json()["results"]]

    assert slugs("team=home") == ["alpha", "beta", "gamma"]
    assert slugs("team=home&sort=criticality") == ["alpha", "gamma", "beta"]
    assert slugs("criticality=low") == ["beta"]
    assert slugs("q=amm") == ["gamma"]
    assert slugs("lifecycle=retired") == []


def test_any_window_of_a_list_is_the_same_part_of_it(api, ana, home):
    names = [f"service-{number:02}" for number in range(17)]
    for slug in names:
        make.service(home, slug=slug)
    client = api(ana)
    for limit in (1, 3, 5, 17, 50):
        for offset in range(20):
            told = client.get(f"{V}/services?limit={limit}&offset={offset}").json()
            assert [one["slug"] for one in told["results"]] == names[offset : offset + limit]
            assert told["count"] == 17
            assert (told["next"] is None) == (offset + limit >= 17)
            assert (told["previous"] is None) == (offset == 0)


def test_the_neighbours_of_a_part_keep_the_filters(api, ana, home):
    for number in range(5):
        make.service(home, slug=f"service-{number}")
    client = api(ana)
    seen, url = [], f"{V}/services?team=home&limit=2"
    while url:
        told = client.get(url).json()
        seen += [one["slug"] for one in told["results"]]
        url = told["next"]
    assert seen == [f"service-{number}" for number in range(5)]


@pytest.mark.parametrize("path", ["services", "contracts", "teams", "people", "divisions", "waivers", "inbox"])
def test_a_list_asks_the_database_as_often_for_many_as_for_few(api, ana, home, path):
    client = api(ana)

    def asked():
        client.get(f"{V}/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{V}/{path}").status_code == 200
        return len(queries)

    def more(count):
        for _ in range(count):
            revision = make.checked(make.draft(make.service(home)))
            make.waive_errors(revision)
            make.team(make.person(manager=ana), division=make.division(parent=make.division()))

    more(1)
    few = asked()
    more(4)
    assert asked() == few <= 12


def test_a_token_and_a_login_may_both_read(api, ana, as_):
    assert as_(ana).get(f"{V}/me").json()["login"] == "ana"
    assert api(ana, "read").get(f"{V}/me").json()["login"] == "ana"
    assert Client().get(f"{V}/me").status_code == 401
    assert tokens.find("hp_") is None


def test_a_change_may_be_bound_to_what_was_read(api, ana, home):
    make.service(home, slug="orders")
    program, at = api(ana), f"{V}/services/orders"
    read = program.get(at)["ETag"]
    assert read == program.get(at)["ETag"]
    changed = program.patch(at, {"on_call": "2"}, If_Match=read)
    assert changed.status_code == 200
    assert changed["ETag"] == program.get(at)["ETag"] != read
    late = program.patch(at, {"on_call": "3"}, If_Match=read)
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    assert program.get(at).json()["on_call"] == "2"
    assert program.patch(at, {"on_call": "3"}, If_Match=f'"else", {changed["ETag"]}').status_code == 200
    assert program.patch(at, {"on_call": "4"}, If_Match="*").status_code == 200
    assert program.patch(at, {"on_call": "5"}).status_code == 200
