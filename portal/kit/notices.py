"""Notices: what somebody should know but need not answer. What needs an answer is a clock."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from portal.kit import audit, composed
from portal.models import Notice

MOST_AT_ONCE = 500

_TOLD = composed.RowsIn(
    lambda keys: Notice.objects.filter(
        subject=composed.text("subject"), text=composed.text("text"), person__pk__in=keys
    ).values_list("person", flat=True)
)


def tell(people: Iterable[Any], text: str, *, about: models.Model, url: str, by: Any = None) -> int:
    """Tell each of these people once, in the caller's transaction; whoever did it (``by``) knows already.

    Told twice, the same sentence about the same thing is one notice, so that a job may run again.

    ``text`` is a sentence without a name at its start when ``by`` is given: "asks to work on checkout-orders".
    """
    return tell_ids({person.pk for person in people}, text, about=about, url=url, by=by)


def tell_ids(people: Collection[int], text: str, *, about: models.Model, url: str, by: Any = None) -> int:
    """``tell`` for whoever knows people by their keys alone."""
    subject = audit.ref(about)
    told = set(people) - {by.pk if by is not None else None}
    told.difference_update(_TOLD(told, subject=subject, text=text[:300]))
    rows = [Notice(person_id=pk, text=text[:300], url=url, subject=subject, by=by) for pk in sorted(told)]
    Notice.objects.bulk_create(rows, batch_size=MOST_AT_ONCE)
    return len(rows)


def members(team: Any) -> list[Any]:
    """Whom one tells when one tells a team: its present members and its lead. Of members only who is active is read."""
    present = team.memberships.filter(until=None).select_related("person").only("person__is_active")
    return [*(one.person for one in present), team.lead]


def unread(person: Any) -> models.QuerySet[Notice]:
    """What this person has not seen yet, newest first."""
    return of(person).filter(read_at=None)


def of(person: Any) -> models.QuerySet[Notice]:
    """Everything this person was told, newest first."""
    return Notice.objects.filter(person=person).select_related("by").order_by("-pk")


def read(person: Any, which: Collection[int] | None = None) -> int:
    """The person has seen these (or all). Returns how many were new to them."""
    rows = Notice.objects.filter(person=person, read_at=None)
    if which is not None:
        rows = rows.filter(pk__in=which)
    return rows.update(read_at=timezone.now())
