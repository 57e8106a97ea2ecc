"""How it is decided: by silence, by everybody, by a no, by going back; and what the division's head hears."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from portal.kit import clocks, jobs, search
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Job, Notice
from teams.proposals.actions import deciding, saying, silence
from teams.proposals.models import Proposal
from tests import make
from tests.proposals.words import again, agreed, draft, objection, opened, prediction, revised, ring

pytestmark = pytest.mark.django_db


def test_silence_agrees_when_the_time_is_over(home, ben, until):
    made = opened(home, addressed=(ben,), **prediction())
    until("proposals.comment", "half")
    ring()
    assert again(made).state == "for-comment"
    assert Notice.objects.get(person=ben, text__contains="Half of the time").text.endswith("Silence agrees.")
    until("proposals.comment")
    ring()
    now = again(made)
    assert (now.state, now.decided_as, now.decided_by) == ("agreed-by-silence", "agreed-by-silence", None)
    assert not Clock.objects.filter(state="open").exists()
    assert Notice.objects.filter(person=ben, text__contains="was agreed to by silence").exists()
    entry = AuditEntry.objects.get(verb="proposal.agree-by-silence")
    assert (entry.actor, entry.after) == (None, "agreed-by-silence")
    assert Job.objects.get(name="proposals.reopen").due_at.date() == made.check_on


def test_a_tick_that_comes_twice_decides_once(home, until):
    made = opened(home)
    until("proposals.comment")
    ring()
    silence.agree_by_silence(made.pk)
    ring()
    assert AuditEntry.objects.filter(verb="proposal.agree-by-silence").count() == 1


def test_a_late_job_does_not_decide_about_a_version_that_came_meanwhile(home, until):
    made = opened(home)
    until("proposals.comment")
    clocks.ring_due()
    revised(made)
    jobs.run_waiting()
    assert again(made).state == "for-comment"


def test_its_lead_closes_it_early_once_everybody_it_is_addressed_to_agreed(home, ana, ben):
    other = make.person(name="Ada Other")
    made = opened(home, addressed=(ben, other))
    saying.agree_to(made, by=ben)
    with pytest.raises(Refused, match="Ada Other did not agree to version 1 yet") as no:
        deciding.agree_to_proposal(made, by=ana)
    assert no.value.code == "proposal-not-everybody"
    saying.agree_to(made, by=other)
    now = deciding.agree_to_proposal(made, by=ana)
    assert (now.state, now.decided_by) == ("agreed-by-all", ana)


def test_nobody_shuts_others_out_by_deciding_early(home, ana, ben):
    with pytest.raises(Refused, match="addressed to nobody"):
        deciding.agree_to_proposal(opened(home), by=ana)
    made = opened(home, addressed=(ben,))
    saying.agree_to(made, by=ben)
    said = objection(made)
    with pytest.raises(Refused) as no:
        deciding.agree_to_proposal(made, by=ana)
    assert no.value.code == "proposal-objection-open"
    saying.take_back_objection(said, by=said.by)
    revised(made)
    with pytest.raises(Refused, match="did not agree to version 2"):
        deciding.agree_to_proposal(made, by=ana)


def test_a_no_has_a_reason_and_ends_every_clock_and_open_objection(home, ana, ben):
    made = opened(home, addressed=(make.person(),))
    said = objection(made, ben)
    with pytest.raises(Invalid):
        deciding.reject_proposal(made, by=ana, reason=" ")
    now = deciding.reject_proposal(made, by=ana, reason="We buy it.")
    said.refresh_from_db()
    assert (now.state, now.reason, said.state) == ("rejected", "We buy it.", "moot")
    assert not Clock.objects.filter(state="open").exists()
    assert search.find("we buy it", kinds=["proposal"]).total == 1


def test_a_draft_that_is_withdrawn_stays_its_teams_own(home, ana, ben):
    made = deciding.withdraw_proposal(draft(home), by=ana, reason="A bad idea.")
    assert made.state == "withdrawn"
    assert not Proposal.objects.visible_to(ben).exists() and not Notice.objects.exists()
    assert search.find("key", kinds=["proposal"]).total == 0


def test_who_may_decide(home, ana, ben, sam):
    member = make.person()
    make.join_team(home, member, by=ana)
    made = opened(home, by=member)
    for act, person in (
        (lambda by: deciding.agree_to_proposal(made, by=by), member),
        (lambda by: deciding.reject_proposal(made, by=by, reason="x"), member),
        (lambda by: deciding.withdraw_proposal(made, by=by, reason="x"), ben),
        (lambda by: deciding.supersede_proposal(made, by=by, other=made, reason="x"), ben),
    ):
        with pytest.raises(Denied):
            act(person)
    assert deciding.withdraw_proposal(made, by=member, reason="x").state == "withdrawn"
    assert deciding.reject_proposal(opened(home), by=sam, reason="x").state == "rejected"


def test_what_it_replaces_is_superseded_when_it_is_agreed(home, ana):
    old = agreed(home, **prediction())
    new = agreed(home, replaces=old, title="The next one")
    now = again(old)
    assert (now.state, now.superseded_by, now.decided_as) == ("superseded", new, "agreed-by-all")
    assert now.decided_at == old.decided_at, "when it was decided stays on record"


def test_what_ended_meanwhile_is_not_superseded(home, ana, ben):
    old = opened(home)
    new = opened(home, replaces=old, addressed=(ben,))
    deciding.withdraw_proposal(old, by=ana, reason="x")
    saying.agree_to(new, by=ben)
    deciding.agree_to_proposal(new, by=ana)
    assert again(old).state == "withdrawn"


def test_it_is_superseded_by_hand_by_one_that_holds(home, ana):
    old, new, open_one = agreed(home), agreed(), opened()
    for other, code in ((old, "proposal-superseded-by-itself"), (open_one, "proposal-superseded-by-nothing")):
        with pytest.raises(Invalid) as no:
            deciding.supersede_proposal(old, by=ana, other=other, reason="Better.")
        assert no.value.code == code
    assert deciding.supersede_proposal(old, by=ana, other=new, reason="Better.").superseded_by == new


@pytest.mark.parametrize(("reversal", "kind", "told"), [
    ("one-way", "overruled", 1), ("costly", "overruled", 0), ("one-way", "taken-back", 0),
])  # fmt: skip
def test_the_head_hears_of_a_one_way_door_over_an_objection(ana, reversal, kind, told, until):
    head = make.person(name="Helen Head")
    home = make.team(lead=ana, division=make.division(parent=make.division(head=head), head=ana))
    made = opened(home, reversal=reversal)
    said = objection(made)
    if kind == "overruled":
        saying.answer_objection(said, by=ana, kind=kind, text="We go on.")
    else:
        saying.take_back_objection(said, by=said.by)
    until("proposals.comment")
    ring()
    assert again(made).overruled == (kind == "overruled")
    notices = Notice.objects.filter(person=head)
    assert notices.count() == told
    if told:
        assert "is a one-way door and was decided over an objection" in notices.get().text


def test_an_objection_that_nobody_answers_goes_to_the_lead_and_then_ends_it(home, ana, until):
    member = make.person()
    make.join_team(home, member, by=ana)
    made = opened(home, by=member)
    objection(made)
    until("proposals.objection")
    ring()
    assert Clock.objects.get(kind="proposals.objection-lead", state="open").awaited_person == ana
    until("proposals.objection-lead")
    ring()
    now = again(made)
    assert (now.state, now.decided_by, now.reason) == ("withdrawn", None, silence.UNANSWERED)


def test_an_answer_in_time_stops_both_of_its_clocks(home, ana, until):
    made = opened(home)
    said = objection(made)
    until("proposals.objection")
    ring()
    saying.answer_objection(said, by=ana, kind="overruled", text="Yes, late.")
    silence.end_unanswered(said.pk)
    silence.pass_objection_on(said.pk)
    assert again(made).state == "for-comment"
    assert not Clock.objects.filter(kind__startswith="proposals.objection", state="open").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(ana):
    home = make.team(lead=ana)
    reader = make.person()
    made = opened(home, addressed=(reader,))
    saying.agree_to(made, by=reader)
    begin, said = threading.Barrier(8), []

    def decide(number):
        acts = (
            lambda: deciding.agree_to_proposal(made, by=ana),
            lambda: deciding.reject_proposal(made, by=ana, reason="No."),
            lambda: deciding.withdraw_proposal(made, by=ana, reason="No."),
            lambda: objection(made, reader),
        )
        try:
            begin.wait(60)
            acts[number % 4]()
            said.append("done")
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    now = again(made)
    ends = AuditEntry.objects.filter(verb__in=["proposal.agree", "proposal.reject", "proposal.withdraw"])
    assert ends.count() == 1 and now.state == ends.get().after
    assert len(said) == 8 and said.count("done") <= 2, said
    assert not made.comments.filter(state="open").exists()
    assert not Clock.objects.filter(state="open").exists()


def test_a_fortnight_of_nothing_leaves_nothing_open(home, ben, later):
    made = opened(home, addressed=(ben,))
    for _ in range(14):
        later(timedelta(days=1))
        ring()
    assert again(made).state == "agreed-by-silence"
    assert not Clock.objects.filter(state="open").exists()
