"""`manage.py simulate_draws`: a made-up company draws reviewers a million times, and a judge counts what went wrong."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Draw reviewers of a made-up company in a database of its own, with the clock running, and print what was "
        "found as one line of JSON. Exit code 1 when the judge found a violation or the proofs differ."
    )
    requires_system_checks = []  # one of them opens the real database, which is none of its business

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=300, help="How many people (60 to 10000).")
        parser.add_argument("--teams", type=int, default=120, help="How many teams (12 to 2000).")
        parser.add_argument("--draws", type=int, default=1_000_000, help="How many draws (1 to 10000000).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed draws the same.")
        parser.add_argument("--proofs", type=int, default=10, help="How often memory and database are compared.")
        parser.add_argument("--json", action="store_true", help="Only the line of JSON on stdout.")

    def handle(self, *args: Any, **options: Any) -> None:
        from portal.draws.running import run
        from portal.year.database import own_database

        people, teams, draws = options["people"], options["teams"], options["draws"]
        if not 60 <= people <= 10_000 or not 12 <= teams <= 2_000 or not 1 <= draws <= 10_000_000:
            raise CommandError("Between 60 and 10000 people, 12 and 2000 teams, 1 and 10000000 draws.")
        if people < 2 * teams:
            raise CommandError(
                f"{teams} teams need {2 * teams} people at least: say --people {2 * teams} or fewer teams."
            )
        if not 0 <= options["proofs"] <= 1_000:
            raise CommandError("Between 0 and 1000 proofs.")
        began = time.perf_counter()
        with own_database():
            say = None if options["json"] else self.stdout.write
            told = run(people, teams, draws, options["seed"], proofs=options["proofs"], say=say)
        told["seconds"] = round(time.perf_counter() - began, 1)
        self.stdout.write(json.dumps(told))
        if told["violations"] or told["differences"]:
            sys.exit(1)
