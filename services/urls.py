"""Addresses of services, contracts, checks, waivers and rules."""

from django.urls import path

from services.views import (
    catalog,
    compare,
    consumers,
    contracts,
    reference,
    register,
    revisions,
    rules,
    service,
    trying,
    waivers,
)

app_name = "services"

ONE = "contracts/<slug:service>/<slug:slug>/<int:number>/"

urlpatterns = [
    path("services/", catalog.service_list, name="service-list"),
    path("services/new/", service.service_new, name="service-new"),
    path("services/<slug:slug>/", service.service, name="service"),
    path("services/<slug:slug>/uses/", service.service_uses, name="service-uses"),
    path("services/<slug:slug>/history/", service.service_history, name="service-history"),
    path("services/<slug:slug>/change/", service.service_change, name="service-change"),
    path("services/<slug:slug>/source/", service.service_source, name="service-source"),
    path("services/<slug:slug>/source/open/", service.service_open, name="service-open"),
    path("services/<slug:slug>/move/<slug:verb>/", service.service_move, name="service-move"),
    path("services/<slug:slug>/<slug:name>/", service.service_beside, name="service-beside"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", register.contract_new, name="contract-new"),
    path("contracts/try/", trying.contract_try, name="contract-try"),
    path("contracts/<slug:service>/<slug:slug>/", contracts.contract, name="contract"),
    path("contracts/<slug:service>/<slug:slug>/change/", contracts.contract_change, name="contract-change"),
    path("contracts/<slug:service>/<slug:slug>/upload/", register.revision_upload, name="revision-upload"),
    path("contracts/<slug:service>/<slug:slug>/upload/try/", trying.revision_try, name="revision-try"),
    path("contracts/<slug:service>/<slug:slug>/consumers/", consumers.contract_consumers, name="contract-consumers"),
    path("contracts/<slug:service>/<slug:slug>/revisions/", contracts.contract_revisions, name="contract-revisions"),
    path("contracts/<slug:service>/<slug:slug>/compare/", compare.compare_choose, name="compare-choose"),
    path(ONE, revisions.revision, name="revision"),
    path(f"{ONE}findings/", revisions.revision_findings, name="revision-findings"),
    path(f"{ONE}operations/", revisions.revision_operations, name="revision-operations"),
    path(f"{ONE}reference/", reference.reference, name="reference"),
    path(f"{ONE}reference/types/", reference.reference_types, name="reference-types"),
    path(f"{ONE}reference/types/<path:token>/", reference.reference_type, name="reference-type"),
    path(f"{ONE}reference/calls/<path:token>/", reference.reference_call, name="reference-call"),
    path(f"{ONE}reference/operations/<path:token>/", reference.reference_operation, name="reference-operation"),
    path(f"{ONE}compare/<int:other>/", compare.revision_compare, name="revision-compare"),
    path(f"{ONE}document/", revisions.revision_document, name="revision-document"),
    path(f"{ONE}check/", revisions.revision_check, name="revision-check"),
    path(f"{ONE}propose/", revisions.revision_propose, name="revision-propose"),
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
