"""Addresses of the proposals room in the API."""

from portal.kit.endpoints import route
from teams.proposals.api import record, talk, views

ONE = "proposals/<id:proposal>"
COMMENT = f"{ONE}/comments/<number:comment>"

urlpatterns = [
    *route("proposals", views.list_proposals, views.write_proposal, name="api-proposals"),
    *route("proposals/following", views.list_followed, views.follow_proposals, name="api-proposals-followed"),
    *route("proposals/following/<id:subscription>/end", views.unfollow_proposals, name="api-proposals-followed-end"),
    *route(ONE, views.get_proposal, views.change_proposal, name="api-proposal"),
    *route(f"{ONE}/publish", views.publish_proposal, name="api-proposal-publish"),
    *route(
        f"{ONE}/versions", views.list_proposal_versions, views.publish_proposal_version, name="api-proposal-versions"
    ),
    *route(f"{ONE}/versions/<number:version>", views.get_proposal_version, name="api-proposal-version"),
    *route(
        f"{ONE}/versions/<number:version>/since/<number:before>",
        record.compare_proposal_versions,
        name="api-proposal-version-difference",
    ),
    *route(f"{ONE}/history", record.list_proposal_history, name="api-proposal-history"),
    *route(f"{ONE}/agree", views.agree_to_proposal, name="api-proposal-agree"),
    *route(f"{ONE}/reject", views.reject_proposal, name="api-proposal-reject"),
    *route(f"{ONE}/withdraw", views.withdraw_proposal, name="api-proposal-withdraw"),
    *route(f"{ONE}/supersede", views.supersede_proposal, name="api-proposal-supersede"),
    *route(f"{ONE}/reopen", views.reopen_proposal, name="api-proposal-reopen"),
    *route(
        f"{ONE}/look-backs",
        views.list_outcomes_of_proposal,
        views.look_back_at_proposal,
        name="api-proposal-look-backs",
    ),
    *route(f"{ONE}/comments", talk.list_proposal_comments, talk.comment_on_proposal, name="api-proposal-comments"),
    *route(f"{ONE}/consents", talk.agree_to_version, name="api-proposal-consents"),
    *route(f"{ONE}/objections", talk.object_to_proposal, name="api-proposal-objections"),
    *route(COMMENT, talk.get_proposal_comment, name="api-proposal-comment"),
    *route(f"{COMMENT}/answer", talk.answer_objection, name="api-proposal-comment-answer"),
    *route(f"{COMMENT}/take-back", talk.take_back_objection, name="api-proposal-comment-take-back"),
]
