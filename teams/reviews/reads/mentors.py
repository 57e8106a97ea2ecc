"""Who may stand by somebody who leads their first reviews of a topic."""

from django.db.models import Count, Q

from teams.people.models import Membership, Person
from teams.reviews.models import BarRaiser, Certification


def mentors(certification: Certification) -> list[Person]:
    """Certified for the topic and here; of another team first, then who mentors fewest: one query."""
    valid = Certification.objects.valid().filter(topic=certification.topic).values("person")
    teams = Membership.objects.filter(person=certification.person_id, until=None).values("team")
    leading = Q(mentored__state=Certification.State.LEADING)
    here = BarRaiser.objects.present().values("person")
    rows = Person.objects.present().filter(pk__in=valid).filter(pk__in=here).exclude(pk=certification.person_id)
    same = Count("memberships", filter=Q(memberships__team__in=teams, memberships__until=None), distinct=True)
    mentees = Count("mentored", filter=leading, distinct=True)
    return list(rows.annotate(same=same, mentees=mentees).order_by("same", "mentees", "pk"))
