"""How the numbered sentences of a signed charter stand: the host says which are met, and by which change."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Refused
from portal.kit.text import storable
from teams.away.actions import waiting
from teams.away.actions.given import LONGEST
from teams.away.actions.silence import locked
from teams.away.models import AwayChange, AwayCriterion, AwayRequest
from teams.people.models import Person


@transaction.atomic
def say_criterion(
    request: AwayRequest, number: int, *, by: Person, met: bool, change: AwayChange | None = None, words: str = ""
) -> AwayCriterion:
    """The host says that a criterion is met, with the change or the words one sees it by; or takes that back.

    Refuses a number the charter does not have, a change of another request, and a word without evidence.
    """
    policies.require(by, "away.criterion", request)
    held = locked(request.pk)
    stay = held.told_stay
    if held.state != AwayRequest.State.SIGNED or stay is None:
        raise Refused("away-nothing-signed", "Criteria are met after both have signed, while the stay goes on.")
    if not 1 <= number <= len(stay.charter.criteria):
        raise Refused("away-criterion-unknown", f"The charter has criteria 1 to {len(stay.charter.criteria)}.")
    if change is not None and change.request_id != held.pk:
        raise Refused("away-change-elsewhere", "Name a change of this request.")
    given = storable(words.strip(), LONGEST)
    if met and change is None and not given:
        raise Refused("away-criterion-without-evidence", "Name the change that met it, or say by what one sees it.")
    criterion, _ = AwayCriterion.objects.get_or_create(request=held, number=number)
    criterion.met_at, criterion.met_by = (timezone.now(), by) if met else (None, None)
    criterion.change, criterion.words = change if met else None, given
    criterion.save()
    facts = {"number": number, "change": change.number if change is not None else None}
    audit.record(by, "awayrequest.meet" if met else "awayrequest.unmeet", held, data=facts)
    text = f"says that criterion {number} of {held} is {'met' if met else 'not met after all'}"
    waiting.tell_guest(held, text, by=by)
    return criterion
