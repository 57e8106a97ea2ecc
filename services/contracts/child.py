"""A check in a process of its own: started fresh, fed through pipes, watched, limited, and gone with its parent.

The protocol: one line of JSON (the header) and the document on the child's stdin, which then stays open as a lifeline;
progress as lines of JSON on its stderr; on its stdout the report as one line, and after it the reference.
"""

import contextlib
import json
import os
import re
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .judging import Progress
from .limits import Limits, NotChecked
from .lint import Ruleset, lint
from .model import Facts
from .profile import DEFAULT, Profile
from .reference import write as write_reference
from .report import Report, not_checked, write
from .ruleset import RulesetRead
from .ruleset import told as told_of

if TYPE_CHECKING:
    import subprocess  # imported by whoever starts a child: the child itself does without it

OPTIONS = ("-P", "-s", "-X", "faulthandler", "-m", str(__package__))
"""Of Python: the folder it stands in and the person's own packages are left out, and native code that ends it is told
where it was called."""
COMMAND = (*OPTIONS, "check")
ROOT = Path(__file__).resolve().parents[str(__package__).count(".") + 1]
"""Where Python finds this package, whatever it is called where it was installed."""
GRACE = 3.0
"""Seconds that the child has beyond its own limit to say so itself."""
_TICK = 0.25
_LOOK = 0.05
"""So often the child's memory is looked at."""
_NEAR = 0.75
"""A child that ended without a word while it held this part of the memory it may use has ended of it: native code that
is refused some more can often say nothing. It may have asked for the rest at once, and since the last look."""
NOISE = 4_000
_TOLD_TO_END = {signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)}
"""What a service manager or a terminal sends to every process of a service; a document causes none of them."""


def check(
    data: bytes,
    *,
    facts: Facts | None = None,
    profile: Profile | None = DEFAULT,
    rulesets: Sequence[Ruleset] = (),
    name: str = "",
    limits: Limits | None = None,
    beat: Callable[[Progress], None] | None = None,
) -> Report:
    """Checks a document in a child process. Whatever a document does to it is the report's reason, not an exception.

    Raises InterruptedError when somebody told the child to end: that is no verdict, and the check is to be done again.
    `beat` is called several times a second from this thread. What it raises is raised here, and the child is gone.
    """
    limits = limits or Limits()
    digest = sha256(data).hexdigest()
    if len(data) > limits.bytes:  # not worth a process
        return check_here(data, profile=profile, rulesets=rulesets, name=name, limits=limits)
    header = {
        "what": "document",
        "size": len(data),
        "parent": os.getpid(),
        "facts": told(facts or Facts()),
        "profile": profile.data() if profile else None,
        "rulesets": list(rulesets),
        "name": name,
        "limits": told(limits),
        "digest": digest,
    }
    run = _Run(json.dumps(header).encode() + b"\n" + data, limits, beat or (lambda _: None))
    try:
        return run.report()
    except NotChecked as reason:
        return Report(not_checked(reason, profile, digest))


def read_ruleset(
    data: bytes, *, limits: Limits | None = None, beat: Callable[[Progress], None] | None = None
) -> RulesetRead:
    """Reads a ruleset that somebody handed in, in a child process. Whatever it does is the report's reason."""
    limits = limits or Limits()
    digest = sha256(data).hexdigest()
    header = {
        "what": "ruleset",
        "size": len(data),
        "parent": os.getpid(),
        "limits": told(limits),
        "digest": digest,
    }
    run = _Run(json.dumps(header).encode() + b"\n" + data, limits, beat or (lambda _: None))
    try:
        return told_of(run.report())
    except NotChecked as reason:
        return told_of(Report(not_checked(reason, None, digest)))


def read_ruleset_here(data: bytes, *, limits: Limits | None = None) -> RulesetRead:
    """The same without a child process: for rulesets that no stranger wrote."""
    from .spectral import handed_in

    parts = handed_in.read(data, limits or Limits(), sha256(data).hexdigest(), lambda _: None)
    return told_of(Report(*parts))


