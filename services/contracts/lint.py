"""One check from bytes to findings, in this process. Never raises for what a document says."""

import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple

from .bundle import UNREAD, Bundle, Sources
from .document import Source
from .forked import forked
from .formats import Document, Format, find, read
from .judging import Beat, Progress, RuleRun, add, judge, unjudged
from .limits import PLACES, Limits, NotChecked, stopwatch
from .model import Facts, Flaw, Interface
from .places import START, Keys, Path, Place, Span, Word
from .profile import DEFAULT, Profile
from .registry import SEVERITIES, Problem, Severity, rules

_LONGEST = 5_000
"""Characters of what a ruleset says about one place."""
MARK = 16
"""Characters of a fingerprint."""

type Ruleset = Mapping[str, Any]
"""A ruleset in Spectral's format with all that it extends, as plain data."""


class Asking(NamedTuple):
    """The rulesets of a check, and the name of the document."""

    rulesets: Sequence[Ruleset] = ()
    name: str = ""


class Finding(NamedTuple):
    rule: str
    severity: Severity
    message: str
    key: str
    """The technology-neutral key of the place."""
    fingerprint: str
    path: Path
    span: Span
    place: Place


@dataclass(slots=True)
class Checked:
    """Everything one check brought to light. Either `reason` says why there was none, or `interface` is there."""

    profile: Profile | None
    """None: only rulesets were asked, so that the Interface was not needed."""
    reason: NotChecked | None = None
    format: Format | None = None
    dialect: str = ""
    document: Document | None = None
    files: dict[str, int] = field(default_factory=dict)
    """What was read, and the lines of each: "" is the name of a document that came alone."""
    interface: Interface | None = None
    runs: list[RuleRun] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    spans: dict[Path, Span] = field(default_factory=dict)
    """Of the operations and named types."""
    total: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        return sum(self.files.values())


def lint(
    data: bytes,
    *,
    facts: Facts | None = None,
    profile: Profile | None = DEFAULT,
    rulesets: Sequence[Ruleset] = (),
    name: str = "",
    limits: Limits | None = None,
    beat: Beat | None = None,
) -> Checked:
    """Checks a document. What goes wrong with it is the outcome, not an exception; `beat` may raise to stop.

    `rulesets` are in Spectral's format, as `spectral.loading` read them; `name` is the file that their overrides are to
    take the document for. Without a profile only they are asked.
    """
    limits = limits or Limits()
    checked = Checked(profile)
    try:
        with stopwatch(limits.seconds), _room(limits.depth):
            _check(data, facts or Facts(), limits, checked, beat or (lambda _: None), Asking(rulesets, name))
    except NotChecked as reason:
        checked.reason = reason
    except MemoryError:
        checked.reason = NotChecked("check-out-of-memory", "The check needed more memory than it may use.")
    if checked.reason is not None:  # half a judgement is none
        checked.interface, checked.findings, checked.total, checked.document = None, [], 0, None
        why = checked.reason.message
        checked.runs = unjudged(profile, why)
    return checked


@contextmanager
def _room(depth: int) -> Iterator[None]:
    """Room for documents as deep as allowed; and no search for garbage among a million parts that are all in use,
    which took half of the time."""
    recursion, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(recursion, 1000 + 10 * depth))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(recursion)
        if collecting:
            gc.enable()


def _check(  # noqa: PLR0917 - what `lint` was given
    data: bytes, facts: Facts, limits: Limits, checked: Checked, beat: Beat, asking: Asking
) -> None:
    @contextmanager
    def stage(name: str) -> Iterator[None]:
        beat(Progress(name, 0, 1))
        began = time.perf_counter()
        yield
        checked.seconds[name] = round(time.perf_counter() - began, 4)

    began = time.perf_counter()
    if checked.profile is None:
        with stage("read"):
            bundle = Bundle(data, limits)
        with stage("rulesets"):
            _take(_ask_rulesets(bundle, None, "", asking), bundle, checked)
        return
    with stage("read"):
        bundle = Bundle(data, limits)
        alone = bundle.files.get("")
        if alone is not None and alone.is_long:
            alone.read(partial(_get_ready, alone))
        found, dialect, sources = find(bundle)
        checked.format, checked.dialect = found, dialect
        document, flaws = read(found, dialect, sources, bundle)
        checked.document = document
        checked.files = {name: source.lines.count for name, source in bundle.files.items()}
        checked.files.update((flaw.span.file, 1) for flaw in flaws if flaw.span and flaw.span.file in bundle.left_out)
        facts = bundle.facts.under(facts)
        flaws += document.flaws()

    def ask() -> Asked:
        return _ask_rulesets(bundle, sources, found.NAME, asking)

    def ask_beside() -> Any:
        from .spectral.carried import as_data

        return as_data(*ask())

    used = time.perf_counter() - began
    size = len(data) if asking.rulesets else 0
    with forked(ask_beside, size, limits.seconds - used) as other:
        with stage("format"):
            flaws += found.check(document, dialect)
        with stage("build"):
            interface, missing = found.build(document, dialect, facts)
            flaws += missing
        unread = {flaw.span.file for flaw in flaws if flaw.rule == UNREAD and flaw.span}
        with stage("rules"):
            runs = judge(interface, checked.profile, beat)
            _tell_flaws([_may_stand(flaw, unread) for flaw in flaws] if unread and found.TOGETHER else flaws, runs)
        with stage("places"):
            _place(checked, runs, interface, document, found.WORDS)
        checked.interface, checked.runs = interface, list(runs.values())
        if asking.rulesets:
            with stage("rulesets"):
                said = other() if other else None
                _take(_carried(said) if said else ask(), bundle, checked)
                checked.findings.sort(key=_order)
    _hold_back(unread, checked.runs)


