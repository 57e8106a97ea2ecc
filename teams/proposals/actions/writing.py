"""A proposal from its first draft to each of its versions."""

from dataclasses import fields as fields_of
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person, Team
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.proposals import states
from teams.proposals.actions import awaited
from teams.proposals.actions.finding import index_proposal
from teams.proposals.actions.given import Words, checked, day_to_come, said, short
from teams.proposals.actions.held import locked, locked_with_line, newest, open_objections
from teams.proposals.actions.telling import tell_touched, tell_watchers
from teams.proposals.models import Addressee, Proposal, Version
from teams.proposals.paragraphs import paragraphs

MOST_VERSIONS = 100
NOTE = 300


@transaction.atomic
def write_proposal(team: Team, *, by: Person, words: Words) -> Proposal:
    """Begin a draft that only the team sees."""
    policies.require(by, "proposal.write", team)
    if team.retired_at is not None:
        raise Invalid("proposal-of-no-team", f"{team.name} does not stand any more.", team="Choose a team that stands.")
    made = Proposal.objects.create(team=team, author=by, **checked(words, by=by, author=by))
    _tie(made, words)
    audit.record(by, "proposal.write", made, after=made.state, data={"team": team.pk})
    return made


@transaction.atomic
def change_draft(proposal: Proposal, *, by: Person, edition: int, words: Words) -> Proposal:
    """Write a draft anew. Refuses when somebody else has since it was read (``edition``), and once it was published."""
    policies.require(by, "proposal.change", proposal)
    held, words = _as_read_with(proposal, edition, Proposal.State.DRAFT, words)
    _write(held, by, words)
    audit.record(by, "proposal.change", held, data={"edition": held.edition})
    return held


@transaction.atomic
def publish_proposal(proposal: Proposal, *, by: Person, edition: int) -> Proposal:
    """Open a draft for comment: its first version is frozen, and the time begins in which silence will agree."""
    policies.require(by, "proposal.publish", proposal)
    held = _as_read(proposal, edition, Proposal.State.DRAFT)
    if held.check_on is not None:
        day_to_come(held.check_on, "check_on")
    states.PROPOSAL.move(
        held, "publish", by=by, data={"version": 1}, opened_at=timezone.now(), days=awaited.days_for(held.reversal)
    )
    version = _freeze(held, by=by, note="")
    clock = awaited.run(held, version)
    index_proposal(held)
    until = f"{clock.due_at:%-d %B}"
    tell_watchers(held, f"asks for comments until {until}: {held.title} ({held})", by=by)
    tell_touched(held, by=by)
    jobs.enqueue("reviews.consider_proposal", held.pk)
    return held


@transaction.atomic
def publish_version(proposal: Proposal, *, by: Person, edition: int, note: str, words: Words) -> Proposal:
    """Publish another version while it is open for comment. The time begins anew, so that nobody agrees unread.

    Refuses one in which nothing is different. While an objection is open the time stays stopped.
    """
    policies.require(by, "proposal.publish", proposal)
    held, words = _as_read_with(proposal, edition, Proposal.State.OPEN, words)
    told = said(note, "note", NOTE, hint="Say what is different, for who has read it.")
    before = newest(held)
    if before.number >= MOST_VERSIONS:
        raise Refused("proposal-too-many-versions", "It has been written anew a hundred times. Begin another one.")
    _write(held, by, words)
    awaited.stop(held)
    held.days, held.time_left = awaited.days_for(held.reversal), None
    version = _freeze(held, by=by, note=told)
    if _content(before) == _content(version):
        raise Invalid(
            "proposal-version-same", "Nothing is different from the version before.", text="The same as before."
        )
    if open_objections(held):
        held.time_left = hours_of(answers_for(held.team)).day * held.days
    else:
        awaited.run(held, version)
    held.save(update_fields=["days", "time_left"])
    audit.record(by, "proposal.publish-version", held, before=f"version {before.number}", after=str(version))
    index_proposal(held)
    tell_watchers(held, f"published version {version.number} of {held}, {held.title}: {told}", by=by)
    return held


def _as_read_with(proposal: Proposal, edition: int, state: str, words: Words) -> tuple[Proposal, Words]:
    """The same, and what it is to say with what it is to replace, as that is now; all of the line is locked."""
    old = words.replaces
    rows = locked_with_line(proposal.pk, old.pk if old is not None else None)
    held = _as_read(proposal, edition, state, rows[proposal.pk])
    return held, words if old is None else replace(words, replaces=rows[old.pk])


def _as_read(proposal: Proposal, edition: int, state: str, held: Proposal | None = None) -> Proposal:
    """The proposal, locked, in the state that the act is for and as the writer has read it."""
    held = held or locked(proposal.pk)
    if held.state != state:
        now = held.get_state_display().lower()
        what = {
            Proposal.State.OPEN: "Each change of it is a version of its own.",
            Proposal.State.DRAFT: "Publish the draft first.",
        }.get(Proposal.State(held.state), "Its words do not change any more.")
        raise Refused("proposal-not-in-that-state", f"{held} is {now} now. {what}")
    if held.edition != edition:
        raise Refused(
            "proposal-changed",
            "Somebody changed it while you wrote. Copy what is yours, open it again, and put it in.",
        )
    return held


def _write(held: Proposal, by: Person, words: Words) -> None:
    for name, value in checked(words, by=by, author=held.author, itself=held).items():
        setattr(held, name, value)
    held.edition += 1
    held.save()
    _tie(held, words)


def _tie(proposal: Proposal, words: Words) -> None:
    """What it touches and whom it is addressed to. Who stays keeps the version they agreed to."""
    proposal.services.set(words.services)
    proposal.teams.set(words.teams)
    wanted = {one.pk for one in words.addressed}
    gone = proposal.addressees.exclude(person__in=wanted)
    awaited.forget(gone)
    gone.delete()
    known = set(proposal.addressees.values_list("person", flat=True))
    Addressee.objects.bulk_create([Addressee(proposal=proposal, person_id=pk) for pk in sorted(wanted - known)])


def _freeze(proposal: Proposal, *, by: Person, note: str) -> Version:
    """The next version, with everything that is said now."""
    number = (proposal.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    prediction = None
    if proposal.has_prediction:
        names = ("claim", "metric", "unit", "baseline", "expected", "source", "check_on")
        prediction = {name: str(getattr(proposal, name)) for name in names}
    return Version.objects.create(
        proposal=proposal,
        number=number,
        title=proposal.title,
        summary=proposal.summary,
        text=proposal.text,
        paragraphs=paragraphs(proposal.text),
        facts={
            "reversal": proposal.reversal,
            "services": sorted(one.slug for one in proposal.services.all()),
            "teams": sorted(one.slug for one in proposal.teams.all()),
            "addressed": sorted(one.person.login for one in proposal.addressees.select_related("person")),
            "replaces": proposal.replaces_id,
            "prediction": prediction,
        },
        note=short(note, "note", NOTE),
        by=by,
        at=timezone.now(),
    )


def _content(version: Version) -> tuple[object, ...]:
    return version.title, version.summary, version.text, version.facts


NAMES = tuple(one.name for one in fields_of(Words))
"""What a proposal says, by name: pages, programs and tests give these."""
