"""Services, their contracts and revisions, checks, waivers and consumers."""

from services.models.check import Check, RuleCount, Waiver
from services.models.contract import Blob, Consumer, Contract, Operation, Revision
from services.models.service import Service

__all__ = ["Blob", "Check", "Consumer", "Contract", "Operation", "Revision", "RuleCount", "Service", "Waiver"]
