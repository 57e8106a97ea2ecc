"""Stewards bring the first people into the guild; everybody in it pauses without loss, and leaves."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.reviews import states
from teams.reviews.actions.steps import close_clocks, run_again
from teams.reviews.models import BarRaiser, Certification, Topic
from teams.reviews.models.guild import LIMIT
from teams.reviews.models.topics import in_order
from teams.reviews.numbers import months_after
from teams.reviews.reads.ways import ways

MOST_AT_ONCE = 20
LONGEST_PAUSE = timedelta(days=732)
APPOINTED = "Appointed by a steward."


@transaction.atomic
def appoint_bar_raiser(
    person: Person, *, by: Person, topics: Iterable[str], limit: int = LIMIT, why: str = APPOINTED
) -> BarRaiser:
    """Certify somebody for these topics without training, as a guild begins, or change topics and limit of a member.

    Topics they have already keep their certificate; topics that are not named end; who had left comes back. Refuses
    machines, people who have left the company, unknown topics and none.
    """
    policies.require(by, "bar-raiser.appoint", person)
    require_person(person)
    if not 1 <= limit <= MOST_AT_ONCE:
        raise Invalid("bar-raiser-limit", f"They take 1 to {MOST_AT_ONCE} reviews at once.", limit="Out of range.")
    wanted = require_topics(topics)
    if not wanted:
        raise Invalid("bar-raiser-without-topic", "Choose at least one topic they look at.", topics="Choose one.")
    raiser = enrol(person, by=by)
    if raiser.limit != limit:
        raiser.limit = limit
        raiser.save(update_fields=["limit"])
    audit.record(by, "barraiser.appoint", raiser, after=raiser.state, data={"topics": wanted, "limit": limit})
    held = {one.topic: one for one in Certification.objects.select_for_update().filter(person=person)}
    for topic in wanted:
        _certify(person, topic, held.get(topic), by=by, why=why)
    for topic, one in held.items():
        if topic not in wanted and one.state not in Certification.OVER:
            end_step(one, by=by, words="No longer among the topics a steward has chosen.")
    return raiser


def require_person(person: Person) -> None:
    """Refuse machines and people who have left."""
    if person.kind != Person.Kind.PERSON or not person.is_active:
        raise Invalid("bar-raiser-not-here", "Only people who work here now can be bar raisers.", person="Not here.")


def require_topics(topics: Iterable[str]) -> list[str]:
    """These words as topics, in their order. Refuses what is none."""
    words = [topic.strip().lower() for topic in topics if topic.strip()]
    unknown = sorted(set(words) - set(Topic.values))
    if unknown:
        text = f"There is no topic {', '.join(unknown)[:100]}. They are: {', '.join(Topic.values)}."
        raise Invalid("topic-unknown", text, topics="Unknown.")
    return in_order(words)


def enrol(person: Person, *, by: Person) -> BarRaiser:
    """Their place in the guild, made when they have none; who had left comes back. In the caller's transaction."""
    raiser = BarRaiser.objects.select_for_update().filter(person=person).first()
    if raiser is None:
        raiser = BarRaiser.objects.create(person=person, appointed_by=by)
    elif not raiser.is_standing:
        states.RAISER.move(raiser, "join-again", by=by, since=timezone.now(), ended_at=None, appointed_by=by)
    return raiser


def _certify(person: Person, topic: str, found: Certification | None, *, by: Person, why: str) -> None:
    if found is not None and found.state in Certification.CERTIFIED:
        return
    today = timezone.now().date()
    facts: dict[str, Any] = {
        "certified_on": today,
        "until": months_after(today, ways().number("certificate_months")),
        "lead_since": today,
        "due_on": None,
        "since": timezone.now(),
        "words": storable(why.strip(), 500),
    }
    if found is None:
        state = Certification.State.CERTIFIED
        made = Certification.objects.create(
            person=person, topic=topic, state=state, nominated_by=by, why=facts["words"], **facts
        )
        audit.record(by, "certification.appoint", made, after=state, data={"topic": topic, "person": person.pk})
        return
    close_clocks(found)
    states.CERTIFICATION.move(found, "appoint", by=by, mentor=None, extended=False, **facts)


def end_step(certification: Certification, *, by: Person | None, words: str) -> None:
    """The topic is over for them, whatever the step. Reviews they have stay theirs. In the caller's transaction."""
    close_clocks(certification)
    states.CERTIFICATION.move(
        certification, "end", by=by, words=storable(words, 500), due_on=None, mentor=None, since=timezone.now()
    )


@transaction.atomic
def pause_bar_raiser(raiser: BarRaiser, *, by: Person, until: date | None) -> BarRaiser:
    """No new review until the end of that day, without loss; without a day the pause is over now.

    Meanwhile no step of theirs runs out; when it is over its days are added to every certificate, rest and step.
    Reviews they have stay theirs.
    """
    policies.require(by, "bar-raiser.pause", raiser)
    if not raiser.is_standing:
        raise Refused("bar-raiser-ended", "They are no longer in the guild.")
    today = timezone.now().date()
    if until is None:
        return come_back(raiser, by=by) if raiser.state == BarRaiser.State.PAUSED else raiser
    if until < today:
        raise Invalid("pause-in-the-past", "The pause lasts until a day to come.", until="In the past.")
    if until > today + LONGEST_PAUSE:
        text = "A pause lasts two years at most. Who is away for longer leaves, and is nominated again."
        raise Invalid("pause-too-long", text, until="Too far away.")
    since = raiser.paused_since or today
    for one in Certification.objects.select_for_update().filter(person_id=raiser.person_id).open():
        if one.state != Certification.State.NOMINATED:
            close_clocks(one)
    states.RAISER.move(
        raiser, "pause", by=by, data={"until": str(until)}, paused_since=since, paused_until=until
    )  # fmt: skip
    return raiser


def come_back(raiser: BarRaiser, *, by: Person | None) -> BarRaiser:
    """The pause is over: the days it took are added to whatever had an end. In the caller's transaction."""
    today = timezone.now().date()
    over = min(today, raiser.paused_until + timedelta(days=1)) if raiser.paused_until else today
    lost = over - (raiser.paused_since or over)
    states.RAISER.move(
        raiser, "come-back", by=by, data={"days": lost.days}, paused_since=None, paused_until=None
    )  # fmt: skip
    for one in Certification.objects.select_for_update().select_related("person").filter(
        person_id=raiser.person_id
    ).open():  # fmt: skip
        for name in ("until", "due_on", "lead_since"):
            if (day := getattr(one, name)) is not None:
                setattr(one, name, day + lost)
        one.save(update_fields=["until", "due_on", "lead_since"])
        run_again(one)
    return raiser


@transaction.atomic
def end_bar_raiser(raiser: BarRaiser, *, by: Person) -> BarRaiser:
    """They leave the guild, and every topic. Reviews they have stay theirs; clocks see to those."""
    policies.require(by, "bar-raiser.end", raiser)
    if not raiser.is_standing:
        raise Refused("bar-raiser-ended", "They are no longer in the guild.")
    for one in Certification.objects.select_for_update().filter(person_id=raiser.person_id).open():
        end_step(one, by=by, words="They left the guild.")
    states.RAISER.move(raiser, "end", by=by, ended_at=timezone.now(), paused_since=None, paused_until=None)
    return raiser
