"""A ruleset that somebody handed in is read as a document of a stranger is: bounded, and every mistake at its line.

What comes of it is a report on the ruleset itself, in which mistakes and remarks stand at lines like findings, and,
when it has no mistakes, what it says: the merged data that a check is told, and its rules in words.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from ..document import Source
from ..judging import Progress, RuleRun
from ..limits import Limits, NotChecked, stopwatch
from ..lint import Checked, Finding, fingerprint
from ..places import Place, Span
from ..report import write
from . import kinds, packed, telling
from .merging import MergeFailed
from .remarks import Remark, remarks

MOST = 2_000_000
"""Bytes of what is told of a ruleset, all that it extends included."""
SEVERAL = "ruleset-several-files"


def read(data: bytes, limits: Limits, digest: str, beat: Callable[[Progress], None]) -> tuple[bytes, bytes]:
    """The report on a ruleset, and what it says. Never raises for what is written in it."""
    import orjson

    checked = Checked(None)
    said: dict[str, Any] = {}
    try:
        with stopwatch(limits.seconds):
            beat(Progress("read", 0, 1))
            said = _read(data, limits, checked)
            content = _fitting(orjson.dumps(said))
    except NotChecked as reason:
        checked.reason, content = reason, b""
    except (MemoryError, RecursionError):
        checked.reason = NotChecked("check-out-of-memory", "Reading the ruleset needed more than it may use.")
        content = b""
    if checked.reason is not None:
        checked.findings, checked.total = [], 0
        checked.runs = [RuleRun(one, one.severity, unjudged=checked.reason.message) for one in kinds.KINDS]
    return write(checked, digest), content


def _read(data: bytes, limits: Limits, checked: Checked) -> dict[str, Any]:
    files = packed.opened(data, limits)
    sources = {name: source for name, content in files.items() if (source := _source(content, limits, name))}
    checked.files = {name: source.lines.count for name, source in sources.items()}
    main = packed.main_of(files)
    if main is None:
        said = "There are several files and none is called .spectral.yaml, ruleset.yaml or index.yaml, to begin with."
        raise NotChecked(SEVERAL, said)
    loader = packed.PackedLoader(files)
    merged = loader.file(main)
    if not loader.mistakes:
        loader.merged(merged)
    told = [Remark(kinds.MISTAKE, one.file, one.path, one.message) for one in loader.mistakes]
    at = {(one.file, one.path): (one.line, one.column) for one in loader.mistakes}
    ruleset = None
    if not told:
        told = [
            Remark(kinds.MISTAKE, main, ("overrides", number, *path), message)
            for number, message, path in telling.broken_overrides(merged)
        ]
    if not told:
        try:
            ruleset = telling.base(merged)
            if not ruleset.rules:
                told = [Remark(kinds.MISTAKE, main, (), "The ruleset has no rule.")]
            told += remarks(merged, ruleset)
        except MergeFailed as error:
            told.append(Remark(kinds.MISTAKE, error.source, error.path, str(error)))
    _place(checked, told, sources, at)
    if ruleset is None or any(one.kind is kinds.MISTAKE for one in told):
        return {}
    return {"data": merged, "rules": telling.told(merged, ruleset)}


def _fitting(content: bytes) -> bytes:
    if len(content) > MOST:
        many = f"With all that it extends the ruleset has {len(content):,} bytes; up to {MOST:,} are run."
        raise NotChecked("ruleset-too-large", many)
    return content


def _source(content: bytes, limits: Limits, name: str) -> Source | None:
    try:
        return Source(content, limits, name)
    except NotChecked as reason:
        if reason.code == "check-timed-out":
            raise
        return None  # the loader tells it where the file is asked for


def _place(
    checked: Checked,
    told: list[Remark],
    sources: Mapping[str, Source],
    at: Mapping[tuple[str, Any], tuple[int, int]],
) -> None:
    """Remarks as findings at their lines, with fingerprints as findings have them."""
    spans: dict[tuple[str, Any], Span] = {}
    for name, source in sources.items():
        paths = [one.path for one in told if one.file == name]
        try:
            spans.update({(name, path): span for path, span in source.tree.spans(paths).items()} if paths else {})
        except NotChecked as reason:
            if reason.code == "check-timed-out":
                raise
            continue  # it is no JSON or YAML: what is told of it has its line already
    runs = {one.id: RuleRun(one, one.severity, judged=1) for one in kinds.KINDS}
    same: Counter[tuple[str, str]] = Counter()
    for one in told:
        run = runs[one.kind.id]
        run.found += 1
        if run.found > kinds.OFTEN:
            continue
        line, column = at.get((one.file, one.path), (1, 1))
        start = Span(max(1, line), max(1, column), max(1, line), max(1, column), one.file)
        span = spans.get((one.file, one.path), start)._replace(file=one.file)
        key = "/".join(map(str, (one.file, *one.path) if one.file else one.path)) or "/"
        same[one.kind.id, key] += 1
        mark = fingerprint(one.kind.id, key, same[one.kind.id, key])
        place = Place(None, one.path, key)
        checked.findings.append(Finding(one.kind.id, one.kind.severity, one.message, key, mark, one.path, span, place))
    checked.findings.sort(key=lambda one: (one.span.file, one.span, one.rule))
    checked.runs = list(runs.values())
    checked.total = sum(run.found for run in runs.values())
