"""Every page asks the database as little with much as with few, and never more than a ceiling.

All pages of tests/house/access.py that a GET shows are asked, by a member and by the steward. So a page cannot come
without being counted here; whoever adds a kind of thing lets it grow in :func:`grow`.
"""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kit import jobs, notices, tallies
from portal.models import Job
from services.forge.actions.deliveries import refuse_delivery, store_delivery
from services.forge.models import Delivery, Receiver
from services.reads.reports import reading_of
from tests import make
from tests.house.access import PAGES
from tests.house.test_access import things  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
CEILING = 30
# What a page needs more than the ceiling for, and why.
HIGHER: dict[str, int] = {
    "team": 36,  # away teams, reviews and proposals each tell of it in four, beside its people, calendar and services
    "reviews:review-assign": 33,  # a draw sees the guild and the brief by nineteen, and so does whoever draws by hand
}


def shown(who: int) -> dict[str, tuple[str, ...]]:
    """The pages that this one of stranger, ben, ana, sam gets."""
    return {name: arguments for name, (arguments, gets, _) in PAGES.items() if gets.split()[who] == "200"}


def asks(client: Client, address: str) -> list[str]:
    """What a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"] for query in asked]


def shape(sql: str) -> str:
    """The question without what it is asked about."""
    return re.sub(r"'[^']*'|\b\d+\b(?:, \d+)*", "?", sql)[:400]


def grow(things: dict[str, str], ana, ben, sam) -> None:  # noqa: F811
    """More of everything, around the very things whose pages are asked."""
    home = make.Team.objects.select_related("division", "lead").get(pk=things["team"])
    orders = make.Service.objects.select_related("team__lead", "team__division").get(slug=things["service"])
    contract = make.Contract.objects.select_related("service__team__lead").get(service=orders, slug=things["contract"])
    made = make.published(contract, make.CLEAN.replace("1.0.0", f"1.{contract.revisions.count()}.0"))
    for _ in range(2):
        make.join_team(home, make.person(), by=ana)
        user = make.service(make.team(make.person(), division=home.division))
        make.catalog.declare_consumer(user, contract, by=user.team.lead)
        make.away(orders)
        make.away(make.service(), home)
        make.division(parent=home.division)
    theirs = make.published()
    make.catalog.declare_consumer(orders, theirs.contract, by=ana)
    make.draft(make.service(home))
    make.advised(home)
    make.away_agreed(orders)
    for finding in _open_findings(made)[:2]:
        make.waive(made, finding)
    receiver = make.receiver(orders)
    for who in (receiver, Receiver.objects.get(pk=things["receiver"])):
        store_delivery(who, event="push", key=str(Delivery.objects.count()), body=b"{}")
        refuse_delivery(who, why="The signature does not fit.", network="192.0.2.7", event="push")
        make.fact(orders, number=7, by=ben, title=f"{Delivery.objects.count()}")
        make.fact(orders, kind="check-finished", commit="abc123", outcome="red", name=f"{Delivery.objects.count()}")
    for thing, by in ((orders, ben), (made, sam)):
        notices.tell([ana, ben, sam], "said so", about=thing, url=thing.get_absolute_url(), by=by)
    for number in range(3):
        row = jobs.enqueue("services.expire_waiver", 1000 + Job.objects.count())
        if number:
            jobs.stop(row, by=sam)
    tallies.fold()


def _open_findings(revision) -> list[str]:
    waived = set(revision.contract.waivers.values_list("fingerprint", flat=True))
    groups = reading_of(revision).by_rule(waived, rule="", most=50, page=1)
    return [one.fingerprint for group in groups for one in group.findings if one.fingerprint not in waived]


def test_no_page_asks_more_because_there_is_more(things, ana, ben, sam, as_):  # noqa: F811
    words = {key: str(value) for key, value in things.items()}
    askers = {"ana": (as_(ana), 2), "sam": (as_(sam), 3)}
    pages = {
        who: {name: reverse(name, args=[one.format(**words) for one in given]) for name, given in shown(at).items()}
        for who, (_, at) in askers.items()
    }
    grow(words, ana, ben, sam)  # from some to more: what there is none of may need no question at all
    few: dict[str, dict[str, list[str]]] = {}
    for who, (client, _) in askers.items():
        few[who] = {}
        for name, address in pages[who].items():
            asks(client, address)  # caches of the process, the session, notices that become read
            few[who][name] = asks(client, address)
    grow(words, ana, ben, sam)
    wrong = []
    for who, (client, _) in askers.items():
        for name, before in few[who].items():
            asked, most = asks(client, pages[who][name]), HIGHER.get(name, CEILING)
            if len(asked) != len(before):  # the first visit since: notices become read, what is new is kept
                asked = asks(client, pages[who][name])
            if len(asked) != len(before):
                new = Counter(map(shape, asked)) - Counter(map(shape, before))
                wrong.append(f"{pages[who][name]} by {who}: {len(before)} queries, then {len(asked)}. New: {[*new]}")
            if len(asked) > most:
                wrong.append(f"{pages[who][name]} by {who}: {len(asked)} queries, at most {most}")
    assert not wrong, "\n".join(wrong)
