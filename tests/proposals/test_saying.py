"""What others say: words are frozen, an objection stops the time and is answered in writing, nobody has a veto."""

from datetime import timedelta

import pytest

from portal.kit import clocks
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Notice
from teams.people.reads.calendars import hours_of
from teams.proposals.actions import deciding, saying
from teams.proposals.models import Comment
from tests import make
from tests.proposals.words import again, draft, objection, opened, revised, ring

pytestmark = pytest.mark.django_db


def test_a_comment_stands_at_a_paragraph_of_the_version_that_was_read(home, ana, ben):
    made = opened(home)
    said = saying.comment_on(made, by=ben, text="Since when?", version=1, paragraph=2)
    assert (said.number, said.paragraph, said.version.number, said.anchor) == (1, 2, 1, "c1")
    assert Notice.objects.get(person=ana).text == f"comments on {made} at paragraph 2: Since when?"
    revised(made)
    with pytest.raises(Refused) as no:
        saying.comment_on(made, by=ben, text="Still.", version=1, paragraph=2)
    assert no.value.code == "comment-on-another-version"
    answer = saying.comment_on(made, by=ana, text="Since May.", reply_to=1)
    assert (answer.version, answer.paragraph, answer.reply_to) == (said.version, 2, said)
    assert Notice.objects.filter(person=ben, text__contains="Since May.").exists()


def test_what_cannot_be_said_is_refused_with_what_would_do(home, ana, ben):
    made = opened(home)
    for given, code in (
        ({"text": " "}, "proposal-words-missing"),
        ({"text": "x" * 4001}, "proposal-words-too-many"),
        ({"text": "x", "paragraph": 5}, "comment-nowhere"),
        ({"text": "x", "paragraph": -1}, "comment-nowhere"),
        ({"text": "x", "reply_to": 9}, "comment-answers-nothing"),
    ):
        with pytest.raises(Invalid) as no:
            saying.comment_on(made, by=ben, **given)
        assert no.value.code == code
    for given, field in (({"satisfied_by": ""}, "satisfied_by"), ({"text": ""}, "text")):
        with pytest.raises(Invalid) as no:
            objection(made, ben, **given)
        assert list(no.value.fields) == [field]
    with pytest.raises(Refused, match="is a draft"):
        saying.comment_on(draft(home), by=ana, text="x")
    deciding.withdraw_proposal(made, by=ana, reason="No.")
    for act in (
        lambda: saying.comment_on(made, by=ben, text="x"),
        lambda: saying.agree_to(made, by=ben),
        lambda: objection(made, ben),
    ):
        with pytest.raises(Refused, match="belongs in a proposal that replaces it"):
            act()


def test_a_yes_is_said_once_to_a_version_and_ends_the_asking(home, ben):
    made = opened(home, addressed=(ben,))
    saying.agree_to(made, by=ben)
    assert Clock.objects.get(kind="proposals.read").state == "met"
    with pytest.raises(Refused, match="You have agreed to this version"):
        saying.agree_to(made, by=ben)
    revised(made)
    assert Clock.objects.get(kind="proposals.read", state="open").awaited_person == ben
    saying.agree_to(made, by=ben, text="This one, too.")
    assert made.addressees.get().agreed_to == 2


def test_who_wrote_it_neither_agrees_nor_objects(home, ana):
    made = opened(home)
    for act in (lambda: saying.agree_to(made, by=ana), lambda: objection(made, ana)):
        with pytest.raises(Denied, match="You wrote it"):
            act()
    with pytest.raises(Denied, match="Only people"):
        objection(made, make.person(kind="machine"))


def test_an_objection_stops_the_time_and_an_answer_lets_it_go_on_with_what_was_left(home, ana, ben, later):
    made = opened(home, addressed=(ben,))
    hours = hours_of(ana)
    later(timedelta(days=4))
    due = Clock.objects.get(kind="proposals.comment").due_at
    said = objection(made, ben)
    left = again(made).time_left
    assert left == max(timedelta(hours=8), hours.between(said.at, due))
    assert not Clock.objects.filter(kind__in=["proposals.comment", "proposals.read"], state="open").exists()
    asked = Clock.objects.get(kind="proposals.objection")
    assert (asked.awaited_person, asked.asked_by) == (ana, ben)
    later(timedelta(days=1))
    saying.answer_objection(said, by=ana, kind="overruled", text="A month costs 340 orders a night.")
    now = Clock.objects.get(kind="proposals.comment", state="open")
    assert now.work == left and again(made).time_left is None
    assert Clock.objects.get(kind="proposals.read", state="open").awaited_person == ben
    assert Notice.objects.filter(person=ben, text__startswith="goes on over the objection 1").exists()


