"""The API of what was found, what is waived, and the rules."""

from types import SimpleNamespace
from typing import Any

from django.http import Http404

from portal.kit import jobs
from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_from, rows_of
from portal.kit.text import storable
from services import contracts as engine
from services.actions import checks as actions
from services.api import check_shapes, find, words
from services.api.catalog import ID
from services.models import Check, Waiver
from services.reads import contracts as reads
from services.reads.reports import LONGEST_TEXT, Reading, reading_of

path_word("check", "The id of a check.", "311", **ID)
path_word("waiver", "The id of a waiver.", "19", **ID)
path_word(
    "rule", "The name of a rule.", "operation-described",
    type="string", pattern="^[-a-zA-Z0-9_]+$", minLength=1, maxLength=80,
)  # fmt: skip

checks = Group("Checks", "What the rules found in a revision, and how far a check is.")
waivers = Group("Waivers", "Findings that a team leaves as they are: until a day, for a reason, with data, in public.")
rules = Group("Rules", "What is looked for, and why.")


@checks.get(gives=check_shapes.CheckAnswer)
def get_check(request: Call, check: int) -> Check:
    """Read one check.

    While it runs, `progress` says how far it is. Ask again until `is_final` is true.
    """
    found = find.check_of(request, check)
    job = jobs.latest(reads.CHECK_JOB, found.pk) if found.state == Check.State.RUNNING else None
    found.progress = job.progress if job is not None else None  # type: ignore[attr-defined]
    return found


@checks.get(gives=check_shapes.FindingAnswer, many=True, asks=words.FindingQuery)
def list_findings(request: Call, service: str, contract: str, number: int, words: Given) -> Rows:
    """List what the newest check of a revision found.

    In the order of the lines, waived findings too. Empty until the first check has ended: read the revision to tell
    "nothing found" from "not checked". Of more than 100,000 findings the rest is only counted, in the report.
    """
    revision = find.revision_of(request, service, contract, number)
    reading = reading_of(revision)
    if reading is None:
        return Rows([], 0)
    chosen = _chosen(reading, words.get("rule", ""), words.get("severity", ""))
    waived = set(reads.active_waivers(revision.contract))
    shown = rows_of(words, chosen)
    return Rows([_told(reading, index, waived) for index in shown.rows], shown.total)


def _chosen(reading: Reading, rule: str, severity: str) -> list[int] | range:
    """Which findings of the report, by their place in it; only those of the window are built."""
    if not rule and not severity:
        return range(len(reading.report))
    data = reading.report.data
    wanted = {
        number
        for number, one in enumerate(data["rules"])
        if (not rule or one["id"] == rule) and (not severity or one["severity"] == severity)
    }
    return [index for index, number in enumerate(data["findings"]["rule"]) if number in wanted]


def _told(reading: Reading, index: int, waived: set[str]) -> dict[str, Any]:
    found = reading.report.finding(index)._asdict()
    texts = {name: storable(found[name], LONGEST_TEXT) for name in ("message", "key", "file")}
    return {**found, **texts, "waived": found["fingerprint"] in waived}


@checks.get(gives=check_shapes.OperationAnswer, many=True, asks=words.OperationQuery)
def list_operations(request: Call, service: str, contract: str, number: int, words: Given) -> Rows:
    """List the operations of a revision.

    Operations and messages as the newest check read them, in the order of the document. Empty until it has ended.
    """
    revision = find.revision_of(request, service, contract, number)
    text = words.get("q", "")
    return rows_from(words, lambda page, size: reads.operations(reading_of(revision), text, page, size))


@waivers.get(gives=check_shapes.WaiverAnswer, many=True, asks=words.WaiverQuery)
def list_waivers(request: Call, words: Given) -> Rows:
    """List every waiver of the company.

    The next to end first. Waivers are public inside, with who gave them, why, and on which data.
    """
    state = words.get("state", "")
    return rows_from(words, lambda page, size: reads.waivers(request.user, state, page, size))


@waivers.post(takes=words.NewWaiver, gives=check_shapes.WaiverAnswer, status=201)
def give_waiver(request: Call, service: str, contract: str, number: int, words: Given) -> Waiver:
    """Create a waiver for one finding.

    Members of the owning team grant it to themselves, in public, for at most a year. It holds for every revision of the
    contract that has the finding. Refused with `finding-gone` when the newest check does not find it any more.
    """
    revision = find.revision_of(request, service, contract, number)
    return actions.waive_finding(revision, words.pop("fingerprint"), by=request.user, **words)


@waivers.get(gives=check_shapes.WaiverAnswer)
def get_waiver(request: Call, waiver: int) -> Waiver:
    """Read one waiver.

    Also one that has expired or was withdrawn.
    """
    return find.waiver_of(request, waiver)


@waivers.post(gives=check_shapes.WaiverAnswer)
def withdraw_waiver(request: Call, waiver: int) -> Waiver:
    """Withdraw a waiver.

    The finding counts again at once. Members of the owning team may.
    """
    return actions.withdraw_waiver(find.waiver_of(request, waiver), by=request.user)


@rules.get(gives=check_shapes.RuleAnswer, many=True)
def list_rules(request: Call, words: Given) -> Rows:
    """List the rules.

    In the order of the score's groups. They look at what a contract says, not at its format, so they hold for every
    technology.
    """
    return rows_of(words, list(engine.rules().values()))


@rules.get(gives=check_shapes.RuleWhole)
def get_rule(request: Call, rule: str) -> object:
    """Read one rule.

    With a document that keeps it and one that does not, for each technology that has examples.
    """
    found = engine.rules().get(rule)
    if found is None:
        raise Http404
    examples = [
        {"technology": name, "good": good.strip(), "bad": (found.bad or {})[name].strip()}
        for name, good in (found.good or {}).items()
    ]
    facts = ("id", "title", "group", "severity", "why", "mend", "source")
    return SimpleNamespace(**{name: getattr(found, name) for name in facts}, told_examples=examples)
