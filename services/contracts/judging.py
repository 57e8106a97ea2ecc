"""Every rule asked of everything it is about, and how each of them fared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from .limits import PLACES, NotChecked
from .model import Interface, Text
from .profile import Profile
from .registry import Problem, Rule, Severity, Unjudged, rules
from .walk import SPEAK, Thing, texts, things


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
    problems: list[Problem] = field(default_factory=list)


def unjudged(profile: Profile | None, why: str) -> list[RuleRun]:
    """How all rules of a profile fare when nothing was judged."""
    return [RuleRun(rule, profile.severity(rule), unjudged=why) for rule in rules().values()] if profile else []


def judge(interface: Interface, profile: Profile, beat: Beat) -> dict[str, RuleRun]:
    """Every rule over every thing it is about, one rule after the other: asking is most of what it costs."""
    runs = {rule.id: RuleRun(rule, profile.severity(rule)) for rule in rules().values()}
    met = _Met(interface, any(Text in run.rule.on and run.severity for run in runs.values()))
    for number, run in enumerate(runs.values()):
        beat(Progress("rules", number, len(runs)))
        if run.severity is None:
            run.unjudged = "Off in this profile."
            continue
        for kind in run.rule.on:
            run.judged += len(met[kind])
            asked = met.unlike(run.rule) if run.rule.alike else met.saying(kind, run.rule.only.get(kind, ()))
            _ask(run, asked, interface, runs["rule-crashed"])
        if run.rule.check and not run.judged and not run.unjudged:
            run.unjudged = "There is nothing in this document that it could judge."
    return runs


class _Met(defaultdict[type, list[Thing]]):
    """Everything in the interface, by what it is."""

    def __init__(self, interface: Interface, with_texts: bool) -> None:
        super().__init__(list)
        self._saying: dict[tuple[type, tuple[str, ...]], list[Thing]] = {}
        for thing in things(interface):
            self[type(thing)].append(thing)
        if with_texts:
            self[Text] = [
                text for kind, names in SPEAK.items() for thing in self.saying(kind, names) for text in texts(thing)
            ]

    def saying(self, kind: type, attributes: tuple[str, ...]) -> list[Thing]:
        """Those of a kind of which one of the attributes says something. Kept: many rules ask for the same ones."""
        if not attributes:
            return self[kind]
        if (kind, attributes) not in self._saying:
            said = attrgetter(*attributes)
            says = said if len(attributes) == 1 else lambda thing: any(said(thing))
            self._saying[kind, attributes] = list(filter(says, self[kind]))
        return self._saying[kind, attributes]

    @cached_property
    def _equal(self) -> dict[tuple[str, str], list[Thing]]:
        equal: dict[tuple[str, str], list[Thing]] = {}
        for text in self[Text]:
            equal.setdefault((text.value, text.role), []).append(text)  # type: ignore[union-attr]
        return equal

    def unlike(self, rule: Rule) -> Iterator[Thing]:
        """The texts of which the rule has something to say, asked once of those that are equal: most of a large
        document says what another part of it says."""
        for equal in self._equal.values():
            if rule.check and any(True for _ in rule.check(equal[0])):
                yield from equal


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
