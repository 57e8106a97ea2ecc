"""``manage.py serve``: migrate, seed on the first start, then serve everything from one process (`make run`)."""

import os
import sys
import traceback
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.urls import get_resolver

from portal import checks, health, serving
from portal.demo import LOGINS
from portal.demo.seed import seed


class Command(BaseCommand):
    help = "Run Homeport on this machine: web, worker and timetable in one process, data in one folder."
    requires_system_checks = []  # the rest are for whoever changes the code; `make check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on; without demo data, any.")
        parser.add_argument("--port", default="8000")

    def handle(self, *, host: str, port: str, **options: Any) -> None:
        """Serve until Ctrl-C or SIGTERM. Ends with one sentence when it may not or cannot."""
        checks.refuse_unsafe()
        refuse_what_is_not_embedded(host)
        number = serving.read_port(port)
        url = serving.url_of(host, number)
        try:
            with serving.hold_data(Path(str(settings.DATABASES["default"]["NAME"])), url):
                bound = serving.bind(host, number)
                self.prepare()
                connection.close()  # a connection must not be shared with the process that gunicorn forks
                serving.Embedded(bound, lambda: self.announce(url)).run()
        except KeyboardInterrupt:
            raise SystemExit(0) from None

    def prepare(self) -> None:
        """Bring the tables up to date; the first start also gets the demo company, whole or not at all."""
        if health.unapplied_migrations():
            self.stdout.write("Preparing the database ...")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO and not get_user_model().objects.exists():
            self.stdout.write("Setting up the demo company ...")
            self.stdout.flush()
            if not seed_apart():
                raise SystemExit("The demo company could not be set up. Nothing of it was stored.")

    def announce(self, url: str) -> None:
        """Where to look and how to get in."""
        lines = ["", f"Homeport is at {url}", ""]
        if settings.DEMO and LOGINS:
            width = max(len(login) for login in LOGINS)
            lines += ["Demo logins:"]
            lines += [f"  {login:<{width}}  {password}  {who}" for login, (password, who) in LOGINS.items()]
            lines += [""]
        lines += [f"Its data is in {settings.VAR}. Ctrl-C ends it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def seed_apart() -> bool:
    """Make the demo company in a process of its own, and wait for it. Returns whether it was made.

    What telling a year of history leaves behind, the process that serves need not carry. A fork, which has all code
    loaded already, and dies with this process; nothing here has started a thread or holds a connection yet.
    """
    connection.close()
    get_resolver().url_patterns  # noqa: B018 - loads the addresses and all views, which both processes need
    sys.stdout.flush()
    me = os.getpid()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    ended = 1
    try:
        serving.die_with(me)
        seed()
        ended = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(ended)  # whatever this process would do at its end belongs to the one that serves


def refuse_what_is_not_embedded(host: str) -> None:
    """One process may do everything only where it is alone; known passwords and keys only where nobody else comes."""
    if not settings.EMBEDDED:
        raise SystemExit(
            "HOMEPORT_BROKER_URL is set, so this is company mode: start web, worker and beat as docs/company.md says."
        )
    if connection.vendor != "sqlite":
        raise SystemExit(
            "HOMEPORT_DATABASE_URL names a server, which other processes may use too: set HOMEPORT_BROKER_URL as well "
            "and start web, worker and beat as docs/company.md says."
        )
    if settings.DEMO and not checks.is_loopback(host):
        raise SystemExit(
            f"The demo company has known passwords, so it is served on this machine only, not on {host}. "
            "Set HOMEPORT_DEMO=false to serve your own data."
        )
