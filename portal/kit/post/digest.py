"""Who is written to, and when: one digest a day, and a mail of its own only when a clock is about to run out.

Read by a periodic job. Whoever runs it twice writes nothing twice: a day is marked before its digest is written, and a
letter is known by its key.
"""

from collections.abc import Iterator, Sized
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import clocks
from portal.kit.post import replies
from portal.kit.post.letters import write
from portal.kit.text import one_line
from portal.kit.zones import zone_of
from portal.models import Clock, Letter, Notice, Wishes

MOST = 20
LAST_PART = 4
"""A clock is about to run out in the last quarter of its time."""
MOST_CLOCKS = 2000
RECENT = timedelta(days=1)


def write_letters(people: Any) -> int:
    """Every mail that is due now to these people, a queryset of those who work here. Returns how many were written."""
    now = timezone.now()
    known = people.exclude(email="")
    missing = known.filter(wishes=None).values_list("pk", flat=True)
    Wishes.objects.bulk_create([Wishes(person_id=pk) for pk in missing], ignore_conflicts=True, batch_size=500)
    written = sum(_digest(one, now) for one in _due_for_digest(known, now))
    written += sum(_warn(clock, person, now) for clock, person in _running_out(known, now))
    return written + sum(_at_once(one, now) for one in _wants_at_once(known))


def _due_for_digest(known: Any, now: datetime) -> Iterator[Wishes]:
    """Those whose hour has come in their zone today."""
    for name in known.values_list("time_zone", flat=True).distinct().order_by():
        local = now.astimezone(zone_of(name))
        late = Q(digested_on=None) | Q(digested_on__lt=local.date())
        rows = Wishes.objects.filter(late, mail=True, digest_at__lte=local.time(), person__time_zone=name)
        yield from rows.filter(person__in=known).select_related("person")


@transaction.atomic
def _digest(wishes: Wishes, now: datetime) -> int:
    today = now.astimezone(zone_of(wishes.person.time_zone)).date()
    late = Q(digested_on=None) | Q(digested_on__lt=today)
    if not Wishes.objects.filter(late, pk=wishes.pk).update(digested_on=today, digested_at=now):
        return 0
    waits = list(clocks.waiting_for(wishes.person)[: MOST + 1])
    since = wishes.digested_at or now - RECENT
    told = list(islice(_news(wishes, since, Wishes.How.DIGEST), MOST + 1))
    if not waits and not told:
        return 0
    late_ones = sum(clock.due_at <= now for clock in waits)
    subject = f"{len(waits) if len(waits) <= MOST else f'more than {MOST}'} wait for you" if waits else "What happened"
    if late_ones:
        subject += f", {late_ones} late"
    text = "\n".join([*_waiting(waits, wishes.person, now), *_told(told), *_end()])
    key = f"digest:{wishes.person_id}:{today}"
    return int(write(key, Letter.Way.MAIL, text, person=wishes.person, subject=subject) is not None)


def _running_out(known: Any, now: datetime) -> Iterator[tuple[Clock, Any]]:
    """Clocks in the last part of their time, each with whom to warn: a person, or whoever leads the team."""
    soon = now + RECENT  # the last part of some begins at night, and their warning comes before it
    rows = Clock.objects.filter(state=Clock.State.OPEN, half_at__lte=soon, due_at__gt=now, seen_at=None)
    rows = rows.select_related("awaited_team__lead__wishes", "awaited_person__wishes").order_by("due_at")[:MOST_CLOCKS]
    reachable = set(known.values_list("pk", flat=True))
    recent = Letter.objects.filter(key__startswith="clock:", written_at__gt=now - 60 * RECENT)
    done = set(recent.values_list("key", flat=True))
    for clock in rows:
        person = clock.awaited_person or clock.awaited_team.lead  # type: ignore[union-attr]
        if person.pk in reachable and f"clock:{clock.pk}:{person.pk}" not in done:
            yield clock, person


