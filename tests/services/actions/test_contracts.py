"""From a draft to its end: upload, check, waive, publish, deprecate, retire."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from portal.kit import clocks, notices, search
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock
from services import states
from services.actions import catalog, checks, contracts, telling
from services.models import Blob, Check, Contract, Operation, Revision, RuleCount, Waiver
from services.reads.catalog import contract_lines
from services.reads.contracts import head
from services.reads.reports import reading_of
from tests import make

pytestmark = pytest.mark.django_db

BROKEN = make.CLEAN.replace("version: 1.0.0", "version: 2.0.0").replace(
    "paths:", "servers:\n  - url: http://orders.checkout.svc.cluster.local:8080\npaths:"
)


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", text="Orders of the shop")


def in_days(days):
    return (timezone.now() + timedelta(days=days)).date()


def test_a_document_is_stored_by_its_digest_and_once(orders):
    first = make.draft(orders)
    second = make.draft(make.service())
    assert first.digest == second.digest
    assert Blob.read(first.digest) == make.CLEAN.encode()


def test_registering_asks_a_worker_for_a_check(orders):
    revision = make.draft(orders)
    assert revision.checks.get().state == Check.State.WAITING
    revision = make.checked(revision)
    check = revision.checks.get()
    assert (check.state, revision.checked, revision.version) == ("done", True, "1.0.0")
    assert revision.contract.technology == "openapi"
    assert sum(count.count for count in RuleCount.objects.filter(check_run=check)) == check.findings


def test_a_stranger_may_not_register_for_another_team(orders, ben):
    with pytest.raises(Denied, match="Ana Owner"):
        make.draft(orders, by=ben)
    assert not Contract.objects.exists()


def test_a_slug_is_taken_once_in_a_service(orders):
    make.draft(orders, slug="api")
    with pytest.raises(Invalid) as refusal:
        make.draft(orders, slug="api")
    assert refusal.value.code == "contract-slug-taken"
    make.draft(make.service(), slug="api")


@pytest.mark.parametrize(("content", "code"), [(b"", "contract-empty"), (b" \n\t", "contract-empty")])
def test_nothing_is_no_contract(orders, content, code):
    with pytest.raises(Invalid) as refusal:
        make.draft(orders, content)
    assert refusal.value.code == code
    assert not Contract.objects.exists()


def test_a_document_above_the_limit_is_refused_in_words(orders, settings):
    settings.MAX_CONTRACT_BYTES = 1024
    with pytest.raises(Invalid, match="Nothing was stored"):
        make.draft(orders, b"x" * 1025)
    assert not Blob.objects.exists()


def test_the_same_bytes_are_not_a_new_revision(orders):
    revision = make.draft(orders)
    with pytest.raises(Invalid) as refusal:
        make.draft(revision.contract)
    assert refusal.value.code == "revision-unchanged"


def test_errors_stand_in_the_way_until_they_are_mended(orders, ana):
    revision = make.checked(make.draft(orders, BROKEN))
    assert revision.errors
    with pytest.raises(Refused) as refusal:
        contracts.publish_revision(revision, by=ana)
    assert refusal.value.code == "revision-has-errors"
    make.waive_errors(revision)
    contracts.publish_revision(revision, by=ana)
    assert revision.state == Revision.State.PUBLISHED


def test_findings_go_with_the_next_revision(orders):
    broken = make.checked(make.draft(orders, BROKEN))
    mended = make.checked(make.draft(broken.contract, make.CLEAN))
    assert mended.errors < broken.errors


def test_what_was_not_checked_cannot_be_published(orders, ana):
    waiting = make.draft(orders)
    with pytest.raises(Refused) as refusal:
        contracts.publish_revision(waiting, by=ana)
    assert refusal.value.code == "revision-not-checked"
    unreadable = make.checked(make.draft(orders, "openapi: [", slug="other"))
    assert (unreadable.checked, unreadable.checks.get().state) == (False, "not-checked")
    with pytest.raises(Refused) as refusal:
        contracts.publish_revision(unreadable, by=ana)
    assert refusal.value.code == "revision-not-checked"


def test_publishing_writes_operations_and_the_search_document(orders):
    revision = make.published(orders, slug="orders-api")
    operation = Operation.objects.get(revision=revision)
    assert (operation.name, operation.address, operation.line) == ("readOrder", "GET /orders/{id}", 7)
    hits = search.find("readOrder").hits
    assert [(hit.kind, hit.ref) for hit in hits] == [("contract", "orders/orders-api")]


def test_the_next_published_revision_ends_the_one_before(orders):
    first = make.published(orders)
    second = make.published(first.contract, make.CLEAN.replace("1.0.0", "1.1.0"))
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("retired", second)
    assert Revision.objects.live().get() == second


def test_a_draft_that_was_mended_is_not_what_comes_next(orders, ana):
    make.draft(orders, BROKEN.replace("2.0.0", "1.0.0"), slug="api")
    mended = make.published(Contract.objects.get())
    (line,) = contract_lines(ana, Q(pk=mended.contract_id))
    assert (line.shown, line.draft) == (mended, None)
    assert head(mended, ana).draft is None
    later = make.draft(mended.contract, make.CLEAN.replace("1.0.0", "1.1.0"))
    (line,) = contract_lines(ana, Q(pk=mended.contract_id))
    assert (line.shown, line.draft) == (mended, later)


def test_the_one_before_may_be_kept_until_a_day_and_its_consumers_are_told(orders, ana, ben):
    first = make.published(orders)
    user = make.service(make.team(ben, lead=ben))
    catalog.declare_consumer(user, first.contract, by=ben)
    second = make.checked(make.draft(first.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    make.waive_errors(second)
    contracts.publish_revision(second, by=ana, keep_until=in_days(30))
    first.refresh_from_db()
    assert (first.state, first.sunset_on, first.replaced_by) == ("deprecated", in_days(30), second)
    from portal.kit import jobs

    jobs.run_waiting()
    titles = [clock.title for clock in clocks.waiting_for(ben)]
    assert titles == [f"Move {user.slug} off {first.contract.slug} 1.0.0"]
    told = [notice.text for notice in notices.of(ben)]
    assert any("deprecated" in text for text in told) and any("published" in text for text in told)
    telling.tell_consumers(first.pk)
    telling.tell_consumers(second.pk)
    assert clocks.waiting_for(ben).count() == 1, "telling twice is telling once"
    assert notices.of(ben).count() == len(told)


def test_a_sunset_lies_in_the_future_and_names_a_replacement(orders, ana):
    revision = make.published(orders)
    with pytest.raises(Invalid):
        contracts.deprecate_revision(revision, by=ana, sunset_on=in_days(0), replacement="orders-2")
    with pytest.raises(Invalid):
        contracts.deprecate_revision(revision, by=ana, sunset_on=in_days(9), replacement=" ")
    revision.refresh_from_db()
    assert revision.state == "published"


def test_a_revision_in_use_is_not_retired_before_its_sunset(orders, ana, ben, later):
    revision = make.published(orders)
    user = make.service(make.team(ben, lead=ben))
    catalog.declare_consumer(user, revision.contract, by=ben)
    contracts.deprecate_revision(revision, by=ana, sunset_on=in_days(9), replacement="Nothing")
    with pytest.raises(Refused) as refusal:
        contracts.retire_revision(revision, by=ana)
    assert refusal.value.code == "revision-still-used"
    later(timedelta(days=10))
    contracts.retire_revision(revision, by=ana)
    assert revision.state == "retired"
    assert not search.find(revision.contract.slug, kinds=("contract",)).hits


MOVES = [(state, verb) for state in Revision.State.values for verb in states.REVISION.moves]


@pytest.mark.parametrize(("state", "verb"), MOVES)
def test_a_revision_moves_only_as_the_table_says(orders, ana, state, verb):
    revision = make.draft(orders)
    now = timezone.now()
    dates = {
        "draft": {},
        "proposed": {"proposed_at": now},
        "published": {"published_at": now},
        "deprecated": {"published_at": now, "deprecated_at": now, "sunset_on": in_days(1), "replacement": "x"},
        "retired": {"retired_at": now},
    }
    Revision.objects.filter(pk=revision.pk).update(state=state, **dates[state])
    revision.refresh_from_db()
    move = states.REVISION.moves[verb]
    changes = {**dates[move.target]}
    if state in move.sources:
        states.REVISION.move(revision, verb, by=ana, **changes)
        assert Revision.objects.get(pk=revision.pk).state == move.target
    else:
        with pytest.raises(Refused) as refusal:
            states.REVISION.move(revision, verb, by=ana, **changes)
        assert refusal.value.code == f"revision-cannot-{verb}"


def test_of_two_who_publish_at_once_one_is_told(orders, ana):
    revision = make.checked(make.draft(orders))
    make.waive_errors(revision)
    same = Revision.objects.select_related("contract__service__team__lead").get(pk=revision.pk)
    contracts.publish_revision(revision, by=ana)
    with pytest.raises(Refused):
        contracts.publish_revision(same, by=ana)
    assert AuditEntry.objects.filter(verb="revision.publish").count() == 1


def test_a_waiver_has_reason_data_and_an_end(orders):
    revision = make.checked(make.draft(orders, BROKEN))
    found = next(one for group in reading_of(revision).by_rule((), rule="", most=9, page=1) for one in group.findings)
    for facts in ({"reason": " "}, {"value": ""}, {"expires_on": in_days(0)}, {"expires_on": in_days(400)}):
        with pytest.raises(Invalid):
            make.waive(revision, found.fingerprint, **facts)
    waiver = make.waive(revision, found.fingerprint)
    assert (waiver.rule, waiver.message) == (found.rule, found.message)
    with pytest.raises(Refused, match="waived already"):
        make.waive(revision, found.fingerprint)


def test_a_waiver_survives_the_next_revision(orders):
    broken = make.checked(make.draft(orders, BROKEN))
    make.waive_errors(broken)
    moved = "# a new first line moves every line\n" + BROKEN.replace("2.0.0", "2.1.0")
    following = make.checked(make.draft(broken.contract, moved))
    assert following.errors == 0
    assert following.waived == Waiver.objects.count()


def test_only_its_own_team_waives(orders, ben):
    revision = make.checked(make.draft(orders, BROKEN))
    found = reading_of(revision).by_rule((), rule="", most=1, page=1)[0].findings[0]
    with pytest.raises(Denied):
        make.waive(revision, found.fingerprint, by=ben)


def test_a_waiver_for_nothing_is_refused(orders):
    revision = make.checked(make.draft(orders))
    with pytest.raises(Refused) as refusal:
        make.waive(revision, "0" * 16)
    assert refusal.value.code == "finding-gone"


def test_a_waiver_ends_by_its_clock_and_the_finding_counts_again(orders, later):
    from portal.kit import jobs

    revision = make.checked(make.draft(orders, BROKEN))
    make.waive_errors(revision)
    revision.refresh_from_db()
    assert revision.errors == 0
    later(timedelta(days=32))
    clocks.ring_due()
    jobs.run_waiting()
    revision.refresh_from_db()
    assert revision.errors > 0
    assert set(Waiver.objects.values_list("state", flat=True)) == {"expired"}


def test_a_withdrawn_waiver_counts_again_at_once(orders, ana):
    revision = make.checked(make.draft(orders, BROKEN))
    make.waive_errors(revision)
    for waiver in Waiver.objects.select_related("contract__service__team__lead"):
        checks.withdraw_waiver(waiver, by=ana)
    revision.refresh_from_db()
    assert revision.errors > 0
    assert not Clock.objects.filter(kind="services.waiver-ends", state="open").exists()


def test_the_uploader_is_told_what_the_draft_waits_for(orders, ana):
    make.checked(make.draft(orders, BROKEN, slug="api"))
    assert clocks.waiting_for(ana).get().title.startswith("Mend or waive ")


def test_other_facts_ask_for_a_new_check(orders, ana):
    revision = make.checked(make.draft(orders))
    facts = {"contact": "Home <home@example.com>", "licence": "Ours", "terms": "https://example.com/terms"}
    contracts.change_contract(revision.contract, by=ana, audience="public", text="Orders", facts=facts)
    again = make.checked(revision)
    assert again.checks.count() == 2
    assert again.score["passed"] > revision.score["passed"]


def test_a_check_that_is_given_up_says_why(orders):
    revision = make.draft(orders)
    check = revision.checks.get()
    checks.fail_check(check.pk, "Its worker was lost 3 times.")
    check.refresh_from_db()
    assert (check.state, check.reason) == ("failed", "Its worker was lost 3 times.")
    checks.fail_check(check.pk, "again")
    check.refresh_from_db()
    assert check.reason == "Its worker was lost 3 times."


def test_a_service_does_not_consume_itself_or_what_is_not_published(orders, ana, ben):
    revision = make.published(orders)
    with pytest.raises(Invalid):
        catalog.declare_consumer(orders, revision.contract, by=ana)
    user = make.service(make.team(ben, lead=ben))
    with pytest.raises(Refused, match="no published revision"):
        catalog.declare_consumer(user, make.draft(make.service()).contract, by=ben)


def test_source_is_closed_with_a_reason_by_somebody_else_until_a_day(orders, ana, ben):
    words = {"by": ana, "reason": "A court asks for it.", "approver": ben, "until": in_days(30)}
    for wrong in ({"approver": ana}, {"until": in_days(0)}):
        with pytest.raises(Invalid):
            catalog.close_source(orders, **{**words, **wrong})
    orders.refresh_from_db()
    assert orders.source_open
    catalog.close_source(orders, **words)
    orders.refresh_from_db()
    assert (orders.source_open, orders.closed_by, orders.closed_until) == (False, ben, in_days(30))
    with pytest.raises(Denied):
        catalog.close_source(orders, **{**words, "by": ben})


def test_a_use_is_declared_once_and_ended_once(orders, ben):
    revision = make.published(orders)
    user = make.service(make.team(ben, lead=ben))
    consumer = catalog.declare_consumer(user, revision.contract, by=ben, operations=["readOrder"])
    with pytest.raises(Refused):
        catalog.declare_consumer(user, revision.contract, by=ben)
    catalog.end_consumer(consumer, by=ben)
    with pytest.raises(Refused):
        catalog.end_consumer(consumer, by=ben)
    catalog.declare_consumer(user, revision.contract, by=ben)


def test_hostile_text_is_stored_as_text(orders):
    evil = make.CLEAN.replace("title: Orders", 'title: "<script>alert(1)</script>\\u0000\\u202e"')
    evil = evil.replace("version: 1.0.0", 'version: "1\\u0000<b>"').replace(
        "summary: Read one order", 'summary: "\\u0000 <img src=x onerror=alert(1)>"'
    )
    revision = make.published(orders, evil)
    assert "\x00" not in revision.version
    assert Operation.objects.get(revision=revision).summary.endswith("<img src=x onerror=alert(1)>")
