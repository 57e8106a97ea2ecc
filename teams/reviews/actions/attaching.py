"""Files that show what a team answers with: read to the last byte, frozen when it is signed."""

import hashlib

from django.db import transaction

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from services.models import Blob
from teams.people.models import Person
from teams.reviews.filetypes import KINDS, MOST_BYTES, NotThat, clean_name, recognise
from teams.reviews.models import Attachment, Suggestion

MOST_FILES = 3
WOULD_FIT = f"{KINDS}, at most {MOST_BYTES // 1_048_576} MB"


@transaction.atomic
def attach_file(suggestion: Suggestion, *, by: Person, name: str, content: bytes) -> Attachment:
    """Keep a file beside an answer that is being written. The same bytes twice are one file.

    Refuses what is not one of five kinds through and through, what is too large, and more than three.
    """
    policies.require(by, "suggestion.answer", suggestion)
    _require_open(suggestion)
    kept = clean_name(name)
    try:
        media_type = recognise(kept, content)
    except NotThat as why:
        raise Invalid("attachment-not-taken", str(why), file=str(why)) from None
    digest = hashlib.sha256(content).hexdigest()
    known: Attachment | None = suggestion.attachments.filter(digest=digest).first()
    if known is not None:
        return known
    if suggestion.attachments.count() >= MOST_FILES:
        says = f"There are {MOST_FILES} files already. Take one away first."
        raise Invalid("attachment-too-many", says, file=says)
    made = Attachment.objects.create(
        suggestion=suggestion, name=kept, media_type=media_type, size=len(content), digest=Blob.put(content), by=by
    )
    audit.record(by, "suggestion.attach", suggestion, data={"digest": digest, "type": media_type, "size": made.size})
    return made


@transaction.atomic
def detach_file(attachment: Attachment, *, by: Person) -> None:
    """Take it away again, until the answer is signed."""
    suggestion = attachment.suggestion
    policies.require(by, "suggestion.answer", suggestion)
    _require_open(suggestion)
    audit.record(by, "suggestion.detach", suggestion, data={"digest": attachment.digest})
    attachment.delete()


def _require_open(suggestion: Suggestion) -> None:
    state = Suggestion.objects.select_for_update().values_list("state", flat=True).get(pk=suggestion.pk)
    if state != Suggestion.State.OPEN:
        raise Refused("attachment-frozen", f"This suggestion is {state}: its files do not change any more.")
