"""From a nomination to the certificate: accepted, reading, shadowing, leading with a mentor, the mentor's last word."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Membership, Person
from teams.reviews import states
from teams.reviews.actions.guild import end_step, enrol, require_person, require_topics
from teams.reviews.actions.steps import KINDS, close_clocks, last_day, start_clock
from teams.reviews.models import Certification, Reading, Review
from teams.reviews.numbers import months_after
from teams.reviews.reads.keepers import keeper_of
from teams.reviews.reads.mentors import mentors
from teams.reviews.reads.practice import practice
from teams.reviews.reads.seats import has_sat
from teams.reviews.reads.ways import ways

State = Certification.State
SHORTEST, LONGEST = 20, 500
LONGEST_LEARNED = 400
FEWEST_WORDS = 4


def locked(pk: int) -> Certification:
    """The certification with its people, so that two who decide at once follow each other."""
    rows = Certification.objects.select_for_update(of=("self",))
    return rows.select_related("person", "nominated_by", "mentor").get(pk=pk)


def sentence(words: str, field: str, example: str, most: int = LONGEST) -> str:
    """What was said, when it says something: at least four words, and not too much to read."""
    said = storable(" ".join(words.split()))
    if not SHORTEST <= len(said) <= most or len(said.split()) < FEWEST_WORDS:
        text = f"Say it in a sentence of {SHORTEST} to {most} characters. {example}"
        raise Invalid("guild-words", text, **{field: text})
    return said


@transaction.atomic
def nominate(person: Person, *, by: Person, topic: str, why: str) -> Certification:
    """Propose somebody, or oneself, for a topic. The guild lead decides; silence accepts.

    Refuses machines, who has left, an empty why, and somebody who is on their way already.
    """
    policies.require(by, "guild.nominate", person)
    require_person(person)
    found = require_topics([topic])
    if not found:
        raise Invalid("topic-unknown", "Choose a topic.", topic="Choose one.")
    said = sentence(why, "why", "What have they done that shows it?")
    facts: dict[str, Any] = {"nominated_by": by, "nominated_at": timezone.now(), "since": timezone.now(), "why": said}
    one = Certification.objects.select_for_update(of=("self",)).filter(person=person, topic=found[0]).first()
    if one is None:
        one = Certification.objects.create(person=person, topic=found[0], **facts)
        audit.record(by, "certification.nominate", one, after=one.state, data={"topic": one.topic})
    else:
        one.person = person
        if one.state not in Certification.OVER:
            text = f"{person.name} is {one.get_state_display()} for {one.get_topic_display().lower()} already."
            raise Refused("certification-open", f"{text} Look at it there.")
        states.CERTIFICATION.move(one, "nominate", by=by, words="", due_on=None, mentor=None, **facts)
    start_clock(one)
    if by != person:
        tell(one, [person], f"nominated you for {one.get_topic_display().lower()}: {said}", by=by)
    return one


@transaction.atomic
def accept(certification: Certification, *, by: Person) -> Certification:
    """They begin to read; who was certified for the topic before begins by leading with a mentor."""
    policies.require(by, "guild.decide", certification)
    return begin(locked(certification.pk), by=by)


def begin(one: Certification, *, by: Person | None) -> Certification:
    """The same without leave, for silence. In the caller's transaction."""
    topic = one.get_topic_display().lower()
    if one.certified_on is not None:
        mentor = next(iter(mentors(one)), None)
        states.CERTIFICATION.move(one, "readmit", by=by, mentor=mentor, **last_day(State.LEADING))
        words = f"You are back in the guild for {topic}, and lead with a mentor first"
    else:
        states.CERTIFICATION.move(one, "accept", by=by, **last_day(State.READING))
        words = f"You are accepted for {topic}: begin by reading closed reviews"
    enrol(one.person, by=one.nominated_by)
    clocks.meet(KINDS[State.NOMINATED], one)
    start_clock(one)
    tell(one, {one.person, one.nominated_by}, words if by is None else f"said yes. {words}", by=by)
    return advance(one)


