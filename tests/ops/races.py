# ruff: noqa: E402 - Django is set up before its models are imported
"""Two requests at the same moment, compared with the same two one after the other: they must come to the same.

Runs as a process of its own (``python -m tests.ops.races``) on a database of its own, which it fills once with a thing
in every state (tests/house/api_things.py). A pair is done three times: first one and then the other, the other way
round, both of which are undone again, and both at once on a copy, in two threads that have both read before either
writes. What both at once answer and leave behind has to be what one of the two orders does: else something was lost,
done twice or half written. No answer may be an error of ours. Prints what was found as one JSON object. What may be
said: which (a pattern), ``--same`` for each with itself only, ``--part=1/2`` for every second pair.
"""

import json
import os
import re
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import combinations, islice
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from portal.kit import policies
from portal.models import AuditEntry, Clock
from teams.away.models import AwayRequest
from tests import make
from tests.house.api_access import WRITES
from tests.house.api_things import cast, more_things
from tests.house.test_access import things_of
from tests.house.test_api_access import ROOT, filled, operation_of
from tests.services.api.program import Program

READ_BEFORE = 0.4  # seconds that one waits for the other to have read, too
AWAY = re.compile(r"/(away-requests|away-drafts|away-signals|teams|services/\{service\}/hand-over)")
MORE = {"POST /teams/away/disband": ("gia", {})}
ROWS = {row: said for row, said in {**WRITES, **MORE}.items() if row.startswith("POST") and AWAY.search(row)}
UPHEAVALS = ("POST /teams/home/disband", "POST /teams/away/disband", "POST /services/{service}/hand-over")

type Found = tuple[tuple[str, str], dict[str, Any]]
"""The two answers, and what is there afterwards."""


class Races:
    """The filled database, and who acts."""

    def __init__(self) -> None:
        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        ana, ben = make.person(login="ana", name="Ana Owner"), make.person(login="ben", name="Ben Elsewhere")
        home = make.team(lead=ana, slug="home", name="Home")
        make.team(ben, slug="away", name="Away")
        self.things = things_of(ana, home, ben, make.steward())
        people = cast(self.things)
        self.things = more_things(self.things, people)
        self.programs = {name: Program(person) for name, person in people.items()}
        self.base = str(connection.settings_dict["NAME"])
        self.copies = 0
        connections.close_all()

    @contextmanager
    def copy(self) -> Iterator[None]:
        """A database of its own, as the base was when everything was made."""
        self.copies += 1
        connections.close_all()  # nobody may look at what is copied
        name = f"{self.base}_{self.copies}"
        if connection.vendor == "postgresql":
            self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.base}" STRATEGY file_copy')
        else:
            shutil.copyfile(self.base, name)
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = self.base
            if connection.vendor == "postgresql":
                self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')
            else:
                for one in Path(self.base).parent.glob(f"{Path(name).name}*"):
                    one.unlink()

    def _administer(self, statement: str) -> None:
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connections.close_all()
        connection.settings_dict["NAME"] = self.base

    def ask(self, row: str, who: str) -> str:
        """The status and, refused, the code."""
        method, place = row.split()
        endpoint = operation_of(row)
        body = filled({**endpoint.takes.example, **ROWS[row][1]}, self.things) if endpoint.takes else None
        program = self.programs[who]
        try:
            answer = getattr(program, method.lower())(ROOT + place.format(**self.things), body)
        except Exception as error:
            return f"500 {type(error).__name__}: {str(error)[:200]}"
        return f"{answer.status_code}" + (f" {answer.json()['code']}" if answer.status_code >= 400 else "")

    def one_after_the_other(self, first: tuple[str, str], second: tuple[str, str]) -> Found:
        with transaction.atomic():
            found = (self.ask(*first), self.ask(*second)), left()
            transaction.set_rollback(True)
        return found

    def at_once(self, first: tuple[str, str], second: tuple[str, str]) -> Found:
        """Both have read what they want to change before one of them writes."""
        said = ["", ""]
        both_read, done = threading.Barrier(2), threading.local()
        require = policies.require

        def required(*args: Any) -> None:
            if not getattr(done, "read", False):
                done.read = True
                with suppress(threading.BrokenBarrierError):  # the other waits for our row already, or is through
                    both_read.wait(READ_BEFORE)
            require(*args)

        def act(place: int, what: tuple[str, str]) -> None:
            try:
                said[place] = self.ask(*what)
            finally:
                connections.close_all()

        with self.copy():
            connections.close_all()
            policies.require = required  # type: ignore[assignment]
            try:
                threads = [threading.Thread(target=act, args=one) for one in enumerate((first, second))]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join(60)
            finally:
                policies.require = require  # type: ignore[assignment]
            return (said[0], said[1]), left()

    def fault(self, first: tuple[str, str], second: tuple[str, str]) -> str:
        """What is wrong with this pair; empty when nothing is."""
        orders = [self.one_after_the_other(first, second)]
        (one, other), rows = self.one_after_the_other(second, first)
        orders.append(((other, one), rows))
        if all(said[0][0] != "2" and said[1][0] != "2" for said, _ in orders):
            return f"nobody can do either: {orders[0][0]}"
        both = self.at_once(first, second)
        if any(said.startswith("5") or not said for said in both[0]):
            return f"answers {both[0]}"
        if (is_done(both[0]), both[1]) not in [(is_done(said), rows) for said, rows in orders]:
            differs = [
                {
                    name: (rows.get(name), both[1].get(name))
                    for name in {*rows, *both[1]}
                    if rows.get(name) != both[1].get(name)
                }
                for _, rows in orders
            ]
            return f"answers {both[0]}, one after the other {[said for said, _ in orders]}; left behind {differs}"
        return ""


