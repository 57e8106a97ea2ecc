"""The proposals room's jobs, one line each."""

from portal.kit.jobs import job
from teams.proposals.actions import leads, looking, silence


@job("proposals.remind_readers")
def remind_readers(proposal_id: int) -> None:
    silence.remind_readers(proposal_id)


@job("proposals.agree_by_silence")
def agree_by_silence(proposal_id: int) -> None:
    silence.agree_by_silence(proposal_id)


@job("proposals.pass_objection_on")
def pass_objection_on(comment_id: int) -> None:
    silence.pass_objection_on(comment_id)


@job("proposals.end_unanswered")
def end_unanswered(comment_id: int) -> None:
    silence.end_unanswered(comment_id)


@job("proposals.reopen")
def reopen(proposal_id: int) -> None:
    looking.reopen_on_its_day(proposal_id)


@job("proposals.miss_look_back")
def miss_look_back(proposal_id: int) -> None:
    looking.miss_look_back(proposal_id)


@job("proposals.follow_team")
def follow_team(team_id: int) -> None:
    leads.follow_team(team_id)
