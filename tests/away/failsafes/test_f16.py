"""F16: a short design is read before much is written; silence agrees, on record; one-way doors get advice."""

import pytest

from portal.kit import clocks
from teams.away.actions import designs
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db
NOTE = {"title": "Two tables", "words": "One for each currency."}


def test_f16_silence_agrees_to_a_design_and_that_is_on_record(ledger, guest, ben, passes):
    request = stages.begun(stages.signed(ledger, guest))
    design = designs.write_design(request, by=ben, door="two-way", **NOTE)
    passes("away.design")
    design.refresh_from_db()
    assert (design.state, design.answered_by, design.reply) == ("agreed", None, designs.SILENT)


def test_f16_what_cannot_be_taken_back_is_looked_at_from_outside(ana, ben):
    head = make.person(name="Priya Head")
    top = make.division(head=head)
    host, guest = make.team(ana, lead=ana, division=top), make.team(ben, lead=ben, division=top)
    request = stages.begun(stages.signed(make.service(host), guest))
    design = designs.write_design(request, by=ben, door="one-way", **NOTE)
    assert clocks.waiting_for(head).filter(kind="away.design-advice").exists()
    advised = designs.advise_on_design(request, by=head, number=design.number, advice="Keep the old one a month.")
    assert (advised.advised_by, clocks.is_running("away.design-advice", request)) == (head, False)


def test_f16_a_second_design_that_cannot_be_taken_back_waits_for_advice_of_its_own(ana, ben):
    head = make.person(name="Priya Head")
    top = make.division(head=head)
    host, guest = make.team(ana, lead=ana, division=top), make.team(ben, lead=ben, division=top)
    request = stages.begun(stages.signed(make.service(host), guest))
    first = designs.write_design(request, by=ben, door="one-way", **NOTE)
    designs.answer_design(request, by=ana, agrees=False, reply="In one table.")
    second = designs.write_design(request, by=ben, door="one-way", **NOTE)
    waits = clocks.running("away.design-advice", request)
    assert waits is not None and f"design {second.number}" in waits.title
    designs.advise_on_design(request, by=head, number=first.number, advice="That one would have been fine.")
    assert clocks.is_running("away.design-advice", request)
    designs.advise_on_design(request, by=head, number=second.number, advice="This one, too.")
    assert not clocks.is_running("away.design-advice", request)
