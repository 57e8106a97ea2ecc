"""What the pages of one proposal show."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from portal.kit import audit
from portal.kit.outside import Look, look_at, way_to_ask
from portal.models import AuditEntry, Clock
from services.models import Service
from teams.people.models import Person, Team
from teams.proposals.models import Addressee, Comment, LookBack, Proposal, Subscription, Version
from teams.proposals.paragraphs import drawn, paragraphs


def proposals(person: Person) -> QuerySet[Proposal]:
    """Those this person may see, with everything a line about one of them names."""
    return Proposal.objects.visible_to(person).whole().select_related("replaces")


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with what was answered to it."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph as it is drawn, and what was said about it."""

    number: int
    html: SafeString
    threads: list[Thread]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every tab of a proposal. ``version`` is the newest one; None for a draft."""

    proposal: Proposal
    versions: list[Version]
    comments: list[Comment]
    clock: Clock | None
    follows: bool

    @property
    def version(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def objections(self) -> list[Comment]:
        """All of them, the open ones first."""
        return sorted((one for one in self.comments if one.is_objection), key=lambda one: (not one.is_open, one.number))

    @property
    def open_objections(self) -> list[Comment]:
        return [one for one in self.objections if one.is_open]

    @property
    def agreed(self) -> list[Person]:
        """Who has said yes to the newest version."""
        now = self.version.pk if self.version is not None else 0
        return [one.by for one in self.comments if one.kind == Comment.Kind.AGREE and one.version_id == now]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the text."""

    services: list[Service]
    teams: list[Team]
    addressees: list[Addressee]
    replaces: Proposal | None
    replaced_by: list[Proposal]
    look: Look | None
    ask: str
    """Where whoever reads it may ask for a look from elsewhere; empty where they may not."""


def head(person: Person, proposal: Proposal) -> Head:
    """Versions, comments, the running clock, whether one follows: four queries."""
    versions = list(proposal.versions.select_related("by"))
    for one in versions:
        one.proposal = proposal
    rows = Clock.objects.filter(subject=audit.ref(proposal), state=Clock.State.OPEN)
    clock = rows.select_related("awaited_person", "awaited_team").order_by("due_at").first()
    follows = Subscription.objects.filter(person=person, proposal=proposal).exists()
    return Head(proposal, versions, comments(proposal), clock, follows)


def comments(proposal: Proposal) -> list[Comment]:
    """All that was said, oldest first: one query."""
    rows = proposal.comments.select_related("by", "version", "answered_by", "answered_in", "reply_to").order_by(
        "number"
    )
    found = list(rows)
    for one in found:
        one.proposal = proposal
    return found


def beside(proposal: Proposal, person: Person) -> Beside:
    """What it touches, whom it is addressed to, what it replaces, who looks at it from elsewhere."""
    seen = Proposal.objects.visible_to(person)
    return Beside(
        services=list(proposal.services.select_related("team").order_by("slug")),
        teams=list(proposal.teams.order_by("name")),
        addressees=list(proposal.addressees.select_related("person")),
        replaces=proposal.replaces,
        replaced_by=list(seen.filter(replaces=proposal).order_by("pk")),
        look=look_at(proposal) if proposal.is_published else None,
        ask=way_to_ask(proposal, person) if proposal.is_published else "",
    )


def text_of(top: Head, version: Version | None) -> tuple[list[Paragraph], list[Thread]]:
    """The paragraphs of a version (None: of the draft) with their threads, and what was said about the whole."""
    sources = version.paragraphs if version is not None else paragraphs(top.proposal.text)
    threads: dict[int, list[Thread]] = defaultdict(list)
    by_number: dict[int, Thread] = {}
    for one in top.comments if version is not None else []:
        if version is None or one.version_id != version.pk:
            continue
        root = by_number.get(_root(one))
        if root is not None:
            root.replies.append(one)
            by_number[one.number] = root
        else:
            thread = Thread(one)
            by_number[one.number] = thread
            threads[one.paragraph].append(thread)
    shown = [Paragraph(at, drawn(source), threads[at]) for at, source in enumerate(sources, 1)]
    return shown, [one for one in threads[0] if one.comment.kind != Comment.Kind.AGREE or one.comment.text]


def _root(comment: Comment) -> int:
    return comment.reply_to.number if comment.reply_to is not None else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was predicted and what was found, side by side."""

    look: LookBack
    baseline: Decimal | None
    expected: Decimal | None
    missed_by: Decimal | None


def outcomes(proposal: Proposal) -> list[Outcome]:
    """Every look back, the newest first: one query."""
    rows = proposal.look_backs.select_related("by").order_by("-number")
    found = []
    for one in rows:
        apart = one.value - proposal.expected if one.value is not None and proposal.expected is not None else None
        found.append(Outcome(one, proposal.baseline, proposal.expected, apart))
    return found


def next_look(proposal: Proposal, told: list[Outcome]) -> date | None:
    """The day on which it opens itself, when it still will."""
    if proposal.state not in (Proposal.State.SILENT, Proposal.State.AGREED, Proposal.State.LOOKED_BACK):
        return None
    return told[0].look.again_on if told else proposal.check_on


def history(top: Head) -> QuerySet[AuditEntry]:
    """Who did what to it and to its objections, newest first."""
    return audit.history(top.proposal, *(one for one in top.comments if one.is_objection), most=200)


def version_of(top: Head, number: int) -> Version | None:
    return next((one for one in top.versions if one.number == number), None)
