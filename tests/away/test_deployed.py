"""Which deployment has a change of guests in it: the merge itself, or what came to its branch after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import jobs
from services.forge.actions.facts import tell_fact
from services.forge.models import Fact
from teams.away.reads.deployed import is_same, reached
from tests import make
from tests.away import stages
from tests.forge.sending import SOURCE

pytestmark = pytest.mark.django_db
MERGE, LATER = "e" * 40, "f" * 40


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def request_(home, guest, ben):
    request = stages.at_work(make.service(home, slug="orders", source_url=SOURCE), guest)
    said = {"by": ben, "number": 7, "url": f"{SOURCE}/pulls/7", "base": "main"}
    tell_fact(request.service, kind="change-opened", at=ago(60), **said)
    tell_fact(request.service, kind="change-merged", at=ago(40), commit=MERGE, **said)
    jobs.run_waiting()
    assert request.changes.get().state == "merged"
    return request


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def deployed(request, minutes=10, **said):
    words = {"name": "production", "outcome": "ok", "commit": MERGE, **said}
    fact = tell_fact(request.service, by=request.guest.lead, kind="deployed", at=ago(minutes), **words)
    return [one.pk for one in reached(fact)]


def pushed(request, minutes, branch="main"):
    tell_fact(request.service, by=request.guest.lead, kind="pushed", commit=LATER, branch=branch, at=ago(minutes))


@pytest.mark.parametrize("commit", [MERGE, MERGE[:8], ""])
def test_the_merge_in_production_has_it(request_, commit):
    assert deployed(request_, commit=commit) == [request_.pk]


@pytest.mark.parametrize("said", [{"name": "staging"}, {"outcome": "failed"}, {"minutes": 50}, {"commit": LATER}])
def test_what_is_elsewhere_or_failed_or_came_before_or_is_unknown_has_not(request_, said):
    assert deployed(request_, **said) == []


def test_a_commit_that_came_to_the_branch_after_the_merge_has_it(request_):
    pushed(request_, 20)
    assert deployed(request_, commit=LATER) == [request_.pk]


def test_one_that_came_before_the_merge_or_to_another_branch_has_not(request_):
    pushed(request_, 45)
    pushed(request_, 20, "other")
    assert deployed(request_, commit=LATER) == []


def test_a_forge_that_names_no_commit_tells_too_little(request_):
    receiver = make.receiver(request_.service)
    fact = Fact.objects.create(
        repository="git.example/home/orders", kind="deployed", at=ago(5), forge="github", receiver=receiver, mark="x",
        outcome="ok", name="production", production=True,
    )  # fmt: skip
    assert reached(fact) == {}


def test_a_few_digits_name_no_commit():
    assert is_same("abcdef0123", "ABCDEF0")
    assert not is_same("abcdef0123", "abcde")
    assert not is_same("", "")
