"""What search knows of proposals: what the newest version says. Drafts are not found."""

from portal.kit import search
from teams.proposals.models import Proposal
from teams.proposals.paragraphs import paragraphs, plain

KIND = "proposal"


def index_proposal(proposal: Proposal) -> None:
    """Write its search document: open, decided or over, what was said stays findable."""
    said = [proposal.summary, proposal.claim, proposal.metric, proposal.reason]
    body = [*(one for one in said if one), *(plain(one) for one in paragraphs(proposal.text))]
    touched = [one.slug for one in proposal.services.all()] + [one.name for one in proposal.teams.all()]
    search.put(
        KIND,
        str(proposal.pk),
        title=f"{proposal.title} ({proposal})",
        body="\n".join(body),
        tags=[str(proposal), proposal.team.name, proposal.author.name, proposal.state, *touched],
        url=proposal.get_absolute_url(),
        owner=proposal.team.name,
    )
