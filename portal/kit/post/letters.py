"""Letters are rows before they leave. Each is tried again on a schedule, and at last lies with the dead ones."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.jobs import Claim, job
from portal.kit.refusals import Refused
from portal.kit.text import one_line
from portal.models import Hook, Letter

AGAIN_AFTER = tuple(timedelta(seconds=wait) for wait in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""The waits between tries that the Standard Webhooks specification suggests ("Deliverability and reliability")."""


class NotSent(Exception):
    """It did not leave. The text says why, for a person. ``final``: trying again is of no use."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


type Carrier = Callable[[Letter], None]
"""Sends a letter, or raises NotSent."""

carriers: dict[str, Carrier] = {}


def write(
    key: str, way: str, body: str, *, person: Any = None, hook: Hook | None = None, subject: str = ""
) -> Letter | None:
    """Put a letter on its way, in the caller's transaction. None when there is one with this key already."""
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                key=key, way=way, person=person, hook=hook, subject=one_line(subject)[:200], body=body
            )
    except IntegrityError:
        return None
    jobs.enqueue("portal.deliver", letter.pk)
    return letter


def give_up(letter_id: int, reason: str) -> None:
    """Its job will not come again: a letter that nobody carries lies with the dead ones, and does not wait for ever."""
    waiting = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING)
    waiting.update(state=Letter.State.DEAD, ended_at=timezone.now(), error=reason[:400])


@job("portal.deliver", long=True, failed=give_up)
def deliver(letter_id: int, claim: Claim) -> None:
    """One try. A worker killed between sending and writing down sends again: every letter names itself by its key."""
    letter = Letter.objects.select_related("person", "hook").get(pk=letter_id)
    if letter.state != Letter.State.WAITING:
        return
    failure: NotSent | None = None
    try:
        carriers[letter.way](letter)
    except NotSent as why:
        failure = why
    with claim.recording():
        _write_down(letter, failure)


def _write_down(letter: Letter, failure: NotSent | None) -> None:
    letter.tries += 1
    letter.error = str(failure)[:400] if failure else ""
    if failure is None:
        letter.state, letter.ended_at = Letter.State.SENT, timezone.now()
    elif failure.final or letter.tries > len(AGAIN_AFTER):
        letter.state, letter.ended_at = Letter.State.DEAD, timezone.now()
    else:
        jobs.enqueue("portal.deliver", letter.pk, after=AGAIN_AFTER[letter.tries - 1])
    letter.save(update_fields=["tries", "error", "state", "ended_at"])


@transaction.atomic
def send_again(letter: Letter, *, by: Any) -> Letter:
    """A dead letter is tried anew, from the beginning of the schedule."""
    policies.require(by, "hook.change", letter.hook)
    dead = Letter.objects.filter(pk=letter.pk, state=Letter.State.DEAD)
    if not dead.update(state=Letter.State.WAITING, tries=0, ended_at=None):
        raise Refused("letter-not-dead", "This one has not been given up. Look at it again.")
    audit.record(by, "letter.send-again", letter)
    jobs.enqueue("portal.deliver", letter.pk)
    letter.refresh_from_db()
    return letter
