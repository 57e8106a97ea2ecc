"""A service is handed over: whoever searches finds its new owner."""

import pytest

from portal.models import SearchDocument
from services.actions.handing_over import hand_over_service
from tests import make

pytestmark = pytest.mark.django_db


def test_search_names_the_new_owner_of_a_service_and_of_its_contracts(home, ana):
    service, other = make.service(home, slug="ledger"), make.service(home, slug="ledger-balances")
    make.published(service, slug="postings-api")
    make.published(other, slug="balances-api")
    hand_over_service(service, by=ana, to=make.team(name="Books"))
    owners = dict(SearchDocument.objects.filter(kind__in=["service", "contract"]).values_list("ref", "owner"))
    assert owners["ledger"] == owners["ledger/postings-api"] == "Books"
    assert owners["ledger-balances/balances-api"] == home.name