def is_done(said: tuple[str, str]) -> tuple[bool, bool]:
    """Which of the two got through: why the other one did not may be told in other words, by when it was looked at."""
    return (said[0][0] == "2", said[1][0] == "2")


def left() -> dict[str, Any]:
    """What is in the database, without names and times: rows, states, what is awaited, what the audit says."""
    found: dict[str, Any] = {"clock " + kind: count for kind, count in Counter(
        Clock.objects.filter(state="open").values_list("kind", flat=True)).items()}  # fmt: skip
    found |= {
        "audit " + verb: count for verb, count in Counter(AuditEntry.objects.values_list("verb", flat=True)).items()
    }
    for place, request in enumerate(AwayRequest.objects.select_related("stay").order_by("pk")):
        found[f"request {place}"] = request.stands
    for model in apps.get_app_config("away").get_models():
        found[f"rows of {model.__name__}"] = model._default_manager.count()
    return found


def who(row: str, place: int = 0) -> str:
    """Who does it: of several who may, another one each time."""
    names = ROWS[row][0].split()
    return names[place % len(names)]


def pairs(chosen: Callable[[str, str], bool]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Each with itself, by two people; and each with every other about the same thing, and with what shakes both."""
    about = {row: re.findall(r"\{\w+\}", row)[:1] for row in ROWS}
    for row in ROWS:
        if chosen(row, row):
            yield (row, who(row)), (row, who(row, 1))
    for one, other in combinations(ROWS, 2):
        same = about[one] == about[other] or one in UPHEAVALS or other in UPHEAVALS
        if same and chosen(one, other):
            yield (one, who(one)), (other, who(other, 1))


def main(arguments: list[str]) -> None:
    races, wanted = Races(), re.compile(arguments[0] if arguments else "")
    same_only = "--same" in arguments
    part, parts = next((tuple(map(int, one[7:].split("/"))) for one in arguments if one.startswith("--part=")), (1, 1))
    faults, count = {}, 0
    chosen = pairs(
        lambda one, other: (one == other or not same_only) and bool(wanted.search(one) or wanted.search(other))
    )
    for first, second in islice(chosen, part - 1, None, parts):
        count += 1
        if fault := races.fault(first, second):
            faults[f"{first[0]} by {first[1]}, {second[0]} by {second[1]}"] = fault
            print(first, second, fault, file=sys.stderr, flush=True)
    print(json.dumps({"pairs": count, "faults": faults}))


if __name__ == "__main__":
    main(sys.argv[1:])
