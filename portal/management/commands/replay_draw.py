"""`manage.py replay_draw R-12`: draw a review's seats once more from what was stored. Is it the same?"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Draw again from the stored inputs and seed. Exit code 0: the same came out. 1: another draw came out, or the "
        "inputs are not those that the audit noted. 2: it cannot be drawn again, with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("review", help="The review: R-12 or 12.")
        parser.add_argument(
            "--draw", type=int, default=0, help="Which of its draws (1 is the first; default: the last)."
        )
        parser.add_argument("--json", action="store_true", help="One line of JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        from teams.people.models import Person
        from teams.reviews.models import Draw, Review
        from teams.reviews.reads.draws import again
        from teams.reviews.routing import TOLD

        name = options["review"].strip().upper().removeprefix("R-")
        if not name.isdecimal() or len(name) > 18 or not Review.objects.filter(pk=int(name)).exists():
            says = f"There is no review {options['review']}. Its number stands on its page: R-12."
            raise CommandError(says, returncode=2)
        rows = Draw.objects.select_related("review").filter(review=int(name)).order_by("-number")
        found = rows.filter(number=options["draw"]).first() if options["draw"] else rows.first()
        if found is None:
            known = rows.count()
            raise CommandError(
                f"R-{name} has {known} draws: say --draw 1 to {known}."
                if known
                else f"Nobody was drawn for R-{name} yet.",
                returncode=2,
            )
        told = again(found)
        if options["json"]:
            self.stdout.write(json.dumps(told.told()))
        else:
            names = dict(Person.objects.values_list("pk", "login"))
            self.stdout.write(
                f"R-{name}, draw {found.number} of {found.at:%Y-%m-%d %H:%M} UTC, seed {told.replay.seed}"
            )
            for seat in (told.replay.drawn or {"seats": []})["seats"]:
                self.stdout.write(f"{seat['role']}: {names.get(seat['picked'], 'nobody')}")
                for row in seat["stood"]:
                    self.stdout.write(f"  {names.get(row[0], row[0]):<24} score {row[7]:.4f}  chance {row[9]:.3f}")
                for person, code in seat["refused"]:
                    self.stdout.write(f"  {names.get(person, person):<24} {TOLD.get(code, code)}")
                if seat["gave_way"]:
                    self.stdout.write(f"  gave way: {', '.join(seat['gave_way'])}")
            self.stdout.write(
                {True: "Same. ", False: "NOT the same. ", None: "Cannot be said. "}[told.same] + told.words
            )
            for what in told.replay.differs:
                self.stdout.write(f"  differs: {what}")
        if told.same is not True:
            sys.exit(1 if told.same is False else 2)
