"""What search knows of away-team requests."""

from portal.kit import search
from teams.away.models import AwayRequest


def index_request(request: AwayRequest) -> None:
    """Write the request's search document: asked, answered or over, what was said stays findable."""
    texts = (request.problem, request.measure, request.scope, request.cost_of_nothing, request.answer, request.outcome)
    search.put(
        "away",
        str(request),
        title=f"{request.title} ({request})",
        body="\n".join(text for text in texts if text),
        tags=[str(request), request.service.slug, request.guest.name, request.host.name, request.state],
        url=request.get_absolute_url(),
        owner=f"{request.guest.name} at {request.host.name}",
    )
