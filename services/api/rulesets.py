"""The API of rulesets: what is registered, read and put in force, where it holds, and which rules fire."""

from django.shortcuts import get_object_or_404

from portal.kit import rates
from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.refusals import Invalid
from services.actions import attaching
from services.actions import rulesets as actions
from services.api import find
from services.api import ruleset_shapes as shapes
from services.api.catalog import ID
from services.models import Attachment, Ruleset, RulesetVersion
from services.reads import rulesets as reads
from services.reads.contracts import check_state
from services.reads.ruleset_panel import Held, held_for
from teams.people.models import Division, Person, Team

path_word(
    "ruleset", "The ruleset's short name.", "api-guide",
    type="string", pattern="^[-a-zA-Z0-9_]+$", minLength=1, maxLength=60,
)  # fmt: skip
path_word("attachment", "The id of an attachment.", "4", **ID)

rulesets = Group(
    "Rulesets", "Rules of the company's own, in Spectral's format, asked beside the score where they hold."
)


@rulesets.get(gives=shapes.RulesetAnswer, many=True)
def list_rulesets(request: Call, words: Given) -> Rows:
    """List the rulesets.

    By name. Who is held to rules may read them.
    """
    return rows_of(words, list(Ruleset.objects.visible_to(request.user)))


@rulesets.post(takes=shapes.NewRuleset, gives=shapes.VersionAnswer, status=201)
def register_ruleset(request: Call, words: Given) -> RulesetVersion:
    """Register a ruleset.

    Stewards may. A worker reads it; ask for the version until its state is no longer `waiting`. It judges nothing
    before it is put in force and attached.
    """
    rates.require("upload", request.user)
    owner = _owner(words)
    return actions.register_ruleset(
        words["slug"].lower(),
        by=request.user,
        name=words.get("name", ""),
        text=words.get("text", ""),
        content=words["content"].encode(),
        owner=owner,
        review_on=words["review_on"],
    )


@rulesets.get(gives=shapes.RulesetAnswer)
def get_ruleset(request: Call, ruleset: str) -> Ruleset:
    """Read one ruleset.

    What it says stands in its versions and rules.
    """
    return _ruleset(request, ruleset)


@rulesets.get(gives=shapes.VersionAnswer, many=True)
def list_versions(request: Call, ruleset: str, words: Given) -> Rows:
    """List the versions of a ruleset.

    The newest first. They never change.
    """
    return rows_of(words, list(_ruleset(request, ruleset).versions.select_related("ruleset")))


@rulesets.post(takes=shapes.VersionWords, gives=shapes.VersionAnswer, status=201)
def upload_version(request: Call, ruleset: str, words: Given) -> RulesetVersion:
    """Upload the next version of a ruleset.

    Stewards may. What is in force stays in force until another version is put in force.
    """
    rates.require("upload", request.user)
    return actions.upload_version(_ruleset(request, ruleset), by=request.user, content=words["content"].encode())


@rulesets.get(gives=shapes.VersionAnswer)
def get_version(request: Call, ruleset: str, number: int) -> RulesetVersion:
    """Read one version of a ruleset.

    While a worker reads it, its state is `waiting`.
    """
    return _version(request, ruleset, number)


@rulesets.post(gives=shapes.VersionAnswer)
def put_in_force(request: Call, ruleset: str, number: int) -> RulesetVersion:
    """Put a version in force.

    Stewards may. Checks ask it from now on wherever the ruleset holds, and contracts there are checked again by and by.
    Refused with `ruleset-broken` when it has mistakes.
    """
    return actions.put_in_force(_version(request, ruleset, number), by=request.user)


@rulesets.get(gives=shapes.RulesetRuleAnswer, many=True)
def list_ruleset_rules(request: Call, ruleset: str, words: Given) -> Rows:
    """List the rules of a ruleset.

    Of the version in force, or the newest that can be run: in whose care each is, and how often it fired.
    """
    return rows_of(words, reads.ruleset_page(_ruleset(request, ruleset)).rules)


@rulesets.post(takes=shapes.CareWords, gives=shapes.RulesetAnswer)
def take_care(request: Call, ruleset: str, words: Given) -> Ruleset:
    """Change who owns rules, and until when.

    Their owner hands them on or names another day; stewards repair.
    """
    found = _ruleset(request, ruleset)
    actions.take_care(found, words["rules"], by=request.user, owner=_owner(words), review_on=words["review_on"])
    return found


@rulesets.get(gives=shapes.AttachmentAnswer, many=True)
def list_attachments(request: Call, ruleset: str, words: Given) -> Rows:
    """List where a ruleset holds, and held.

    The oldest first, with who said so and why.
    """
    rows = _ruleset(request, ruleset).attachments.select_related("ruleset", "division", "attached_by")
    return rows_of(words, list(rows))


@rulesets.post(takes=shapes.NewAttachment, gives=shapes.AttachmentAnswer, status=201)
def attach_ruleset(request: Call, ruleset: str, words: Given) -> Attachment:
    """Attach a ruleset.

    Whoever heads the division, or one above it, may; for the whole company a steward. Refused with
    `ruleset-not-in-force` while no version is in force.
    """
    slug = words.pop("division", "")
    division = Division.objects.select_related("head").filter(slug=slug).first() if slug else None
    if slug and division is None:
        raise Invalid("division-unknown", f"There is no division {slug}.", division="Unknown.")
    return attaching.attach_ruleset(_ruleset(request, ruleset), division, by=request.user, **words)


@rulesets.get(gives=shapes.AttachmentAnswer)
def get_attachment(request: Call, attachment: int) -> Attachment:
    """Read one attachment.

    Also one that was taken off.
    """
    return _attachment(request, attachment)


@rulesets.post(gives=shapes.AttachmentAnswer)
def detach_ruleset(request: Call, attachment: int) -> Attachment:
    """Take a ruleset off.

    Whoever may attach it there may. What it found goes with the next checks, which are asked for at once.
    """
    return attaching.detach_ruleset(_attachment(request, attachment), by=request.user)


@rulesets.get(gives=shapes.RunAnswer, many=True)
def list_revision_rulesets(request: Call, service: str, contract: str, number: int, words: Given) -> Rows:
    """List the rulesets that hold for a revision.

    With how each fared in the newest check. One that this check did not ask is `not-checked`.
    """
    revision = find.revision_of(request, service, contract, number)
    held: list[Held] = held_for(revision, check_state(revision).check)
    return rows_of(words, held)


def _ruleset(request: Call, slug: str) -> Ruleset:
    return get_object_or_404(Ruleset.objects.visible_to(request.user), slug=slug)


def _version(request: Call, slug: str, number: int) -> RulesetVersion:
    rows = RulesetVersion.objects.filter(ruleset__in=Ruleset.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("ruleset"), ruleset__slug=slug, number=number)


def _attachment(request: Call, pk: int) -> Attachment:
    rows = Attachment.objects.filter(ruleset__in=Ruleset.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("ruleset", "division__head", "attached_by"), pk=pk)


def _owner(words: Given) -> Team | Person:
    """The one owner that is named: a team or a person."""
    team, person = words.get("team", ""), words.get("person", "")
    if bool(team) == bool(person):
        raise Invalid("owner-not-one", "Rules have one owner: name a team or a person.", team="Name one owner.")
    found: Team | Person | None = (
        Team.objects.standing().filter(slug=team).first() if team else Person.objects.filter(login=person).first()
    )
    if found is None:
        raise Invalid("owner-unknown", f"There is no {team or person}.", **{"team" if team else "person": "Unknown."})
    return found
