"""What the proposals room waits for, and what silence does."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.people.models import Person
from teams.proposals.actions.saying import agree_to
from teams.proposals.models import Addressee


def _agree(addressee_id: int, person: Person) -> None:
    agree_to(Addressee.objects.select_related("proposal").get(pk=addressee_id).proposal, by=person)


clock_kind(
    "proposals.comment",
    half=lambda proposal_id: jobs.enqueue("proposals.remind_readers", proposal_id),
    due=lambda proposal_id: jobs.enqueue("proposals.agree_by_silence", proposal_id),
)
clock_kind("proposals.read")
clock_kind("proposals.objection", due=lambda comment_id: jobs.enqueue("proposals.pass_objection_on", comment_id))
clock_kind("proposals.objection-lead", due=lambda comment_id: jobs.enqueue("proposals.end_unanswered", comment_id))
clock_kind(
    "proposals.look-back",
    due=lambda proposal_id: jobs.enqueue("proposals.miss_look_back", proposal_id),
    lapses=False,
)
replies_for("proposals.read", {"agree": Reply("I agree", _agree)})
