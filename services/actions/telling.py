"""What the teams that use a contract hear of it: that a revision is published, and that one ends."""

from datetime import date

from portal.kit import audit, clocks, notices
from portal.kit.times import end_of_day
from services.models import Consumer, Revision


def tell_consumers(revision_id: int) -> None:
    """Tell every team that uses the contract what has become of this revision. One that is neither says nothing.

    Published: its people get a notice. Deprecated: the team also gets a clock until the sunset; one that runs stays.
    """
    revision = Revision.objects.select_related("contract__service__team").get(pk=revision_id)
    if revision.state not in {Revision.State.PUBLISHED, Revision.State.DEPRECATED}:
        return
    uses = list(revision.contract.consumers.filter(ended_at=None).select_related("service__team__lead"))
    if not uses:
        return
    ends = revision.sunset_on if revision.state == Revision.State.DEPRECATED else None
    for use in uses:
        if ends is not None and not clocks.is_running("services.move-off", use):
            _ask_to_move(use, revision, ends)
    last = audit.history(revision, most=1).first()
    text = f"deprecated {revision.contract.slug} {revision}: it ends on {ends:%-d %B %Y}" if ends else ""
    people = {person.pk: person for use in uses for person in notices.members(use.service.team)}
    notices.tell(
        people.values(),
        text or f"published {revision.contract.slug} {revision}, which your team uses",
        about=revision,
        url=revision.get_absolute_url(),
        by=last.actor if last is not None else None,
    )


def _ask_to_move(use: Consumer, revision: Revision, ends: date) -> None:
    clocks.start(
        "services.move-off",
        use,
        team=use.service.team,
        title=f"Move {use.service.slug} off {revision.contract.slug} {revision}",
        silence=f"The revision ends on {ends:%-d %B %Y}, whether you have moved or not.",
        url=revision.get_absolute_url(),
        due_at=end_of_day(ends),
    )
