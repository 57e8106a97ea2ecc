"""The findings for a terminal, the way a good compiler tells them."""

import os
from collections.abc import Iterable, Iterator

from ..limits import Limits
from ..score import Score
from .excerpt import excerpt, lines_of, visible
from .outcome import Judged, Outcome, Run

MOST = 200
"""Findings shown of one contract; the other outputs have them all."""
_COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36", "hint": "1;34", "path": "1", "dim": "2", "good": "1;32"}
_NOT_ONE = {"error": "errors", "warning": "warnings", "info": "infos", "hint": "hints"}


class Ink:
    """Colours, or none."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, kind: str, text: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self.on and text else text


def wants_colour(asked: str, terminal: bool) -> bool:
    """`auto`: on a terminal, unless somebody said NO_COLOR or the terminal is dumb."""
    if asked != "auto":
        return asked == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Text:
    """A line for each finding with the place in the source under it; the sums of each contract and of all."""

    def __init__(self, limits: Limits, *, colour: bool = False, quiet: bool = False, room: int = 100) -> None:
        self.limits = limits
        self.ink = Ink(colour)
        self.quiet = quiet
        self.room = max(20, room)
        self.mended: set[str] = set()

    def add(self, outcome: Outcome) -> str:
        if outcome.reason:
            return ""  # said on standard error
        return "".join(f"{line}\n" for line in self._lines(outcome))

    def _lines(self, outcome: Outcome) -> Iterator[str]:
        counted = outcome.counted
        shown = counted if self.quiet else counted[:MOST]
        sources: dict[str, list[str]] = {}
        if shown and not self.quiet:
            sources = {name: lines_of(text) for name, text in outcome.texts(self.limits).items()}
        for one in shown:
            yield self._headline(one)
            if not self.quiet:
                yield from self._source(one, sources.get(one.file, []))
                yield from self._mend(one, outcome)
        if self.quiet:
            return
        more = len(counted) - len(shown) + outcome.beyond.total()
        if more:
            yield f"... and {more:,} more; `--format json` tells them all."
            yield ""
        yield self._sums(outcome)
        yield ""

    def _headline(self, one: Judged) -> str:
        ink, found = self.ink, one.found
        place = ink("path", f"{visible(one.file)}:{found.line}:{found.column}:")
        severity, rule = ink(found.severity, f"{found.severity}:"), ink("dim", f"[{found.rule}]")
        return f"{place} {severity} {visible(found.message)} {rule}"

    def _source(self, one: Judged, source: list[str]) -> Iterator[str]:
        found = one.found
        if found.line > len(source):
            return
        line = source[found.line - 1]
        end = found.end_column if found.end_line == found.line else len(line) + 1
        number = str(found.line)
        shown, marks = excerpt(line, found.column, end, self.room - len(number) - 5)
        bar = self.ink("dim", "|")
        yield f"  {self.ink('dim', number)} {bar} {shown}"
        yield f"  {' ' * len(number)} {bar} {self.ink(found.severity, marks)}"

    def _mend(self, one: Judged, outcome: Outcome) -> Iterator[str]:
        rule = outcome.report.rules[one.found.rule]
        if rule["mend"] and rule["id"] not in self.mended:
            self.mended.add(rule["id"])
            margin = " " * len(str(one.found.line))
            yield f"  {margin} {self.ink('dim', '=')} {self.ink('good', 'mend:')} {rule['mend']}"
        yield ""

    def _sums(self, outcome: Outcome) -> str:
        form = outcome.report.data["format"]
        said = self.ink("path", visible(outcome.name)) + (f" ({form['label']})" if form else "")
        said += f": {self._counts(outcome.counts.items(), whole=not outcome.unasked)}"
        for standing, words in (("known", "known before"), ("waived", "waived")):
            if number := outcome.standings[standing]:
                said += f", {number:,} {words}"
        score = outcome.report.score(outcome.waived)
        return f"{said}." + (f" {held(score)}" if score.total else "") + self._unasked([outcome])

    def _counts(self, counts: Iterable[tuple[str, int]], *, whole: bool) -> str:
        """`whole`: everything was checked, so that nothing found is good."""
        sums = dict(counts)
        said = ", ".join(self.ink(kind, counted(sums[kind], kind)) for kind in _NOT_ONE if sums.get(kind))
        return said or (self.ink("good", "nothing found") if whole else "nothing found")

    def _unasked(self, outcomes: list[Outcome]) -> str:
        """How many rules of rulesets could not judge: each contract counts for itself."""
        number = sum(len(one.unasked) for one in outcomes)
        if not number:
            return ""
        return " " + self.ink("error", f"{number:,} {'rule' if number == 1 else 'rules'} of rulesets not checked.")

    def _found(self, run: Run) -> str:
        """What was found in all of them. Nothing found is said of those only that were checked."""
        counts = dict(run.severities())
        if run.unchecked and not any(counts.values()):
            return f"nothing found in the {len(run.outcomes) - len(run.unchecked):,} that could be checked"
        return self._counts(counts.items(), whole=not any(one.unasked for one in run.outcomes))

    def end(self, run: Run) -> str:
        if self.quiet:
            return ""
        lines = []
        checked = [one for one in run.outcomes if not one.reason]
        if len(run.outcomes) > 1:
            held_, asked = 0, 0
            for one in checked:
                score = one.report.score(one.waived)
                held_, asked = held_ + score.passed, asked + score.total
            said = f"{len(run.outcomes):,} contracts: "
            if checked:
                said += f"{self._found(run)}." + (f" {held_:,} of {asked:,} checks hold." if asked else "")
                said += self._unasked(checked)
                failed = len(run.unchecked)
                lines.append(said + (self.ink("error", f" {failed:,} could not be checked.") if failed else ""))
            else:
                lines.append(said + self.ink("error", "none could be checked."))
        if run.passed:
            files = "1 file is" if run.passed == 1 else f"{run.passed:,} files are"
            lines.append(f"{files} of no contract format and {'was' if run.passed == 1 else 'were'} passed over.")
        return "".join(f"{line}\n" for line in lines)


def counted(number: int, kind: str) -> str:
    return f"{number:,} {kind if number == 1 else _NOT_ONE[kind]}"


def held(score: Score) -> str:
    """The score in words."""
    return f"{score.passed} of {score.total} checks hold, {score.failed} do not, {score.not_checked} not checked."
