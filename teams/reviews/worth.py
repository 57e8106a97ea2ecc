"""What the reviews room tells a rule's page: how often advice about it was right in the end."""

from django.urls import reverse

from portal.kit.worth import Worth, worth
from teams.reviews.actions.rules import LEAST_KNOWN
from teams.reviews.reads.calibration import calibration_url, of_rule


@worth
def worth_of_advice(rule: str) -> Worth | None:
    """None until somebody has looked again at ignored advice about this rule."""
    line = of_rule(rule)
    if line is None or not line.known:
        return None
    act = None
    if line.known >= LEAST_KNOWN:
        act = ("Ask stewards to retire it", reverse("reviews:rule-doubt") + f"?rule={rule}")
    words = f"{line.followed} of {line.sent} pieces of advice about it were accepted or adapted."
    return Worth(line.right, line.known, words, calibration_url(), act)