def test_of_two_objections_the_last_answer_lets_the_time_go_on(home, ana, ben):
    made = opened(home)
    first, second = objection(made, ben), objection(made)
    saying.answer_objection(first, by=ana, kind="overruled", text="No.")
    assert not clocks.is_running("proposals.comment", made)
    saying.take_back_objection(second, by=second.by)
    assert clocks.is_running("proposals.comment", made)
    assert [one.state for one in made.comments.all()] == ["overruled", "taken-back"]


def test_what_is_taken_stands_in_a_version_that_came_after(home, ana, ben):
    made = opened(home)
    said = objection(made, ben)
    for kind in ("taken", "adapted"):
        with pytest.raises(Refused) as no:
            saying.answer_objection(said, by=ana, kind=kind, text="Yes.")
        assert no.value.code == "objection-answer-without-version"
    revised(made)
    assert not clocks.is_running("proposals.comment", made), "an objection is open still"
    answered = saying.answer_objection(said, by=ana, kind="taken", text="It may be missing for a month.")
    assert (answered.state, answered.answered_in.number, answered.version.number) == ("taken", 2, 1)
    assert Clock.objects.get(kind="proposals.comment", state="open").work == hours_of(ana).day * 5


def test_an_answer_needs_words_a_way_and_somebody_who_may(home, ana, ben):
    made = opened(home, by=None)
    said = objection(made, ben)
    for given, code in (({"kind": "no", "text": "x"}, "objection-answer-unknown"),
                        ({"kind": "overruled", "text": " "}, "proposal-words-missing")):  # fmt: skip
        with pytest.raises(Invalid) as no:
            saying.answer_objection(said, by=ana, **given)
        assert no.value.code == code
    with pytest.raises(Denied, match="Whoever objected does not answer it"):
        saying.answer_objection(said, by=ben, kind="overruled", text="x")
    with pytest.raises(Denied, match="Only Ana Owner"):
        saying.answer_objection(said, by=make.person(), kind="overruled", text="x")
    with pytest.raises(Denied, match="Only Ben Elsewhere"):
        saying.take_back_objection(said, by=ana)
    saying.take_back_objection(said, by=ben)
    with pytest.raises(Refused) as gone:
        saying.answer_objection(said, by=ana, kind="overruled", text="x")
    assert gone.value.code == "comment-cannot-overrule"


def test_a_lead_who_objects_does_not_answer_themself(home, ana):
    member = make.person()
    make.join_team(home, member, by=ana)
    made = opened(home, by=member)
    said = objection(made, ana)
    with pytest.raises(Denied):
        saying.answer_objection(said, by=ana, kind="overruled", text="x")
    assert saying.answer_objection(said, by=member, kind="overruled", text="x").state == "overruled"


def test_nobody_objects_twice_to_a_version_or_agrees_while_objecting(home, ana, ben):
    made = opened(home, addressed=(ben,))
    saying.agree_to(made, by=ben)
    said = objection(made, ben)
    assert made.addressees.get().agreed_to == 0, "the yes does not count any more"
    with pytest.raises(Refused, match="objected to this version once"):
        objection(made, ben)
    with pytest.raises(Refused, match="You have agreed to this version"):
        saying.agree_to(made, by=make.person()) and saying.agree_to(made, by=made.comments.last().by)
    with pytest.raises(Refused) as no:
        saying.agree_to(made, by=ben)
    assert no.value.code == "comment-objects-already"
    assert said.number == 2


def test_an_objection_in_the_last_second_counts_though_the_time_is_over(home, ana, ben, until):
    made = opened(home)
    until("proposals.comment")
    clocks.ring_due()  # the clock has lapsed; its job has not run yet
    said = objection(made, ben)
    ring()
    assert again(made).state == "for-comment"
    saying.answer_objection(said, by=ana, kind="overruled", text="We go on.")
    until("proposals.comment")
    ring()
    assert again(made).state == "agreed-by-silence"


def test_what_was_sent_is_never_changed(home, ana, ben):
    made = opened(home)
    said, no = saying.comment_on(made, by=ben, text="Since when?", paragraph=2), objection(made, ben)
    frozen = ("text", "satisfied_by", "paragraph", "by", "at", "version", "number")
    before = list(Comment.objects.values(*frozen))
    revised(made)
    saying.answer_objection(no, by=ana, kind="adapted", text="See version 2.")
    saying.comment_on(made, by=ana, text="Since May.", reply_to=said.number)
    deciding.reject_proposal(made, by=ana, reason="Too late.")
    assert list(Comment.objects.values(*frozen))[:2] == before
