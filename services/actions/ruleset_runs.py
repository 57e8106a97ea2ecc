"""How each ruleset fared in a check is recorded: what its rules found, what they judged, and why they did not."""

from typing import Any

from portal.kit.text import storable
from services import contracts as engine
from services.models import Check, RulesetRun
from services.reads.holding import Holding
from services.reads.reports import Reading, ruleset_of

LONGEST = 300


def record_runs(check: Check, reading: Reading, held: list[Holding], unasked: str) -> None:
    """One row a ruleset that held when the check began. ``unasked``: why the check had to leave them out."""
    RulesetRun.objects.bulk_create(_run(check, reading, one, unasked) for one in held)


def _run(check: Check, reading: Reading, one: Holding, unasked: str) -> RulesetRun:
    run = RulesetRun(check_run=check, version=one.version, state=RulesetRun.State.NOT_CHECKED)
    rules: dict[str, list[Any]] = {}
    for said in reading.report.data["rules"]:
        if ruleset_of(said["id"]) != one.slug:
            continue
        row = rules.setdefault(said["id"].partition(":")[2], [0, said["judged"], said["note"][:LONGEST]])
        row[0] += said["count"]
        run.findings += said["count"]
        run.errors += said["count"] if said["severity"] == "error" else 0
    run.rules = rules
    notes = {note for _, _, note in rules.values()}
    if unasked:
        run.reason = f"It was left out, for with it the check did not end well: {unasked}"
    elif not reading.checked:
        run.reason = reading.reason or "The document could not be judged."
    elif not rules:
        run.reason = "None of its rules was asked."
    elif all(map(engine.is_elsewhere, notes)):
        run.state, run.reason = RulesetRun.State.DOES_NOT_APPLY, _about(notes)
    elif not any(judged or not note for _, judged, note in rules.values()) and len(notes) == 1:
        run.reason = notes.pop()
    else:
        run.state = RulesetRun.State.ASKED
    run.reason = storable(run.reason, 1_000)
    return run


def _about(notes: set[str]) -> str:
    return notes.pop() if len(notes) == 1 else "Its rules are about documents of other formats than this one."
