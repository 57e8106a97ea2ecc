"""The kinds of remarks on a ruleset. Each is a rule of the report on it, with why it matters and how to mend it."""

from ..registry import RULESET_GROUP, Rule, Severity

OFTEN = 500
"""Remarks of one kind that are told."""


def _kind(name: str, severity: Severity, title: str, why: str, mend: str) -> Rule:
    return Rule(name, title, RULESET_GROUP, severity, "Homeport, on rulesets", mend, why)


MISTAKE = _kind(
    "ruleset-mistake", "error", "The ruleset can be run",
    "A ruleset that is not understood wholly would judge less than its author means, and nobody would notice.",
    "Change the line as the message says. It cannot be put in force before.",
)  # fmt: skip
NOT_RUN = _kind(
    "ruleset-rule-not-run", "warning", "Every rule can be run here",
    "What cannot be run here judges nothing. Its rule counts as not checked in every document.",
    "Write it with the functions and filters that are run here, or take it out.",
)  # fmt: skip
UNSAID = _kind(
    "ruleset-rule-unsaid", "warning", "Every rule says what it asks for",
    "Without a message or a description people are told that something is wrong, and not what.",
    "Give the rule a message for who mends it, and a description for who asks why.",
)  # fmt: skip
UNEXPLAINED = _kind(
    "ruleset-rule-unexplained", "info", "Every rule leads to its reasons",
    "Who is held to a rule wants to read why it is there and how to keep it.",
    "Give it a documentationUrl, or one to the ruleset.",
)  # fmt: skip
IDLE = _kind(
    "ruleset-change-idle", "warning", "Every change changes something",
    "A line without effect is read as if it had one, and misleads whoever changes the ruleset next.",
    "Take the line out, or put it after what it is to change.",
)  # fmt: skip
NEVER = _kind(
    "ruleset-path-idle", "warning", "Every path can lead somewhere",
    "A path that the format has no place for never matches, so the rule is silent and looks kept.",
    "Correct the path, or the formats that the rule is about.",
)  # fmt: skip
TWICE = _kind(
    "ruleset-rule-twice", "warning", "No rule stands twice",
    "Two rules that ask the same tell every finding twice, and have two names to waive.",
    "Keep one of the two.",
)  # fmt: skip
OFF = _kind(
    "ruleset-rule-off", "info", "No rule is switched off for good",
    "A rule that nobody is asked to keep is read and maintained for nothing.",
    "Switch it on, or take it out. Git remembers it.",
)  # fmt: skip
KINDS = (MISTAKE, NOT_RUN, UNSAID, NEVER, IDLE, TWICE, UNEXPLAINED, OFF)

CALLED = "called"
"""A member of a ruleset's data beside what Spectral knows: what it is called where it holds. Its rules then carry the
name, so that those of several rulesets stay apart; each of them is told, also those that are not about the document;
and what Homeport says itself of every document is not said again."""
ABOUT = "It is about "
ELSEWHERE = "Rulesets are about documents in JSON and YAML; this is none."
NOTHING = "Its path leads to nothing in this document."


def is_elsewhere(why: str) -> bool:
    """Whether a rule did not judge because it is about other documents than this one."""
    return why == ELSEWHERE or why.startswith(ABOUT)
