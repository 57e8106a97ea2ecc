"""Company mode's web: gunicorn with several processes of several threads. docs/settings.md says what can be set."""

import gc
from pathlib import Path
from typing import Any

from gunicorn import glogging

from portal import env


class Log(glogging.Logger):
    """gunicorn's own words in our lines: its logger passes them on to settings.LOGGING instead of printing them."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def settle() -> None:
    """What was loaded at the start stays for good: the collector need not walk all of it (0.2 s) during a request."""
    gc.collect()
    gc.freeze()


def pre_fork(server: object, worker: object) -> None:
    settle()


def child_exit(server: object, worker: Any) -> None:
    """What an ended process had in progress is no longer; what it had counted stays counted."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


bind = [env.text("HOMEPORT_BIND", "127.0.0.1:8000")]
workers = env.whole("HOMEPORT_WEB_PROCESSES", 2, least=1, most=64)
threads = env.whole("HOMEPORT_WEB_THREADS", 8, least=1, most=64)
worker_class = "gthread"
logger_class = Log
preload_app = True  # one copy of the code in memory, and what must not start ends the master with its sentence
timeout = 60
graceful_timeout = 25
keepalive = 15
control_socket_disable = True  # it would want a writable HOME
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat file, unlinked at once; on a disk it could stall
    worker_tmp_dir = "/dev/shm"  # noqa: S108