@transaction.atomic
def decline(certification: Certification, *, by: Person, words: str) -> Certification:
    """Not now, and why. They may be nominated again at any time."""
    policies.require(by, "guild.decide", certification)
    said = sentence(words, "words", "What would have to be different?")
    one = locked(certification.pk)
    states.CERTIFICATION.move(one, "decline", by=by, words=said, since=timezone.now())
    clocks.meet(KINDS[State.NOMINATED], one)
    tell(one, {one.person, one.nominated_by}, f"said not now to {one.get_topic_display().lower()}: {said}", by=by)
    return one


@transaction.atomic
def mark_read(certification: Certification, review: Review, *, by: Person, learned: str) -> Reading:
    """A closed review has been read, and this is what it taught: a step of training, or a refresher.

    Refuses reviews that go on, one's own and one's own team's, a second time, and a sentence said of another one.
    """
    policies.require(by, "guild.read", certification)
    one = locked(certification.pk)
    if one.state not in (State.READING, *Certification.CERTIFIED):
        text = f"You are {one.get_state_display()} now: reading counts at the beginning, and as a refresher."
        raise Refused("reading-not-now", text)
    if review.state != Review.State.CLOSED:
        raise Refused("reading-not-closed", f"{review} is not closed. Read one whose advice was answered.")
    own = Membership.objects.filter(person=by, team=review.team_id, until=None).exists()
    if has_sat(by, review) or own or review.team.lead_id == by.pk:
        raise Refused("reading-of-ones-own", f"{review} is your own or your team's. Read one of somebody else.")
    said = sentence(learned, "learned", "What will you do differently?", LONGEST_LEARNED)
    mine = Reading.objects.filter(certification__person=by)
    if mine.filter(certification=one, review=review).exists():
        raise Refused("reading-twice", f"You have read {review} for {one.get_topic_display().lower()} already.")
    if mine.filter(learned__iexact=said).exclude(review=review).exists():
        text = "You said the same of another review. Say what this one taught you."
        raise Invalid("reading-copied", text, learned=text)
    reading = Reading.objects.create(certification=one, review=review, learned=said)
    audit.record(by, "certification.read", one, data={"review": review.pk})
    advance(one)
    return reading


@transaction.atomic
def choose_mentor(certification: Certification, *, by: Person, mentor: Person) -> Certification:
    """Who stands by while they lead. Refuses who is not certified for the topic and here."""
    policies.require(by, "guild.mentor", certification)
    one = locked(certification.pk)
    if one.state not in (State.LEADING, State.ASSESSMENT):
        raise Refused("mentor-not-now", f"They are {one.get_state_display()}: nobody has to stand by now.")
    if mentor not in mentors(one):
        text = f"{mentor.name} is not certified for {one.get_topic_display().lower()}, or not here. Choose another."
        raise Invalid("mentor-not-certified", text, mentor=text)
    if mentor.pk != one.mentor_id:
        one.mentor = mentor
        one.save(update_fields=["mentor"])
        audit.record(by, "certification.mentor", one, data={"mentor": mentor.pk})
        if one.state == State.ASSESSMENT:
            close_clocks(one)
            start_clock(one)
        tell(one, {one.person, mentor}, f"asked {mentor.name} to mentor {one.person.name}", by=by)
    return one


@transaction.atomic
def certify(certification: Certification, *, by: Person, words: str = "") -> Certification:
    """The mentor's last word, and it is yes."""
    policies.require(by, "guild.assess", certification)
    return certify_now(locked(certification.pk), by=by, words=words)


