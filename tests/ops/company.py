"""A whole company on this machine: PostgreSQL, Redis, web, worker and beat, each by its compose command."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

from tests.ops import compose
from tests.ops.servers import (
    ROOT,
    Postgres,
    Redis,
    Server,
    clean_environment,
    free_port,
    postgres,
    postgres_programs,
    process,
    redis,
    status_of,
    wait_until,
)

HOST = "homeport.example.com"
KEY = "a-key-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz"


@dataclass(kw_only=True)
class Company:
    """What runs, and how to ask it. ``environments`` differ in HOMEPORT_VAR alone: each process has its own."""

    database: Postgres
    broker: Redis
    port: int
    folder: Path
    web: Server
    worker: Server
    beat: Server

    def environment(self, role: str) -> dict[str, str]:
        return company_environment(
            self.folder / role, database=self.database.url(), broker=self.broker.url, bind=f"127.0.0.1:{self.port}"
        )

    def manage(self, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """One of the commands, as `docker compose run web python manage.py ...` would run it."""
        return manage(self.environment("command") | settings, *arguments, stdin=stdin)

    def python(self, code: str) -> str:
        """What the code prints, with Django set up, in a process of its own; fails when it fails."""
        done = self.manage("shell", "--verbosity", "0", "--command", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str, scheme: str = "https") -> int:
        """The status of a page as the proxy in front asks for it."""
        return status_of(self.url(path), {"Host": HOST, "X-Forwarded-Proto": scheme})

    def health(self, service: str) -> compose.Answer:
        """What the service's own health check says, run as the engine would."""
        return compose.health(service, self.environment(service) | self._stand_ins)

    def is_well(self, role: str, server: Server) -> bool:
        """Healthy by a sign that this very process gave, and not the one that stood here before it."""
        sign = self.folder / role / "alive" / role
        own = role == "web" or (sign.exists() and sign.stat().st_mtime > psutil.Process(server.pid).create_time())
        return own and bool(self.health(role))

    @property
    def _stand_ins(self) -> dict[str, str]:
        """In a container psql and redis-cli find their server by themselves; here they have to be pointed at it."""
        programs = self.folder / "programs"
        if not programs.exists():
            programs.mkdir()
            (programs / "redis-cli").write_text(
                f'#!/bin/sh\nexec {shutil.which("redis-cli")} -p {self.broker.port} "$@"\n', encoding="utf-8"
            )
            (programs / "redis-cli").chmod(0o755)
        path = os.pathsep.join([str(programs), clean_environment()["PATH"], str(postgres_programs() or "")])
        stands = {"PGHOST": "127.0.0.1", "PGPORT": str(self.database.port)}
        return {"PATH": path, **stands, **compose.services()["postgres"]["environment"]}


def company_environment(var: Path, *, database: str, broker: str, bind: str = "127.0.0.1:8000") -> dict[str, str]:
    """Good settings of a company, and nothing of this machine's own."""
    return clean_environment(
        HOMEPORT_DATABASE_URL=database,
        HOMEPORT_BROKER_URL=broker,
        HOMEPORT_BIND=bind,
        HOMEPORT_SECRET_KEY=KEY,
        HOMEPORT_HOSTS=HOST,
        HOMEPORT_ADDRESS=f"https://{HOST}",
        HOMEPORT_BEHIND_PROXY="true",
        HOMEPORT_VAR=str(var),
    )


def manage(environment: dict[str, str], *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["python", "manage.py", *arguments],
        env=environment,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@cache
def build_static_files() -> None:
    """As the image does: once in this process, since they are the same for every company."""
    with tempfile.TemporaryDirectory(prefix="hp-static-") as name:
        nowhere = {"database": "postgresql://nobody@127.0.0.1:1/none", "broker": "redis://127.0.0.1:1/0"}
        done = manage(company_environment(Path(name), **nowhere), "collectstatic", "--noinput", "--verbosity", "0")
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def company(*, start: bool = True, **settings: str) -> Iterator[Company]:
    """The company with its tables and static files made and, unless told otherwise, its three processes up and well."""
    with tempfile.TemporaryDirectory(prefix="hp-co-") as name, postgres() as database, redis() as broker:
        folder, port = Path(name), free_port()

        def environment(role: str) -> dict[str, str]:
            good = company_environment(
                folder / role, database=database.url(), broker=broker.url, bind=f"127.0.0.1:{port}"
            )
            return good | settings

        build_static_files()
        done = manage(environment("command"), *compose.command("migrate")[2:])
        assert done.returncode == 0, done.stdout + done.stderr
        roles = ("web", "worker", "beat")
        with (
            process(compose.command("web"), environment("web"), name="web", start=False) as web,
            process(compose.command("worker"), environment("worker"), name="worker", start=False) as worker,
            process(compose.command("beat"), environment("beat"), name="beat", start=False) as beat,
        ):
            all_of_it = Company(
                database=database, broker=broker, port=port, folder=folder, web=web, worker=worker, beat=beat
            )
            if start:
                for server in (web, worker, beat):
                    server.start()
                for role, server in zip(roles, (web, worker, beat), strict=True):
                    wait_until(
                        lambda role=role, server=server: not server.alive or all_of_it.is_well(role, server),
                        f"{role} is well",
                    )
                    assert server.alive, server.said()
                    # Whatever a test starts again is well before the next one asks it.
                    server.ready = lambda role=role, server=server: all_of_it.is_well(role, server)
            yield all_of_it
