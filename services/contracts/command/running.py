"""From what was given to answers, in the order in which it was given: one document here, many in worker processes."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import child
from ..formats import FORMATS
from ..limits import NotChecked
from .given import Given, told
from .judge import Answer, Settings, is_meant, judge, refusal
from .progress import Meter


def processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answers(all_given: list[Given], settings: Settings, jobs: int, meter: Meter) -> Iterator[tuple[Given, Answer]]:
    """Each with its answer; files that are one contract together come last, as one, under the name of their folder."""
    together: dict[tuple[Path, str], list[Path]] = {}
    judged = _one if len(all_given) == 1 else _many
    for given, answer in judged(all_given, settings, jobs, meter):
        if answer.together:
            root = given.searched or given.files[0].parent
            together.setdefault((root, answer.together), []).extend(given.files)
        else:
            yield given, answer
    if together:
        groups = list(_groups(together))
        meter.more(len(groups))
        yield from judged(groups, settings, jobs, meter)


_BESIDE = {"wsdl": ("xsd",)}
"""What files of a format refer to though it is of another one. It is judged by itself too."""


def _groups(together: dict[tuple[Path, str], list[Path]]) -> Iterator[Given]:
    names = [one.NAME for one in FORMATS]
    roots = list(dict.fromkeys(root for root, _ in together))
    for root, form in sorted(together, key=lambda one: (roots.index(one[0]), names.index(one[1]))):
        files = together[root, form]
        if len(files) == 1 and not any((root, other) in together for other in _BESIDE.get(form, ())):
            yield Given(told(files[0]), tuple(files))
        else:
            beside = [one for other in _BESIDE.get(form, ()) for one in together.get((root, other), [])]
            yield Given(f"{told(root)} ({form})", (*files, *beside), root)


def _one(all_given: list[Given], settings: Settings, jobs: int, meter: Meter) -> Iterator[tuple[Given, Answer]]:
    yield all_given[0], _here(all_given[0], settings)


def _many(all_given: list[Given], settings: Settings, jobs: int, meter: Meter) -> Iterator[tuple[Given, Answer]]:
    import gc

    from .crew import Crew, Job

    gc.enable()  # this process lives as long as all documents take
    ready: dict[int, Answer] = {}

    def documents() -> Iterator[Job]:
        for number, given in enumerate(all_given):
            try:
                yield Job(number, given.name, given.read(settings.limits), given.lenient)
            except NotChecked as reason:
                ready[number] = _unread(given, reason, settings)

    told_ = 0
    with Crew(min(jobs, len(all_given)), settings) as crew:
        for job, answer in crew.work(documents(), meter.draw):
            ready[job.number] = answer
            meter.step(job.name)
            while told_ in ready:
                yield all_given[told_], ready.pop(told_)
                told_ += 1
    for number in sorted(ready):
        yield all_given[number], ready[number]


def _here(given: Given, settings: Settings) -> Answer:
    """Without another process: what a document does to this one ends the command, and nothing else is lost."""
    try:
        data = given.read(settings.limits)
    except NotChecked as reason:
        return _unread(given, reason, settings)
    child.confine(settings.limits)
    with _ended_at_once():
        return judge(data, settings, name=given.name, searched=given.lenient)


def _unread(given: Given, reason: NotChecked, settings: Settings) -> Answer:
    answer = refusal(reason, settings)
    if given.lenient and reason.code == "too-large" and not _looks_meant(given):
        return answer._replace(passed=reason.message)
    return answer


def _looks_meant(given: Given) -> bool:
    try:
        with given.files[0].open("rb") as file:
            return is_meant(given.name, file.read(65_536))
    except OSError:
        return True


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Ctrl-C ends the process even where native code does not look for signals. Nothing is half written yet."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
