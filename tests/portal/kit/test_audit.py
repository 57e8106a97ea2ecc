"""The audit: written with the deed, sealed in order, and a change afterwards shows."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.kit import audit
from portal.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db


def write(thing, count=3):
    return [audit.record(thing, f"test.deed-{number}", thing, data={"n": number}) for number in range(count)]


def test_an_entry_stands_and_falls_with_the_deed(ana):
    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        write(ana)
        raise RuntimeError
    assert AuditEntry.objects.count() == before


def test_sealing_twice_is_the_same_as_once(ana):
    write(ana)
    assert audit.seal() == AuditEntry.objects.count()
    assert audit.seal() == 0
    assert audit.verify() == (AuditEntry.objects.count(), None)


def test_entries_hold_ids_and_never_names(ana):
    audit.seal()
    text = str(list(AuditEntry.objects.values()))
    assert ana.name not in text
    assert ana.login not in text


def test_a_changed_entry_shows(ana):
    entry = write(ana)[1]
    audit.seal()
    AuditEntry.objects.filter(pk=entry.pk).update(data={"n": 99})
    held, flaw = audit.verify()
    assert flaw is not None
    assert (flaw.entry, held) == (entry.pk, AuditEntry.objects.get(pk=entry.pk).seal_order - 1)


def test_a_removed_entry_shows(ana):
    entry = write(ana)[1]
    audit.seal()
    AuditEntry.objects.filter(pk=entry.pk).delete()
    assert "is missing" in audit.verify()[1].why


def test_entries_cut_off_at_the_end_show(ana):
    entry = write(ana)[-1]
    audit.seal()
    AuditEntry.objects.filter(pk=entry.pk).delete()
    assert "at the end are missing" in audit.verify()[1].why


def test_a_forger_who_seals_again_is_found_by_the_head(ana):
    write(ana)
    audit.seal()
    last = AuditEntry.objects.order_by("-seal_order").first()
    last.data = {"n": 99}
    previous = AuditEntry.objects.get(seal_order=last.seal_order - 1)
    last.seal = audit.digest(last, last.seal_order, previous.seal)
    last.save()
    assert "the head" in audit.verify()[1].why


def test_the_command_names_the_first_bad_entry(ana, capsys):
    entry = write(ana)[0]
    audit.seal()
    call_command("verify_audit")
    assert "hold" in capsys.readouterr().out
    AuditEntry.objects.filter(pk=entry.pk).update(verb="test.other")
    with pytest.raises(CommandError, match=str(entry.pk)):
        call_command("verify_audit")


def test_there_is_one_head(ana):
    write(ana, 1)
    audit.seal()
    write(ana, 1)
    audit.seal()
    assert AuditHead.objects.count() == 1
