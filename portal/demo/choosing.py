"""How Payments came to rules of its own, for away teams and for looks: each time after something that had happened."""

from portal.demo.story import Story, person
from teams.away.actions.ways import set_ways
from teams.people.models import Division
from teams.reviews.actions.policy_versions import set_review_policies
from teams.reviews.occasions import SUGGESTED


def tell(story: Story) -> None:
    story.on(61.4, _smaller_changes, who="amara")
    story.on(33.2, _sooner_asked, who="amara")
    story.on(12.3, _looked_at_sooner, who="amara")


def _smaller_changes() -> None:
    why = "Two reviews of more than 300 lines took a week each. Auditors read every line of ours anyway."
    set_ways(_payments(), by=person("amara"), preset="teams-500", numbers={"most_diff_lines": 300}, why=why)


def _sooner_asked() -> None:
    why = "A change to the ledger's contract reached three teams that nobody had asked. Three are many enough."
    set_ways(_payments(), by=person("amara"), numbers={"consumers": 3, "goalposts": 2}, why=why)


def _looked_at_sooner() -> None:
    why = "The payouts of October went live with a promise that nobody from elsewhere had read."
    set_review_policies(_payments(), by=person("amara"), policies_to_be=SUGGESTED, why=why)


def _payments() -> Division:
    return Division.objects.select_related("head", "parent__head").get(slug="payments")
