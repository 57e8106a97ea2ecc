"""Why somebody is not drawn: what never gives way, and what does, in its order: codes, and the words people see."""

from collections.abc import Iterable

HARD = {
    "member": "Is in the team",
    "manager": "Has the same first manager",
    "chain": "Manages the team",
    "head": "Is in the same division, and this is critical",
    "maker": "Wrote it or asked for it",
    "stake": "Has a stake in it",
    "away": "Is tied by an away team of the last 12 months",
    "often": "Has reviewed the team twice within 6 months",
    "declared": "Has a declared tie",
    "sits": "Sits in this review already",
    "sits-team": "Shares a team with somebody who sits in it",
    "topic": "Is not certified for the topic",
    "gone": "Is paused or has left the guild",
    "absent": "Is away for more than half of the time",
    "full": "Has as many reviews as they take",
    "returned": "Gave this one back",
    "mentor": "Leads with a mentor, who cannot stand by here",
}
"""In the order in which it is asked. None of these ever gives way: then rather nobody."""

TIES = ("member", "manager", "chain", "head", "maker", "stake", "away", "often", "declared", "sits", "sits-team")
"""Those that are about independence; the others are about room and skill."""

SOFT = {
    "rest": "Was given something within the last days",
    "skip": "Had a deep one last, so this one passes them by",
    "zone": "Has no working hour in common with the team",
    "floor": "Has too little practice in the topic now",
    "ending": "Is certified for the topic, but not until the end",
    "pair": "Would have a fifth of the team's reviews or more",
    "division": "Is in the same division as the lead",
}
"""What gives way when nobody is left, the first one first; a later one only together with all before it."""

GAVE_WAY = {
    "rest": "Nobody rested was left, so people stood who were given something within the last days.",
    "skip": "Whoever had a deep one last stood all the same.",
    "zone": "People stood who have no working hour in common with the team.",
    "floor": "People stood who have little practice in the topic now.",
    "ending": "People stood whose certificate ends before the advice is due.",
    "pair": "People stood who have had a fifth of the team's reviews or more.",
    "division": "People of the lead's division stood as second.",
}

TOLD = {**HARD, **SOFT, "behind": "Has carried more this year than half of those who could", "stood": "Stood for it"}


def said(codes: Iterable[str]) -> str:
    """These codes as one sentence; empty when there are none."""
    words = "; ".join(HARD[code] for code in codes).lower()
    return f"{words[:1].upper()}{words[1:]}." if words else ""
