"""Deliveries: once only, of the right repository only, read by a job, thrown away when old."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from portal.kit import jobs
from portal.models import Job
from services.forge.models import Delivery, Fact
from services.forge.repositories import name_of
from tests import make
from tests.forge.sending import SOURCE, pulled, push, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", source_url=SOURCE)


@pytest.fixture
def receiver(orders):
    return make.receiver(orders)


def read():
    jobs.run_waiting()
    return Delivery.objects.order_by("-pk").first()


def test_the_same_delivery_sent_again_is_known_and_changes_nothing(receiver):
    assert send(receiver, "push", push(), key="one").status_code == 202
    again = send(receiver, "push", push(after="d" * 40), key="one")
    assert (again.status_code, again.json()["state"]) == (200, "known")
    read()
    assert (Delivery.objects.count(), Fact.objects.count()) == (1, 1)


def test_the_same_fact_by_two_addresses_and_two_deliveries_is_one(receiver, home):
    for one in (receiver, make.receiver(home), make.receiver(None)):
        send(one, "push", push())
    jobs.run_waiting()
    assert (Delivery.objects.count(), Fact.objects.count()) == (3, 1)
    assert {one.note for one in Delivery.objects.all()} == {"1 noted", "0 noted, 1 known before"}


def test_a_secret_of_one_team_says_nothing_about_the_repository_of_another(home):
    theirs = make.service(slug="theirs", source_url=SOURCE)
    mine = make.service(home, slug="mine", source_url="https://git.example/home/mine")
    for receiver in (make.receiver(mine), make.receiver(home)):
        send(receiver, "push", push())
        assert "is the source of no service" in read().note
    assert not Fact.objects.exists()
    send(make.receiver(theirs.team), "push", push())
    jobs.run_waiting()
    assert Fact.objects.get().repository == "git.example/home/orders"


def test_what_is_not_json_is_said_to_be_unreadable(receiver):
    send(receiver, "push", b"{]")
    assert read().state == "unreadable"
    send(receiver, "push", {"ref": "refs/heads/main"})
    assert read().note == "It does not say which repository it is about."


@pytest.mark.parametrize("payload", [[], "text", 7, None, {"repository": []}, {"repository": {"html_url": 7}}])
def test_json_of_another_shape_breaks_nothing(receiver, payload):
    send(receiver, "pull_request", payload)
    assert read().state == "unreadable"


def test_an_event_that_is_not_read_is_kept_and_said_so(receiver):
    send(receiver, "ping", {"zen": "Keep it logically awesome."})
    assert (read().state, read().note) == ("unused", "ping is not read here.")


def test_a_form_with_the_payload_in_a_field_is_read_too(receiver):
    send(receiver, "push", urlencode({"payload": json.dumps(push())}).encode())
    assert read().state == "read"


def test_a_worker_that_dies_in_the_middle_leaves_the_delivery_for_the_next(receiver, later):
    send(receiver, "push", push())
    job = Job.objects.get(name="forge.read_delivery")
    assert jobs.take(job.pk)  # and then it dies
    later(timedelta(minutes=5))
    jobs.sweep()
    jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.attempt, Fact.objects.count(), Delivery.objects.get().state) == ("done", 2, 1, "read")


def test_a_delivery_is_thrown_away_when_it_is_old_and_its_facts_stay(receiver, settings, later):
    send(receiver, "push", push(), key="old")
    later(timedelta(days=10))
    send(receiver, "push", push(after="d" * 40), key="young")
    jobs.run_waiting()
    later(settings.FORGE_KEEP - timedelta(days=9))
    jobs.run_waiting()
    assert [one.key for one in Delivery.objects.all()] == ["young"]
    later(timedelta(days=10))
    jobs.run_waiting()
    assert (Delivery.objects.count(), Fact.objects.count()) == (0, 2)
    assert not Job.objects.filter(name="forge.throw_away", state="waiting").exists()


def test_facts_that_come_late_do_not_undo_newer_ones(receiver, orders):
    from services.forge.reads.facts import checks_of

    def status(state, at):
        return {
            "sha": "c" * 40, "state": state, "context": "ci", "updated_at": at, "repository": pulled("x")["repository"]
        }  # fmt: skip

    send(receiver, "status", status("success", "2026-11-20T12:00:00Z"))
    send(receiver, "status", status("failure", "2026-11-20T11:00:00Z"))
    jobs.run_waiting()
    assert checks_of("git.example/home/orders", "c" * 40).is_green is True
    assert checks_of("git.example/home/orders", "d" * 40).is_green is None, "not checked is not green"


def test_a_forge_whose_clock_runs_ahead_tells_nothing_of_the_future(receiver):
    send(receiver, "pull_request", pulled("opened", created_at="2099-01-01T00:00:00Z"))
    jobs.run_waiting()
    fact = Fact.objects.get()
    assert fact.at == Delivery.objects.get().received_at


@pytest.mark.parametrize(
    "address",
    [
        "https://Git.Example/Home/Orders.git", "http://git.example/home/orders/", "git@git.example:home/orders.git",
        "ssh://git@git.example:2222/home/orders.git", "https://git.example/home/orders/tree/main/services/orders",
        "https://git.example/home/orders/-/tree/main/x", "https://git.example/home/orders/src/branch/main/x",
    ],
)  # fmt: skip
def test_a_repository_has_one_name_however_it_is_written(address):
    assert name_of(address) == "git.example/home/orders"


@pytest.mark.parametrize("address", ["", "orders", "https://", "https://git.example", "http://[broken/x"])
def test_what_is_no_address_names_no_repository(address):
    assert name_of(address) == ""
