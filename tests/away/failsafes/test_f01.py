"""F1: a request needs the problem, the effect, the scope and the people before anybody is asked to answer it."""

import pytest

from portal.kit.refusals import Invalid
from teams.away.models import AwayRequest
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["problem", "measure", "unit", "scope", "cost_of_nothing"])
def test_f1_a_request_with_a_word_missing_is_not_sent(ledger, guest, field):
    with pytest.raises(Invalid) as refusal:
        make.away(ledger, guest, **{field: " "})
    assert (refusal.value.code, list(refusal.value.fields)) == ("away-words-missing", [field])
    assert not AwayRequest.objects.exists()


def test_f1_a_request_in_which_nobody_comes_is_not_sent(ledger, guest):
    with pytest.raises(Invalid) as refusal:
        make.away(ledger, guest, people=[])
    assert refusal.value.code == "away-nobody-comes"
