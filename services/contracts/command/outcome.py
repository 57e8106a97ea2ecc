"""One contract after its check: which of its findings count, which were known before, and which are waived."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from ..bundle import Bundle
from ..limits import Limits, NotChecked
from ..registry import RULESET_GROUP, SEVERITIES
from ..report import Found, Report
from .baseline import Known
from .given import Given
from .waivers import Waiver, Waivers

type Standing = Literal["new", "known", "waived"]


class Judged(NamedTuple):
    """A finding, the file it is in as a person finds it, and how it stands."""

    found: Found
    file: str
    standing: Standing
    waiver: Waiver | None
    path: list[str | int]
    url: str = ""
    """Where the rule is explained, when it is of a ruleset that says so."""


class Outcome:
    """What the writers are told about one contract."""

    def __init__(
        self, given: Given, report: Report, paths: tuple[list[str | int], ...], known: Known, waivers: Waivers
    ):
        self.given = given
        self.name = given.name
        self.report = report
        self.known = known
        packed = set(report.files) != {""}
        only = next(iter(report.files), "") if len(report.files) == 1 else ""
        places: dict[str, str] = {}
        urls = {one["id"]: one["source"] for one in report.rules.values() if one["mend"] == f"See {one['source']}"}
        self.all: list[Judged] = []
        for number, found in enumerate(report.findings()):
            file = found.file or only
            if file not in places:
                places[file] = given.place(file, packed)
            waiver = waivers.over(found, self.name) if waivers.all else None
            standing: Standing = "waived" if waiver else "known" if found.fingerprint in known.fingerprints else "new"
            path, url = paths[number] if paths else [], urls.get(found.rule, "")
            self.all.append(Judged(found, places[file], standing, waiver, path, url))

    @property
    def reason(self) -> NotChecked | None:
        said = self.report.reason
        if said is None:
            return None
        return NotChecked(said["code"], said["message"], said["line"], said["column"], said.get("file", ""))

    @cached_property
    def reason_file(self) -> str:
        """The file whose fault it is that nothing was judged."""
        said = self.report.reason or {}
        return self.given.place(said.get("file", ""), bool(said.get("file")))

    @cached_property
    def unasked(self) -> dict[str, str]:
        """The rules of rulesets that could not judge this contract though they are about it, and a sentence why."""
        return {
            one["id"]: f"{one['id']} is not checked: {one['note']}"
            for one in self.report.rules.values()
            if one["group"] == RULESET_GROUP and one["state"] == "not-checked"
        }

    @cached_property
    def counted(self) -> list[Judged]:
        return [one for one in self.all if one.standing == "new"]

    @cached_property
    def beyond(self) -> Counter[str]:
        """By severity: findings of which no place was kept, because there were too many."""
        if self.report.total - len(self.report) <= self.known.beyond:
            return Counter()
        kept = Counter(one.found.rule for one in self.all)
        rest: Counter[str] = Counter()
        for rule in self.report.rules.values():
            rest[rule["severity"]] += rule["count"] - kept[rule["id"]]
        return +rest

    @cached_property
    def counts(self) -> Counter[str]:
        """By severity: what is neither waived nor was known."""
        return Counter(one.found.severity for one in self.counted) + self.beyond

    @cached_property
    def standings(self) -> Counter[str]:
        return Counter(one.standing for one in self.all)

    @property
    def waived(self) -> set[str]:
        return {one.found.fingerprint for one in self.all if one.standing == "waived"}

    def fails(self, on: str) -> bool:
        """Whether something counts that is as heavy as `on`, or heavier."""
        return on != "never" and any(self.counts[one] for one in SEVERITIES[: SEVERITIES.index(on) + 1])

    def texts(self, limits: Limits) -> dict[str, str]:
        """The files as text, by the names that findings call them."""
        try:
            bundle = Bundle(self.given.read(limits), limits)
        except NotChecked:
            return {}
        packed = set(bundle.files) != {""}
        return {self.given.place(name, packed): source.text for name, source in bundle.files.items()}


@dataclass(slots=True)
class Run:
    """What a whole run came to."""

    outcomes: list[Outcome] = field(default_factory=list)
    passed: int = 0
    """Files that no format knows."""
    alone: bool = False
    """One document was asked about, by its name."""
    baseline: bool = False

    @property
    def unchecked(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.reason]

    def severities(self) -> Iterator[tuple[str, int]]:
        sums: Counter[str] = Counter()
        for one in self.outcomes:
            sums.update(one.counts)
        return ((severity, sums[severity]) for severity in SEVERITIES)
