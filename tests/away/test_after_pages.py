"""From the release to the thanks on the page: every step by its form, what is wrong comes back, who may not is told."""

import html
import re

import pytest
from django.urls import reverse

from teams.away.actions import after, copies, decisions, requests
from teams.away.views.steps import STEPS
from tests import make
from tests.away import endings
from tests.queries import same

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def post(client, request, verb, **words):
    answer = client.post(f"/away/{request.pk}/{verb}/", words, follow=True)
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


def test_the_whole_way_from_signed_to_thanked_runs_on_the_page(as_, ana, ben, ledger, guest):
    request = endings.signed(ledger, guest)
    host, visitor = as_(ana), as_(ben)
    early = visitor.post(f"/away/{request.pk}/release/", {"environment": "production", "source": "by hand"})
    assert (early.status_code, "Say first how it is switched off" in text_of(early)) == (409, True)
    post(visitor, request, "way-back", flag="euro", rollback="Deploy the old build.", switcher=ana.pk)
    page = post(visitor, request, "release", environment="production", source="by hand")
    assert "Checkout</strong> stands by" in page
    page = post(host, request, "incident", severity=2, title="Twice", where="refund.py", link="")
    assert "The guests are second line." in page
    mended = visitor.post(f"/away/{request.pk}/incidents/1/mend/", {"cause": "A rounding."}, follow=True)
    assert "A rounding." in text_of(mended)
    assert "It opens an incident" in page
    page = post(host, request, "switch-off", why="Three times", link="")
    assert "off-switch, counts for nobody" in page
    post(host, request, "switch-on")
    after.end_window(request.pk)
    assert "mends what breaks" in text_of(visitor.get(f"/away/{request.pk}/"))
    after.end_warranty(request.pk)
    for kind in ("runbook", "tests", "dashboards"):
        post(visitor, request, "hand-over", kind=kind, link=f"https://wiki.example/{kind}")
    page = post(visitor, request, "hand-over", kind="shift", link="https://calendar.example/shift")
    assert "Home</strong> takes it back, or asks once" in page
    post(host, request, "ask-missing", missing="The alarm.")
    post(visitor, request, "add-missing")
    refused = host.post(f"/away/{request.pk}/take-back/")
    assert (refused.status_code, "Write first who keeps it" in text_of(refused)) == (409, True)
    post(host, request, "keeper", side="guest", person=ben.pk, until=str(endings.in_days(90)))
    page = post(host, request, "take-back")
    assert "trusted committer until" in page
    words = {"helped": "Pairing.", "cost": "Data.", "differently": "Flags first.", "action": "Write it down."}
    post(visitor, request, "look-back", **words)
    post(host, request, "look-back", **words)
    page = post(host, request, "credit", **{"words": "Well done.", "did-ben": "wrote the postings"})
    assert "measures what came of it" in page
    page = post(visitor, request, "finish", measured_value="512", outcome="Live.")
    assert "93 % of what was expected, as Ben Elsewhere measured it" in page
    assert "they and their managers have it" in page
    assert endings.again(request).stay.state == "closed"


def test_what_is_wrong_comes_back_unfolded_as_it_was_sent(as_, ana, ben, ledger, guest):
    request = endings.released(ledger, guest)
    answer = as_(ana).post(f"/away/{request.pk}/incident/", {"severity": 2, "title": "Kept words", "where": ""})
    assert (answer.status_code, "Kept words" in text_of(answer)) == (422, True)
    wrong = {"kind": "tests", "link": "ftp://nowhere"}
    answer = as_(ben).post(f"/away/{request.pk}/hand-over/", wrong)
    assert (answer.status_code, "ftp://nowhere" in text_of(answer)) == (422, True)


def test_who_may_not_sees_the_step_and_why(as_, ana, ben, ledger, guest):
    request = endings.released(ledger, guest)
    page = text_of(as_(ben).get(f"/away/{request.pk}/"))
    assert "Only members of Home may do this" in page
    onlooker = text_of(as_(make.person()).get(f"/away/{request.pk}/"))
    assert "Only members of Checkout and Home may write who keeps it." in onlooker


def test_leaving_a_copy_and_the_register(as_, ana, ben, ledger, guest):
    request = endings.is_leaving(ledger, guest)
    page = text_of(as_(ana).get(f"/away/{request.pk}/"))
    assert "says where its work lies" in page
    post(as_(ben), request, "wind-down", merged="off", archive="https://code.example/rest", words="")
    page = post(as_(ben), request, "copy", why="We need it now.", link="https://code.example/ours")
    assert "Looked at again" in page
    register = text_of(as_(make.person()).get("/away/copies/"))
    assert "We need it now." in register
    page = post(as_(ben), request, "copy-review", outcome="gone", words="")
    assert "It is no longer there" in page


def test_a_conflict_of_roadmaps_is_decided_on_the_page(as_, ana, ben, guest):
    boss = make.person(name="Bea Boss")
    host = make.team(lead=ana, division=make.division(head=boss))
    request = endings.asked(make.service(host), make.team(ben, lead=ben, division=host.division))
    data = {"reason": "too-risky", "answer": "No.", "value": "2 a month", "source": "https://metrics.example/1"}
    as_(ana).post(f"/away/{request.pk}/decline/", data)
    wrong = as_(ben).post(f"/away/{request.pk}/conflict/", {"question": "Which?", "options": "Only one | 1 week"})
    assert wrong.status_code == 422
    page = post(as_(ben), request, "conflict", question="Which first?", options="Refunds | 3 weeks\nLedger | 9 weeks")
    assert "Bea Boss" in page
    assert as_(ana).post(f"/away/{request.pk}/choose/", {"choice": 1, "words": "Us."}).status_code == 403
    page = post(as_(boss), request, "choose", choice=2, words="The ledger cannot wait.")
    assert "The ledger cannot wait." in page


def test_every_step_has_an_address_and_none_is_open_where_nothing_has_begun(as_, ben, ledger, guest):
    request = make.away(ledger, guest)
    client = as_(ben)
    for verb in STEPS:
        answer = client.post(reverse(f"away:step-{verb}", args=[request.pk]), {})
        assert answer.status_code in {403, 404, 409, 422}, verb


def test_the_register_asks_the_same_whatever_there_is(as_, ana, ben, ledger, guest):
    def one():
        request = endings.is_leaving(ledger, guest)
        endings.leaving.leave_silently(request.pk)
        copies.declare_copy(endings.again(request), by=ben, why="Now.", link="https://code.example/1")

    one()
    same(as_(ana), "/away/copies/", lambda: [one() for _ in range(3)])


def test_a_decision_is_shown_with_its_clocks(as_, ana, ben, home):
    head = make.person()
    team = make.team(division=make.division(head=head))
    request = endings.asked(make.service(team), make.team(ben, lead=ben, division=team.division))
    requests.decline_away(
        request, by=team.lead, reason="too-risky", answer="No.", value="2", source="https://m.example/"
    )
    decisions.open_decision(request, by=ben, question="Which?", options=[("A", "1 week"), ("B", "2 weeks")])
    assert head.name in text_of(as_(ana).get(f"/away/{request.pk}/"))
