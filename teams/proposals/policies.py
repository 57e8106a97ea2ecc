"""Who may do what with a proposal: its team writes, everybody comments, its lead decides, nobody has a veto."""

from portal.kit.policies import policy
from teams.people.models import Person, Team
from teams.people.policies import member_or_why
from teams.people.reads.answering import answers_for
from teams.proposals.models import Comment, Proposal


def _author_or_lead(person: Person, proposal: Proposal) -> str | None:
    lead = answers_for(proposal.team)
    if person.is_steward or person.pk in (proposal.author_id, lead.pk):
        return None
    return f"Only {proposal.author.name}, who wrote it, or {lead.name}, who leads the team, may do this."


def _lead(person: Person, proposal: Proposal) -> str | None:
    lead = answers_for(proposal.team)
    if person.is_steward or person.pk == lead.pk:
        return None
    return f"Only {lead.name}, who leads {proposal.team.name}, may do this."


@policy("proposal.write")
def proposal_write(person: Person, team: Team | None) -> str | None:
    """A member for their team. Without a team: whether they may begin one at all."""
    if person.kind != Person.Kind.PERSON:
        return "A proposal is written by a person: an agent may help, but somebody stands for it."
    return None if team is None else member_or_why(person, team)


@policy("proposal.change")
def proposal_change(person: Person, proposal: Proposal) -> str | None:
    """Its author, even when they have left the team; and the team."""
    if person.kind != Person.Kind.PERSON:
        return "A proposal is written by a person: an agent may help, but somebody stands for it."
    return None if person.pk == proposal.author_id else member_or_why(person, proposal.team)


@policy("proposal.publish")
def proposal_publish(person: Person, proposal: Proposal) -> str | None:
    return proposal_change(person, proposal)


@policy("proposal.withdraw")
def proposal_withdraw(person: Person, proposal: Proposal) -> str | None:
    return _author_or_lead(person, proposal)


@policy("proposal.agree")
def proposal_agree(person: Person, proposal: Proposal) -> str | None:
    """The lead closes it early, once everybody it is addressed to has agreed."""
    return _lead(person, proposal)


@policy("proposal.reject")
def proposal_reject(person: Person, proposal: Proposal) -> str | None:
    return _lead(person, proposal)


@policy("proposal.supersede")
def proposal_supersede(person: Person, proposal: Proposal) -> str | None:
    return _author_or_lead(person, proposal)


@policy("proposal.reopen")
def proposal_reopen(person: Person, proposal: Proposal) -> str | None:
    return _author_or_lead(person, proposal)


@policy("proposal.look-back")
def proposal_look_back(person: Person, proposal: Proposal) -> str | None:
    return _author_or_lead(person, proposal)


@policy("comment.write")
def comment_write(person: Person, proposal: Proposal) -> str | None:
    """Whoever can read it."""
    return None


@policy("comment.agree")
def comment_agree(person: Person, proposal: Proposal) -> str | None:
    if person.kind != Person.Kind.PERSON:
        return "Only people agree or object; an agent may comment."
    return "You wrote it: others agree or object." if person.pk == proposal.author_id else None


@policy("comment.object")
def comment_object(person: Person, proposal: Proposal) -> str | None:
    return comment_agree(person, proposal)


@policy("objection.answer")
def objection_answer(person: Person, objection: Comment) -> str | None:
    """Author or lead; never whoever objected."""
    if person.pk == objection.by_id:
        return "Whoever objected does not answer it. Take it back when you are satisfied."
    return _author_or_lead(person, objection.proposal)


@policy("objection.take-back")
def objection_take_back(person: Person, objection: Comment) -> str | None:
    return None if person.pk == objection.by_id else f"Only {objection.by.name}, who objected, may take it back."
