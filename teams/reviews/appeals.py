"""What only sounds like a reason: everybody knows it, somebody of weight says it, nobody needs it, it was always so.

It is left out of a reason before the rest is weighed (``reasons.py``), so that it spoils nothing that says more: "our
architect says that 2 of 14 callers repeat a call" still counts something. English, as the pages are.
"""

import re

_BETWEEN = "(?: (?:really|ever|actually|already|also|just|can|could|will|would|do|does|did|has|have|had|here|else))"
_WHERE = "(?: in (?:the |our |this )?(?:whole |entire )?(?:world|company|house|team|industry))?"
_HOLDS = "(?:knows?|known|agree[sd]?|thinks?|thought|believe[sd]?|say|says|said|sees?|tells?|told|wants?|wanted)"
_WEIGHTY = "(?:architects?|boss|management|c[teip]o|vp|directors?|managers?|experts?|consultants?|lawyers?|board)"
_NEEDS = "(?:needs?|needed|wants?|wanted|cares?|cared|likes?|liked|minds?|thinks?|believes?|knows?)"

_APPEALS = (
    # Everybody holds it.
    rf"(?:we all|all of us|every(?: |)(?:body|one)){_WHERE}{_BETWEEN}{{0,2}} {_HOLDS}",
    "obvious|obviously|clearly|of course|needless to say|goes without saying|self evident",
    "(?:well|commonly|generally|widely) known|common (?:sense|knowledge)",
    # Somebody of weight holds it.
    rf"{_WEIGHTY}{_BETWEEN}{{0,3}} (?:{_HOLDS}|decided?|prefers?|preferred|approved?|refused?|confirmed)",
    rf"(?:according to|(?:agreed|discussed) with|(?:approved|decided|confirmed|wanted) by)(?: \w+){{0,2}}? {_WEIGHTY}",
    # It is done so elsewhere, or was always.
    "(?:best|common|usual) practices?|industry (?:standards?|practices?)|state of the art",
    "always (?:been|done|did|was|worked)(?: (?:it|so|this|that|like|way|the|same|fine))*",
    # Nobody needs it: what somebody needs is an opinion, and what they do could be counted.
    rf"(?:nobody|no(?: |)one|none of (?:us|them|our \w+)|never){_WHERE}{_BETWEEN}{{0,3}} {_NEEDS}",
    "zero (?:benefits?|sense)|nothing (?:wrong|bad|to gain)",
)
_SAYINGS = (
    "24/7|100 ?% (?:sure|certain|convinced|clear|right|wrong)",
    "third part(?:y|ies)|half (?:baked|hearted|finished|done|way)",
    "a (?:hundred|thousand|million) (?:times|reasons|things)",
    "(?:this|next|last|coming|past|previous) quarter|once (?:we|you|they|it|he|she|everything)",
    "(?:which|another|new|old|current|existing|other|better|same) one|one (?:another|should|must)|(?:will|would) never",
)


def _one_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Between words may stand any space, and a hyphen or an apostrophe for it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)".replace(" ", r"[\s'\u2019-]{1,3}"), re.IGNORECASE)


_APPEAL, _SAYING = _one_of(_APPEALS), _one_of(_SAYINGS)


def without_appeals(text: str) -> str:
    """What is left of a text when appeals are taken out of it."""
    return _APPEAL.sub(" ", text)


def without_sayings(text: str) -> str:
    """What is left when numbers that count nothing are taken out: "once we begin", "the next quarter"."""
    return _SAYING.sub(" ", text)
