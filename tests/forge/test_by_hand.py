"""The same facts by hand, who is who on a forge, and the pages that say which it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry
from services.forge.actions.facts import tell_fact
from services.forge.actions.logins import say_login
from services.forge.actions.receivers import add_receiver
from services.forge.models import Fact, ForgeLogin
from tests import make
from tests.forge.sending import SOURCE, pulled, send
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", source_url=SOURCE)


def test_a_fact_said_by_hand_says_by_whom_on_every_page(orders, ana, ben, as_):
    answer = as_(ana).post("/services/orders/repository/", {"kind": "change-merged", "number": "41"})
    assert answer.status_code == 302
    fact = Fact.objects.get()
    assert (fact.forge, fact.by, fact.person, fact.repository) == ("", ana, ana, "git.example/home/orders")
    page = as_(ben).get("/services/orders/repository/").text
    assert "Ana Owner merged #41" in page
    assert "by hand" in page
    assert "Ana Owner, by hand" in as_(ben).get("/services/orders/").text
    assert AuditEntry.objects.filter(verb="fact.tell", actor=ana).exists()


def test_a_fact_told_by_a_forge_says_which(orders, as_, ben):
    send(make.receiver(orders), "pull_request", pulled("opened"))
    jobs.run_waiting()
    page = as_(ben).get("/services/orders/repository/").text
    assert "tia opened #41" in page
    assert "GitHub" in page
    assert '<small class="faint">by hand</small>' not in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "change-opened"}, "number"),
        ({"kind": "review-given", "number": 4}, "outcome"),
        ({"kind": "review-given", "number": 4, "outcome": "green"}, "outcome"),
        ({"kind": "check-finished", "outcome": "red"}, "commit"),
        ({"kind": "deployed", "outcome": "ok"}, "name"),
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "pushed", "branch": "main", "at": timezone.now() + timedelta(hours=1)}, "at"),
        ({"kind": "pushed", "branch": "main", "at": timezone.now() - timedelta(days=400)}, "at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_stored(orders, ana, said, field):
    with pytest.raises(Invalid) as refusal:
        tell_fact(orders, by=ana, **said)
    assert list(refusal.value.fields) == [field]
    assert not Fact.objects.exists()


def test_a_form_that_is_refused_keeps_what_was_typed(orders, ana, as_):
    answer = as_(ana).post("/services/orders/repository/", {"kind": "deployed", "outcome": "ok", "title": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    assert "Say to which environment." in answer.text


def test_the_same_said_twice_is_refused(orders, ana):
    at = timezone.now() - timedelta(hours=2)
    tell_fact(orders, by=ana, kind="pushed", branch="main", at=at)
    with pytest.raises(Refused, match="told before"):
        tell_fact(orders, by=ana, kind="pushed", branch="main", at=at)


def test_only_members_say_what_happened_and_only_where_the_source_is_known(orders, ana, ben, home):
    with pytest.raises(Denied):
        tell_fact(orders, by=ben, kind="pushed", branch="main")
    with pytest.raises(Refused, match="Say first where the source"):
        tell_fact(make.service(home), by=ana, kind="pushed", branch="main")


def test_a_deployment_is_to_production_when_said_so_or_by_its_name(orders, ana):
    made = [
        tell_fact(orders, by=ana, kind="deployed", outcome="ok", **said)
        for said in ({"name": "prod"}, {"name": "test"}, {"name": "blue", "production": True})
    ]
    assert [one.production for one in made] == [True, False, True]


def test_the_api_tells_and_takes_the_same(orders, ana, ben):
    program = Program(ana)
    made = program.post("/api/v1/services/orders/facts", {"kind": "pushed", "branch": "main", "commit": "abc123"})
    assert made.status_code == 201
    assert (made.json()["told_by"], made.json()["by"]["login"]) == ("hand", "ana")
    send(make.receiver(orders), "pull_request", pulled("opened"))
    jobs.run_waiting()
    listed = Program(ben).get("/api/v1/services/orders/facts?change=41").json()
    assert [(one["told_by"], one["sentence"]) for one in listed["results"]] == [("github", "tia opened #41")]
    assert Program(ben).get(made["Location"]).json() == made.json()
    assert Program(ben).post("/api/v1/services/orders/facts", {"kind": "pushed", "branch": "x"}).status_code == 403
    refused = program.post("/api/v1/services/orders/facts", {"kind": "deployed", "outcome": "ok"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")


def test_a_login_makes_what_it_does_from_then_on_a_persons(orders, ana, ben, as_):
    receiver = make.receiver(orders)
    send(receiver, "pull_request", pulled("opened"))
    jobs.run_waiting()
    assert as_(ben).post("/logins/", {"github": "@Tia"}).status_code == 302
    send(receiver, "pull_request", pulled("synchronize"))
    jobs.run_waiting()
    assert [one.sentence for one in Fact.objects.order_by("pk")] == ["tia opened #41", "Ben Elsewhere pushed to #41"]
    assert "tia" in as_(ana).get("/people/ben/").text


def test_a_login_belongs_to_one_person_and_a_steward_may_repair(ana, ben, sam):
    say_login(ben, "github", "tia", by=ben)
    with pytest.raises(Invalid, match="Ben Elsewhere says that tia is theirs"):
        say_login(ana, "github", "TIA", by=ana)
    with pytest.raises(Denied):
        say_login(ben, "github", "", by=ana)
    say_login(ana, "gitlab", "tia", by=ana)  # another forge, other people
    say_login(ben, "github", "", by=sam)
    say_login(ana, "github", "tia", by=ana)
    assert ForgeLogin.objects.filter(person=ana).count() == 2


@pytest.mark.parametrize("login", ["a b", "-", "x" * 121, "ü"])
def test_a_login_that_no_forge_gives_is_refused(ana, login):
    with pytest.raises(Invalid):
        say_login(ana, "github", login, by=ana)


def test_addresses_are_made_by_members_for_what_is_theirs(orders, home, ana, ben, sam):
    for whose in ({"service": orders}, {"team": home}, {}):
        with pytest.raises(Denied):
            add_receiver("github", by=ben, **whose)
    with pytest.raises(Denied):
        add_receiver("github", by=ana)
    assert add_receiver("github", by=sam).hears_of == "the whole company"
    with pytest.raises(Refused, match="Say first where the source"):
        add_receiver("github", by=ana, service=make.service(home))
