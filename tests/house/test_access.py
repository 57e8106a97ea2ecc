"""Walks every address and holds it to tests/house/access.py."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.kit import jobs
from portal.kit.post.hooks import add_hook
from portal.models import ApiToken, Letter
from services.reads.reports import reading_of
from teams.away.actions.back_doors import say_back_door
from teams.away.actions.ways import set_ways
from teams.people.actions import calendars
from teams.reviews.actions import ties, training
from tests import make
from tests.away import endings, stages
from tests.house.access import PAGES
from tests.house.access_writes import WRITES
from tests.proposals import words as proposals

pytestmark = pytest.mark.django_db
PEOPLE = ("stranger", "ben", "ana", "sam")


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", str(pattern.pattern)


def is_api(name):
    """An address of operations: tests/house/api_access.py says who gets what there."""
    return name.startswith("api-") and name != "api-docs"


def test_every_address_stands_in_the_table():
    known = {name for name, _ in names(get_resolver()) if not is_api(name)}
    assert known - set(PAGES) == set(), "an address without a line in tests/house/access.py"
    assert set(PAGES) - known == set(), "a line without an address"


@pytest.fixture
def things(ana, home, ben, sam):
    return things_of(ana, home, ben, sam)


def things_of(ana, home, ben, sam):
    """One of everything: a service of Ana's with a checked draft that has a waived and an open finding."""
    set_ways(None, by=sam, preset="teams-500", off=["F9"], why="One host has one of everything at once.")
    service = make.service(home, slug="orders", source_url="https://git.example/home/orders")
    revision = make.checked(make.draft(service, slug="api"))
    findings = [one for group in reading_of(revision).by_rule((), rule="", most=5, page=1) for one in group.findings]
    waiver = make.waive(revision, findings[0].fingerprint)
    other = make.published(make.service(), slug="theirs")
    ben_team = ben.memberships.get().team
    use = make.service(make.team(ben, lead=ben), slug="bens")
    consumer = make.catalog.declare_consumer(use, other.contract, by=ben)
    token = ApiToken.objects.create(name="t", person=ana, scope="read", digest="x" * 64)
    assert ben_team is not None
    away, offered = make.away(service, ben_team), make.away_offered(service, ben_team)
    signed = make.away_signed(service, ben_team)
    sent = stages.sent(service, ben_team)
    make.demand(signed)
    for make_one in (stages.change, stages.in_review, stages.approved):
        make_one(signed)
    say_back_door(stages.change(signed), by=ana, adds=True, words="Reads the table orders.")
    met = make.away_met(service, ben_team)
    agreed, foreign = make.away_agreed(service, ben_team), make.away_agreed(make.service(), home)
    receiver = make.receiver(service)
    released, closing = endings.released(service, ben_team), endings.at_closing(service, ben_team)
    endings.incident(released)
    leaving = endings.is_leaving(service, ben_team)
    refused, copied = endings.declined(service, ben_team), endings.copied(service, ben_team)
    hook = add_hook("Ours", by=ana, form="chat", url="https://chat.example/x", team=home)
    day = timezone.now().date() + timedelta(days=20)
    review = make.advised(home, slug="reviewed")
    make.answer(review.suggestions.first(), **make.ignoring())
    training.nominate(ana, by=ana, topic="data", why="They keep the largest store we have.")
    tie = ties.declare_tie(ana, by=ana, team=ben_team)
    wish = ties.state_wish(ana, by=ana, topic="data")
    attachment = make.attached(home.division, by=sam)
    return {
        **proposals.some(home),
        "ruleset": attachment.ruleset.slug,
        "attachment": attachment.pk,
        "service": service.slug,
        "contract": revision.contract.slug,
        "team": str(home.pk),
        "division": home.division.slug,
        "fingerprint": findings[1].fingerprint,
        "waiver": str(waiver.pk),
        "consumer": str(consumer.pk),
        "token": str(token.pk),
        "other": use.slug,
        "job": jobs.enqueue("services.tell_consumers", revision.pk).pk,
        "away": str(away.pk),
        "offered": str(offered.pk),
        "sent": str(sent.pk),
        "head": str(sent.sponsor_id),
        "draft": str(stages.draft(service, ben_team).pk),
        "agreed": str(agreed.pk),
        "signed": str(signed.pk),
        "met": str(met.pk),
        "foreign": str(foreign.pk),
        "signal": str(stages.signal(home).pk),
        "released": str(released.pk),
        "closing": str(closing.pk),
        "leaving": str(leaving.pk),
        "refused": str(refused.pk),
        "copied": str(copied.pk),
        "raiser_id": str(review.reviewer_id),
        "tie": str(tie.pk),
        "wish": str(wish.pk),
        "review": str(review.pk),
        "raiser": review.reviewer.login,
        "ana": str(ana.pk),
        "hook": hook.pk,
        "receiver": receiver.pk,
        "key": receiver.key,
        "letter": Letter.objects.create(key="x", way="hook", hook=hook, body="{}", state="dead").pk,
        "absence": calendars.declare_absence(ana, by=ana, first_day=day, last_day=day).pk,
        "freeze": calendars.set_freeze(home, by=ana, first_day=day, last_day=day, reason="We move house.").pk,
        "soon": str((timezone.now() + timedelta(days=9)).date()),
    }


def client_of(name, people):
    client = Client()
    if name != "stranger":
        client.force_login(people[name])
    return client


def asked(client, method, name, arguments, things, data=None):
    address = reverse(name, args=[one.format(**things) for one in arguments])
    words = {key: value.format(**things) for key, value in (data or {}).items()}
    with transaction.atomic():
        status = getattr(client, method)(address, words).status_code
        transaction.set_rollback(True)
    return status


def test_everybody_gets_what_the_table_says(things, ana, ben, sam):
    people = {"ana": ana, "ben": ben, "sam": sam}
    wrong = []
    for name, (arguments, gets, posts) in PAGES.items():
        for method, row in (("get", gets), ("post", posts)):
            for who, wanted in zip(PEOPLE, row.split(), strict=True):
                status = asked(client_of(who, people), method, name, arguments, things)
                if str(status) != wanted:
                    wrong.append(f"{method} {name} by {who}: {status}, the table says {wanted}")
    assert not wrong, "\n".join(wrong)


def test_full_forms_reach_only_who_may(things, ana, ben, sam):
    people = {"ana": ana, "ben": ben, "sam": sam}
    wrong = []
    for name, (arguments, data, row) in WRITES.items():
        for who, wanted in zip(PEOPLE[1:], row.split(), strict=True):
            status = asked(client_of(who, people), "post", name, arguments, things, data)
            if str(status) != wanted:
                wrong.append(f"post {name} by {who}: {status}, the table says {wanted}")
    assert not wrong, "\n".join(wrong)


def test_every_verb_has_a_policy_that_an_action_asks():
    import re
    from pathlib import Path

    from portal.kit import policies

    root = Path(__file__).resolve().parents[2]
    folders = ("services/actions/*.py", "services/forge/actions/*.py", "teams/*/actions/*.py", "portal/kit/**/*.py")
    writers = [file for folder in folders for file in root.glob(folder)]
    asked_for = set(re.findall(r'policies\.require\([^()]*?"([a-z.-]+)"', "".join(one.read_text() for one in writers)))
    assert sorted(set(policies.verbs()) - asked_for) == []
