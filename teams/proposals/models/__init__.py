"""Proposals, their versions, what is said about them, who follows them, and what came of them."""

from teams.proposals.models.comment import Comment
from teams.proposals.models.look_back import LookBack
from teams.proposals.models.proposal import Addressee, Proposal
from teams.proposals.models.subscription import Subscription
from teams.proposals.models.version import Version

__all__ = ["Addressee", "Comment", "LookBack", "Proposal", "Subscription", "Version"]
