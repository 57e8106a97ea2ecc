"""Every state of a certification times every move: what the table allows happens, everything else is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.refusals import Refused
from portal.models import AuditEntry
from teams.reviews import states
from teams.reviews.models import BarRaiser, Certification
from tests import make
from tests.reviews import trainees

pytestmark = pytest.mark.django_db
State = Certification.State


def facts(verb):
    """What the database wants to be said with a move."""
    today = timezone.now().date()
    last = today + timedelta(days=30)
    held = {"certified_on": today, "until": last, "lead_since": today}
    lasting = {"due_on": last}
    return {"accept": lasting, "readmit": lasting, "shadow": lasting, "lead": lasting, "once-more": lasting,
            "certify": held, "renew": held, "return": held, "appoint": held, "rest": {**held, **lasting},
            "ask-renewal": held}.get(verb, {})  # fmt: skip


@pytest.mark.parametrize("state", State.values)
def test_a_state_can_be_reached_and_allows_only_what_the_table_says(state):
    one = trainees.in_state(state)
    assert trainees.again(one).state == state
    allowed = set(states.CERTIFICATION.open(one))
    for verb, move in states.CERTIFICATION.moves.items():
        Certification.objects.filter(pk=one.pk).update(
            state=state, **{**facts("rest"), **({"due_on": None} if state == "nominated" else {})}
        )
        fresh = trainees.again(one)
        if verb in allowed:
            states.CERTIFICATION.move(fresh, verb, by=None, **facts(verb))
            assert trainees.again(one).state == move.target
            assert AuditEntry.objects.filter(verb=f"certification.{verb}", before=state, after=move.target).exists()
        else:
            with pytest.raises(Refused) as refusal:
                states.CERTIFICATION.move(fresh, verb, by=None, **facts(verb))
            assert refusal.value.code == f"certification-cannot-{verb}"
            assert trainees.again(one).state == state


def test_every_state_but_the_first_is_the_target_of_a_move_and_none_is_a_dead_end():
    targets = {move.target for move in states.CERTIFICATION.moves.values()}
    assert targets == set(State.values)
    sources = set().union(*(move.sources for move in states.CERTIFICATION.moves.values()))
    assert sources == set(State.values)


@pytest.mark.parametrize("state", BarRaiser.State.values)
def test_a_place_in_the_guild_moves_as_its_table_says(state):
    raiser = make.bar_raiser()
    today = timezone.now().date()
    paused = {"paused_since": today, "paused_until": today}
    here = {"paused_since": None, "paused_until": None, "ended_at": None}
    ended = {**here, "ended_at": timezone.now()}
    of = {"standing": here, "paused": {**here, **paused}, "ended": ended}
    for verb, move in states.RAISER.moves.items():
        BarRaiser.objects.filter(pk=raiser.pk).update(state=state, **of[state])
        fresh = BarRaiser.objects.get(pk=raiser.pk)
        if state in move.sources:
            states.RAISER.move(fresh, verb, by=None, **of[move.target])
            assert BarRaiser.objects.get(pk=raiser.pk).state == move.target
        else:
            with pytest.raises(Refused):
                states.RAISER.move(fresh, verb, by=None, **of[move.target])
