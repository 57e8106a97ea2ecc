"""What a renewal asks for: reviews given, refreshers read, and advice that was not wrong more often than others'."""

from dataclasses import dataclass

from django.db.models import Count, Q

from teams.reviews.models import Answer, Certification, Seat
from teams.reviews.reads.ways import Ways

LOOKED = (Seat.Role.LEAD, Seat.Role.SECOND, Seat.Role.DEPUTY)
"""The seats whose people give advice to the team."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that has to be so. ``text`` says how it stands."""

    text: str
    is_met: bool


def demands(certification: Certification, rules: Ways) -> list[Demand]:
    """All of them: three queries. Shown to the person and to who keeps the pool, nobody else."""
    since = certification.certified_on
    sent = Seat.objects.filter(person=certification.person_id, role__in=LOOKED, state=Seat.State.SENT)
    given = sent.filter(review__topic=certification.topic, sent_at__date__gte=since).count()
    asked = rules.number("reviews_a_year") * rules.number("certificate_months") // 12
    read = certification.readings.filter(at__date__gte=since).count()
    refreshers = rules.number("refreshers")
    return [
        Demand(f"{given} of {asked} reviews given since {since:%-d %B %Y}", given >= asked),
        Demand(f"{read} of {refreshers} refreshers read since then", read >= refreshers),
        _calibration(certification, rules.number("calibration_least")),
    ]


def _calibration(certification: Certification, least: int) -> Demand:
    """Among those of the pool of whose advice enough outcomes are known: not in the tenth that was right least."""
    pool = Certification.objects.certified().filter(topic=certification.topic).values("person")
    judged = Answer.objects.filter(
        outcome__in=[Answer.Outcome.TEAM_RIGHT, Answer.Outcome.ADVICE_RIGHT], suggestion__review__reviewer__in=pool
    )
    rows = judged.order_by().values_list("suggestion__review__reviewer").annotate(
        known=Count("pk"), right=Count("pk", filter=Q(outcome=Answer.Outcome.ADVICE_RIGHT))
    )  # fmt: skip
    shares = {person: right / known for person, known, right in rows if known >= least}
    own = shares.get(certification.person_id)
    if own is None:
        return Demand(f"fewer than {least} outcomes of advice are known, so how often it was right is not asked", True)
    below = sum(share < own for share in shares.values())
    worst = len(shares) // 10
    text = f"the advice was right in {own:.0%} of {least} or more cases whose outcome is known"
    return Demand(text, below >= worst)
