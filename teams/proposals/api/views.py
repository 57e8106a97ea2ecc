"""The API of proposals: what the pages can, by the same actions."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit import facets
from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.refusals import Invalid
from services.models import Service
from teams.people.models import Person, Team
from teams.people.reads import divisions
from teams.proposals.actions import deciding, looking, writing
from teams.proposals.actions.following import follow, unfollow
from teams.proposals.actions.given import Words
from teams.proposals.api import shapes, words
from teams.proposals.models import LookBack, Proposal, Subscription, Version
from teams.proposals.reads import lists
from teams.proposals.reads.following import followed
from teams.proposals.reads.proposals import proposals as seen

path_word("proposal", "The id of a proposal.", "12", type="string", pattern="^[0-9]+$", minLength=1, maxLength=18)
path_word("version", "The number of the version.", 2, type="integer", minimum=1, maximum=999_999_999)
path_word(
    "subscription", "The id of a subscription.", "7",
    type="string", pattern="^[0-9]+$", minLength=1, maxLength=18,
)  # fmt: skip

proposals = Group("Proposals", "What teams mean to do: commented on, decided, and looked back at.")


def hold_proposal(request: Call, proposal: int) -> None:
    """Nobody else changes it until this transaction ends."""
    Proposal.objects.select_for_update().get(pk=proposal_of(request, proposal).pk)


@proposals.get(gives=shapes.ProposalAnswer, many=True, asks=words.ProposalQuery)
def list_proposals(request: Call, words: Given) -> Rows:
    """List the proposals of the company.

    The newest first, ended ones too. Drafts are listed for their own team alone. Narrowed and ordered by the words of
    its page.
    """
    only = Q(author__login=words["author"]) if "author" in words else None
    shape = lists.shape(request.user, divisions.words())
    wanted = facets.wanted_by(words, shape, "newest")
    rows = lists.rows_of(request.user, wanted.text, only)
    ids = facets.window(rows, shape, wanted, words["limit"], words["offset"])
    loaded = seen(request.user).in_bulk(ids)
    return Rows([loaded[pk] for pk in ids], facets.total(rows, shape, wanted))


@proposals.post(takes=words.NewProposal, gives=shapes.ProposalWhole, status=201)
def write_proposal(request: Call, words: Given) -> Proposal:
    """Begin a draft.

    A member does, for their team, and it is a person's: an agent's token is refused. Only the team sees it until it is
    published. A prediction that is not whole is refused with `proposal-prediction-incomplete`.
    """
    team = Team.objects.visible_to(request.user).select_related("lead").filter(slug=words.pop("team")).first()
    if team is None:
        raise Invalid("team-unknown", "There is no team of this short name.", team="Unknown.")
    made = writing.write_proposal(team, by=request.user, words=_words(request, words, {}))
    return proposal_of(request, made.pk)


@proposals.get(gives=shapes.ProposalWhole)
def get_proposal(request: Call, proposal: int) -> Proposal:
    """Read one proposal.

    As its newest version says, with everything it names.
    """
    return proposal_of(request, proposal)


@proposals.patch(takes=words.ChangedProposal, gives=shapes.ProposalWhole, holds=hold_proposal)
def change_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Change a draft.

    Its author and the team may. With `If-Match`, or the edition that was read, nobody is written over:
    `proposal-changed`. Refused with `proposal-not-in-that-state` once it was published: then each change is a version.
    """
    found = proposal_of(request, proposal)
    edition = words.pop("edition", found.edition)
    said = _words(request, words, _now(found))
    writing.change_draft(found, by=request.user, edition=edition, words=said)
    return proposal_of(request, proposal)


