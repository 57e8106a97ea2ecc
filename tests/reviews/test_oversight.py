"""What managers see: one message a week of their branch, a serious risk once, budgets and files; nothing is stopped."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Notice
from services.actions import contracts
from teams.people.models import Division, Person
from teams.reviews.actions import ties
from teams.reviews.actions.budgets import set_budget
from teams.reviews.actions.risks import acknowledge_risk, mark_risk
from teams.reviews.actions.weekly import last_monday, tell_managers_weekly
from teams.reviews.models import LedgerDigest, OverrideBudget, SeriousRisk
from teams.reviews.reads.budgets import budgets
from teams.reviews.reads.export import safe
from tests import make
from tests.reviews.test_by_hand import SPITE, given_to, nobody_for

pytestmark = pytest.mark.django_db
WORDS = "Two of twelve callers will book twice in the sale, as in 2024; I have the logs of both."


def chain_of(lead):
    """A boss and the boss of that boss above a lead."""
    top = make.person(name="Top")
    boss = make.person(name="Boss", manager=top)
    Person.objects.filter(pk=lead.pk).update(manager=boss)
    return boss, top


def digests(person):
    return list(
        Notice.objects.filter(person=person, text__startswith="Advice in your branch").values_list("text", flat=True)
    )


def first_of(review, number=1):
    found = review.suggestions.get(number=number)
    found.review = review
    return found


def in_spite(home, sam):
    """A review that a steward gave to somebody who is tied to the team."""
    raiser = make.bar_raiser().person
    ties.declare_tie(raiser, by=raiser, team=home)
    make.bar_raiser()
    review = nobody_for(home)
    given_to(review, raiser, sam, in_spite=SPITE)
    return review, raiser


def test_each_manager_gets_one_message_a_week_with_the_sums_of_their_branch(home, ana):
    boss, top = chain_of(ana)
    other = make.team()
    Person.objects.filter(pk=other.lead.pk).update(manager=top)
    review = make.advised(home)
    for one in review.suggestions.all():
        make.answer(one, **make.ignoring())
    make.answer(make.advised(other).suggestions.first(), **make.ignoring())
    assert digests(boss) == digests(top) == []
    later = timezone.now() + timedelta(days=7)
    assert tell_managers_weekly(later) == 2
    assert "2 suggestions were ignored, with data" in digests(boss)[0]
    assert "3 suggestions were ignored, with data" in digests(top)[0]
    assert tell_managers_weekly(later + timedelta(hours=1)) == 0
    assert (len(digests(boss)), len(digests(top)), len(digests(ana))) == (1, 1, 0)
    assert Notice.objects.get(person=boss).url == f"/ledger/?manager={boss.login}"


def test_a_week_without_anything_has_no_message(home, ana):
    chain_of(ana)
    make.advised(home)
    assert tell_managers_weekly(timezone.now() + timedelta(days=7)) == 0
    assert LedgerDigest.objects.count() == 0


def test_who_has_left_is_told_nothing_and_who_is_above_them_is(home, ana):
    boss, top = chain_of(ana)
    Person.objects.filter(pk=boss.pk).update(is_active=False)
    make.answer(make.advised(home).suggestions.first(), **make.ignoring())
    tell_managers_weekly(timezone.now() + timedelta(days=7))
    assert (len(digests(boss)), len(digests(top))) == (0, 1)


@pytest.mark.parametrize(("day", "monday"), [(30, 23), (29, 16), (23, 16), (22, 9)])
def test_the_last_whole_week_begins_on_a_monday(day, monday):
    assert last_monday(datetime(2026, 11, day, 12, tzinfo=UTC)).day == monday


def test_a_serious_risk_is_marked_once_and_brings_both_sides_before_who_heads_the_division(home, ana, as_):
    head = make.person(name="Head")
    Division.objects.filter(pk=home.division_id).update(head=head)
    review = make.advised(home)
    review.team.refresh_from_db()
    one = first_of(review)
    with pytest.raises(Denied):
        mark_risk(one, by=ana, words=WORDS)
    with pytest.raises(Invalid):
        mark_risk(one, by=review.reviewer, words="Bad.")
    risk = mark_risk(one, by=review.reviewer, words=WORDS)
    assert (risk.head, clocks.is_running("reviews.risk", risk)) == (head, True)
    with pytest.raises(Refused) as refusal:
        mark_risk(first_of(review, 2), by=review.reviewer, words=WORDS)
    assert refusal.value.code == "risk-marked"
    contracts.publish_revision(make.again(review.revision), by=ana)  # still no veto
    answer = make.answer(one, **make.ignoring())
    page = as_(head).get(f"/reviews/{review.pk}/risk/").content.decode()
    for words in ("Two of twelve callers", answer.text, "orders placed twice", "I have read both sides"):
        assert words in page
    assert "I have read both sides" not in as_(ana).get(f"/reviews/{review.pk}/risk/").content.decode()
    with pytest.raises(Denied):
        acknowledge_risk(risk, by=ana, note="")
    assert as_(head).post(f"/reviews/{review.pk}/risk/", {"note": "I trust the team."}).status_code == 302
    risk.refresh_from_db()
    assert (risk.read_at is not None, risk.note, clocks.is_running("reviews.risk", risk)) == (
        True,
        "I trust the team.",
        False,
    )


def test_a_risk_that_nobody_reads_is_written_down_as_that(home, until):
    Division.objects.filter(pk=home.division_id).update(head=make.person())
    review = make.advised(home)
    review.team.refresh_from_db()
    mark_risk(first_of(review), by=review.reviewer, words=WORDS)
    until("reviews.risk")
    clocks.ring_due()
    jobs.run_waiting()
    assert SeriousRisk.objects.get().silent_at is not None
    assert Notice.objects.filter(text__contains="did not read the risk").count() == 2


def test_neither_side_reads_for_itself_and_what_is_done_is_no_risk(home, ana):
    boss, _ = chain_of(ana)
    Division.objects.update(head=ana)
    review = make.advised(home)
    make.answer(first_of(review))
    with pytest.raises(Refused) as refusal:
        mark_risk(first_of(review), by=review.reviewer, words=WORDS)
    assert refusal.value.code == "risk-accepted"
    assert mark_risk(first_of(review, 2), by=review.reviewer, words=WORDS).head == boss


def test_a_budget_is_a_version_and_only_who_heads_the_division_sets_it(home, ana, sam):
    head = make.person()
    Division.objects.filter(pk=home.division_id).update(head=head)
    division = Division.objects.get(pk=home.division_id)
    with pytest.raises(Denied):
        set_budget(division, by=ana, overrides=1, waivers=None, why="Few.")
    set_budget(division, by=head, overrides=1, waivers=None, why="Few.", after=0)
    with pytest.raises(Refused) as refusal:
        set_budget(division, by=head, overrides=2, waivers=None, why="More.", after=0)
    assert refusal.value.code == "budget-changed"
    for wrong in ({"overrides": -1}, {"waivers": 10_001}, {"why": " "}):
        with pytest.raises(Invalid):
            set_budget(division, by=head, **{"overrides": 3, "waivers": 3, "why": "x", **wrong})
    with pytest.raises(Refused):
        set_budget(division, by=head, overrides=1, waivers=None, why="The same.")
    set_budget(None, by=sam, overrides=None, waivers=5, why="All of us.")
    assert list(OverrideBudget.objects.newest().values_list("number", flat=True)) == [1, 1]


def test_a_budget_that_is_exceeded_shows_a_dated_list_and_stops_nobody(home, ana, sam, as_):
    division = Division.objects.get(pk=home.division_id)
    set_budget(division, by=sam, overrides=1, waivers=9, why="One at a time.")
    review = make.advised(home)
    make.answer(first_of(review), **make.ignoring(look_again_on=make.soon(50)))
    (spent,) = budgets()
    assert (spent.overrides, spent.over, spent.entries) == (1, [], [])
    make.answer(first_of(review, 2), **make.ignoring(look_again_on=make.soon(20)))
    (spent,) = budgets()
    assert spent.over == ["2 overrides open, 1 meant"]
    days = [one.on for one in spent.entries if one.kind == "override"]
    assert days == [make.soon(20), make.soon(50)]
    assert "2 overrides open, 1 meant" in as_(ana).get("/ledger/").content.decode()
    assert "Exceeded" in as_(ana).get("/ledger/budgets/").content.decode()
    make.answer(make.advised(home).suggestions.first(), **make.ignoring())


def test_a_tie_that_was_set_aside_stands_in_the_ledger_for_everybody(home, ana, ben, sam, as_):
    boss, _ = chain_of(ana)
    review, raiser = in_spite(home, sam)
    page = as_(boss).get("/ledger/").content.decode()
    assert f"{raiser.name} looks in spite of a tie" in page
    assert "Offered <small>given" in page and "Something else offered" not in page
    assert page.count('data-label="In spite of a tie">1</td>') == 3  # hers, of whom she reports to, and the lead's
    assert "Has a declared tie. <small>They alone have seen this protocol before.</small>" in page
    make.answer(make.advised(home).suggestions.first(), **make.ignoring())
    for query, seen in (
        ("kind=tie", (True, False)),
        ("kind=advice", (False, True)),
        ("q=this+protocol", (True, False)),
    ):
        page = as_(ben).get(f"/ledger/?{query}").content.decode()
        assert (f"{raiser.name} looks" in page, "orders placed twice" in page) == seen
    page = as_(make.team().lead).get("/ledger/?state=ignored").content.decode()
    assert f"{raiser.name} looks" not in page
    told = json.loads(b"".join(as_(ana).get("/ledger/export/json/?sort=-newest")))
    assert [one["kind"] for one in told] == ["tie", "advice"]
    assert told[0] == dict.fromkeys(told[0]) | {
        "review": str(review), "subject": review.subject, "team": "home", "state": "offered", "kind": "tie",
        "reason": SPITE, "open_at_publication": False, "reviewer": raiser.login, "given_by": sam.login,
        "given_at": review.seats.get().offered_at.isoformat(), "in_spite_of": "declared",
        "url": f"http://testserver/reviews/{review.pk}/",
    }  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(b"".join(as_(ana).get("/ledger/export/csv/?kind=tie")).decode("utf-8-sig")))
    assert (row["kind"], row["reviewer"], row["suggestion"]) == ("tie", raiser.login, "")


def test_a_tie_that_was_set_aside_is_told_up_the_chain_once_a_week(home, ana, sam):
    boss, top = chain_of(ana)
    in_spite(home, sam)
    assert tell_managers_weekly(timezone.now() + timedelta(days=7)) == 2
    for person in (boss, top):
        assert "1 reviewer was given in spite of a tie." in digests(person)[0]


def test_a_seat_by_hand_in_spite_of_nothing_is_no_entry(home, ana, sam, as_):
    given_to(nobody_for(home), make.bar_raiser().person, sam)
    assert "looks in spite of" not in as_(ana).get("/ledger/").content.decode()


def test_the_export_is_what_the_page_lists(home, ana, as_):
    review = make.advised(home)
    make.answer(first_of(review), **make.ignoring())
    make.answer(first_of(review, 2))
    reader = as_(ana)
    raw = b"".join(reader.get("/ledger/export/csv/?manager=all"))
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert (row["review"], row["suggestion"], row["state"], row["value"]) == (str(review), "1", "ignored", "0.02")
    (told,) = json.loads(b"".join(reader.get("/ledger/export/json/?manager=all")))
    assert (told["measure"], told["baseline"], told["outcome"]) == ("orders placed twice", "0.4", "not-due")
    assert json.loads(b"".join(reader.get("/ledger/export/json/?manager=all&state=unanswered"))) == []
    assert reader.get("/ledger/export/xlsx/").status_code == 404


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+1", "'+1"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
     ("\t=1", "'\t=1"), ("-3.5", "-3.5"), ("a=1", "a=1"), ("", "")],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_is_made_text(cell, kept):
    assert safe(cell) == kept
