"""Worker processes that judge many documents side by side. One that dies takes only its own document down."""

import contextlib
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .. import child
from ..limits import NotChecked
from .judge import Answer, Settings, refusal
from .worker import answer_of, packed, told, unpacked

COMMAND = (*child.OPTIONS, "work")
_CHUNK = 1 << 20
_TICK = 0.05


class Job(NamedTuple):
    """One document on its way: `number` tells the caller which it was."""

    number: int
    name: str
    data: bytes
    searched: bool


@dataclass(slots=True)
class _Worker:
    process: "subprocess.Popen[bytes]"
    feed: memoryview
    job: Job | None = None
    heard: bytearray = field(default_factory=bytearray)
    noise: str = ""
    held: int = 0
    """The most memory that it was seen with while it was at its job."""
    end: float = 0.0


class Crew:
    """`with Crew(2, settings) as crew: for job, answer in crew.work(jobs): ...`; answers come as they are ready."""

    def __init__(self, size: int, settings: Settings) -> None:
        self.size = max(1, size)
        self.settings = settings
        self.workers: list[_Worker] = []
        self.selector = selectors.DefaultSelector()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        """Ends all of them at once, whatever they are at."""
        for worker in self.workers:
            worker.process.kill()
        for worker in list(self.workers):
            self._bury(worker)
        self.selector.close()

    def work(self, jobs: Iterator[Job], beat: Callable[[], None] = lambda: None) -> Iterator[tuple[Job, Answer]]:
        """The answers to all jobs in the order in which they are ready. Takes a job only when a worker is free."""
        waiting = next(jobs, None)
        while waiting or any(one.job for one in self.workers):
            while waiting and (free := self._free()):
                self._give(free, waiting)
                waiting = next(jobs, None)
            for key, _ in self.selector.select(_TICK):
                worker: _Worker = key.data
                answer = self._attend(worker, key.fileobj)
                if answer:
                    yield answer
            for worker in self.workers:
                worker.held = max(worker.held, child.held(worker.process.pid)) if worker.job else 0
            now = time.monotonic()
            for worker in [one for one in self.workers if one.job and now > one.end]:
                yield self._lost(worker, child.timed_out(self.settings.limits))
            beat()

    def _free(self) -> _Worker | None:
        for worker in self.workers:
            if not worker.job:
                return worker
        return self._start() if len(self.workers) < self.size else None

    def _start(self) -> _Worker:
        process = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child.environment(),
            cwd=child.ROOT,
            bufsize=0,
            process_group=0,  # a Ctrl-C in the terminal is for the command, which ends them all
        )
        worker = _Worker(process, memoryview(told(self.settings, os.getpid())))
        self.workers.append(worker)
        for pipe in (process.stdout, process.stderr):
            if pipe:
                self.selector.register(pipe, selectors.EVENT_READ, worker)
        return worker

    def _give(self, worker: _Worker, job: Job) -> None:
        message = packed({"name": job.name, "searched": job.searched}, job.data)
        worker.job = job
        worker.feed = memoryview(bytes(worker.feed) + message)
        worker.end = time.monotonic() + self.settings.limits.seconds + child.GRACE
        if worker.process.stdin:
            os.set_blocking(worker.process.stdin.fileno(), False)
            with contextlib.suppress(KeyError):
                self.selector.unregister(worker.process.stdin)
            self.selector.register(worker.process.stdin, selectors.EVENT_WRITE, worker)

    def _attend(self, worker: _Worker, pipe: object) -> tuple[Job, Answer] | None:
        if worker not in self.workers:  # it was let go while its other pipes were still to be looked at
            return None
        process = worker.process
        if pipe is process.stdin:
            self._write(worker)
        elif pipe is process.stderr and process.stderr:
            said = os.read(process.stderr.fileno(), 65_536)
            worker.noise = (worker.noise + said.decode("utf-8", "replace"))[-child.NOISE :]
            if not said:
                self.selector.unregister(process.stderr)
        elif process.stdout:
            return self._hear(worker, os.read(process.stdout.fileno(), _CHUNK))
        return None

    def _write(self, worker: _Worker) -> None:
        pipe = worker.process.stdin
        if pipe is None:
            return
        try:
            worker.feed = worker.feed[os.write(pipe.fileno(), worker.feed[:65_536]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:  # it died; its output tells
            worker.feed = memoryview(b"")
        if not worker.feed:
            self.selector.unregister(pipe)

    def _hear(self, worker: _Worker, said: bytes) -> tuple[Job, Answer] | None:
        worker.heard += said
        job = worker.job
        try:
            message = unpacked(worker.heard)
            if message and job:
                answer, spent = answer_of(message)
                worker.job = None
                worker.heard.clear()
                if spent:
                    self._let_go(worker)
                return job, answer
        except (ValueError, KeyError, TypeError):
            said = b""
        if said:
            return None
        if job:
            return self._lost(worker, None)
        self._let_go(worker)
        return None

    def _lost(self, worker: _Worker, reason: NotChecked | None) -> tuple[Job, Answer]:
        """The worker is gone, or shall be; its document is told as not checked."""
        job = worker.job
        if job is None:
            raise ValueError("Only a worker that is at work can be lost with its document.")
        if reason:
            worker.process.kill()
        code = self._let_go(worker)
        try:
            reason = reason or child.why_silent(code, worker.noise, self.settings.limits, worker.held)
        except InterruptedError as error:
            reason = NotChecked("check-crashed", str(error))
        return job, refusal(reason, self.settings, job.data)

    def _let_go(self, worker: _Worker) -> int:
        """Takes it out of the crew. One that has just died is given a moment to say why."""
        process = worker.process
        if process.stdin:
            with contextlib.suppress(KeyError):
                self.selector.unregister(process.stdin)
            process.stdin.close()  # which ends it, if it lives
        try:
            process.wait(_TICK * 20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr:
            os.set_blocking(process.stderr.fileno(), False)
            with contextlib.suppress(BlockingIOError):
                worker.noise = worker.noise + os.read(process.stderr.fileno(), 65_536).decode("utf-8", "replace")
        self._bury(worker)
        return process.returncode

    def _bury(self, worker: _Worker) -> None:
        process = worker.process
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with contextlib.suppress(KeyError, ValueError):
                    self.selector.unregister(pipe)
                pipe.close()
        process.wait()
        if worker in self.workers:
            self.workers.remove(worker)
