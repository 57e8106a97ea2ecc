"""What changes of the guests wait for, what silence does, and what one click answers."""

from portal.kit import jobs
from portal.kit.clocks import Ring, clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.away.actions.back_doors import answer_override
from teams.away.actions.changes import give_review
from teams.away.actions.mediating import decide_change
from teams.away.models import AwayChange
from teams.people.models import Person


def _job(name: str) -> Ring:
    return lambda pk: jobs.enqueue(name, pk)


def _change(change_id: int) -> AwayChange:
    return AwayChange.objects.get(pk=change_id)


def _approve(change_id: int, person: Person) -> None:
    give_review(_change(change_id), "approved", by=person)


def _merge_it(change_id: int, person: Person) -> None:
    decide_change(_change(change_id), by=person, ruling=AwayChange.Ruling.MERGE)


def _allow(change_id: int, person: Person) -> None:
    answer_override(_change(change_id), by=person, agrees=True)


clock_kind("away.review", due=_job("away.remind_reviewer"))
clock_kind("away.review-late", due=_job("away.ask_deputy"))
clock_kind("away.review-deputy", due=_job("away.open_review"))
clock_kind("away.review-open", due=_job("away.give_up_review"))
clock_kind("away.review-neutral")
clock_kind("away.last-look", due=_job("away.approve_silently"))
clock_kind("away.ruling", due=_job("away.rule_silently"))
clock_kind("away.rework", lapses=False)
clock_kind("away.merge", lapses=False)
clock_kind("away.advice", due=_job("away.pass_advice"))
clock_kind("away.override", due=_job("away.refuse_override"))
clock_kind("away.back-door", lapses=False)
for kind in ("away.review", "away.review-late", "away.review-deputy", "away.review-open", "away.review-neutral",
             "away.last-look"):  # fmt: skip
    replies_for(kind, {"approve": Reply("Approve the change", _approve)})
replies_for("away.ruling", {"merge": Reply("Merge it as it is", _merge_it)})
replies_for("away.override", {"agree": Reply("Allow it until then", _allow)})
