"""F35: who did it is thanked in words and numbers, they and their managers; silence has it written from facts."""

import pytest

from portal.kit.refusals import Refused
from portal.models import Clock, Notice
from teams.away.actions import closing
from teams.away.models import AwayCredit
from teams.people.models import Person
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(ben):
    boss = make.person(name="Bea Boss")
    Person.objects.filter(pk=ben.pk).update(manager=boss)
    return boss


@pytest.fixture
def request_(ledger, guest, boss):
    request = endings.at_closing(ledger, guest)
    endings.look_back(request, request.guest.lead)
    endings.look_back(request, request.host.lead)
    return request


def test_f35_thanks_reach_those_who_did_it_and_their_managers_with_the_effect_in_numbers(request_, ana, ben, boss):
    with_nobody = {"words": "Well done.", "contributors": []}
    with pytest.raises(Refused, match="at least one"):
        closing.write_credit(request_, by=ana, **with_nobody)
    credit = endings.done(
        closing.write_credit, request_, by=ana, words="Carefully done.", contributors=[(ben, "wrote the postings")]
    )
    assert not Notice.objects.filter(person=boss, text__contains="Carefully done").exists()
    closing.finish_stay(request_, by=ben, outcome="Live.", measured_value=512)
    for person in (ben, boss):
        told = Notice.objects.get(person=person, text__contains="Carefully done").text
        assert "1,900 to 400 contacts a week expected, 512 measured" in told
    assert "Ben Elsewhere wrote the postings" in Notice.objects.get(person=boss, text__contains="Carefully done").text
    credit.refresh_from_db()
    assert credit.sent_at is not None


def test_f35_when_nobody_writes_it_homeport_thanks_from_facts(request_, ben, boss, passes):
    closing.finish_stay(request_, by=ben, outcome="Live.", measured_value=512)
    assert Clock.objects.filter(kind="away.credit", state="open").exists()
    passes("away.credit")
    credit = AwayCredit.objects.get()
    assert credit.written_by is None
    assert [(one.person, one.did) for one in credit.contributors.all()] == [(ben, "came for 50 % of their time")]
    assert Notice.objects.filter(person=boss, text__contains="Thank you, Ben Elsewhere").count() == 1
    assert endings.again(request_).state == "done"


def test_f35_it_stands_on_the_pages_of_the_person_and_the_team(request_, ana, ben, as_):
    credit = {"words": "Carefully done.", "contributors": [(ben, "wrote the postings")]}
    endings.done(closing.write_credit, request_, by=ana, **credit)
    closing.finish_stay(request_, by=ben, outcome="Live.", measured_value=512)
    for page in ("/people/ben/", f"/teams/{request_.guest.slug}/"):
        assert "wrote the postings" in as_(ana).get(page).content.decode(), page
