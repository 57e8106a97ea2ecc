"""What the page of a request offers before its charter: forms of the sponsor, of the first answer, of passing it on."""

from typing import Any

from django.forms import Form

from portal.kit import policies
from teams.away.forms import AcknowledgeForm, SponsorForm, WordsForm
from teams.away.models import AwayRequest
from teams.away.reads.requests import RequestPage
from teams.people.asker import Request

PASSED_ON_FROM = (AwayRequest.State.SENT, AwayRequest.State.ASKED, AwayRequest.State.QUEUED, AwayRequest.State.AGREED)


def asking_part(request: Request, found: AwayRequest, read: RequestPage, bound: dict[str, Form]) -> dict[str, Any]:
    """Which of these forms stand on the page, for whoever may; the others say why not."""
    person, state = request.user, found.state
    part: dict[str, Any] = {}
    if state == AwayRequest.State.SENT:
        part["sponsor"] = policies.may(person, "away.sponsor", found)
        part["return_form"] = bound.get("return") or WordsForm(auto_id="return_%s")
        if policies.may(person, "away.withdraw", found) and len(read.before.sponsors) > 1:
            part["sponsor_form"] = bound.get("sponsor") or SponsorForm(
                sponsors=read.before.sponsors, auto_id="sponsor_%s"
            )
    if found.is_undecided and found.first_answer_at is None and policies.may(person, "away.decide", found):
        part["acknowledge_form"] = bound.get("acknowledge") or AcknowledgeForm(auto_id="acknowledge_%s")
    if state in PASSED_ON_FROM:
        part["escalate"] = policies.may(person, "away.escalate", found)
        part["escalate_form"] = bound.get("escalate") or WordsForm(auto_id="escalate_%s")
    return part