@proposals.post(takes=words.ReadEdition, gives=shapes.ProposalWhole)
def publish_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Open a draft for comment.

    Its first version is frozen, and its time begins: silence agrees when it is over.
    """
    found = proposal_of(request, proposal)
    writing.publish_proposal(found, by=request.user, **words)
    return proposal_of(request, proposal)


@proposals.get(gives=shapes.ProposalVersionAnswer, many=True)
def list_proposal_versions(request: Call, proposal: int, words: Given) -> Rows:
    """List the versions of a proposal.

    By their numbers; each stays as it was published. A draft has none.
    """
    return rows_of(words, proposal_of(request, proposal).versions.select_related("by"))


@proposals.post(takes=words.NewProposalVersion, gives=shapes.ProposalVersionAnswer, status=201)
def publish_proposal_version(request: Call, proposal: int, words: Given) -> Version:
    """Publish another version.

    While it is open for comment. The time begins anew, so that nobody agrees unread. What is left out stays as it is;
    where nothing is different it is refused with `proposal-version-same`.
    """
    found = proposal_of(request, proposal)
    edition, note = words.pop("edition"), words.pop("note")
    said = _words(request, words, _now(found))
    writing.publish_version(found, by=request.user, edition=edition, note=note, words=said)
    return found.versions.select_related("by").order_by("-number")[0]


@proposals.get(gives=shapes.ProposalVersionAnswer)
def get_proposal_version(request: Call, proposal: int, version: int) -> Version:
    """Read one version.

    With the paragraphs that comments point at.
    """
    rows = proposal_of(request, proposal).versions.select_related("by")
    return get_object_or_404(rows, number=version)


@proposals.post(gives=shapes.ProposalWhole)
def agree_to_proposal(request: Call, proposal: int) -> Proposal:
    """Close a proposal as agreed before its time is over.

    The team's lead may, once everybody it is addressed to has agreed to the newest version; else it is refused with
    `proposal-not-everybody`, `proposal-addressed-to-nobody` or `proposal-objection-open`.
    """
    deciding.agree_to_proposal(proposal_of(request, proposal), by=request.user)
    return proposal_of(request, proposal)


@proposals.post(takes=words.ProposalReason, gives=shapes.ProposalWhole)
def reject_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Reject a proposal, with a reason.

    The team's lead may while it is open for comment. Open objections end with it.
    """
    deciding.reject_proposal(proposal_of(request, proposal), by=request.user, **words)
    return proposal_of(request, proposal)


@proposals.post(takes=words.ProposalReason, gives=shapes.ProposalWhole)
def withdraw_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Withdraw a proposal, with a reason.

    Its author or the team's lead may, a draft or one that is open for comment.
    """
    deciding.withdraw_proposal(proposal_of(request, proposal), by=request.user, **words)
    return proposal_of(request, proposal)


@proposals.post(takes=words.Superseding, gives=shapes.ProposalWhole)
def supersede_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Say that another proposal holds instead.

    Its author or the team's lead may; the other one holds already, else it is `proposal-superseded-by-nothing`.
    """
    held = proposal_of(request, proposal)
    other = seen(request.user).filter(pk=words["other"]).first()
    if other is None:
        raise Invalid("proposal-superseded-by-nothing", "There is no such proposal.", other="Unknown.")
    deciding.supersede_proposal(held, by=request.user, other=other, reason=words["reason"])
    return proposal_of(request, proposal)


@proposals.post(takes=words.ProposalReason, gives=shapes.ProposalWhole)
def reopen_proposal(request: Call, proposal: int, words: Given) -> Proposal:
    """Open a proposal again before its day.

    Its author or the team's lead may, with a reason; then it is looked back at. On its day it opens itself.
    """
    looking.reopen_proposal(proposal_of(request, proposal), by=request.user, **words)
    return proposal_of(request, proposal)


@proposals.get(gives=shapes.OutcomeOfProposalAnswer, many=True)
def list_outcomes_of_proposal(request: Call, proposal: int, words: Given) -> Rows:
    """List what came of a proposal.

    One entry each time that it was looked back at, the first one first.
    """
    return rows_of(words, proposal_of(request, proposal).look_backs.select_related("by"))


