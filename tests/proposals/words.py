"""Proposals for tests, made by the same actions that people use."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.kit import jobs
from teams.proposals.actions import deciding, saying, writing
from teams.proposals.actions.given import Words
from teams.proposals.models import Comment, Proposal
from tests import make

TEXT = """\
# Why

Every night 340 orders are booked twice.

We ask for a key:

1. Callers send one.
2. We keep it for a day.
"""


def words(**facts: Any) -> Words:
    plain = {
        "title": "Ask for a key with every order",
        "summary": "A repeated call is answered with the first answer.",
        "text": TEXT,
        "reversal": "easy",
    }
    return Words(**{**plain, **facts})


def prediction(**facts: Any) -> dict[str, Any]:
    return {
        "claim": "Nobody is booked twice any more.",
        "metric": "orders booked twice",
        "unit": "a night",
        "baseline": "340",
        "expected": "10",
        "source": "https://metrics.example/orders",
        "check_on": (timezone.now() + timedelta(days=60)).date(),
        **facts,
    }


def draft(team: Any = None, by: Any = None, **facts: Any) -> Proposal:
    team = team or make.team()
    return writing.write_proposal(team, by=by or team.lead, words=words(**facts))


def opened(team: Any = None, by: Any = None, **facts: Any) -> Proposal:
    made = draft(team, by, **facts)
    return writing.publish_proposal(made, by=made.author, edition=made.edition)


def revised(proposal: Proposal, **facts: Any) -> Proposal:
    now = again(proposal)
    said = {"title": now.title, "text": now.text + "\n\nAnd one more thing.", "reversal": now.reversal, **facts}
    said.setdefault("addressed", tuple(one.person for one in now.addressees.all()))
    return writing.publish_version(now, by=now.author, edition=now.edition, note="One more thing.", words=words(**said))


def objection(proposal: Proposal, by: Any = None, **facts: Any) -> Comment:
    said = {"text": "Callers of ours send none.", "satisfied_by": "A month in which it may be missing.", **facts}
    return saying.object_to(proposal, by=by or make.person(), **said)


def agreed(team: Any = None, *, twice: bool = False, **facts: Any) -> Proposal:
    """Decided by its lead after the one it was addressed to has agreed; ``twice``: to its second version."""
    reader = make.person()
    made = opened(team, addressed=(reader,), **facts)
    if twice:
        made = revised(made, **facts)
    saying.agree_to(made, by=reader)
    return deciding.agree_to_proposal(made, by=made.team.lead)


def some(team: Any) -> dict[str, str]:
    """One of everything by its number, for the tables of who gets what: with an objection and a second version."""
    from teams.proposals.actions.following import follow
    from teams.proposals.actions.looking import reopen_proposal

    made = opened(team, services=(make.service(team),), **prediction())
    objection(made)
    revised(made)
    reopened = reopen_proposal(agreed(team), by=team.lead, reason="Look.")
    known: dict[str, Any] = {
        "proposal": made,
        "drafted": draft(team),
        "held": agreed(team, **prediction()),
        "reopened": reopened,
    }
    known["followed"] = follow(None, by=team.lead)
    return {name: str(one.pk) for name, one in known.items()}


def looked_back(team: Any) -> Proposal:
    """Written twice, agreed to, opened again, and looked back at; its team's lead follows it."""
    from teams.proposals.actions.following import follow
    from teams.proposals.actions.looking import look_back, reopen_proposal

    made = reopen_proposal(agreed(team, twice=True, **prediction()), by=team.lead, reason="Look.")
    look_back(made, by=team.lead, verdict="as-predicted", then="keep", text="Twelve a night.", value="12")
    follow(made, by=team.lead)
    return made


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.whole().get(pk=proposal.pk)


def ring() -> None:
    """Ring what is due and do every job that is due."""
    from portal.kit import clocks

    clocks.ring_due()
    jobs.run_waiting()
