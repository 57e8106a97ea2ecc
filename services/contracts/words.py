"""The findings for a terminal, the way a good compiler tells them."""

from collections import Counter
from collections.abc import Iterator

from .lint import Checked
from .registry import SEVERITIES
from .score import Count, score

_MOST = 200


def told(checked: Checked, name: str, data: bytes) -> Iterator[str]:
    """A line for each finding with the place in the source under it, then the sums."""
    source = data.decode("utf-8", "replace").splitlines()
    for finding in checked.findings[:_MOST]:
        span = finding.span
        yield f"{name}:{span.line}:{span.column}: {finding.severity}: {finding.message} [{finding.rule}]"
        if span.line <= len(source):
            line = source[span.line - 1]
            begin = max(0, span.column - 60)
            shown = "".join(letter if letter.isprintable() else "?" for letter in line[begin : begin + 120])
            last = span.end_column if span.end_line == span.line else len(line) + 1
            under = min(max(1, last - span.column), max(1, 121 - (span.column - begin)))
            number = str(span.line)
            yield f"  {number} | {shown}"
            yield f"  {' ' * len(number)} | {' ' * (span.column - 1 - begin)}{'^' * under}"
    if len(checked.findings) > _MOST:
        yield f"... and {checked.total - _MOST:,} more; `--format json` tells them all."
    counts = Counter(one.severity for one in checked.findings)
    sums = ", ".join(f"{counts[severity]:,} {severity}" for severity in SEVERITIES if counts[severity])
    total = score(Count(run.rule.id, run.rule.group, None if run.unjudged else run.found) for run in checked.runs)
    held = f"{total.passed} of {total.total} checks hold, {total.failed} do not, {total.not_checked} not checked."
    yield f"{sums or 'Nothing found'}. {held}"
