# ruff: noqa: E402 - Django is set up before its models are imported
"""Two draws at the same moment, and one place that is left: who gets it, and what becomes of the other one.

Runs as a process of its own (``python -m tests.ops.last_places``) on the database that the settings name. Each of two
threads draws for a review of its own, on a connection of its own. Whoever has read the guild waits for the other one to
have read it too, for a moment: so whoever does not lock it reads what both will give. ``--unlocked`` takes the lock
away, to see that this shows. Prints what was found as one JSON object.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.models import Job
from teams.reviews.actions import by_hand, drawing, routing
from teams.reviews.models import BarRaiser, Review, Seat
from teams.reviews.reads import by_hand as by_hand_reads
from teams.reviews.reads import candidates as guild
from tests import make

READ_BEFORE = 0.4  # seconds that one waits for the other to have read, too
ROUNDS = 4


def at_once(*acts: Callable[[], Any], unlocked: bool) -> set[int]:
    """Do these in a thread each; returns the connections' processes."""
    both_read, seen, read = threading.Barrier(len(acts)), set(), guild.candidates

    def candidates(at: Any, *, lock: bool = False) -> Any:
        found = read(at, lock=lock and not unlocked)
        with suppress(threading.BrokenBarrierError):  # the other one waits for our lock
            both_read.wait(READ_BEFORE)
        return found

    def done(act: Callable[[], Any]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                seen.add(cursor.fetchone()[0])
            act()
        finally:
            connections.close_all()

    places = (drawing, by_hand_reads)
    for place in places:
        place.candidates = candidates  # type: ignore[attr-defined]
    try:
        threads = [threading.Thread(target=done, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        for place in places:
            place.candidates = read  # type: ignore[attr-defined]
    return seen


def asked() -> Review:
    """A review for which nobody was drawn yet."""
    revision = make.proposed()
    with transaction.atomic():
        review = routing.review_of_revision(revision.pk)
    Job.objects.all().delete()  # no worker comes: the threads draw
    assert review is not None
    return review


def raiser() -> BarRaiser:
    return make.bar_raiser(limit=1)


def tried(people: int, how: str, *, unlocked: bool) -> dict[str, Any]:
    """Two reviews and so many people with one free place each."""
    BarRaiser.objects.update(state="ended", ended_at=timezone.now())
    guilds = [raiser() for _ in range(people)]
    one, other = asked(), asked()
    acts: list[Callable[[], Any]] = [lambda: routing.draw_for(one.pk), lambda: routing.draw_for(other.pk)]
    if how == "by hand":
        words = {"person": guilds[0].person, "role": "lead", "why": "Nobody else knows how they retry."}

        def give() -> None:
            with suppress(by_hand.Refused):
                by_hand.assign_by_hand(other, by=make.steward(), **words)

        acts[1] = give
    processes = at_once(*acts, unlocked=unlocked)
    states = sorted(Review.objects.filter(pk__in=[one.pk, other.pk]).values_list("state", flat=True))
    held = [Seat.objects.carried().filter(person=each.person).count() for each in guilds]
    return {"how": how, "states": states, "held": sorted(held), "processes": len(processes)}


def main(arguments: list[str]) -> None:
    unlocked = "--unlocked" in arguments
    call_command("migrate", verbosity=0)
    tries = [(1, "drawn"), (2, "drawn"), (1, "by hand")]
    print(json.dumps([tried(*what, unlocked=unlocked) for what in tries for _ in range(1 if unlocked else ROUNDS)]))


if __name__ == "__main__":
    main(sys.argv[1:])
