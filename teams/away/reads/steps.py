"""What happens next and by whom, in one sentence for each state of a stay."""

from teams.away.models import AwayRequest, AwayStay

_A = AwayStay.State
NEXT = {
    _A.PREFLIGHT: "{host} shows that its own gates are green, or waives them; the last one opens the door.",
    _A.ONBOARDING: "{host} hands {guest} what they need, and lets them in; they may begin without it.",
    _A.BLOCKED_ON_HOST: "{host} makes room, so that {guest} can go on; the time is added to the last day.",
    _A.BLOCKED_ON_GUEST: "{guest} goes on or says how it stands; else {host} may take the work back.",
    _A.PAUSED: "It goes on by itself on {resumes_on}, or earlier when a lead says so.",
    _A.ACTIVE: "{guest} finishes it by {ends_on} and says what came of it. Its people turn to {contact}.",
}


def next_step(request: AwayRequest) -> str:
    """The sentence for where its stay is; empty where nothing is signed or nothing more comes."""
    stay = request.told_stay
    if stay is None or stay.state not in NEXT:
        return ""
    contact = request.contact.name if request.contact is not None else request.host.name
    return NEXT[_A(stay.state)].format(
        host=request.host.name,
        guest=request.guest.name,
        contact=contact,
        ends_on=f"{stay.ends_on:%-d %B %Y}",
        resumes_on=f"{stay.resumes_on:%-d %B}" if stay.resumes_on else "",
    )
