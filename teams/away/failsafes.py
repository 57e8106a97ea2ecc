"""The forty failsafes F1 to F40: what each does, where, in which group, and the numbers a division may set."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What belongs together; a preset switches whole groups off."""

    ASKING = "asking"
    ANSWERING = "answering"
    CROWD = "many-at-once"
    MANAGERS = "managers"
    CHARTER = "charter"
    ARRIVING = "arriving"
    WORKING = "working"
    SAFETY = "safety"
    AFTER = "after-release"
    LOOKING_BACK = "looking-back"
    WATCHING = "watching"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


class Unit(StrEnum):
    """What a number counts. Working days are those of whoever is awaited."""

    WORKING = "working days"
    DAYS = "days"
    ROUNDS = "rounds"
    PERCENT = "percent"
    TIMES = "times"
    TEAMS = "away teams"
    SERVICES = "services"
    LINES = "lines"
    DEMANDS = "demands"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a failsafe: its default, what it counts, and the least and most a division may set."""

    name: str
    default: int
    unit: Unit
    least: int
    most: int
    label: str
    only: tuple[int, ...] = ()
    """The only values there are, where others make no sense."""

    def counted(self, value: int) -> str:
        """So many of what it counts: "1 working day"."""
        return f"{value} {self.unit.removesuffix('s') if value == 1 else self.unit}"

    def why_not(self, value: object) -> str | None:
        """None for a value that may be set, else the sentence that says which ones may."""
        if self.only and value not in self.only:
            return f"One of {', '.join(str(each) for each in self.only)} {self.unit}."
        if type(value) is not int or not self.least <= value <= self.most:
            return f"A whole number from {self.least} to {self.most} {self.unit}."
        return None


@dataclass(frozen=True, slots=True)
class Failsafe:
    """One failsafe: ``does`` while it is on, ``without`` it when it is off, ``where`` on its way it bites."""

    code: str
    name: str
    group: Group
    where: str
    does: str
    without: str
    numbers: tuple[Number, ...] = ()
    by_division: bool = True
    """Whether a division may switch it off; else only stewards, for the whole company."""

    @property
    def order(self) -> int:
        return int(self.code[1:])


def _days(name: str, default: int, label: str, most: int = 30) -> Number:
    return Number(name, default, Unit.WORKING, 1, most, label)


G, N, U = Group, Number, Unit
_TABLE = (
    Failsafe("F1", "A whole request", G.ASKING, "asking",
        "A request says why, the effect in numbers, the scope, who comes for how long, and what doing nothing costs.",
        "It can be sent with words missing and before anybody is named who comes."),
    Failsafe("F2", "Look before asking", G.ASKING, "the form",
        "Similar requests and what the service offers today are shown before anything is written.",
        "The form shows neither."),
    Failsafe("F3", "Similar requests together", G.CROWD, "triage",
        "Open requests of other teams that want the same are put together, and one answer counts for all.",
        "Each is answered alone.",
        (_days("bundle_days", 2, "for finding similar ones"),)),
    Failsafe("F4", "A sponsor", G.MANAGERS, "submitted",
        "The guests' manager confirms people and time; until then the request sleeps and the host's time stands still.",
        "A request is the host's to answer at once.",
        (_days("sponsor_days", 3, "for the sponsor"),)),
    Failsafe("F5", "A first answer", G.ANSWERING, "submitted",
        "The host is nudged, then its lead, then whoever leads its division, and a late first answer is counted.",
        "Nobody is nudged; only the decision has its time.",
        (_days("first_answer_days", 2, "until the host is nudged"), _days("first_lead_days", 4, "until its lead is"),
         _days("first_head_days", 6, "until its division's head is"))),
    Failsafe("F6", "A decision in time", G.ANSWERING, "triage",
        "A request that is not decided in time is passed on, and at last the guests may build a copy, asking nobody.",
        "A request waits for its host as long as it takes.",
        (_days("decision_days", 5, "for the decision"), _days("copy_after_days", 10, "until the copy is free", 60))),
    Failsafe("F7", "No without data", G.ASKING, "declining",
        "Declining takes a reason that holds, and data; having no time is none, and saying so often is a signal.",
        "A sentence is enough, and having no time is a reason.",
        (N("no_time_times", 3, U.TIMES, 1, 20, "without time to review, until it is a signal"),), by_division=False),
    Failsafe("F8", "Promises bind", G.ANSWERING, "promised",
        "A promise that is late for too long opens the service to the guests by itself.",
        "A promise stays one, however late.",
        (_days("offer_days", 5, "for answering an offer"), _days("grace_days", 10, "after the promised day"))),
    Failsafe("F9", "Not too many at once", G.CROWD, "triage",
        "A host has only so many guests at once, and a person is in only so many away teams; the others queue.",
        "Everybody comes who was agreed to.",
        (N("host_limit", 2, U.TEAMS, 1, 20, "at one host at once"),
         N("person_limit", 1, U.TEAMS, 1, 5, "of one person at once"),
         _days("queue_days", 20, "in the queue, until whoever leads above decides", 60))),
    Failsafe("F10", "A whole charter", G.CHARTER, "drafting",
        "A charter says what counts as done before anybody signs; one that is left lying gets somebody who helps.",
        "It may leave open what counts as done, and nobody asks for it.",
        (_days("draft_days", 5, "for the draft"),)),
    Failsafe("F11", "Two signatures under one text", G.CHARTER, "signing",
        "Both leads sign the same text; a change needs both again; one that is not signed in time is passed on.",
        "The signature of the host's lead is enough, and nobody waits for it.",
        (_days("sign_days", 3, "for a signature"),), by_division=False),
    Failsafe("F12", "The host first", G.ARRIVING, "preflight",
        "Before the guests come the host shows that its own build, tests and docs hold; what does not, binds nobody.",
        "Guests come without a look at the host's own state.",
        (_days("preflight_days", 5, "for the look"),)),
    Failsafe("F13", "Least access", G.SAFETY, "onboarding",
        "Access is to what is in scope, and ends by itself with the last day; once released, after the warranty.",
        "Access is given and taken by hand.", by_division=False),
    Failsafe("F14", "An onboarding pack", G.ARRIVING, "onboarding",
        "The host hands over its architecture, runbook and contacts; when it does not, it is nudged and counted.",
        "Guests find out by asking.",
        (_days("pack_days", 3, "for the pack"),)),
    Failsafe("F15", "A walking skeleton", G.ARRIVING, "active",
        "A change that does nothing goes to production first; when it cannot, the pipeline is marked as a risk.",
        "The first change that goes to production is a real one.",
        (_days("skeleton_days", 5, "for the first change"), _days("risk_days", 2, "for both leads to react"))),
    Failsafe("F16", "A design first", G.ARRIVING, "active",
        "A short design is read before much is written; silence agrees, and that is on record.",
        "Work begins without one.",
        (_days("design_days", 3, "for reading it"),)),
    Failsafe("F17", "Reviews in time", G.WORKING, "in review",
        "A review that is not begun in time goes to the reviewer, the deputy, and then to whoever else may approve.",
        "A change waits for its reviewer as long as it takes.",
        (_days("review_days", 1, "for a first look"), _days("review_deputy_days", 2, "until the deputy is asked"),
         _days("review_pool_days", 3, "until anybody may"),
         N("most_diff_lines", 400, U.LINES, 20, 5000, "in one change"))),
    Failsafe("F18", "Few rounds", G.WORKING, "in review",
        "After so many rounds a mediator decides about a change.",
        "Rounds go on without end.",
        (N("rounds", 3, U.ROUNDS, 1, 10, "of review a change"), _days("mediator_days", 2, "for the mediator"))),
    Failsafe("F19", "Goalposts stay", G.CHARTER, "in review",
        "What was not signed is a numbered demand guests may refuse; silence refuses it; too many force a look back.",
        "What the hosts ask for later counts at once.",
        (N("goalposts", 3, U.DEMANDS, 0, 20, "at most, before a look back is due"),
         _days("demand_days", 3, "for answering a demand"))),
    Failsafe("F20", "Guests who stall", G.WORKING, "active",
        "Guests of whom nothing is seen are marked as blocking; at last the host may take the work back or end it.",
        "Nobody looks whether work goes on.",
        (_days("stall_days", 5, "without a sign"), _days("reclaim_days", 10, "until the host may take it back", 60))),
    Failsafe("F21", "Hosts who stall", G.WORKING, "active",
        "While the guests wait for the host, that time is added to their last day and shown.",
        "Waiting for the host costs the guests their own time.",
        (_days("host_block_days", 1, "for the host to unblock"),)),
    Failsafe("F22", "One status a week", G.MANAGERS, "active",
        "A short status a week that both managers read; one that is missing too often is marked.",
        "Nobody reports.",
        (_days("status_days", 5, "from one to the next"), N("status_lines", 10, U.LINES, 3, 40, "of a status"),
         N("status_missed", 2, U.TIMES, 1, 10, "missing, until it is marked"))),
    Failsafe("F23", "A time box", G.CHARTER, "active",
        "Work has a last day, may be renewed once with data, and never goes beyond the cap.",
        "Any day within a year may be signed, and changed again.",
        (_days("box_days", 60, "of work", 250), _days("cap_days", 120, "at most, renewed", 250),
         _days("over_days", 5, "after the last day, to hand over or end it"))),
    Failsafe("F24", "A brake for wide blasts", G.SAFETY, "in review",
        "A change to what many use, or to something critical, needs its contract checked and advice; silence goes on.",
        "Such a change is reviewed as any other.",
        (N("consumers", 5, U.SERVICES, 1, 200, "that use it"), _days("advice_days", 3, "for the advice"))),
    Failsafe("F25", "No back door", G.SAFETY, "in review",
        "What reads a store past its contract is not merged, unless both sides write that they want it.",
        "Nobody looks for it.",
        (_days("override_days", 3, "for the other lead to allow it"),), by_division=False),
    Failsafe("F26", "A way back", G.SAFETY, "releasing",
        "Before a release stands how it is switched off, and the host may do so alone at any time.",
        "A release needs no way back.",
        (_days("way_back_days", 2, "for naming it, of what is in production already"),)),
    Failsafe("F27", "Incidents find their guests", G.AFTER, "released",
        "An incident in what the guests touched reaches them as the second line.",
        "Incidents are the host's alone.",
        (_days("window_days", 10, "after the release"),)),
    Failsafe("F28", "A warranty", G.AFTER, "warranty",
        "From production on the guests mend what they built; what they leave goes to their manager and is counted.",
        "With the release the work is over.",
        (N("warranty_days", 30, U.DAYS, 30, 100, "of warranty", only=(30, 45, 60, 100)),
         _days("mend_days", 5, "for mending what is not urgent"))),
    Failsafe("F29", "A handback", G.AFTER, "handback",
        "Runbook, tests, dashboards and a shift together are handed over; the host's silence accepts them.",
        "The work is over with the warranty.",
        (_days("handback_days", 10, "for the host"),)),
    Failsafe("F30", "A keeper", G.CHARTER, "handback",
        "Nothing closes before it is written who keeps it from now on.",
        "It closes without, and the host keeps it."),
    Failsafe("F31", "A way out", G.CHARTER, "anywhere",
        "Either side may end it with a reason; what is merged is finished or switched off, and access ends.",
        "Neither side ends work that has begun; a steward ends it for both.",
        (_days("winddown_days", 5, "for winding down"),), by_division=False),
    Failsafe("F32", "A copy of one's own", G.ANSWERING, "declined or ended",
        "Who was refused or failed may build a copy; it is on record and looked at again.",
        "A no is the end.",
        (N("copy_review_days", 365, U.DAYS, 90, 730, "until the copy is looked at"),), by_division=False),
    Failsafe("F33", "Conflicts become decisions", G.MANAGERS, "escalated",
        "Managers get the options in numbers and a day; silence goes one level up and stays in sight.",
        "Whoever was asked answers or not.",
        (_days("roadmap_days", 10, "for the decision"),)),
    Failsafe("F34", "A look back", G.LOOKING_BACK, "closed",
        "Three questions to both sides and one thing each will do; who does not answer is shown so.",
        "It closes without.",
        (_days("measure_days", 5, "for measuring again"), _days("retro_days", 5, "for the answers"))),
    Failsafe("F35", "Credit", G.LOOKING_BACK, "closed",
        "Who did it and what came of it is written to them and their managers; silence has it written from facts.",
        "Nobody is thanked by the portal.",
        (_days("credit_days", 5, "for the words"),)),
    Failsafe("F36", "Fairness in sight", G.WATCHING, "always",
        "How teams host and visit is counted and shown; what lies far out gets a friendly look, never a penalty.",
        "Nothing is counted.",
        (N("fair_least", 4, U.TIMES, 1, 50, "at least, before a team is compared"),
         N("acceptance_percent", 50, U.PERCENT, 0, 100, "accepted, at least"),
         _days("slow_review_days", 3, "of a median review, at most"),
         N("goalpost_percent", 100, U.PERCENT, 0, 1000, "demands per charter, at most"),
         N("warranty_percent", 80, U.PERCENT, 0, 100, "of warranties kept, at least"))),
    Failsafe("F37", "A signal for staffing", G.WATCHING, "always",
        "A host that lives of its guests is shown to whoever leads its division: fund it or split it.",
        "Nobody is told.",
        (N("guests_a_year", 4, U.TEAMS, 1, 50, "a year, at most"),
         N("guest_work_percent", 30, U.PERCENT, 1, 100, "of merged work by guests, at most"))),
    Failsafe("F38", "Agents as guests", G.SAFETY, "always",
        "A machine that comes has a person who answers for it, the same charter, and smaller changes.",
        "A machine comes as a person does.",
        (N("agent_diff_lines", 100, U.LINES, 10, 2000, "in one change of an agent"),), by_division=False),
    Failsafe("F39", "Closed, until when", G.ASKING, "asking",
        "A closed service says so at once, with its last day and whom to ask; the wish is counted.",
        "A closed service is asked as any other.",
        (_days("closed_days", 5, "for the answer"),)),
    Failsafe("F40", "Teams that end", G.CHARTER, "anywhere",
        "When a team ends its charters move on with the service, or end in order; nothing hangs.",
        "What its team leaves behind stays as it is.",
        (_days("orphan_days", 5, "for whoever takes over"),), by_division=False),
)  # fmt: skip
FAILSAFES: dict[str, Failsafe] = {each.code: each for each in _TABLE}
NUMBERS: dict[str, Number] = {number.name: number for each in _TABLE for number in each.numbers}
ASCENDING = (
    ("first_answer_days", "first_lead_days", "first_head_days"),
    ("decision_days", "copy_after_days"),
    ("review_days", "review_deputy_days", "review_pool_days"),
    ("stall_days", "reclaim_days"),
    ("box_days", "cap_days"),
)
"""Numbers of which each has to be larger than the one before it."""


def of_group(group: Group) -> Iterator[Failsafe]:
    """The failsafes of one group, in the order of their codes."""
    return (each for each in _TABLE if each.group == group)
