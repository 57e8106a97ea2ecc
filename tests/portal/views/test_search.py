"""One box over services, contracts with their operations, teams and people."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.models import SearchDocument
from teams.people.actions import people
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(ana, home):
    return make.published(make.service(home, slug="orders", text="What the shop sells"), slug="orders-api")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("orders", "orders-api"),
        ("readOrder", "orders-api"),
        ("Ana", "Ana Owner"),
        ("home", "Home"),
        ("sells", "orders"),
    ],
)
def test_everything_is_found_by_its_words(company, ben, as_, words, found):
    assert f">{found}<" in as_(ben).get(reverse("search"), {"q": words}).content.decode().replace("</mark>", "")


def test_a_kind_narrows_and_nothing_found_says_what_to_do(company, as_, ana):
    browser = as_(ana)
    text = browser.get(reverse("search"), {"q": "orders", "kind": "person"}).content.decode()
    assert "orders-api" not in text
    assert browser.get(reverse("search"), {"q": "qqqqqqq"}).status_code == 200


def test_who_has_left_is_no_longer_found(company, ben, sam):
    assert SearchDocument.objects.filter(kind="person", ref="ben").exists()
    people.let_go(make.person(login="gone"), by=sam)
    assert not SearchDocument.objects.filter(kind="person", ref="gone").exists()


def test_rebuilding_writes_the_same_and_drops_what_is_gone(company, capsys):
    before = set(SearchDocument.objects.values_list("kind", "ref", "title", "body", "tags", "url", "owner"))
    SearchDocument.objects.create(kind="service", ref="ghost", title="ghost", url="/")
    call_command("rebuild_search")
    assert set(SearchDocument.objects.values_list("kind", "ref", "title", "body", "tags", "url", "owner")) == before
    assert "1 dropped" in capsys.readouterr().out
