"""Every state times every move, of proposals and of objections; and random walks that the rules hold through."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit.refusals import Refused
from portal.models import Clock
from teams.proposals import states
from teams.proposals.actions import deciding, looking, saying, silence, writing
from teams.proposals.models import Comment, Proposal
from tests import make
from tests.proposals.words import again, agreed, draft, objection, opened, revised

pytestmark = pytest.mark.django_db
S = Proposal.State


def in_state(home, state):
    """A proposal that has come to this state by acts alone."""
    lead = home.lead
    if state == S.DRAFT:
        return draft(home)
    if state == S.SILENT:
        made = opened(home)
        Clock.objects.all().delete()
        silence.agree_by_silence(made.pk)
        return again(made)
    if state in (S.OPEN, S.REJECTED, S.WITHDRAWN):
        made = opened(home)
        ends = {S.REJECTED: deciding.reject_proposal, S.WITHDRAWN: deciding.withdraw_proposal}
        return ends[state](made, by=lead, reason="No.") if state in ends else made
    made = agreed(home)
    if state == S.SUPERSEDED:
        return deciding.supersede_proposal(made, by=lead, other=agreed(home), reason="Better.")
    if state in (S.REOPENED, S.LOOKED_BACK):
        looking.reopen_proposal(made, by=lead, reason="Look.")
    if state == S.LOOKED_BACK:
        looking.look_back(made, by=lead, verdict="cannot-tell", then="keep", text="Who knows.")
    return again(made)


MOVES = {
    "publish": lambda one, by: writing.publish_proposal(one, by=by, edition=one.edition),
    "agree-by-silence": lambda one, by: states.PROPOSAL.move(again(one), "agree-by-silence", by=None, **_ended(one)),
    "agree": lambda one, by: deciding.agree(again(one), "agree", by=by),
    "reject": lambda one, by: deciding.reject_proposal(one, by=by, reason="No."),
    "withdraw": lambda one, by: deciding.withdraw_proposal(one, by=by, reason="No."),
    "supersede": lambda one, by: deciding.supersede_proposal(one, by=by, other=agreed(one.team), reason="Better."),
    "reopen": lambda one, by: looking.reopen_proposal(one, by=by, reason="Look."),
    "look-back": lambda one, by: looking.look_back(one, by=by, verdict="cannot-tell", then="keep", text="Who knows."),
}  # fmt: skip


def _ended(one):
    return {"decided_at": one.created_at, "decided_as": "agreed-by-silence"} if not one.decided_as else {}


@pytest.mark.parametrize("state", S.values)
def test_every_move_from_every_state_does_what_the_table_says(home, state):
    assert set(MOVES) == set(states.PROPOSAL.moves)
    for verb, move in states.PROPOSAL.moves.items():
        one = in_state(home, state)
        assert one.state == state
        if state in move.sources:
            MOVES[verb](one, home.lead)
            assert again(one).state == move.target, verb
        else:
            with pytest.raises(Refused):
                MOVES[verb](one, home.lead)
            assert again(one).state == state, verb


@pytest.mark.parametrize("state", Comment.State.values)
def test_every_move_of_an_objection(home, state):
    for verb, move in states.OBJECTION.moves.items():
        said = objection(opened(home))
        facts = {"answer": "x", "answered_by": home.lead, "answered_at": said.at, "answered_in": said.version}
        Comment.objects.filter(pk=said.pk).update(state=state, **facts)
        said.refresh_from_db()
        if state in move.sources:
            states.OBJECTION.move(said, verb, by=home.lead, **facts)
            assert Comment.objects.get(pk=said.pk).state == move.target
        else:
            with pytest.raises(Refused):
                states.OBJECTION.move(said, verb, by=home.lead)


def acts(made, home, readers):
    """What anybody may try at any time."""
    lead = home.lead

    def answer(kind):
        said = made.comments.filter(state="open").first()
        if said is not None:
            saying.answer_objection(said, by=lead, kind=kind, text="Because.")

    def back():
        said = made.comments.filter(state="open").first()
        if said is not None:
            saying.take_back_objection(said, by=said.by)

    return [
        lambda: objection(made, readers[0]),
        lambda: objection(made, readers[1]),
        lambda: saying.agree_to(made, by=readers[0]),
        lambda: saying.agree_to(made, by=readers[1]),
        lambda: answer("overruled"),
        lambda: answer("taken"),
        back,
        lambda: revised(made, text=f"Another text, {made.versions.count()}."),
        lambda: deciding.agree_to_proposal(made, by=lead),
        lambda: silence.agree_by_silence(made.pk),
        lambda: Clock.objects.filter(kind="proposals.comment").update(state="lapsed", closed_at=made.created_at),
        lambda: deciding.withdraw_proposal(made, by=lead, reason="No."),
        lambda: looking.reopen_proposal(made, by=lead, reason="Look."),
    ]


@given(st.data())
@settings(max_examples=25)
def test_whatever_people_do_in_whatever_order_the_rules_hold(data):
    home = make.team()
    readers = [make.person(), make.person()]
    made = opened(home, addressed=tuple(readers))
    for number in data.draw(st.lists(st.integers(0, 12), max_size=14)):
        with contextlib.suppress(Refused):
            acts(made, home, readers)[number]()
        now = again(made)
        waits = Clock.objects.filter(kind="proposals.comment", subject=f"proposals.proposal:{made.pk}", state="open")
        objecting = now.comments.filter(state="open").count()
        assert not (waits.exists() and now.state != S.OPEN)
        assert not (waits.exists() and objecting), "the time runs while an objection is open"
        assert (now.time_left is not None) == (now.state == S.OPEN and objecting > 0)
        assert objecting == 0 or now.state == S.OPEN
        assert Clock.objects.filter(kind__startswith="proposals.objection", state="open").count() >= objecting
        if now.state == S.AGREED:
            newest = now.versions.count()
            assert all(one.agreed_to == newest for one in now.addressees.all())
    assert [one.number for one in made.versions.all()] == list(range(1, made.versions.count() + 1))
