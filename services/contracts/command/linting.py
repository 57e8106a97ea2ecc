"""`lint`: judges what was given, says it in every form that was asked for, and by its exit code how it went."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

from ..limits import Limits, NotChecked
from ..lint import Ruleset
from ..model import Facts, FactsInvalid
from ..profile import DEFAULT, PROFILES, Profile, ProfileInvalid
from ..report import Report, not_checked
from ..spectral import builtin, loading, merging
from ..spectral.mistakes import RulesetInvalid
from .baseline import Baseline, Known
from .given import STDIN, Given, Refused, Search, plan, told
from .judge import Answer, Settings
from .outcome import Outcome, Run
from .progress import Meter
from .running import answers, processors
from .saying import CLEAN, FOUND, UNREAD, complain, say
from .waivers import Waivers


class Writer(Protocol):
    def add(self, outcome: Outcome) -> str:
        """What can be said at once of one contract; the order is that of the run."""

    def end(self, run: Run) -> str:
        """What is left to be said."""


def lint(asked: argparse.Namespace) -> int:
    settings, waivers = _settings(asked), Waivers()
    baseline = None
    if asked.baseline:
        from .baseline import read as read_baseline

        baseline = read_baseline(asked.baseline, _data(asked.baseline, "The baseline", 64_000_000))
    if asked.waivers:
        from .waivers import read as read_waivers

        waivers = read_waivers(
            asked.waivers, _data(asked.waivers, "The waivers", 8_000_000), others=bool(settings.rulesets)
        )
    outputs = [(_writer(form, bool(file), asked, settings), file) for form, file in _outputs(asked)]
    all_given = given(asked, settings.limits)
    run = Run(alone=is_alone(asked, all_given), baseline=baseline is not None)
    said: list[list[str]] = [[] for _ in outputs]
    meter = Meter(len(all_given), on=not asked.quiet and sys.stderr.isatty())
    for one, answer in answers(all_given, settings, asked.jobs or processors(), meter):
        if answer.passed:
            run.passed += 1
            continue
        outcome = outcome_of(one, answer, baseline, waivers)
        run.outcomes.append(outcome)
        meter.wipe()
        if outcome.reason:
            complain(unchecked(outcome))
        for number, (writer, file) in enumerate(outputs):
            _pass_on(writer.add(outcome), file, said[number])
    meter.wipe()
    if not run.outcomes and not asked.pass_over:
        raise Refused(f"No contract was found in {', '.join(asked.paths)[:200]} (files looked at: {run.passed:,}).")
    for number, (writer, file) in enumerate(outputs):
        if not (run.alone and run.unchecked and writer.__class__.__name__ == "Text"):
            _pass_on(writer.end(run), file, said[number])
        if file:
            _write(file, "".join(said[number]))
    return _verdict(asked, run, waivers)


def _verdict(asked: argparse.Namespace, run: Run, waivers: Waivers) -> int:
    if not asked.quiet:
        for note in waivers.notes():
            complain(note)
    for outcome in run.outcomes:
        for note in outcome.unasked.values():
            complain(f"{outcome.name}: {note}")
    if run.unchecked:
        if asked.write_baseline:
            complain(f"{asked.write_baseline} was not written, because not everything could be checked.")
        return UNREAD
    if asked.write_baseline:
        _write_baseline(asked.write_baseline, run.outcomes, quiet=asked.quiet)
        return CLEAN
    if any(one.unasked for one in run.outcomes):
        return UNREAD
    return FOUND if any(one.fails(asked.fail_on) for one in run.outcomes) else CLEAN


def _write_baseline(file: str, outcomes: Iterable[Outcome], *, quiet: bool) -> None:
    from .baseline import write

    rows, total = [], 0
    for one in outcomes:
        marks = [judged.found.fingerprint for judged in one.all if judged.standing != "waived"]
        beyond = one.report.total - len(one.report)
        total += len(marks) + beyond
        rows.append((one.name, marks, beyond))
    write(file, rows)
    if not quiet:
        found = "1 finding" if total == 1 else f"{total:,} findings"
        contracts = "1 contract" if len(rows) == 1 else f"{len(rows):,} contracts"
        complain(f"{file}: {found} of {contracts} written down as known.")


def outcome_of(one: Given, answer: Answer, baseline: Baseline | None = None, waivers: Waivers | None = None) -> Outcome:
    known = baseline.of(one.name) if baseline else Known()
    try:
        return Outcome(one, Report(answer.report), answer.paths, known, waivers or Waivers())
    except (ValueError, KeyError, TypeError, IndexError):  # a worker that a document has taken over
        reason = NotChecked("check-crashed", "What the check brought is no report. Nothing was judged.")
        return Outcome(one, Report(not_checked(reason, DEFAULT)), (), known, Waivers())


def unchecked(outcome: Outcome) -> str:
    """One line about a contract that could not be checked, which begins with the file whose fault it is."""
    reason = outcome.reason
    if reason is None:
        return ""
    place = f":{reason.line}:{reason.column}" if reason.line else ""
    return f"{outcome.reason_file}{place}: not checked: {reason.message}"


def given(asked: argparse.Namespace, limits: Limits) -> list[Given]:
    search = Search(limits, tuple(asked.exclude))
    found = plan(asked.paths, search, together=asked.together, beside=asked.beside, lenient=asked.pass_over)
    if search.links and not asked.quiet:
        many = "1 link in the folders was" if search.links == 1 else f"{search.links:,} links in the folders were"
        complain(f"{many} not followed.")
    return found


def is_alone(asked: argparse.Namespace, all_given: list[Given]) -> bool:
    """Whether one contract was asked about by its name, which is then told as it always was."""
    if len(all_given) != 1 or all_given[0].lenient or len(asked.paths) != 1:
        return False
    only = Path(asked.paths[0])
    return asked.together or all_given[0].name == told(only) or not only.is_dir()


def limits_of(asked: argparse.Namespace) -> Limits:
    return Limits(**{field.name: getattr(asked, field.name) for field in fields(Limits)})


def _settings(asked: argparse.Namespace) -> Settings:
    try:
        profile, rulesets = _rules(asked.ruleset, fetch=asked.fetch_rulesets)
        facts = Facts.of(_mapping(asked.facts)) if asked.facts else Facts()
    except (ProfileInvalid, FactsInvalid) as error:
        raise Refused(str(error)) from None
    paths = any(form == "json" for form, _ in asked.outputs or ())
    return Settings(profile, tuple(rulesets), facts, limits_of(asked), paths=paths)


def _rules(asked: list[str], *, fetch: bool) -> tuple[Profile | None, list[Ruleset]]:
    """What is asked of the documents: a profile of ours, rulesets in Spectral's format, or both."""
    profiles: list[Profile] = []
    rulesets: list[Ruleset] = []
    for name in asked:
        if name.endswith(loading.SCRIPTS):
            rulesets.append(_ruleset(name, fetch=False))  # which says what of it is to be rewritten
            continue
        is_file = Path(name).exists() or name.endswith((".yaml", ".yml", ".json"))
        said = _data(name, "The ruleset") if is_file else name
        if said in builtin.FOLDERS if isinstance(said, str) else loading.is_ruleset(said):
            rulesets.append(_ruleset(name, fetch=fetch))
        elif not is_file and name not in PROFILES:
            known = ", ".join((*PROFILES, *builtin.FOLDERS))
            raise Refused(f"There is no profile, ruleset or file {name[:80]!r}. Known by name: {known}.")
        else:
            profiles.append(Profile.of(said))
    if len(profiles) > 1:
        raise Refused("One profile is asked at a time; rulesets in Spectral's format may stand beside it.")
    if not rulesets:
        return profiles[0] if profiles else DEFAULT, []
    return profiles[0] if profiles else None, rulesets