def _get_ready(source: Source) -> None:
    """What needs no values is done while they are read: the rules are brought in, and the rows of the text counted."""
    rules()
    source.lines.rows  # noqa: B018


type Asked = tuple[list[Any], list[Any]]


def _ask_rulesets(bundle: Bundle, sources: Sources | None, format_name: str, asking: Asking) -> Asked:
    from .spectral import checking

    main = sources.main if sources else checking.main_of(bundle)
    return checking.judge(bundle, main, asking.rulesets, asking.name, format_name)


def _carried(said: Any) -> Asked:
    from .spectral.carried import of_data

    return of_data(said)


def _take(said: Asked, bundle: Bundle, checked: Checked) -> None:
    """Takes in what the rulesets found, in the order that Spectral's findings have."""
    asked, found = said
    checked.files = checked.files or {name: source.lines.count for name, source in bundle.files.items()}
    taken = {run.rule.id for run in checked.runs}
    names = {one.rule.id: f"ruleset:{one.rule.id}" if one.rule.id in taken else one.rule.id for one in asked}
    weights = Counter((one.rule.id, one.severity) for one in found)
    for one in asked:
        rule = replace(one.rule, id=names[one.rule.id])
        here = {severity: weights.pop((one.rule.id, severity), 0) for severity in SEVERITIES}
        here[rule.severity] += one.found - sum(here.values())  # those whose place was not kept
        for severity in SEVERITIES:
            if here[severity] or severity == rule.severity:
                checked.runs.append(RuleRun(rule, severity, here[severity], one.judged, one.unjudged))
        checked.total += one.found
    same: Counter[tuple[str, str]] = Counter()
    for each in found[: PLACES - len(checked.findings)]:
        name, place = names[each.rule.id], each.place
        same[name, place.key] += 1
        mark = fingerprint(name, place.key, same[name, place.key])
        message = each.result.message[:_LONGEST]
        checked.findings.append(Finding(name, each.severity, message, place.key, mark, each.path, each.span, place))


def _tell_flaws(flaws: list[Flaw], runs: dict[str, RuleRun]) -> None:
    told: set[tuple[str, Path, str, Span | None]] = set()
    for flaw in flaws:
        same = (flaw.rule, flaw.place.path, flaw.message, flaw.span)
        if same in told:  # what is referred to from many places is broken once
            continue
        told.add(same)
        add(runs[flaw.rule], Problem(flaw.place, flaw.message, flaw.span))


def _may_stand(flaw: Flaw, unread: set[str]) -> Flaw:
    """What leads nowhere may lead into a file of the same contract that cannot be read."""
    if flaw.rule != "reference-missing":
        return flaw
    return replace(flaw, rule="reference-not-followed", message=f"{flaw.message} {_few(unread)} cannot be read.")


def _few(names: set[str]) -> str:
    return (", ".join(sorted(names)[:3]) + (" ..." if len(names) > 3 else ""))[:300]


def _hold_back(unread: set[str], runs: list[RuleRun]) -> None:
    """What found nothing has not passed while a file of the contract is unknown: it may stand there."""
    if not unread:
        return
    for run in runs:
        if not run.found and not run.unjudged:
            run.unjudged = f"Found nothing in what could be read; {_few(unread)} could not."


def _place(
    checked: Checked, runs: dict[str, RuleRun], interface: Interface, document: Document, words: dict[str, str]
) -> None:
    """Finds the line and column of what is told: the heaviest findings first when there are too many."""
    kept: list[tuple[RuleRun, Severity, Problem]] = []
    for severity in SEVERITIES:
        for run in runs.values():
            if run.severity == severity:
                kept += [(run, severity, problem) for problem in run.problems[: PLACES - len(kept)]]
    checked.total = sum(run.found for run in runs.values())
    paths = [_own(problem.place.path, words) for _, _, problem in kept]
    outline = [one.place.path for one in interface.operations]
    outline += [one.place.path for one in interface.types.values()]
    checked.spans = spans = document.spans([*paths, *outline])
    same: dict[tuple[str, str], int] = {}
    findings, keys = [], Keys()
    for (run, severity, problem), path in zip(kept, paths, strict=True):
        rule, key = run.rule.id, keys.of(problem.place)
        ordinal = same[rule, key] = same.get((rule, key), 0) + 1
        mark = fingerprint(rule, key, ordinal)
        span = problem.span or spans.get(path, START)
        findings.append(Finding(rule, severity, _clean(problem.message), key, mark, path, span, problem.place))
    findings.sort(key=_order)
    checked.findings = findings


def _order(one: Finding) -> Any:
    return one.span.file, one.span, SEVERITIES.index(one.severity), one.rule


def _own(path: Path, words: dict[str, str]) -> Path:
    if any(type(step) is Word for step in path):
        return tuple(words.get(step, str(step)) if isinstance(step, Word) else step for step in path)
    return path


def fingerprint(rule: str, key: str, ordinal: int = 1) -> str:
    """Names a finding across revisions: the rule and the key of the place; the second at the same key gets a number."""
    said = f"{rule}\0{key}" if ordinal == 1 else f"{rule}\0{key}\0{ordinal}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=MARK // 2).hexdigest()


def _clean(message: str) -> str:
    """A message is one line of ordinary length, whatever names the document has put into it."""
    line = " ".join(message.split())
    return line if len(line) <= 500 else line[:497] + "..."
