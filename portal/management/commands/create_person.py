"""`manage.py create_person LOGIN`: the first steward of a company, or anybody else, from the server's command line."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kit.refusals import Refused
from teams.people.actions.people import add_person


class Command(BaseCommand):
    help = "Add a person who may log in. The password is asked for, or read as one line from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", default="")
        parser.add_argument("--steward", action="store_true", help="They keep the portal itself in order.")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
            add_person(
                options["login"],
                by=None,
                name=options["name"],
                email=options["email"],
                password=password,
                is_steward=options["steward"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{options['login']} may log in.")
