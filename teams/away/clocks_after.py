"""What the away room waits for from the release on, what silence does, and what can be answered from a mail."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.away.actions.copies import review_copy
from teams.away.actions.handing_back import take_back
from teams.away.models import AwayCopy
from teams.away.reads.loading import request_with_teams
from teams.people.models import Person


def _take_back(request_id: int, person: Person) -> None:
    take_back(request_with_teams(request_id), by=person)


def _keep_copy(copy_id: int, person: Person) -> None:
    review_copy(AwayCopy.objects.select_related("request__guest").get(pk=copy_id), by=person, outcome="keep")


clock_kind("away.way-back", due=lambda request_id: jobs.enqueue("away.miss_way_back", request_id))
# These two end by the clock as they should: nobody was silent, so they do not lapse, and their job closes them.
clock_kind("away.window", due=lambda request_id: jobs.enqueue("away.end_window", request_id), lapses=False)
clock_kind("away.warranty", due=lambda request_id: jobs.enqueue("away.end_warranty", request_id), lapses=False)
clock_kind("away.mend", due=lambda incident_id: jobs.enqueue("away.miss_mending", incident_id), lapses=False)
clock_kind("away.handover", due=lambda request_id: jobs.enqueue("away.miss_handover", request_id))
clock_kind("away.handback", due=lambda request_id: jobs.enqueue("away.take_back_silently", request_id))
clock_kind("away.measure", due=lambda request_id: jobs.enqueue("away.close_unmeasured", request_id))
clock_kind("away.look-back-guest", due=lambda request_id: jobs.enqueue("away.look_back_without_guest", request_id))
clock_kind("away.look-back-host", due=lambda request_id: jobs.enqueue("away.look_back_without_host", request_id))
clock_kind("away.credit", due=lambda request_id: jobs.enqueue("away.thank_from_facts", request_id))
clock_kind("away.wind-down", due=lambda request_id: jobs.enqueue("away.leave_silently", request_id))
clock_kind("away.copy-review", due=lambda copy_id: jobs.enqueue("away.keep_copy_silently", copy_id))
clock_kind("away.roadmap-host", due=lambda pk: jobs.enqueue("away.raise_for_host", pk))
clock_kind("away.roadmap-guest", due=lambda pk: jobs.enqueue("away.raise_for_guest", pk))
clock_kind("away.roadmap-above", due=lambda pk: jobs.enqueue("away.raise_for_above", pk))
clock_kind("away.roadmap-top", lapses=False)
replies_for("away.handback", {"take-back": Reply("Take it back", _take_back)})
replies_for("away.copy-review", {"keep": Reply("We keep it", _keep_copy)})
