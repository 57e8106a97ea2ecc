"""Whom the guild lends to other rooms: somebody certified, present, of none of these teams and tied to none."""

from collections.abc import Collection

from django.db.models import Count, Q

from teams.people.models import Membership, Person
from teams.people.reads.calendars import absent
from teams.reviews.models import BarRaiser, Certification, Seat, Tie


def free(teams: Collection[int], topic: str = "") -> Person | None:
    """Who has the fewest reviews now of those certified (for the topic, if one is named): two queries.

    None where nobody of elsewhere is here: paused, absent, at rest or with a declared tie to one of the teams.
    """
    valid = Certification.objects.valid()
    if topic:
        valid = valid.filter(topic=topic)
    busy = Count("person__seats", filter=Q(person__seats__state__in=Seat.STANDING))
    rows = BarRaiser.objects.present().filter(person__in=valid.values("person")).select_related("person")
    inside = Membership.objects.filter(team__in=teams, until=None).values("person")
    tied = Tie.objects.standing().filter(team__in=teams).values("person")
    rows = rows.exclude(person__in=inside).exclude(person__in=tied).exclude(person__leads__in=teams)
    found = list(rows.annotate(busy=busy).order_by("busy", "pk"))
    away = absent(one.person for one in found)
    return next((one.person for one in found if one.person_id not in away), None)
