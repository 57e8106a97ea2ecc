"""Away teams before their charter: sponsors confirm or do not, hosts say that they have seen it, what is the same."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from portal.demo.story import Story, person, service, team
from teams.away.actions.drafts import save_draft
from teams.away.actions.first_answers import acknowledge_away
from teams.away.actions.passing_on import declare_duplicate
from teams.away.actions.sponsoring import confirm_sponsored, refuse_sponsored
from teams.away.models import AwayRequest

SOON = 0.15  # of a day: a sponsor of this company answers on the same one
WAITS = "waits"
BEFORE = {"seen", "duplicate"}


def sponsored(story: Story, visit: dict[str, Any], who: str, asked: datetime | None = None) -> None:
    """On the day of asking the sponsor confirms, unless the visit says that they have not, or why not."""
    if visit.get("sponsor") == WAITS:
        return
    if asked is not None:
        story.past.at(asked + timedelta(minutes=6), partial(_sponsor, visit))
    elif "hours" in visit:
        story.before(visit["hours"] - 0.1, _sponsor, visit)
    else:
        story.on(visit["ago"] - SOON, _sponsor, visit, who=who)


def _sponsor(visit: dict[str, Any]) -> None:
    request = AwayRequest.objects.with_teams().get(title=visit["title"])
    if request.state != AwayRequest.State.SENT or request.sponsor is None:
        return
    if "sponsor" in visit:
        refuse_sponsored(request, by=request.sponsor, answer=visit["sponsor"])
    else:
        confirm_sponsored(request, by=request.sponsor)


def before(request: AwayRequest, verb: str, said: list[Any]) -> None:
    """What happens before an agreement."""
    lead = request.host.lead
    if verb == "seen":
        acknowledge_away(request, by=lead, answer=said[0])
    else:
        declare_duplicate(request, by=lead, of=AwayRequest.objects.with_teams().get(title=said[0]), answer=said[1])


def begin_draft() -> None:
    """Mei has begun to write something and was called away."""
    words = {
        "title": "Pictures of what was ordered in the mail",
        "problem": 'Our mails name things as the warehouse does. Nobody knows what "TRS BLK 32 L" is.',
        "measure": "Care contacts that ask what was ordered",
        "unit": "contacts a week",
        "now_value": "300",
    }
    save_draft(service("image-resizer"), guest=team("checkout"), by=person("mei"), words=words)
