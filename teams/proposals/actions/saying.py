"""What others say about a version: a word, a yes, an objection; and what becomes of objections."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.proposals import states
from teams.proposals.actions import awaited
from teams.proposals.actions.given import said, short
from teams.proposals.actions.held import locked, locked_objection, newest, open_objections
from teams.proposals.actions.telling import tell, tell_about_comment
from teams.proposals.models import Comment, Proposal, Version

MOST_COMMENTS = 1000
ANSWERS = {"taken": "take", "adapted": "adapt", "overruled": "overrule"}


@transaction.atomic
def comment_on(
    proposal: Proposal, *, by: Person, text: str, version: int = 0, paragraph: int = 0, reply_to: int = 0
) -> Comment:
    """Say something about a paragraph (0: the whole), or answer a comment by its number. Frozen when sent.

    ``version`` is the one that was read; refused when another has come since. A reply stands where its comment does.
    """
    policies.require(by, "comment.write", proposal)
    words = said(text, "text")
    held, now = _open(proposal)
    if reply_to:
        parent = held.comments.select_related("version", "by").filter(number=reply_to).first()
        if parent is None:
            raise Invalid("comment-answers-nothing", "There is no comment with this number.", reply_to="Not here.")
        made = _add(held, parent.version, parent.paragraph, by, text=words, reply_to=parent)
    else:
        made = _add(held, _read(now, version), _place(now, paragraph), by, text=words)
    audit.record(by, "proposal.comment", held, data={"comment": made.number, "paragraph": made.paragraph})
    place = f" at paragraph {made.paragraph}" if made.paragraph else ""
    tell_about_comment(made, f"comments on {held}{place}: {storable(words, 140)}", by=by)
    return made


@transaction.atomic
def agree_to(proposal: Proposal, *, by: Person, text: str = "", version: int = 0) -> Comment:
    """Say yes to the newest version, once. Whoever it is addressed to need not read it again."""
    policies.require(by, "comment.agree", proposal)
    words = short(text, "text", 4000)
    held, now = _open(proposal)
    _read(now, version)
    if held.comments.filter(version=now, by=by, state=Comment.State.OPEN).exists():
        raise Refused("comment-objects-already", "Your objection is open. Take it back first, then agree.")
    made = _once(held, now, 0, by, "You have agreed to this version.", kind=Comment.Kind.AGREE, text=words)
    mine = held.addressees.filter(person=by).first()
    if mine is not None:
        mine.agreed_to = now.number
        mine.save(update_fields=["agreed_to"])
        clocks.meet("proposals.read", mine)
    audit.record(by, "proposal.consent", held, data={"comment": made.number, "version": now.number})
    tell_about_comment(made, f"agrees to {held}, version {now.number}: {held.title}", by=by)
    return made


@transaction.atomic
def object_to(
    proposal: Proposal, *, by: Person, text: str, satisfied_by: str, version: int = 0, paragraph: int = 0
) -> Comment:
    """Object: why, and what would satisfy it. No veto: the time stops until the author has answered.

    Once for each person and version. A yes that was said to this version no longer counts.
    """
    policies.require(by, "comment.object", proposal)
    why = said(text, "text", hint="Say why: what will go wrong, for whom.")
    enough = said(satisfied_by, "satisfied_by", hint="Say what would have to be different for you to agree.")
    held, now = _open(proposal)
    _read(now, version)
    made = _once(
        held, now, _place(now, paragraph), by,
        "You have objected to this version once. Comment on it, or wait for the next one.",
        kind=Comment.Kind.OBJECTION, text=why, satisfied_by=enough, state=Comment.State.OPEN,
    )  # fmt: skip
    for mine in held.addressees.filter(person=by):
        mine.agreed_to = 0
        mine.save(update_fields=["agreed_to"])
    left = awaited.stop(held)
    if held.time_left is None:  # its time may be over, and nobody has said yet that silence agreed
        held.time_left = left or awaited.LEAST_LEFT
        held.save(update_fields=["time_left"])
    awaited.wait_for_answer(made)
    audit.record(by, "proposal.object", held, data={"comment": made.number, "paragraph": made.paragraph})
    tell(
        [held.author, answers_for(held.team)],
        f"objects to {held}, {held.title}: {storable(why, 140)}", held, by=by, anchor=made.anchor,
    )  # fmt: skip
    return made


@transaction.atomic
def answer_objection(objection: Comment, *, by: Person, kind: str, text: str) -> Comment:
    """Take an objection, adapt to it, or go on with a reason. With the last answer the time goes on.

    What is taken or adapted stands in a version that was published after the objection, or it is refused.
    """
    policies.require(by, "objection.answer", objection)
    if kind not in ANSWERS:
        raise Invalid("objection-answer-unknown", "Take it, adapt to it, or go on with a reason.", kind="Choose one.")
    words = said(text, "text", hint="Say what you do about it, or why you go on.")
    held = locked_objection(objection.pk)
    _require_open(held.proposal)
    now = newest(held.proposal)
    in_version = None
    if kind != "overruled":
        if now.number <= held.version.number:
            raise Refused(
                "objection-answer-without-version",
                "Publish the version that takes it up first; then say here what is different.",
            )
        in_version = now
    states.OBJECTION.move(
        held, ANSWERS[kind], by=by, data={"proposal": held.proposal_id},
        answer=words, answered_by=by, answered_at=timezone.now(), answered_in=in_version,
    )  # fmt: skip
    _go_on(held, now, met=True)
    look = {"taken": "takes", "adapted": "adapts to", "overruled": "goes on over"}[kind]
    tell(
        [held.by, answers_for(held.proposal.team)],
        f"{look} the objection {held.number} to {held.proposal}: {storable(words, 140)}", held.proposal,
        by=by, anchor=held.anchor,
    )  # fmt: skip
    return held


@transaction.atomic
def take_back_objection(objection: Comment, *, by: Person) -> Comment:
    """Whoever objected is satisfied. What they said stays to be read."""
    policies.require(by, "objection.take-back", objection)
    held = locked_objection(objection.pk)
    _require_open(held.proposal)
    states.OBJECTION.move(
        held, "take-back", by=by, data={"proposal": held.proposal_id}, answered_by=by, answered_at=timezone.now()
    )
    _go_on(held, newest(held.proposal), met=False)
    tell([held.proposal.author], f"takes back the objection {held.number} to {held.proposal}", held.proposal, by=by)
    return held


def _go_on(objection: Comment, version: Version, *, met: bool) -> None:
    """One objection less. The time goes on when it was the last one."""
    clocks.close_all(objection, met=met)
    proposal = objection.proposal
    if not open_objections(proposal) and proposal.time_left is not None:
        awaited.run(proposal, version, proposal.time_left)
        proposal.time_left = None
        proposal.save(update_fields=["time_left"])


def _open(proposal: Proposal) -> tuple[Proposal, Version]:
    """The proposal, locked while others may say something, and its newest version."""
    held = locked(proposal.pk)
    _require_open(held)
    return held, newest(held)


def _require_open(held: Proposal) -> None:
    if held.state == Proposal.State.DRAFT:
        raise Refused("proposal-not-published", f"{held} is a draft: comments begin when its team publishes it.")
    if held.state != Proposal.State.OPEN:
        now = held.get_state_display().lower()
        raise Refused(
            "proposal-closed", f"{held} is {now}. What you have to say belongs in a proposal that replaces it."
        )


def _read(now: Version, version: int) -> Version:
    """The newest version; refused when the person has read an older one."""
    if version and version != now.number:
        raise Refused(
            "comment-on-another-version",
            f"Version {now.number} is out. Read what is different, then say it about that one.",
        )
    return now


def _place(version: Version, paragraph: int) -> int:
    last = len(version.paragraphs)
    if not 0 <= paragraph <= last:
        raise Invalid(
            "comment-nowhere", f"Version {version.number} has paragraphs 1 to {last}.", paragraph="Not one of it."
        )
    return paragraph


def _once(held: Proposal, version: Version, paragraph: int, by: Person, sorry: str, **facts: object) -> Comment:
    """What everybody says at most once about a version; the database has the last word."""
    try:
        with transaction.atomic():
            return _add(held, version, paragraph, by, **facts)
    except IntegrityError:
        raise Refused("comment-said-already", sorry) from None


def _add(held: Proposal, version: Version, paragraph: int, by: Person, **facts: object) -> Comment:
    number = (held.comments.aggregate(most=Max("number"))["most"] or 0) + 1
    if number > MOST_COMMENTS:
        raise Refused(
            "proposal-full", f"{held} has {MOST_COMMENTS} comments. Talk to its team, and have it written anew."
        )
    return Comment.objects.create(
        proposal=held, version=version, number=number, paragraph=paragraph, by=by, at=timezone.now(), **facts
    )
