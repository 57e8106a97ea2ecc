"""Addresses of services, contracts, checks, waivers and rules."""

from django.urls import path

from services.views import catalog, consumers, contracts, register, revisions, rules, waivers

app_name = "services"

ONE = "contracts/<slug:service>/<slug:slug>/<int:number>/"

urlpatterns = [
    path("services/", catalog.service_list, name="service-list"),
    path("services/new/", catalog.service_new, name="service-new"),
    path("services/<slug:slug>/", catalog.service, name="service"),
    path("services/<slug:slug>/change/", catalog.service_change, name="service-change"),
    path("services/<slug:slug>/move/<slug:verb>/", catalog.service_move, name="service-move"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", register.contract_new, name="contract-new"),
    path("contracts/<slug:service>/<slug:slug>/", contracts.contract, name="contract"),
    path("contracts/<slug:service>/<slug:slug>/change/", contracts.contract_change, name="contract-change"),
    path("contracts/<slug:service>/<slug:slug>/upload/", register.revision_upload, name="revision-upload"),
    path("contracts/<slug:service>/<slug:slug>/consumers/", consumers.contract_consumers, name="contract-consumers"),
    path("contracts/<slug:service>/<slug:slug>/revisions/", contracts.contract_revisions, name="contract-revisions"),
    path(ONE, revisions.revision, name="revision"),
    path(f"{ONE}findings/", revisions.revision_findings, name="revision-findings"),
    path(f"{ONE}operations/", revisions.revision_operations, name="revision-operations"),
    path(f"{ONE}document/", revisions.revision_document, name="revision-document"),
    path(f"{ONE}check/", revisions.revision_check, name="revision-check"),
    path(f"{ONE}publish/", revisions.revision_publish, name="revision-publish"),
    path(f"{ONE}deprecate/", revisions.revision_deprecate, name="revision-deprecate"),
    path(f"{ONE}retire/", revisions.revision_retire, name="revision-retire"),
    path(f"{ONE}discard/", revisions.revision_discard, name="revision-discard"),
    path(f"{ONE}waive/<slug:fingerprint>/", waivers.finding_waive, name="finding-waive"),
    path("waivers/", waivers.waiver_list, name="waiver-list"),
    path("waivers/<int:pk>/withdraw/", waivers.waiver_withdraw, name="waiver-withdraw"),
    path("consumers/<int:pk>/end/", consumers.consumer_end, name="consumer-end"),
    path("rules/", rules.rule_list, name="rule-list"),
    path("rules/<slug:rule>/", rules.rule, name="rule"),
]