def certify_now(one: Certification, *, by: Person | None, words: str = "") -> Certification:
    """The same without leave, for silence. In the caller's transaction."""
    today = timezone.now().date()
    until = months_after(today, ways().number("certificate_months"))
    facts: dict[str, Any] = {"certified_on": today, "until": until, "lead_since": today, "since": timezone.now()}
    said = storable(words.strip(), LONGEST)
    states.CERTIFICATION.move(one, "certify", by=by, words=said, mentor=None, due_on=None, **facts)
    clocks.meet(KINDS[State.ASSESSMENT], one)
    text = f"You are certified for {one.get_topic_display().lower()} until {until:%-d %B %Y}"
    tell(one, {one.person}, text if by is None else f"had the last word. {text}", by=by)
    return one


@transaction.atomic
def ask_once_more(certification: Certification, *, by: Person, words: str) -> Certification:
    """The mentor's last word, and it is not yet: what is missing, and they lead as many again."""
    policies.require(by, "guild.assess", certification)
    said = sentence(words, "words", "What should they do next time?")
    one = locked(certification.pk)
    if ways().number("lead_reviews") == 0:
        text = "Nobody leads with a mentor here, so there is nothing to lead again. Certify them, or end it."
        raise Refused("assessment-cannot-repeat", text)
    states.CERTIFICATION.move(one, "once-more", by=by, words=said, **last_day(State.LEADING))
    clocks.meet(KINDS[State.ASSESSMENT], one)
    start_clock(one)
    tell(one, {one.person}, f"asks you to lead {one.get_topic_display().lower()} once more: {said}", by=by)
    return one


@transaction.atomic
def leave_topic(certification: Certification, *, by: Person, words: str = "") -> Certification:
    """The topic is over for them. Oneself at any time; for somebody else with a reason. Their reviews stay theirs."""
    policies.require(by, "guild.leave", certification)
    one = locked(certification.pk)
    said = words.strip() if by.pk == one.person_id else sentence(words, "words", "Why does it end?")
    end_step(one, by=by, words=said)
    topic = one.get_topic_display().lower()
    keeper = keeper_of(one.topic, but=by)
    told = {one.person} | ({keeper} if keeper is not None else set())
    tell(one, told, f"ended {topic} for {one.person.name}{': ' + said if said else ''}", by=by)
    return one


def advance(one: Certification) -> Certification:
    """Take every step for which enough is done. In the caller's transaction; asked again it changes nothing."""
    rules = ways()
    while (so_far := practice(one, rules)) is not None and so_far.is_enough:
        close_clocks(one)
        topic = one.get_topic_display().lower()
        match State(one.state):
            case State.READING:
                states.CERTIFICATION.move(one, "shadow", by=None, **last_day(State.SHADOWING, rules))
                words = f"You have read enough for {topic}. Next you shadow: you write your own advice, unseen"
            case State.SHADOWING:
                mentor = next(iter(mentors(one)), None)
                states.CERTIFICATION.move(one, "lead", by=None, mentor=mentor, **last_day(State.LEADING, rules))
                who = f"{mentor.name} stands by" if mentor is not None else "a mentor is looked for"
                words = f"You have shadowed enough for {topic}. Next you lead: {who}"
                _miss_mentor(one)
            case _:
                states.CERTIFICATION.move(one, "assess", by=None, due_on=None, since=timezone.now())
                words = f"You have led enough for {topic}. Your mentor has the last word"
        start_clock(one)
        tell(one, {one.person}, words)
    return one


def _miss_mentor(one: Certification) -> None:
    keeper = keeper_of(one.topic, but=one.person) if one.mentor is None else None
    if keeper is not None:
        topic = one.get_topic_display().lower()
        tell(one, {keeper}, f"Nobody is certified to mentor {one.person.name} for {topic}. Choose somebody")


def tell(one: Certification, people: Any, text: str, *, by: Person | None = None) -> None:
    """A notice for these people, but not for who did it."""
    there = [person for person in people if person.is_active and person != by]
    notices.tell(there, text, about=one, url=one.get_absolute_url(), by=by)
