"""Addresses of the reviews room."""

from django.urls import path

from portal.kit import endpoints  # noqa: F401 - registers the number and id converters
from teams.reviews.views import (
    answering,
    asking,
    certification,
    guild,
    ledger,
    outcomes,
    pages,
    place,
    policies,
    questions,
    writing,
)

app_name = "reviews"
ONE = "reviews/<id:pk>/"
SUGGESTION = f"{ONE}suggestions/<number:number>/"
RAISER = "bar-raisers/people/<slug:login>/"
CERTIFICATION = f"{RAISER}<slug:topic>/"

urlpatterns = [
    path("reviews/", pages.review_list, name="review-list"),
    path("reviews/new/", asking.review_new, name="review-new"),
    path(ONE, pages.review, name="review"),
    path("reviews/questions/", questions.form_list, name="form-list"),
    path("reviews/questions/<slug:topic>/", questions.form, name="form"),
    path("reviews/questions/<slug:topic>/change/", questions.form_change, name="form-change"),
    path("reviews/policies/", policies.policies, name="company-policies"),
    path("reviews/policies/change/", policies.policies_change, name="company-policies-change"),
    path("reviews/policies/of/<slug:slug>/", policies.policies, name="policies"),
    path("reviews/policies/of/<slug:slug>/change/", policies.policies_change, name="policies-change"),
    path(f"{ONE}questions/", questions.review_questions, name="review-questions"),
    path(f"{ONE}assign/", asking.review_assign, name="review-assign"),
    path(f"{ONE}take/", asking.review_take, name="review-take"),
    path(f"{ONE}withdraw/", asking.review_withdraw, name="review-withdraw"),
    path(f"{ONE}subject/", pages.review_subject, name="review-subject"),
    path(f"{ONE}changes/", pages.review_changes, name="review-changes"),
    path(f"{ONE}draw/", pages.review_draw, name="review-draw"),
    path(f"{ONE}history/", pages.review_history, name="review-history"),
    path(f"{ONE}suggest/", writing.review_suggest, name="review-suggest"),
    path(f"{ONE}keep/", writing.review_keep, name="review-keep"),
    path(f"{ONE}send/", writing.review_send, name="review-send"),
    path(f"{ONE}decline/", writing.review_decline, name="review-decline"),
    path(f"{SUGGESTION}change/", writing.suggestion_change, name="suggestion-change"),
    path(f"{SUGGESTION}drop/", writing.suggestion_drop, name="suggestion-drop"),
    path(f"{ONE}answers/", answering.review_answers, name="answers"),
    path(f"{ONE}deputy/", answering.review_deputy, name="review-deputy"),
    path(f"{ONE}files/<id:file>/", answering.attachment, name="attachment"),
    path(f"{SUGGESTION}landed/", answering.suggestion_landed, name="suggestion-landed"),
    path(f"{SUGGESTION}outcome/", outcomes.suggestion_outcome, name="suggestion-outcome"),
    path(f"{ONE}useful/", outcomes.review_rate, name="review-rate"),
    path(f"{ONE}risk/", ledger.review_risk, name="risk"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/<slug:kind>/", ledger.ledger_export, name="ledger-export"),
    path("ledger/calibration/", outcomes.calibration_page, name="calibration"),
    path("ledger/rules/doubt/", outcomes.rule_doubt, name="rule-doubt"),
    path("ledger/rules/doubts/<id:pk>/settle/", outcomes.doubt_settle, name="doubt-settle"),
    path("ledger/budgets/", ledger.budget_list, name="budgets"),
    path("ledger/budgets/company/", ledger.budget_change, name="company-budget"),
    path("ledger/budgets/of/<slug:slug>/", ledger.budget_change, name="budget"),
    path("bar-raisers/", guild.raiser_list, name="raiser-list"),
    path("bar-raisers/new/", guild.raiser_new, name="raiser-new"),
    path("bar-raisers/nominate/", guild.nominate, name="nominate"),
    path("bar-raisers/pools/", guild.pools, name="pools"),
    path("bar-raisers/pools/<slug:topic>/lead/", guild.pool_lead, name="pool-lead"),
    path("bar-raisers/figures/", guild.figures, name="guild-figures"),
    path("bar-raisers/rules/", guild.rules, name="guild-rules"),
    path("bar-raisers/rules/change/", guild.rules_change, name="guild-rules-change"),
    path(RAISER, place.raiser, name="raiser"),
    path(f"{RAISER}pause/", guild.raiser_pause, name="raiser-pause"),
    path(f"{RAISER}end/", guild.raiser_end, name="raiser-end"),
    path(f"{RAISER}ties/", place.tie_declare, name="tie-declare"),
    path(f"{RAISER}ties/<id:pk>/end/", place.tie_take_back, name="tie-take-back"),
    path(f"{RAISER}wishes/", place.wish_state, name="wish-state"),
    path(f"{RAISER}wishes/<id:pk>/end/", place.wish_take_back, name="wish-take-back"),
    path(CERTIFICATION, certification.certification, name="certification"),
    *(
        path(f"{CERTIFICATION}{verb}/", certification.step(verb), name=f"certification-{verb}")
        for verb in certification.STEPS
    ),
]
