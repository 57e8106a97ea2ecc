"""The embedded mode: one command, one data folder, one process that holds the web, a worker and the timetable.

The web is one gunicorn worker process (its master only watches it and starts it again should it die). In that process a
Celery worker and Celery's beat run as daemon threads over ``memory://``: the same code and the same job rows as in
company mode. A message in memory is lost with the process; the rows are not, and the next start rings them again.
"""

import ctypes
import fcntl
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from celery.beat import Scheduler, Service
from celery.worker import WorkController
from django.conf import settings
from gunicorn.app.base import BaseApplication

from portal.celery import app as celery_app
from portal.gunicorn_conf import Log, settle
from portal.kit import jobs

log = logging.getLogger("homeport.serving")

PR_SET_PDEATHSIG = 1  # from linux/prctl.h
WEB_THREADS = 8


def url_of(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def hold_data(database: Path, url: str) -> IO[str]:
    """Take the database for this process alone, until it ends; refuse when another one has it.

    Two embedded processes on one database would each take the other's running jobs for lost ones. The lock is the
    kernel's: it goes when the last process that holds it goes, however that ends.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock = database.with_name(database.name + ".lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise SystemExit(
            f"Homeport keeps its data in {database.parent}, which cannot be written ({error.strerror}). "
            "Give it the rights, or set HOMEPORT_VAR to another folder."
        ) from None
    for _ in range(50):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            lock.seek(0)
            pid, _, where = lock.read().partition(" ")
            if not pid.isdigit() or Path(f"/proc/{pid}").exists() or not Path("/proc").exists():
                raise SystemExit(
                    f"Homeport already runs on the data in {database.parent}: {where.strip()} (process {pid}). "
                    "Stop it first with Ctrl-C, or set HOMEPORT_VAR to another folder."
                ) from None
            time.sleep(0.1)  # its master was killed just now; the kernel is ending the rest
    else:
        raise SystemExit(f"Homeport still ends on the data in {database.parent}. Start it again in a moment.")
    lock.truncate(0)
    lock.write(f"{os.getpid()} {url}\n")
    lock.flush()
    return lock


def read_port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 65535:
        raise SystemExit(f"{text!r} is not a port. Write a number from 1 to 65535: make run PORT=8001")
    return number


def bind(host: str, port: int) -> socket.socket:
    """The socket people will reach, taken before anything slow happens, so that a taken port is said at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except socket.gaierror:
        raise SystemExit(f"{host!r} is not an address of this machine.") from None
    except PermissionError:
        raise SystemExit(f"Port {port} needs more rights than you have. Choose another: make run PORT=8001") from None
    except OSError as error:
        raise SystemExit(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: make run PORT={port % 65535 + 1}"
        ) from None
    return bound


class Embedded(BaseApplication):
    """gunicorn without its command line: one worker process with threads, on a socket that is already ours."""

    def __init__(self, bound: socket.socket, ready: Callable[[], None]) -> None:
        self.bound = bound
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": [f"fd://{self.bound.detach()}"],
            "workers": 1,
            "worker_class": "gthread",
            "threads": WEB_THREADS,
            "keepalive": 5,
            "timeout": 120,
            "graceful_timeout": 5,
            "preload_app": True,
            "logger_class": Log,
            "loglevel": "warning",
            "worker_tmp_dir": str(settings.VAR),
            "control_socket_disable": True,  # it would want a writable HOME
            "when_ready": lambda server: self.ready(),
            "pre_fork": lambda server, worker: settle(),
            "post_fork": lambda server, worker: die_with(server.pid),
            "post_worker_init": lambda worker: start_threads(),
            "worker_exit": leave_at_once,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from portal.wsgi import application

        return application


def die_with(parent: int) -> None:
    """Ask the kernel to end this process when the master ends, even by SIGKILL: no orphan keeps the port and the data.

    Elsewhere than on Linux gunicorn's own watch over the parent does the same, a second later.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def start_threads() -> None:
    """Free what the last process held and ring what waits, then start who does it: the worker and the timetable.

    In this order, because nobody works yet: every lease is a dead one's. The rings wait in memory for the worker.
    """
    jobs.release_all()
    celery_app.conf.worker_enable_remote_control = False
    worker = WorkController(
        app=celery_app,
        hostname="embedded",
        pool="threads",
        concurrency=settings.WORKER_THREADS,
        loglevel="WARNING",
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    timetable = Service(celery_app, scheduler_cls=Scheduler)  # keeps its schedule in memory: no file to corrupt
    for name, work in (("worker", worker.start), ("timetable", timetable.start)):
        threading.Thread(target=run_or_end, args=(name, work), name=f"homeport-{name}", daemon=True).start()


def run_or_end(name: str, work: Callable[[], None]) -> None:
    """A web whose worker or timetable has ended looks well and does nothing: end it, and the master starts it anew."""
    try:
        work()
    except Exception:
        log.exception("The embedded %s broke.", name)
    log.critical("The embedded %s has ended; the process starts again.", name)
    time.sleep(1)  # should it break at every start, then not a thousand times a minute
    os.kill(os.getpid(), signal.SIGTERM)


def leave_at_once(server: Any, worker: Any) -> None:
    """End without waiting for the pool's threads: a check may have two minutes to go, and its job is a row.

    Python would join them at exit. The child process of a running check dies with this one; the next start gives its
    job back to the queue. gunicorn may call this in the master too, where nothing must end.
    """
    if os.getpid() != worker.pid:
        return
    ending = sys.exception()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ending.code if isinstance(ending, SystemExit) and isinstance(ending.code, int) else 0)
