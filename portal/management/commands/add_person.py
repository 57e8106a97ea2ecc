"""``manage.py add_person``: somebody who may log in. How a company gets its first steward."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.kit.refusals import Refused
from teams.people.actions.people import add_person


class Command(BaseCommand):
    help = "Add a person with a password, asked for on the terminal or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--name", required=True, help="As others know them.")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--steward", action="store_true", help="May run Homeport itself: divisions, people, repairs."
        )

    def handle(self, *, login: str, name: str, email: str, steward: bool, **options: Any) -> None:
        """Refuses a taken login and a weak password."""
        password = ask_password()
        try:
            validate_password(password)
            add_person(login, by=None, name=name, email=email, password=password, is_steward=steward)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{name} can log in as {login}{', as a steward' if steward else ''}.")


def ask_password() -> str:
    """Typed twice by a person; one line from a script."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("The two are not the same. Nobody was added.")
    return password
