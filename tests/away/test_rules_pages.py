"""The pages of a division's away-team rules: read by all, changed by whoever heads it, explained where they bite."""

import pytest

from portal.kit import policies
from teams.away.actions.ways import set_ways
from teams.away.failsafes import FAILSAFES
from teams.away.models import AwayWays
from teams.away.reads.ways import ways_of
from teams.away.templatetags.away_ui import failsafe
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(db):
    return make.person(login="priya", name="Priya Head")


@pytest.fixture
def payments(head):
    return make.division(slug="payments", name="Payments", head=head)


ADDRESS = "/divisions/payments/away-rules/"


def filled(client, address, **changes):
    """The form as a browser would send it: what it shows, with changes."""
    form = client.get(address).context["form"]
    fields = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: "on" if value is True else str(value) for name, value in fields.items() if value is not False}
    return {name: value for name, value in {**sent, **changes}.items() if value is not None}


def test_everybody_reads_all_forty_and_that_nobody_has_chosen_yet(as_, payments, ben):
    page = as_(ben).get(ADDRESS).content.decode()
    for each in FAILSAFES.values():
        assert f'id="{each.code}"' in page
    assert "40 of 40 failsafes are on" in page
    assert "Only Priya Head may do this" in page
    assert "Change them" not in page
    assert "Away-team rules" in as_(ben).get("/divisions/payments/").content.decode()


def test_the_head_changes_them_and_everybody_sees_what_who_and_why(as_, payments, head, ben):
    client = as_(head)
    words = filled(client, f"{ADDRESS}change/", F3=None, rounds="2", why="Two <b>rounds</b> are enough.")
    page = client.post(f"{ADDRESS}change/", words, follow=True).content.decode()
    assert "Payments, version 1 holds for whatever begins from now on." in page
    row = AwayWays.objects.get()
    assert (row.off, row.numbers, row.made_by) == (["F3"], {"rounds": 2}, head)
    page = as_(ben).get(ADDRESS).content.decode()
    for said in (
        "39 of 40 failsafes are on", "Two &lt;b&gt;rounds&lt;/b&gt; are enough.", "F3 Similar requests together: off",
        "F18: 3 to 2 rounds of review a change", "Priya Head</b> made version 1",
    ):  # fmt: skip
        assert said in page


def test_a_preset_fills_in_the_form_and_stores_nothing(as_, payments, head):
    client = as_(head)
    words = filled(client, f"{ADDRESS}change/?preset=teams-10", why="We are ten.")
    assert not AwayWays.objects.exists()
    client.post(f"{ADDRESS}change/", words)
    ways = ways_of(payments)
    assert (ways.preset, ways.has("F36"), ways.number("box_days")) == ("teams-10", False, 30)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(as_, payments, head):
    client = as_(head)
    for wrong in ({"rounds": "99"}, {"copy_after_days": "4"}, {"why": ""}):
        words = filled(client, f"{ADDRESS}change/", **{"why": "Because of the summer.", **wrong})
        answer = client.post(f"{ADDRESS}change/", words)
        assert answer.status_code == 422
        assert next(iter(wrong)) in answer.context["form"].errors
        assert wrong.get("why") == "" or "Because of the summer." in answer.content.decode()
    assert not AwayWays.objects.exists()


def test_two_heads_at_once_the_second_is_told_and_keeps_what_was_typed(as_, payments, head, sam):
    client = as_(head)
    words = filled(client, f"{ADDRESS}change/", F3=None, why="My summer reason.")
    set_ways(payments, by=sam, preset="teams-50", why="We are fifty.")
    answer = client.post(f"{ADDRESS}change/", words)
    page = answer.content.decode()
    assert (answer.status_code, AwayWays.objects.count()) == (422, 1)
    assert "has made version 1 meanwhile" in page
    assert "My summer reason." in page


def test_a_division_cannot_switch_off_what_only_the_company_may_and_shows_what_it_has(as_, payments, head, sam):
    client = as_(head)
    client.post(f"{ADDRESS}change/", filled(client, f"{ADDRESS}change/", F11=None, F3=None, why="Try it."))
    assert AwayWays.objects.get().off == ["F3"]
    set_ways(None, by=sam, preset="teams-500", off=["F11"], why="The hosts sign.")
    assert not ways_of(payments).has("F11")
    client.post(f"{ADDRESS}change/", filled(client, f"{ADDRESS}change/", F4=None, why="Try more."))
    assert AwayWays.objects.filter(division=payments).first().off == ["F3", "F4"]


def test_a_division_without_its_own_says_whose_hold(as_, payments, head, ben):
    set_ways(payments, by=head, preset="teams-50", why="We are fifty.")
    below = make.division(slug="ledgers", parent=payments)
    page = as_(ben).get("/divisions/ledgers/away-rules/").content.decode()
    assert "Payments, version 1" in page
    assert f'href="{ADDRESS}"' in page
    assert policies.may(head, "away.ways", below)


def test_the_company_has_a_page_and_stewards_change_it(as_, sam, ben):
    assert "You may change them." in as_(sam).get("/away/rules/").content.decode()
    client = as_(sam)
    words = filled(client, "/away/rules/change/?preset=teams-50", F11=None, why="We are fifty.")
    client.post("/away/rules/change/", words)
    assert not ways_of(None).has("F11")
    assert as_(ben).get("/divisions/").content.decode().count("/away/rules/") == 1


def test_the_tag_says_what_a_failsafe_does_by_which_number_and_where_it_stands(payments, head):
    drawn = failsafe("F6", ways_of(payments))
    assert "Five working days for the decision; 10 working days until" in drawn
    assert 'href="/away/rules/#F6"' in drawn
    set_ways(payments, by=head, preset="teams-500", off=["F3"], numbers={"decision_days": 1}, why="Fast.")
    drawn = failsafe("F6", ways_of(payments))
    assert "One working day for the decision" in drawn
    assert f'href="{ADDRESS}#F6">Payments, version 1' in drawn
    assert "off here" in failsafe("F3", ways_of(payments))
    with pytest.raises(KeyError):
        failsafe("F41")


def test_the_tag_stands_where_failsafes_bite(as_, home, ana, ben):
    request = make.away(make.service(home))
    page = as_(ana).get(request.get_absolute_url()).content.decode()
    assert page.count('class="failsafe"') >= 2
