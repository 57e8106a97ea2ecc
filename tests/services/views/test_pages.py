"""Pages of the catalog: whole and as pieces, with few rows and many, with and without htmx."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.kit import jobs
from services.actions.catalog import declare_consumer
from services.models import Revision
from services.reads.reports import reading_of
from tests import make, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(home, ben):
    """Two services with a published contract each, one of them used."""

    def grow(count=2):
        for _ in range(count):
            revision = make.published(make.service(home))
            declare_consumer(make.service(make.team(ben, lead=ben)), revision.contract, by=ben)
            draft = make.checked(make.draft(revision.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
            make.waive_errors(draft)
        return revision

    return grow


@pytest.mark.parametrize(
    "name", ["home", "services:service-list", "services:contract-list", "services:waiver-list", "people:team-list"]
)
def test_a_list_asks_as_much_with_many_rows_as_with_few(name, ana, grown, as_):
    grown(2)
    address = reverse(name) + ("?state=" if "waiver" in name else "")
    queries.same(as_(ana), address, lambda: grown(6))


def test_a_service_and_a_revision_ask_as_much_with_many_things_as_with_few(ana, ben, grown, as_):
    revision = grown(1)
    service = revision.contract.service

    def grow():
        for _ in range(5):
            declare_consumer(make.service(make.team(ben, lead=ben)), revision.contract, by=ben)
            more = make.published(make.service(make.team(ben, lead=ben)))
            declare_consumer(service, more.contract, by=ana)
            make.published(service)

    browser = as_(ana)
    addresses = [
        service.get_absolute_url(),
        revision.get_absolute_url(),
        reverse("services:contract-consumers", args=[service.slug, revision.contract.slug]),
        reverse("services:contract-revisions", args=[service.slug, revision.contract.slug]),
        reverse("team", args=["home"]),
    ]
    before = [queries.count(browser, address) for address in addresses]
    grow()
    assert [queries.count(browser, address) for address in addresses] == before


def test_htmx_gets_the_piece_it_names_and_history_gets_the_page(ana, grown, as_):
    grown(1)
    browser = as_(ana)
    address = reverse("services:service-list")
    piece = browser.get(address, headers={"HX-Request": "true", "HX-Target": "services"})
    assert b"<html" not in piece.content
    assert b'id="services"' in piece.content
    restored = browser.get(
        address, headers={"HX-Request": "true", "HX-Target": "services", "HX-History-Restore-Request": "true"}
    )
    assert b"<html" in restored.content
    assert "HX-Target" in restored["Vary"]


def test_the_page_of_a_running_check_asks_again_and_stops_when_it_is_done(ana, home, as_):
    revision = make.draft(make.service(home))
    browser = as_(ana)
    asking = {"HX-Request": "true", "HX-Target": "check"}
    whole = browser.get(revision.get_absolute_url())
    assert b"every 2s" in whole.content
    running = browser.get(revision.get_absolute_url(), headers=asking)
    assert (running.status_code, b"every 2s" in running.content) == (200, True)
    jobs.run_waiting()
    done = browser.get(revision.get_absolute_url(), headers=asking)
    assert (done.status_code, done["HX-Refresh"]) == (286, "true")
    assert b"every 2s" not in browser.get(revision.get_absolute_url()).content


def test_a_finding_stands_under_its_line_with_why_and_mend(ana, home, as_):
    content = make.CLEAN.replace("paths:", "servers:\n  - url: http://localhost:8080\npaths:")
    revision = make.checked(make.draft(make.service(home), content))
    found = next(one for one in reading_of(revision).between(1, 99) if one.rule == "no-inside-address")
    text = as_(ana).get(revision.get_absolute_url()).content.decode()
    line = text.index(f'id="L{found.line}"')
    assert text.index(f'id="{found.id}"') > line
    assert found.mend[:40] in text


def test_a_refusal_is_a_page_for_people_and_a_notice_for_htmx(ana, home, as_):
    revision = make.draft(make.service(home))
    address = reverse("services:revision-publish", args=[revision.contract.service.slug, revision.contract.slug, 1])
    browser = as_(ana)
    page = browser.post(address)
    assert (page.status_code, b"has not been checked" in page.content, b"<html" in page.content) == (409, True, True)
    notice = browser.post(address, headers={"HX-Request": "true"})
    assert (notice.status_code, notice["HX-Retarget"]) == (409, "#notices")
    assert b"<html" not in notice.content


def test_publish_from_the_page(ana, home, as_):
    revision = make.checked(make.draft(make.service(home)))
    make.waive_errors(revision)
    address = reverse("services:revision-publish", args=[revision.contract.service.slug, revision.contract.slug, 1])
    assert as_(ana).post(address).status_code == 302
    assert Revision.objects.get(pk=revision.pk).state == "published"


def test_a_pasted_document_is_stored_as_it_was_pasted(ana, home, as_):
    service = make.service(home)
    pasted = make.CLEAN.replace("\n", "\r\n")
    words = {"service": service.slug, "slug": "API", "audience": "company", "content": pasted}
    assert as_(ana).post(reverse("services:contract-new"), words).status_code == 302
    revision = Revision.objects.get()
    document = as_(ana).get(reverse("services:revision-document", args=[service.slug, "api", 1]))
    assert document.content == make.CLEAN.encode()
    assert revision.contract.slug == "api"


def test_waivers_are_listed_for_everybody(ana, ben, home, as_):
    content = make.CLEAN.replace("paths:", "servers:\n  - url: http://localhost:8080\npaths:")
    revision = make.checked(make.draft(make.service(home), content))
    make.waive_errors(revision)
    text = as_(ben).get(reverse("services:waiver-list")).content.decode()
    assert "Nobody has been hurt by it." in text
    assert f"{timezone.now() + timedelta(days=30):%Y}" in text


def test_a_refused_button_stays_and_says_why(ben, home, as_):
    revision = make.checked(make.draft(make.service(home)))
    text = as_(ben).get(revision.get_absolute_url()).content.decode()
    assert "Ana Owner" in text
    assert "aria-disabled" in text
