"""Topic: what somebody of the guild is good at. Each topic has its own pool, and the pool its guild lead."""

from collections.abc import Iterable

from django.db import models


class Topic(models.TextChoices):
    CONTRACT = "contract", "Contract"
    DESIGN = "design", "Design"
    OPERATIONS = "operations", "Operations"
    DATA = "data", "Data"
    CUSTOMER = "customer", "Customer experience"
    SECURITY = "security", "Security"
    COLLABORATION = "collaboration", "Collaboration"


def in_order(topics: Iterable[str]) -> list[str]:
    """These topics once each, in the order in which they are listed everywhere."""
    wanted = set(topics)
    return [topic.value for topic in Topic if topic in wanted]
