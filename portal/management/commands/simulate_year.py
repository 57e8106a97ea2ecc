"""`manage.py simulate_year`: a company plays a year of away teams through the real actions, and is counted."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Play a company's year of away teams in a database of its own, and print what was found as one line of JSON."
    requires_system_checks = []  # one of them opens the real database, which is none of its business

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--teams", type=int, default=60, help="How many teams of five (4 to 500).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed plays the same year.")
        parser.add_argument("--days", type=int, default=365, help="How many days (1 to 730).")
        parser.add_argument("--json", action="store_true", help="Only the line of JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        from portal.year.database import own_database
        from portal.year.playing import Play

        if not 4 <= options["teams"] <= 500 or not 1 <= options["days"] <= 730:
            raise CommandError("Between 4 and 500 teams, and between 1 and 730 days.")
        with own_database():
            began = time.perf_counter()
            play = Play(options["seed"], options["teams"], options["days"])
            watch = play.play()
            told = {**watch.told, "ticks_per_second": round(play.ticks / (time.perf_counter() - began), 1)}
        if not options["json"]:
            for line in sorted(watch.stuck):
                self.stdout.write(line)
            for what, count in watch.double_acts.most_common():
                self.stdout.write(f"{count:>5} things done again by {what}")
            for code, count in watch.refusals.most_common():
                self.stdout.write(f"{count:>5} refused with {code}")
        self.stdout.write(json.dumps(told))
