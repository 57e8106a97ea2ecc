"""Real servers for tests: a PostgreSQL, a Redis, and Homeport's own processes, started, killed and started again.

Each has a free port and a folder of its own, and is ended by its process id when the ``with`` ends, however that ends.

    with postgres() as database, redis() as broker:
        with process(["celery", ...], environment, ready=...) as worker:
            worker.kill9()
            worker.start()
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil
import psycopg2
import redis as redis_client

from tests.standaside import stand_aside

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180.0  # seconds until what has not started is called broken; a slow machine tells the demo for a minute


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until[T](question: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Ask until the answer is true and return it; fail with ``what`` was waited for."""
    deadline = time.monotonic() + patience
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {patience:.0f} s in vain until {what}.")
        time.sleep(0.05)


@dataclass(kw_only=True)
class Server:
    """One program on one port with one folder: start, stop or SIGKILL it as often as a test wants."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] = lambda: True
    user: str | None = None
    cwd: Path = ROOT
    goodbye: signal.Signals = signal.SIGTERM
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        assert self.running is not None, f"{self.name} was not started"
        return self.running.pid

    @property
    def alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def start(self) -> None:
        """Start it and wait until it answers; fails with the end of its log when it does not."""
        assert not self.alive, f"{self.name} runs already"
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd=self.cwd,
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(lambda: not self.alive or self.ready(), f"{self.name} answers")
            assert self.alive, f"{self.name} ended with {self.running.returncode}"
        except AssertionError as error:
            self.end()
            raise AssertionError(f"{error}\n{self.said()}") from None

    def stop(self, sign: signal.Signals | None = None, patience: float = 30.0) -> int:
        """Ask it to end, wait, and return its exit code."""
        assert self.running is not None, f"{self.name} was not started"
        self.running.send_signal(sign or self.goodbye)
        try:
            return self.running.wait(patience)
        except subprocess.TimeoutExpired:
            said = self.said()
            self.end()
            raise AssertionError(f"{self.name} did not end within {patience:.0f} s.\n{said}") from None

    def kill9(self) -> None:
        """SIGKILL this one process, as a lost machine would: no goodbye to anyone."""
        assert self.running is not None, f"{self.name} was not started"
        self.running.kill()
        self.running.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def family(self) -> list[psutil.Process]:
        """The process and all below it."""
        try:
            me = psutil.Process(self.pid)
            return [me, *me.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:] if self.log.exists() else ""

    def end(self) -> None:
        """Whatever the test left: the process, what it started, and what outlived it in its session."""
        if self.running is None:
            return
        family = {member.pid for member in self.family()}
        # Started with a session of its own, so a survivor of a killed parent is still found by that session's id.
        family |= {member.pid for member in psutil.process_iter() if _session(member.pid) == self.running.pid}
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.running.wait()


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return -1


@contextmanager
def _folder(prefix: str, user: str | None = None) -> Iterator[Path]:
    """A short path (a socket's may have 107 bytes), owned by whom the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if user:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def process(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    ready: Callable[[], bool] = lambda: True,
    name: str = "",
    log: Path | None = None,
    start: bool = True,
) -> Iterator[Server]:
    """One of Homeport's own processes, by its command line; ``.venv/bin`` comes first in its PATH."""
    name = name or " ".join(Path(word).name for word in command[:4])
    with _folder("hp-proc-") as folder:
        server = Server(
            name=name, command=command, environment=environment, ready=ready, log=log or folder / "process.log"
        )
        try:
            if start:
                server.start()
            yield server
        finally:
            server.end()


def clean_environment(**more: str) -> dict[str, str]:
    """The machine's environment without anybody's Homeport settings; this Python's programs are found first."""
    ours = ("HOMEPORT_", "DJANGO_", "PYTEST_", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    kept["PYTHONUNBUFFERED"] = "1"
    return kept | more


@cache
def _company() -> Path:
    """A data folder with the demo company, seeded by the real command once in this process."""
    folder = Path(tempfile.mkdtemp(prefix="hp-company-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = clean_environment(HOMEPORT_VAR=str(folder))
    for words in (["migrate", "--verbosity=0"], ["seed_demo", "--verbosity=0"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)
    return folder


def company_home(folder: Path) -> Path:
    """A copy of it: for whoever needs the company, and not the wait for it."""
    return Path(shutil.copytree(_company(), folder, dirs_exist_ok=True))


# PostgreSQL


@dataclass(kw_only=True)
class Postgres(Server):
    port: int

    def url(self, database: str = "homeport") -> str:
        return f"postgresql://homeport@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def execute(self, statement: str, database: str = "homeport") -> list[tuple[object, ...]]:
        """Run one statement outside any transaction; returns its rows."""
        connection = psycopg2.connect(self.url(database))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()


def postgres_programs() -> Path | None:
    """The folder of the newest installed PostgreSQL's programs. Debian keeps the server's out of PATH."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    candidates = sorted((path.parent for path in installed), key=lambda path: float(path.parent.name), reverse=True)
    if in_path := shutil.which("initdb"):
        candidates.append(Path(in_path).parent)
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own with an empty database ``homeport``. It trusts everyone on this machine.

    It syncs nothing to disk: a SIGKILL loses nothing that the kernel has, and only the machine's own fall would.
    """
    programs = postgres_programs()
    if programs is None:
        stand_aside("tests on PostgreSQL", "no PostgreSQL was found (Debian: apt-get install postgresql)")
    user = _not_root()
    with _folder("hp-pg-", user) as folder:
        data, port = folder / "data", free_port()
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "homeport", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            cwd=folder,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        server = Postgres(
            name="PostgreSQL",
            command=command,
            environment=clean_environment(),
            log=folder / "postgres.log",
            user=user,
            cwd=folder,
            goodbye=signal.SIGINT,  # its "fast" shutdown; on SIGTERM it would wait for whoever is connected
            port=port,
        )
        server.ready = server.answers
        try:
            server.start()
            server.execute("CREATE DATABASE homeport", "postgres")
            yield server
        finally:
            server.end()


def _not_root() -> str | None:
    """PostgreSQL refuses to run as root; its own user is best, and there is always a nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


# Redis


@dataclass(kw_only=True)
class Redis(Server):
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis_client.Redis:
        return redis_client.Redis(port=self.port, socket_timeout=2)

    def answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis_client.RedisError:
            return False

    def flush(self) -> None:
        """Forget everything, as a Redis without a disk does when it falls."""
        self.client().flushall()


@contextmanager
def redis() -> Iterator[Redis]:
    """A Redis of the test's own that keeps nothing on disk."""
    program = shutil.which("redis-server")
    if program is None:
        stand_aside("tests with a broker", "no Redis was found (Debian: apt-get install redis-server)")
    with _folder("hp-redis-") as folder:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = Redis(
            name="Redis",
            command=[*command, "--dir", str(folder)],
            environment=clean_environment(),
            log=folder / "redis.log",
            port=port,
        )
        server.ready = server.answers
        try:
            server.start()
            yield server
        finally:
            server.end()


def status_of(url: str, headers: Mapping[str, str] | None = None, timeout: float = 10.0) -> int:
    """The HTTP status of a GET that follows nothing; 0 when nobody answers."""
    try:
        with _follow_nothing.open(urllib.request.Request(url, headers=dict(headers or {})), timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:  # it holds the connection
            return error.code
    except OSError:
        return 0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_follow_nothing = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
