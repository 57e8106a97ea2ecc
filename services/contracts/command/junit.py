"""JUnit's XML, which every CI server shows: a suite a contract, a case a check."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ..registry import SEVERITIES
from .excerpt import visible
from .outcome import Judged, Outcome, Run


class JUnit:
    """A check fails when one of its findings is as heavy as what the command fails on; lighter ones are its output."""

    def __init__(self, fail_on: str) -> None:
        self.heavy = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        self.suites: list[str] = []
        self.sums = [0, 0, 0, 0]

    def add(self, outcome: Outcome) -> str:
        cases = list(self._not_checked(outcome) if outcome.reason else self._cases(outcome))
        text = "\n".join(line for _, line in cases)
        sums = [len(cases), *(sum(kind == one for kind, _ in cases) for one in ("failure", "error", "skipped"))]
        self.sums = [before + now for before, now in zip(self.sums, sums, strict=True)]
        seconds = outcome.report.data["seconds"].get("all", 0)
        self.suites.append(
            f"  <testsuite name={_quoted(outcome.name)} {_numbers(sums)} time={quoteattr(f'{seconds:.3f}')}>\n"
            f"{text}\n  </testsuite>"
        )
        return ""

    def end(self, run: Run) -> str:
        total, failures, errors, skipped = self.sums
        head = f'<testsuites name="homeport" {_numbers([total, failures, errors, skipped])}>'
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *self.suites, "</testsuites>", ""])

    def _not_checked(self, outcome: Outcome) -> Iterator[tuple[str, str]]:
        reason = outcome.reason
        if reason:
            where = f"{outcome.reason_file}:{reason.line}:{reason.column}"
            said = f"<error type={_quoted(reason.code)} message={_quoted(reason.message)}>{_escaped(where)}</error>"
            yield "error", _case(outcome, "can be checked", said)

    def _cases(self, outcome: Outcome) -> Iterator[tuple[str, str]]:
        by_rule: dict[str, list[Judged]] = {}
        for one in outcome.counted:
            by_rule.setdefault(one.found.rule, []).append(one)
        for rule in outcome.report.rules.values():
            found = by_rule.get(rule["id"], [])
            name = f"{rule['id']}: {rule['title']}"
            text = _escaped("\n".join(_line(one) for one in found))
            if found and rule["severity"] in self.heavy:
                number = "1 finding" if len(found) == 1 else f"{len(found)} findings"
                said = f"<failure type={_quoted(rule['severity'])} message={_quoted(number + '. ' + rule['mend'])}>"
                yield "failure", _case(outcome, name, f"{said}{text}</failure>")
            elif found:
                yield "passed", _case(outcome, name, f"<system-out>{text}</system-out>")
            elif rule["state"] == "not-checked" and rule["group"] != "document":
                yield "skipped", _case(outcome, name, f"<skipped message={_quoted(rule['note'])}/>")
            elif rule["state"] != "not-checked":
                yield "passed", _case(outcome, name, "")
        if beyond := sum(outcome.beyond[one] for one in self.heavy):
            said = f"<failure message={_quoted(f'{beyond:,} more findings, too many to keep their places')}/>"
            yield "failure", _case(outcome, "all findings have a place", said)


def _case(outcome: Outcome, name: str, said: str) -> str:
    contract = _quoted(outcome.name)
    return f"    <testcase classname={contract} name={_quoted(name)} file={contract}>{said}</testcase>"


def _line(one: Judged) -> str:
    found = one.found
    return f"{one.file}:{found.line}:{found.column}: {found.severity}: {found.message}"


def _numbers(sums: list[int]) -> str:
    names = ("tests", "failures", "errors", "skipped")
    return " ".join(f'{name}="{number}"' for name, number in zip(names, sums, strict=True))


def _escaped(text: str) -> str:
    """XML has no way to write most control characters at all."""
    return escape("\n".join(_plain(line) for line in text.split("\n")))


def _quoted(text: str) -> str:
    return quoteattr(_plain(text))


def _plain(text: str) -> str:
    return visible(text).encode("utf-8", "replace").decode()