@proposals.post(takes=words.NewOutcomeOfProposal, gives=shapes.OutcomeOfProposalAnswer, status=201)
def look_back_at_proposal(request: Call, proposal: int, words: Given) -> LookBack:
    """Say what came of a proposal.

    Its author or the team's lead may, once it was opened again. With a prediction the number is needed, unless nobody
    can tell: `look-back-without-number`.
    """
    return looking.look_back(proposal_of(request, proposal), by=request.user, **words)


@proposals.get(gives=shapes.FollowedAnswer, many=True)
def list_followed(request: Call, words: Given) -> Rows:
    """List what whoever asks follows.

    The oldest first. What concerns one reaches one anyway.
    """
    return rows_of(words, followed(request.user))


@proposals.post(takes=words.NewFollowed, gives=shapes.FollowedAnswer, status=201)
def follow_proposals(request: Call, words: Given) -> Subscription:
    """Follow a proposal, a team's, those that touch a service, or all.

    Following the same again is no error and changes nothing.
    """
    if len(words) > 1:
        raise Invalid("following-several", "Name one thing, or none for all.", **dict.fromkeys(words, "One of these."))
    rows: dict[str, Any] = {
        "proposal": seen(request.user).filter(pk=words.get("proposal", 0)),
        "team": Team.objects.visible_to(request.user).filter(slug=words.get("team", "")),
        "service": Service.objects.visible_to(request.user).filter(slug=words.get("service", "")),
    }
    thing = None
    for name in words:
        thing = rows[name].first()
        if thing is None:
            raise Invalid(f"{name}-unknown", f"There is no such {name}.", **{name: "Unknown."})
    return follow(thing, by=request.user)


@proposals.post(gives=shapes.FollowedAnswer)
def unfollow_proposals(request: Call, subscription: int) -> Subscription:
    """Follow it no longer.

    Only one's own. The answer says what it was.
    """
    one = next((one for one in followed(request.user) if one.pk == subscription), None)
    if one is None:
        raise Http404
    unfollow(one.of, by=request.user)  # type: ignore[arg-type]  # one of the three, or nothing
    return one


def proposal_of(request: Call, pk: int) -> Proposal:
    """The proposal of this address, or a 404: drafts of other teams are none."""
    return get_object_or_404(seen(request.user), pk=pk)


def _now(proposal: Proposal) -> Given:
    """What it says now, for what a change leaves out."""
    fields = ("title", "summary", "text", "reversal", "claim", "metric", "unit", "baseline", "expected", "source")
    return {
        **{name: getattr(proposal, name) for name in (*fields, "check_on", "replaces")},
        "services": tuple(proposal.services.all()),
        "teams": tuple(proposal.teams.all()),
        "addressed": tuple(one.person for one in proposal.addressees.select_related("person")),
    }


def _words(request: Call, given: Given, now: Given) -> Words:
    """What a body says, with the rows it names; a name that nothing has is a fault of its field."""
    rows: dict[str, tuple[Any, str]] = {
        "services": (Service.objects.visible_to(request.user), "slug"),
        "teams": (Team.objects.visible_to(request.user), "slug"),
        "addressed": (Person.objects.visible_to(request.user), "login"),
    }
    for name, (every, key) in rows.items():
        if name in given:
            known = {getattr(one, key): one for one in every.filter(**{f"{key}__in": given[name]})}
            unknown = [one for one in given[name] if one not in known]
            if unknown:
                raise Invalid("proposal-names-unknown", f"Not known: {', '.join(unknown[:5])}.", **{name: "Unknown."})
            given[name] = tuple(known[one] for one in dict.fromkeys(given[name]))
    if given.get("replaces") is not None:
        old = seen(request.user).published().filter(pk=given["replaces"]).first()  # type: ignore[attr-defined]
        if old is None:
            raise Invalid("proposal-names-unknown", "There is no such proposal to replace.", replaces="Unknown.")
        given["replaces"] = old
    return Words(**{**now, **given})