def check_here(
    data: bytes,
    *,
    facts: Facts | None = None,
    profile: Profile | None = DEFAULT,
    rulesets: Sequence[Ruleset] = (),
    name: str = "",
    limits: Limits | None = None,
    beat: Callable[[Progress], None] | None = None,
) -> Report:
    """The same report without a child process: for documents that no stranger wrote."""
    checked = lint(data, facts=facts, profile=profile, rulesets=rulesets, name=name, limits=limits, beat=beat)
    return Report(write(checked, sha256(data).hexdigest()), write_reference(checked))


def environment() -> dict[str, str]:
    """What a child sees of the environment: nothing that is secret."""
    return {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}


def told(settings: Facts | Limits) -> dict[str, str | int | float]:
    return {name: getattr(settings, name) for name in type(settings).__slots__}


class _Run:
    """One child, from its start to its last byte."""

    def __init__(self, feed: bytes, limits: Limits, beat: Callable[[Progress], None]) -> None:
        self.feed = memoryview(feed)
        self.limits = limits
        self.beat = beat
        self.progress = Progress("start", 0, 1)
        self.output: list[bytes] = []
        self.lines = b""
        self.noise = ""
        self.held = 0

    def report(self) -> Report:
        """Raises NotChecked when the child brought none."""
        import subprocess

        child = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=ROOT,
            bufsize=0,
            process_group=0,  # a Ctrl-C in the terminal is for its parent, whose end ends it
        )
        with child:
            try:
                in_time = self._attend(child)
            finally:
                child.kill()  # it has ended by itself, or it shall now
                child.wait()
        if not in_time:
            raise timed_out(self.limits)
        report, _, reference = b"".join(self.output).partition(b"\n")
        try:
            return Report(report, reference)
        except ValueError:
            raise why_silent(child.returncode, self.noise, self.limits, self.held) from None

    def _attend(self, child: "subprocess.Popen[bytes]") -> bool:
        """Feeds and listens until the child has closed its output. False: its time is up."""
        if not (child.stdin and child.stdout and child.stderr):
            raise ValueError("A child is attended through three pipes.")
        end = time.monotonic() + self.limits.seconds + GRACE
        told = 0.0
        with selectors.DefaultSelector() as selector:
            os.set_blocking(child.stdin.fileno(), False)
            selector.register(child.stdin, selectors.EVENT_WRITE, self._write)
            selector.register(child.stdout, selectors.EVENT_READ, self._hear)
            selector.register(child.stderr, selectors.EVENT_READ, self._note)
            while len(selector.get_map()) > (child.stdin in selector.get_map()):
                for key, _ in selector.select(_LOOK):
                    if not key.data(key.fileobj):
                        selector.unregister(key.fileobj)
                self.held = max(self.held, held(child.pid))
                now = time.monotonic()
                if now > end:
                    return False
                if now - told >= _TICK:
                    told = now
                    self.beat(self.progress)
        return True

    def _write(self, pipe: BinaryIO) -> bool:
        try:
            self.feed = self.feed[os.write(pipe.fileno(), self.feed[:65_536]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:  # it died; its output tells
            return False
        return len(self.feed) > 0

    def _hear(self, pipe: BinaryIO) -> bool:
        said = os.read(pipe.fileno(), 1 << 20)
        self.output.append(said)
        return bool(said)

    def _note(self, pipe: BinaryIO) -> bool:
        said = os.read(pipe.fileno(), 65_536)
        *lines, self.lines = (self.lines + said).split(b"\n")
        for line in [*lines, *([self.lines] if not said else [])]:
            try:
                stage, done, total = json.loads(line)
                self.progress = Progress(str(stage), int(done), int(total))
            except (ValueError, TypeError):
                self.noise = (self.noise + line.decode("utf-8", "replace") + "\n")[-NOISE:]
        self.lines = self.lines[-NOISE:]
        return bool(said)


def why_silent(code: int, noise: str, limits: Limits, held: int = 0) -> NotChecked:
    """Why a process ended without an answer; `held` is the most memory that it was seen with. Raises InterruptedError
    when somebody told it to end."""
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    if "MemoryError" in noise or "memory allocation" in noise:
        return NotChecked("check-out-of-memory", _OUT_OF_MEMORY.format(limits.memory / 1_000_000))
    if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
        return timed_out(limits)
    if -code in _TOLD_TO_END:
        raise InterruptedError(f"The check was told to end by {signal.Signals(-code).name}. Nothing was judged.")
    if held >= _NEAR * limits.memory:
        most, seen = (f"{size / 1_000_000:,.0f}" for size in (limits.memory, held))
        said = f"The check ended {how} when it held {seen} of the {most} MB of memory it may use. Nothing was judged."
        return NotChecked("check-out-of-memory", said)
    place = _WHERE.search(noise)
    where = f" in {place[3]} ({place[1]}, line {place[2]})" if place else ""
    return NotChecked("check-crashed", f"The check ended {how}{where} and brought no report. Nothing was judged.")


_OUT_OF_MEMORY = "The check needed more than the {:,.0f} MB of memory it may use. Nothing was judged."
_WHERE = re.compile(r'File "(?:[^"]*[/\\])?([\w.<>-]+)", line (\d+) in (\w+)')
"""What faulthandler says first is where native code was called."""


def held(process: int | str = "self") -> int:
    """Bytes of address space that a process holds, which is what is limited; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def timed_out(limits: Limits) -> NotChecked:
    return NotChecked("check-timed-out", f"The check was stopped after {limits.seconds:g} s. Nothing was judged.")


NATIVE = ("orjson", "yamlrocks", "jsonschema_rs", "re2")
"""Loaded before any time runs: an alarm that interrupts the loading of native code leaves half of it, which crashes."""


def serve() -> None:
    """The child's side: reads header and document, checks, writes the report. Ends when its parent does."""
    header = json.loads(_line())
    die_with(int(header["parent"]))
    limits = Limits(**header["limits"])
    data = read(int(header["size"]))
    threading.Thread(target=_until_parent_is_gone, daemon=True).start()
    for name in NATIVE:
        import_module(name)
    confine(limits)
    try:
        if header["what"] == "ruleset":
            from .spectral import handed_in

            parts = handed_in.read(data, limits, header["digest"], _say)
        else:
            parts = _judged(data, header, limits)
        said = memoryview(b"\n".join(parts))
    except MemoryError:  # there may be none left for a traceback
        os.write(2, b"MemoryError\n")
        os._exit(1)
    while said:
        said = said[os.write(1, said[: 1 << 20]) :]


def _judged(data: bytes, header: dict[str, Any], limits: Limits) -> tuple[bytes, bytes]:
    checked = lint(
        data,
        facts=Facts(**header["facts"]),
        profile=Profile(header["profile"]["name"], header["profile"]["rules"]) if header["profile"] else None,
        rulesets=header["rulesets"],
        name=header["name"],
        limits=limits,
        beat=_say,
    )
    _say(Progress("report", 0, 1))
    return write(checked, header["digest"]), write_reference(checked)


def confine(limits: Limits) -> None:
    """Holds this process to its limits: memory, processor time from now on, no core. Again for each document."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    seconds = int(time.process_time() + limits.seconds) + 2
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # already held closer than that
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def die_with(parent: int) -> None:
    """Asks Linux to kill this process when the thread that started it ends. That thread waits in `check` until the
    child is reaped, so its end means that nobody waits any more, even where the process lives on."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:  # it ended before the line above
        os._exit(3)


def _until_parent_is_gone() -> None:
    """On every system: the lifeline ends when the last holder of its other end is gone."""
    while os.read(0, 4096):
        pass
    os._exit(3)


def _line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(3)
        line += byte
    return line


def read(size: int) -> bytes:
    parts = []
    while size:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            os._exit(3)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _say(progress: Progress) -> None:
    with contextlib.suppress(OSError):
        os.write(2, json.dumps(progress).encode() + b"\n")
