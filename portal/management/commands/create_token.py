"""Makes an API token and prints it, and nothing else, on standard output: ``TOKEN=$(manage.py create_token ci)``."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from portal.kit import tokens
from portal.kit.refusals import Refused
from portal.models import ApiToken
from teams.people.actions.people import add_person
from teams.people.models import Person


class Command(BaseCommand):
    help = (
        "Make an API token. It is printed once, alone, on standard output; only its digest is kept. Without --person "
        "it acts as a machine named NAME, which is made when there is none. That machine is a steward: it may do what "
        "a steward may, because whoever has this command line is in charge of the server. With --read it only reads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", metavar="NAME", help="what it is for, in your words; the machine's login comes from it"
        )
        parser.add_argument("--read", action="store_true", help="the token only reads")
        parser.add_argument("--person", metavar="LOGIN", help="it acts as this person, with their rights")
        parser.add_argument(
            "--days", type=int, metavar="N", help="it ends after N days; without this, when it is revoked"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name, days = options["name"].strip(), options["days"]
        if not name or len(name) > 80:
            raise CommandError("A token needs a name of at most 80 characters.")
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--days is a number from 1 to 3650.")
        person = self._person(options["person"], name)
        scope = ApiToken.Scope.READ if options["read"] else ApiToken.Scope.WRITE
        ends_at = timezone.now() + timedelta(days=days) if days else None
        text = tokens.create_token(name, person, scope, by=None, ends_at=ends_at)
        self.stderr.write(
            f"A token that may {'only read' if options['read'] else 'read and write'}, as {person.name} "
            f"({person.login}){f', until {ends_at:%-d %B %Y}' if ends_at else ''}. It is shown this once."
        )
        self.stdout.write(text)

    def _person(self, login: str | None, name: str) -> Person:
        if login:
            found: Person | None = Person.objects.filter(login__iexact=login, is_active=True).first()
            if found is None:
                raise CommandError(f"Nobody with the login {login} may log in here.")
            return found
        own = slugify(name)[:60].strip("-")
        if not own:
            raise CommandError(
                "The name holds no letter or digit, so no login can be made from it. Use --person LOGIN."
            )
        found = Person.objects.filter(login__iexact=own).first()
        if found is None:
            try:
                return add_person(own, by=None, name=name, kind=Person.Kind.MACHINE, is_steward=True)
            except Refused as refusal:
                raise CommandError(refusal.message) from None
        if found.kind != Person.Kind.MACHINE or not found.is_active:
            raise CommandError(
                f"The login {own} belongs to a person, or to a machine that has left. Use --person LOGIN."
            )
        return found
