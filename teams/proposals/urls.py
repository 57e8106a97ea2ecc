"""Addresses of the proposals room."""

from django.urls import path

from portal.kit import endpoints  # noqa: F401 - registers the number and id converters
from teams.proposals.views import deciding, following, pages, saying, writing

app_name = "proposals"
ONE = "proposals/<id:pk>/"
COMMENT = f"{ONE}comments/<number:number>/"

urlpatterns = [
    path("proposals/", pages.proposal_list, name="proposal-list"),
    path("proposals/new/", writing.proposal_new, name="proposal-new"),
    path("proposals/following/", following.following, name="following"),
    path("proposals/following/stop/", following.following_stop, name="following-stop"),
    path(ONE, pages.proposal, name="proposal"),
    path(f"{ONE}change/", writing.proposal_change, name="proposal-change"),
    path(f"{ONE}publish/", writing.proposal_publish, name="proposal-publish"),
    path(f"{ONE}versions/", pages.version_list, name="version-list"),
    path(f"{ONE}versions/<number:number>/", pages.version, name="version"),
    path(f"{ONE}versions/<number:number>/since/<number:before>/", pages.version_compare, name="version-compare"),
    path(f"{ONE}history/", pages.proposal_history, name="proposal-history"),
    path(f"{ONE}follow/", following.proposal_follow, name="proposal-follow"),
    path(f"{ONE}say/", saying.comment_new, name="comment-new"),
    path(f"{ONE}consent/", saying.consent, name="consent"),
    path(f"{COMMENT}answer/", saying.objection_answer, name="objection-answer"),
    path(f"{COMMENT}take-back/", saying.objection_take_back, name="objection-take-back"),
    path(f"{ONE}agree/", deciding.proposal_agree, name="proposal-agree"),
    path(f"{ONE}reject/", deciding.proposal_reject, name="proposal-reject"),
    path(f"{ONE}withdraw/", deciding.proposal_withdraw, name="proposal-withdraw"),
    path(f"{ONE}supersede/", deciding.proposal_supersede, name="proposal-supersede"),
    path(f"{ONE}reopen/", deciding.proposal_reopen, name="proposal-reopen"),
    path(f"{ONE}look-back/", deciding.proposal_look_back, name="proposal-look-back"),
]
