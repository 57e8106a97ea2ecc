"""Every rule asked of everything it is about, and how each of them fared."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple

from .limits import PLACES, NotChecked
from .model import Field, Interface, Text
from .profile import Profile
from .registry import Problem, Rule, Severity, Unjudged, rules
from .walk import Thing, met
from .wording import Wording


class Progress(NamedTuple):
    """How far a check is: the stage (read, format, build, rules, places, report) and `done` of `total` in it."""

    stage: str
    done: int
    total: int


type Beat = Callable[[Progress], None]


@dataclass(slots=True)
class RuleRun:
    """How one rule fared. `unjudged` says why it counts as not checked, "" when it judged."""

    rule: Rule
    severity: Severity | None
    found: int = 0
    judged: int = 0
    unjudged: str = ""
    problems: list[Problem] = dataclasses.field(default_factory=list)


def unjudged(profile: Profile | None, why: str) -> list[RuleRun]:
    """How all rules of a profile fare when nothing was judged."""
    return [RuleRun(rule, profile.severity(rule), unjudged=why) for rule in rules().values()] if profile else []


def judge(interface: Interface, profile: Profile, beat: Beat) -> dict[str, RuleRun]:
    """Every rule over every thing it is about, one rule after the other: asking is most of what it costs."""
    runs = {rule.id: RuleRun(rule, profile.severity(rule)) for rule in rules().values()}
    everything = _Met(interface)
    for number, run in enumerate(runs.values()):
        beat(Progress("rules", number, len(runs)))
        if run.severity is None:
            run.unjudged = "Off in this profile."
            continue
        for kind in run.rule.on:
            if kind is Text:
                run.judged += everything.wording.count
                asked: Iterable[Thing] = everything.wording.sifted(run.rule)
            else:
                run.judged += len(everything.all[kind])
                named = run.rule.named if kind is Field else None
                only = run.rule.only.get(kind, ())
                asked = everything.named(named) if named else everything.saying(kind, only)
            _ask(run, asked, interface, runs["rule-crashed"])
        if run.rule.check and not run.judged and not run.unjudged:
            run.unjudged = "There is nothing in this document that it could judge."
    return runs


class _Met:
    """Everything in the interface, by what it is."""

    def __init__(self, interface: Interface) -> None:
        self.interface = interface
        self.all = met(interface)
        self._saying: dict[tuple[type, tuple[str, ...]], list[Thing]] = {}

    def saying(self, kind: type, attributes: tuple[str, ...]) -> list[Thing]:
        """Those of a kind of which one of the attributes says something. Kept: many rules ask for the same ones."""
        if not attributes:
            return self.all[kind]
        if (kind, attributes) not in self._saying:
            said = attrgetter(*attributes)
            says: Iterable[Any] = map(said, self.all[kind])
            if len(attributes) > 1:
                says = map(any, says)
            self._saying[kind, attributes] = list(compress(self.all[kind], says))
        return self._saying[kind, attributes]

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.interface)

    def named(self, holds: Callable[[str], bool]) -> list[Thing]:
        """The fields whose name it holds for: it is asked once of each name, and there are few."""
        names = {name for name in self._by_name if holds(name)}
        if not names:
            return []
        return [field for field in self.all[Field] if field.name in names]

    @cached_property
    def _by_name(self) -> set[str]:
        return {field.name for field in self.all[Field]}


def _ask(run: RuleRun, found: Iterable[Thing], interface: Interface, crashes: RuleRun) -> None:
    check, further = run.rule.check, run.rule.looks_further
    if check is None or run.unjudged:
        return
    thing: Thing = interface
    try:
        for thing in found:
            for problem in check(thing, interface) if further else check(thing):
                if isinstance(problem, Unjudged):
                    run.unjudged = problem.reason
                    return
                add(run, problem)
    except (NotChecked, MemoryError):
        raise
    except Exception as error:
        run.unjudged = f"The rule failed ({type(error).__name__})."
        add(crashes, Problem(thing.place, f"The rule {run.rule.id} failed here ({type(error).__name__})."))


def add(run: RuleRun, problem: Problem) -> None:
    if run.severity is not None:
        run.found += 1
        if len(run.problems) < PLACES:
            run.problems.append(problem)
