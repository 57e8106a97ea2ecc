"""How Tideline's API guide became a ruleset: registered by the steward, taken up by Payments, half of it overdue."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from portal.demo.story import Story, person, team
from services.actions.attaching import attach_ruleset
from services.actions.rulesets import put_in_force, register_ruleset, take_care
from services.models import Ruleset
from teams.people.models import Division

GUIDE = Path(__file__).parent / "rulesets" / "api-guide.yaml"
SLUG = "api-guide"
MONEY = ("money-is-an-integer", "money-names-its-currency")
BEGAN = 96.6
WHY = "Every one of our interfaces moves money, and an auditor reads them side by side."


def tell(story: Story) -> None:
    story.on(BEGAN, _register, who="sam")
    story.on(BEGAN - 0.3, _put_in_force, who="sam")
    story.on(BEGAN - 2, _hand_on, who="sam")
    story.on(BEGAN - 5, _attach, who="amara")


def _register() -> None:
    review = timezone.now().date() + timedelta(days=330)
    register_ruleset(
        SLUG,
        by=person("sam"),
        name="API guide",
        text="What our guide to interfaces asks, as far as a machine can look after it.",
        content=GUIDE.read_bytes(),
        source_name=GUIDE.name,
        owner=team("homeport"),
        review_on=review,
    )


def _put_in_force() -> None:
    put_in_force(_guide().versions.get(), by=person("sam"))


def _hand_on() -> None:
    """Whoever counts the money owns what is said of it; they wanted to look again within three months."""
    day = timezone.now().date() + timedelta(days=85)
    take_care(_guide(), MONEY, by=person("sam"), owner=person("henrike"), review_on=day)


def _attach() -> None:
    attach_ruleset(_guide(), Division.objects.get(slug="payments"), by=person("amara"), reason=WHY)


def _guide() -> Ruleset:
    return Ruleset.objects.get(slug=SLUG)
