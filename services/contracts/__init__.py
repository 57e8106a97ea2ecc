"""The contract engine: reads contracts of any technology, says what they say, and judges them by one set of rules.

This is its only door. `check` runs in a child process with limits, for documents of strangers; `lint` runs here.
`model` holds the words of the Interface, `sample` makes values of its types.
"""

from . import model, sample
from .bundle import is_packed, pack, unpack
from .child import check, check_here, read_ruleset, read_ruleset_here
from .formats import FORMATS
from .identity import edition
from .judging import Progress
from .limits import Limits, NotChecked
from .lint import MARK, Checked, lint
from .model import Facts, FactsInvalid, Interface
from .pointing import Pointed, point
from .profile import DEFAULT, PROFILES, Profile, ProfileInvalid
from .reading import repeat_key
from .reference import Listed, Named, Reference, Users
from .registry import GROUPS, RULESET_GROUP, SEVERITIES, Problem, Rule, Unjudged, rules
from .report import Entry, Found, Report, write
from .ruleset import RulesetRead
from .score import Count, Score, score
from .spectral.kinds import CALLED, is_elsewhere
from .spectral.kinds import KINDS as RULESET_REMARKS


def formats() -> dict[str, str]:
    """The formats that are read: short name and what people look for."""
    return {one.NAME: one.LOOKED_FOR for one in FORMATS}


__all__ = [
    "CALLED",
    "DEFAULT",
    "GROUPS",
    "MARK",
    "PROFILES",
    "RULESET_GROUP",
    "RULESET_REMARKS",
    "SEVERITIES",
    "Checked",
    "Count",
    "Entry",
    "Facts",
    "FactsInvalid",
    "Found",
    "Interface",
    "Limits",
    "Listed",
    "Named",
    "NotChecked",
    "Pointed",
    "Problem",
    "Profile",
    "ProfileInvalid",
    "Progress",
    "Reference",
    "Report",
    "Rule",
    "RulesetRead",
    "Score",
    "Unjudged",
    "Users",
    "check",
    "check_here",
    "edition",
    "formats",
    "is_elsewhere",
    "is_packed",
    "lint",
    "model",
    "pack",
    "point",
    "read_ruleset",
    "read_ruleset_here",
    "repeat_key",
    "rules",
    "sample",
    "score",
    "unpack",
    "write",
]
