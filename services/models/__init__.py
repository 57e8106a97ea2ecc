"""Services, their contracts and revisions, checks, waivers, consumers and rulesets."""

from services.models.check import Check, RuleCount, Waiver
from services.models.contract import Blob, Consumer, Contract, Operation, Revision
from services.models.ruleset import Attachment, Care, Ruleset, RulesetRule, RulesetRun, RulesetVersion
from services.models.service import Service

__all__ = [
    "Attachment",
    "Blob",
    "Care",
    "Check",
    "Consumer",
    "Contract",
    "Operation",
    "Revision",
    "RuleCount",
    "Ruleset",
    "RulesetRule",
    "RulesetRun",
    "RulesetVersion",
    "Service",
    "Waiver",
]
