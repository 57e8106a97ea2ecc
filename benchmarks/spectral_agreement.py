"""How far our findings are Spectral's: the command beside what Spectral CLI 6.16.3 said of real documents. One command:

    .venv/bin/python -m benchmarks.spectral_agreement [RULESET] [DOCUMENT]

Reads ../shared/expected/spectral/RULESET/DOCUMENT.json, runs `homeport lint` on the document with the ruleset, and
compares code, severity, path and range. What is missing and what is too much are both differences, so that a finding
which stands elsewhere counts twice. Prints every difference, a table, and one line of JSON. Exit code 1 when more than
1 % differ over all, or more than 2 % and more than two findings of one ruleset or of one code.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
EXPECTED = SHARED / "expected" / "spectral"
PLACES = (SHARED / "corpus" / "openapi", SHARED / "corpus" / "asyncapi" / "examples")
EXTENDS: dict[str, list[Any]] = {
    "spectral-asyncapi": ["spectral:asyncapi"],
    "spectral-asyncapi-all": [["spectral:asyncapi", "all"]],
    "spectral-oas": ["spectral:oas"],
    "spectral-oas-all": [["spectral:oas", "all"]],
    "spectral-owasp": ["@stoplight/spectral-owasp-ruleset"],
}
OVER_ALL, OF_EACH, FEW = 0.01, 0.02, 2


class Finding(NamedTuple):
    """What has to be the same."""

    code: str
    severity: int
    path: tuple[str, ...]
    range: tuple[int, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Finding":
        ends = (row["range"][end][axis] for end in ("start", "end") for axis in ("line", "character"))
        return cls(row["code"], row["severity"], tuple(map(str, row["path"])), tuple(ends))


class Difference(NamedTuple):
    ruleset: str
    document: str
    sign: str
    """`-` Spectral tells it and we do not, `+` the other way round."""
    finding: Finding


@dataclass
class Agreement:
    """What was compared, and what was different."""

    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Findings of Spectral's by ruleset and code."""
    differences: list[Difference] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, ruleset: str, document: str, theirs: Iterable[Any], ours: Iterable[Any]) -> None:
        told, found = Counter(map(Finding.of, theirs)), Counter(map(Finding.of, ours))
        self.expected.update((ruleset, one.code) for one in told.elements())
        for sign, only in (("-", told - found), ("+", found - told)):
            self.differences += (Difference(ruleset, document, sign, one) for one in only.elements())

    def counts(self, part: int | None = None) -> dict[str, tuple[int, int]]:
        """How many findings there are, how many differences: over all, by ruleset (0) or by code (1)."""
        found, different = Counter[str](), Counter[str]()
        for key, number in self.expected.items():
            found["all" if part is None else key[part]] += number
        for one in self.differences:
            different["all" if part is None else (one.ruleset, one.finding.code)[part]] += 1
        return {name: (found[name], different[name]) for name in sorted(found | different)}

    def missed(self) -> list[str]:
        """The targets that do not hold."""
        told = [
            f"{name}: {different} of {found}"
            for part in (0, 1)
            for name, (found, different) in self.counts(part).items()
            if different > max(FEW, OF_EACH * found)
        ]
        found, different = self.counts().get("all", (0, 0))
        return told + ([f"over all: {different} of {found}"] if different > OVER_ALL * found else [])


def documents() -> Iterator[tuple[str, Path, Path]]:
    """Ruleset, document, and the file that has what Spectral told."""
    for ruleset in EXTENDS:
        for told in sorted((EXPECTED / ruleset).glob("*.json")):
            name = told.name.removesuffix(".json")
            yield ruleset, next(place / name for place in PLACES if (place / name).exists()), told


def lint(document: Path, ruleset: Path) -> list[Any]:
    """What the command tells."""
    command = [sys.executable, "-m", "services.contracts", "lint", document, "--ruleset", ruleset, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout) if done.stdout else None
    if not isinstance(said, list) or done.stderr:
        raise SystemExit(f"{document.name} with {ruleset.name}: {done.stdout[:500]}{done.stderr[:2000]}")
    return said


def compare(ruleset: str = "", document: str = "") -> Agreement:
    agreement = Agreement()
    with tempfile.TemporaryDirectory() as folder:
        for name, path, told in documents():
            if ruleset in ("", name) and document in ("", path.name):
                written = Path(folder) / f"{name}.yaml"
                written.write_text(json.dumps({"extends": EXTENDS[name]}))
                start = time.perf_counter()
                ours = lint(path, written)
                agreement.seconds[f"{name} {path.name}"] = round(time.perf_counter() - start, 2)
                agreement.add(name, path.name, json.loads(told.read_text()), ours)
    return agreement


def main(arguments: list[str]) -> int:
    agreement = compare(*arguments[:2])
    for ruleset, document, sign, one in agreement.differences:
        print(sign, ruleset, document, one.code, one.severity, "/".join(one.path), one.range)
    for part in (1, 0, None):
        print(f"\n{('of ruleset', 'of code')[part] if part is not None else '':60}{'findings':>10}{'different':>10}")
        for name, (found, different) in agreement.counts(part).items():
            print(f"{name:60}{found:10,}{different:10,}")
    missed = agreement.missed()
    print("\n".join(["", *missed]))
    parts = {"rulesets": agreement.counts(0), "codes": agreement.counts(1)}
    print(json.dumps({"all": agreement.counts().get("all"), **parts, "seconds": agreement.seconds, "missed": missed}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
