"""F2: whoever is about to ask sees what was asked before and what the service offers today."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_f2_similar_requests_and_what_is_offered_are_shown_before_asking(as_, ledger, guest, ben):
    make.published(ledger)
    make.away(ledger, make.team(), title="Refunds in euro")
    page = as_(ben).get("/away/new/?service=ledger")
    assert len(page.context["contracts"]) == 1
    assert "Refunds in euro" in page.content.decode()
