"""Receiving addresses and what came in by them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from services.forge.models import Delivery, Forge, Receiver, Refusal
from services.models import Service
from teams.people.models import Person, Team

SHOWN = 20
STEPS = {
    Forge.GITHUB: (
        "In the repository: Settings, Webhooks, Add webhook.",
        "Payload URL: the address. Content type: application/json. Secret: the secret.",
        "Let me select individual events: Pushes, Pull requests, Pull request reviews, Check runs, Workflow runs, "
        "Statuses, Deployment statuses.",
        "Active, Add webhook. Its ping shows below as a delivery with nothing to note.",
    ),
    Forge.GITLAB: (
        "In the project: Settings, Webhooks, Add new webhook.",
        "URL: the address. Signing token: the secret. A GitLab without that field: the same as Secret token.",
        "Trigger: Push events, Comments, Merge request events, Pipeline events, Deployment events.",
        "Keep SSL verification on, Add webhook, then Test: Push events.",
    ),
    Forge.GITEA: (
        "In the repository: Settings, Webhooks, Add Webhook, Gitea (in Forgejo: Forgejo).",
        "Target URL: the address. Method POST, application/json. Secret: the secret.",
        "Custom events: Push, all of Pull Request but labels, assignments and milestones, Status, Workflow Run.",
        "Add Webhook, then Test Delivery. Gitea tells nothing of deployments: say those by hand.",
    ),
}


@dataclass(frozen=True, slots=True)
class ReceiverPage:
    """One address with the last of what came."""

    receiver: Receiver
    steps: tuple[str, ...]
    deliveries: list[Delivery]
    total: int
    refusals: list[Refusal]


def receivers(person: Person) -> list[Receiver]:
    """All of them, those that listen first, with how many deliveries are kept."""
    kept = Count("deliveries")
    rows = Receiver.objects.visible_to(person).select_related("service", "team", "made_by")
    return list(rows.annotate(kept=kept).order_by("ended_at", "-pk")[:500])


def receiver_page(receiver: Receiver) -> ReceiverPage:
    """Four queries, whatever came."""
    rows = Delivery.objects.filter(receiver=receiver).defer("body")
    return ReceiverPage(
        receiver=receiver,
        steps=STEPS[Forge(receiver.forge)],
        deliveries=list(rows.order_by("-pk")[:SHOWN]),
        total=rows.count(),
        refusals=list(Refusal.objects.filter(receiver=receiver).order_by("-pk")[:SHOWN]),
    )


def owners(person: Person) -> tuple[list[Team], list[Service]]:
    """For whom this person may make an address."""
    teams = Team.objects.standing()
    if not person.is_steward:
        teams = teams.filter(Q(memberships__person=person, memberships__until=None) | Q(lead=person)).distinct()
    services = Service.objects.living().filter(team__in=teams).exclude(source_url="").order_by("slug")
    return list(teams.order_by("name")), list(services)
