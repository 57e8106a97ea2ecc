"""What happens to a certificate by the calendar: renewal is asked for, rests begin and end, pauses are over."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import policies
from portal.kit.refusals import Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.reviews import states
from teams.reviews.actions.guild import come_back, end_step
from teams.reviews.actions.pools import watch_pools
from teams.reviews.actions.steps import close_clocks, start_clock
from teams.reviews.actions.training import advance, locked, sentence, tell
from teams.reviews.models import BarRaiser, Certification
from teams.reviews.numbers import months_after
from teams.reviews.reads.renewal import demands
from teams.reviews.reads.ways import Ways, ways

State = Certification.State


@transaction.atomic
def renew(certification: Certification, *, by: Person, words: str = "") -> Certification:
    """For as long again, counted from its end. Refuses to renew for oneself what has not been earned, naming it.

    Whoever keeps the pool may renew it for somebody anyway, with a reason that stays on record.
    """
    policies.require(by, "guild.renew", certification)
    one, rules = locked(certification.pk), ways()
    own = by.pk == one.person_id
    if one.state == State.RENEWAL and own:
        missing = [demand.text for demand in demands(one, rules) if not demand.is_met]
        if missing:
            text = f"Not yet: {'; '.join(missing)}. Do it by {one.until:%-d %B %Y}, or ask the guild lead."
            raise Refused("renewal-not-earned", text)
    said = storable(words.strip(), 500) if own else sentence(words, "words", "Why although something is missing?")
    today = timezone.now().date()
    until = months_after(max(one.until or today, today), rules.number("certificate_months"))
    facts: dict[str, Any] = {"certified_on": today, "until": until, "since": timezone.now(), "words": said}
    states.CERTIFICATION.move(one, "renew", by=by, **facts)
    close_clocks(one)
    tell(one, {one.person}, f"renewed {one.get_topic_display().lower()} until {until:%-d %B %Y}", by=by)
    return one


def watch_guild() -> int:
    """Look at everything in the guild that ends on a day, and at its pools. Returns how much it changed.

    Safe to run at any time and any number of times: each change is one compare-and-set of its own.
    """
    rules, today = ways(), timezone.now().date()
    changed = 0
    for pk in BarRaiser.objects.filter(state=BarRaiser.State.PAUSED, paused_until__lt=today).values_list(
        "pk", flat=True
    ):
        changed += _come_back(pk)
    for pk in BarRaiser.objects.standing().filter(person__is_active=False).values_list("pk", flat=True):
        changed += _has_left(pk)
    here = Certification.objects.exclude(person__bar_raiser__state=BarRaiser.State.PAUSED)
    ahead = today + timedelta(days=rules.number("renewal_days"))
    for pk in here.filter(state=State.RESTING, due_on__lt=today).values_list("pk", flat=True):
        changed += _return(pk)
    if months := rules.number("rotation_months"):
        begun = here.certified().filter(lead_since__lte=months_after(today, -months))
        for pk in begun.values_list("pk", flat=True):
            changed += _rest(pk, today, rules)
    for pk in here.filter(state=State.CERTIFIED, until__lte=ahead).values_list("pk", flat=True):
        changed += _ask_renewal(pk, ahead)
    for pk in here.filter(state__in=[State.READING, State.SHADOWING, State.LEADING]).values_list("pk", flat=True):
        changed += _advance(pk)
    return changed + watch_pools()


@transaction.atomic
def _come_back(pk: int) -> int:
    raiser = BarRaiser.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if raiser.state != BarRaiser.State.PAUSED or raiser.is_paused:
        return 0
    come_back(raiser, by=None)
    return 1


@transaction.atomic
def _has_left(pk: int) -> int:
    """Who works here no more is in no pool."""
    raiser = BarRaiser.objects.select_for_update().get(pk=pk)
    if not raiser.is_standing:
        return 0
    for one in Certification.objects.select_for_update().filter(person=raiser.person_id).open():
        end_step(one, by=None, words="They left the company.")
    facts: dict[str, Any] = {"ended_at": timezone.now(), "paused_since": None, "paused_until": None}
    states.RAISER.move(raiser, "end", by=None, **facts)
    return 1


@transaction.atomic
def _return(pk: int) -> int:
    one = locked(pk)
    if one.state != State.RESTING:
        return 0
    today = timezone.now().date()
    states.CERTIFICATION.move(one, "return", by=None, lead_since=today, due_on=None, since=timezone.now())
    tell(one, {one.person}, f"Your rest is over: {one.get_topic_display().lower()} comes to you again")
    return 1


@transaction.atomic
def _rest(pk: int, today: date, rules: Ways) -> int:
    """As long as lead as anybody is: a rest, which is added to the certificate."""
    one = locked(pk)
    if one.state not in Certification.CERTIFIED or one.until is None:
        return 0
    last = months_after(today, rules.number("rest_months"))
    facts: dict[str, Any] = {"due_on": last, "until": one.until + (last - today), "since": timezone.now()}
    close_clocks(one)
    states.CERTIFICATION.move(one, "rest", by=None, **facts)
    topic = one.get_topic_display().lower()
    tell(one, {one.person}, f"You have led {topic} for long. Rest until {last:%-d %B %Y}; your certificate waits")
    return 1


@transaction.atomic
def _ask_renewal(pk: int, ahead: date) -> int:
    one = locked(pk)
    if one.state != State.CERTIFIED or one.until is None or one.until > ahead:
        return 0
    states.CERTIFICATION.move(one, "ask-renewal", by=None, since=timezone.now())
    start_clock(one)
    topic = one.get_topic_display().lower()
    tell(one, {one.person}, f"Your certificate for {topic} ends on {one.until:%-d %B %Y}: renew it")
    return 1


@transaction.atomic
def _advance(pk: int) -> int:
    one = locked(pk)
    before = one.state
    return int(advance(one).state != before)


def lapse(one: Certification, words: str) -> None:
    """It is over without anybody's word; they may be nominated again. In the caller's transaction."""
    close_clocks(one)
    facts: dict[str, Any] = {"words": words, "mentor": None, "due_on": None, "since": timezone.now()}
    states.CERTIFICATION.move(one, "lapse", by=None, **facts)
