"""The words with which a team answers advice in tests."""

import itertools
from typing import Any

from django.utils import timezone

_numbers = itertools.count(1)


def reason() -> str:
    """A reason for not following advice, unlike the ones before."""
    number = next(_numbers)
    who = ["Callers from Norway", "The nightly jobs", "Both web shops", "Our five carriers", "Stores in the north"]
    found = [
        "have retried nothing since July", "read the header we added", "ask twice at most", "were switched to batches",
        "show customers the older page", "time out long before that", "send one body per key",
    ]  # fmt: skip
    data = ["says the dashboard", "by the log of March", "as support has counted", "which finance confirmed"]
    return f"{who[number % 5]} {found[number % 7]}, {data[number % 4]}: {number} of {number * 37 + 100}."


def ignoring(**facts: Any) -> dict[str, Any]:
    """The words with which a suggestion is ignored: reason and data."""
    from datetime import timedelta

    today = timezone.now().date()
    return {
        "kind": "ignore",
        "text": reason(),
        "evidence": "metric",
        "measure": "orders placed twice",
        "value": "0.02",
        "baseline": "0.4",
        "unit": "% of orders",
        "source": "https://metrics.example/orders",
        "measured_on": today - timedelta(days=2),
        "look_again_on": today + timedelta(days=60),
        "wrong_if": "more than 0.1 %",
        **facts,
    }


def told(words: dict[str, Any]) -> dict[str, Any]:
    """The words of an answer as its action takes them: what is said of the first number goes into one."""
    from teams.reviews.actions.evidence import Given

    said = dict(words)
    names = {"evidence": "kind"} | {
        name: name for name in ("measure", "value", "baseline", "unit", "source", "measured_on")
    }
    first = {to: said.pop(name) for name, to in names.items() if name in said}
    return {**said, "data": [Given(**first), *said.get("data", [])]} if first else said
