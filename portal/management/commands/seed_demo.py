"""`manage.py seed_demo`: the demo company, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.seed import seed


class Command(BaseCommand):
    help = "Create the demo company, unless a company stands here already. Embedded mode only."
    requires_system_checks = []  # they are for whoever changes the code; `make check` runs them

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo company has known passwords. It is created in embedded mode only.")
        made = seed()
        if options["verbosity"]:
            self.stdout.write("The demo company is here." if made else "A company stands here already.")