def _warn(clock: Clock, person: Any, now: datetime) -> int:
    wishes = person.wishes
    zone = zone_of(person.time_zone)
    begins = clock.due_at - (clock.due_at - clock.half_at) * 2 / LAST_PART
    if not (wishes.mail and wishes.warn) or is_quiet(wishes, now.astimezone(zone).time()):
        return 0
    if now < before_quiet(wishes, begins.astimezone(zone)):
        return 0
    text = "\n".join([*_waiting([clock], person, now), *_end()])
    key = f"clock:{clock.pk}:{person.pk}"
    subject = f"Runs out {_when(clock.due_at, person)}: {clock.title}"
    return int(write(key, Letter.Way.MAIL, text, person=person, subject=subject) is not None)


def _wants_at_once(known: Any) -> Iterator[Wishes]:
    for one in Wishes.objects.filter(mail=True, person__in=known).exclude(topics={}).select_related("person"):
        if Wishes.How.AT_ONCE in one.topics.values():
            yield one


def _at_once(wishes: Wishes, now: datetime) -> int:
    if is_quiet(wishes, now.astimezone(zone_of(wishes.person.time_zone)).time()):
        return 0
    since, written = now - RECENT, 0
    done = Letter.objects.filter(person=wishes.person, key__startswith="notice:", written_at__gt=since)
    known = set(done.values_list("key", flat=True))
    for one in _news(wishes, since, Wishes.How.AT_ONCE):
        if (key := f"notice:{one.pk}") not in known:
            text = "\n".join([*_told([one]), *_end()])
            written += write(key, Letter.Way.MAIL, text, person=wishes.person, subject=_sentence(one)) is not None
    return written


def how(wishes: Wishes, subject: str) -> str:
    """How the person wants to hear of this thing: by the room it belongs to."""
    return str(wishes.topics.get(subject.partition(".")[0], Wishes.How.DIGEST))


def is_quiet(wishes: Wishes, local: time) -> bool:
    """Whether the person wants no mail at this hour. The same hour twice: there is no quiet time."""
    begins, ends = wishes.quiet_from, wishes.quiet_until
    return begins <= local < ends if begins < ends else begins != ends and (local >= begins or local < ends)


def before_quiet(wishes: Wishes, local: datetime) -> datetime:
    """The moment itself, or the beginning of the quiet time it lies in: a warning comes early rather than too late."""
    if not is_quiet(wishes, local.time()):
        return local
    day = local.date() if local.time() >= wishes.quiet_from else local.date() - timedelta(days=1)
    return datetime.combine(day, wishes.quiet_from, local.tzinfo) - timedelta(minutes=30)


def _news(wishes: Wishes, since: datetime, wanted: str) -> Iterator[Notice]:
    """What they were told since and have not read, of the rooms of which they want to hear in this way."""
    rows = Notice.objects.filter(person=wishes.person, read_at=None, at__gt=since).select_related("by").order_by("pk")
    return (one for one in rows.iterator() if how(wishes, one.subject) == wanted)


def _waiting(waits: list[Clock], person: Any, now: datetime) -> Iterator[str]:
    if waits:
        yield "WAITS FOR YOU"
    for clock in waits[:MOST]:
        due = f"{'LATE since' if clock.due_at <= now else 'until'} {_when(clock.due_at, person)}"
        title, silence = one_line(clock.title), one_line(clock.silence)
        yield from ("", f"* {title}", f"  {due}. If silent: {silence}", f"  {settings.ADDRESS}{clock.url}")
        for code, label in replies.answers(clock).items():
            yield f"  {label}: {settings.ADDRESS}{replies.address(clock, person, code)}"
    yield from _more(waits)


def _told(told: list[Notice]) -> Iterator[str]:
    if told:
        yield from ("", "WHAT HAPPENED")
    for one in told[:MOST]:
        yield from ("", f"* {_sentence(one)}", f"  {settings.ADDRESS}{one.url}")
    yield from _more(told)


def _more(listed: Sized) -> Iterator[str]:
    if len(listed) > MOST:
        yield from ("", f"  and more: {settings.ADDRESS}/inbox/")


def _sentence(one: Notice) -> str:
    return one_line(f"{one.by.name} {one.text}" if one.by else one.text)


def _end() -> tuple[str, ...]:
    return ("", "-- ", f"When and of what you are written to: {settings.ADDRESS}/wishes/")


def _when(moment: datetime, person: Any) -> str:
    return f"{moment.astimezone(zone_of(person.time_zone)):%a %-d %b, %H:%M}"