def _ruleset(name: str, *, fetch: bool) -> Ruleset:
    try:
        data = loading.load(name, _fetched if fetch else None)
    except RulesetInvalid as error:
        raise Refused(str(error)) from None
    if not data.get("overrides") and not any(rule.enabled for rule in merging.Ruleset(data).rules.values()):
        complain(f"{name}: no rule of it is on. Only what can be read and where references lead is checked.")
    return data


def _fetched(address: str) -> bytes:
    """A ruleset that another one extends by its address, which its author allowed."""
    from urllib.request import urlopen

    with urlopen(address, timeout=20) as answer:  # noqa: S310 - http and https only, see loading.py
        content: bytes = answer.read(4_000_001)
    return content


def _mapping(name: str) -> dict[str, Any]:
    said = _data(name, "The facts")
    if not isinstance(said, dict):
        raise Refused(f"{name}: facts are a mapping, as contact: team@company.example.")
    return said


def _data(name: str, what: str, most: int = 1_000_000) -> Any:
    """A YAML or JSON file of the caller's own. Raises Refused."""
    from ..document import Source

    try:
        with nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as file:
            data = file.read(most + 1)  # and not to the end of what may have none
        root = Source(data, Limits(bytes=most)).tree.root
    except NotChecked as reason:
        place = f" (line {reason.line}, column {reason.column})" if reason.line else ""
        raise Refused(f"{what} {name}: {reason.message}{place}") from None
    except (OSError, ValueError) as error:
        raise Refused(f"{name}: {getattr(error, 'strerror', None) or error}") from None
    return root


def _outputs(asked: argparse.Namespace) -> list[tuple[str, str]]:
    """The forms and where they go ("": standard output). A file is opened before the work, not after it."""
    outputs = [(form, "" if file == STDIN else file) for form, file in asked.outputs or [("text", "")]]
    if sum(not file for _, file in outputs) > 1:
        raise Refused("One --format can go to standard output; say --output FILE after the others.")
    for _, file in outputs:
        if file:
            _write(file, "")
    return outputs


def _writer(form: str, to_file: bool, asked: argparse.Namespace, settings: Settings) -> Writer:
    if form == "text":
        from shutil import get_terminal_size

        from .text import Text, wants_colour

        terminal = not to_file and sys.stdout.isatty()
        room = min(get_terminal_size().columns, 160) if terminal else 100
        colour = wants_colour(asked.color, terminal)
        return Text(settings.limits, colour=colour, quiet=asked.quiet, room=room)
    if form == "sarif":
        from .sarif import Sarif

        return Sarif()
    if form == "junit":
        from .junit import JUnit

        return JUnit(asked.fail_on)
    if form in ("github", "gitlab"):
        from .hosts import GitHub, GitLab

        return GitHub() if form == "github" else GitLab()
    from .plain import Json, Reports

    return Json() if form == "json" else Reports()


def _pass_on(text: str, file: str, kept: list[str]) -> None:
    if file:
        kept.append(text)
    elif text:
        say(text)


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_bytes(text.encode("utf-8", "replace"))
    except (OSError, ValueError) as error:
        raise Refused(f"{file}: {getattr(error, 'strerror', None) or error}") from None
