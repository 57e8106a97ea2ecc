"""The reviews room's jobs after the answer, one line each."""

from portal.kit.jobs import job
from teams.reviews.actions import landing, outcomes, risks


@job("reviews.check_landings")
def check_landings(revision_id: int) -> None:
    landing.check_landings(revision_id)


@job("reviews.miss_landing")
def miss_landing(landing_id: int) -> None:
    landing.miss_landing(landing_id)


@job("reviews.miss_risk")
def miss_risk(risk_id: int) -> None:
    risks.miss_risk(risk_id)


@job("reviews.await_outcome")
def await_outcome(answer_id: int) -> None:
    outcomes.await_outcome(answer_id)


@job("reviews.miss_outcome")
def miss_outcome(answer_id: int) -> None:
    outcomes.miss_outcome(answer_id)
