"""Addresses of services, contracts and what was found in them, in the API."""

from portal.kit.endpoints import route
from services.api import catalog, checks, contracts, rulesets

CONTRACT = "contracts/<slug:service>/<slug:contract>"
REVISION = f"{CONTRACT}/revisions/<number:number>"
RULESET = "rulesets/<slug:ruleset>"

urlpatterns = [
    *route("services", catalog.list_services, catalog.create_service, name="api-services"),
    *route("services/<slug:service>", catalog.get_service, catalog.change_service, name="api-service"),
    *route("services/<slug:service>/hand-over", catalog.hand_over_service, name="api-service-hand-over"),
    *route("services/<slug:service>/move", catalog.move_service, name="api-service-move"),
    *route("contracts", contracts.list_contracts, contracts.register_contract, name="api-contracts"),
    *route(CONTRACT, contracts.get_contract, contracts.change_contract, name="api-contract"),
    *route(f"{CONTRACT}/consumers", catalog.list_consumers, catalog.declare_consumer, name="api-consumers"),
    *route(f"{CONTRACT}/revisions", contracts.list_revisions, contracts.upload_revision, name="api-revisions"),
    *route(REVISION, contracts.get_revision, name="api-revision"),
    *route(f"{REVISION}/document", contracts.get_document, name="api-document"),
    *route(f"{REVISION}/report", contracts.get_report, name="api-report"),
    *route(f"{REVISION}/findings", checks.list_findings, name="api-findings"),
    *route(f"{REVISION}/operations", checks.list_operations, name="api-operations"),
    *route(f"{REVISION}/waivers", checks.give_waiver, name="api-revision-waivers"),
    *route(f"{REVISION}/check", contracts.check_revision, name="api-revision-check"),
    *route(f"{REVISION}/propose", contracts.propose_revision, name="api-revision-propose"),
    *route(f"{REVISION}/publish", contracts.publish_revision, name="api-revision-publish"),
    *route(f"{REVISION}/deprecate", contracts.deprecate_revision, name="api-revision-deprecate"),
    *route(f"{REVISION}/retire", contracts.retire_revision, name="api-revision-retire"),
    *route(f"{REVISION}/discard", contracts.discard_revision, name="api-revision-discard"),
    *route("checks/<id:check>", checks.get_check, name="api-check"),
    *route("waivers", checks.list_waivers, name="api-waivers"),
    *route("waivers/<id:waiver>", checks.get_waiver, name="api-waiver"),
    *route("waivers/<id:waiver>/withdraw", checks.withdraw_waiver, name="api-waiver-withdraw"),
    *route("consumers/<id:consumer>", catalog.get_consumer, name="api-consumer"),
    *route("consumers/<id:consumer>/end", catalog.end_consumer, name="api-consumer-end"),
    *route(f"{REVISION}/rulesets", rulesets.list_revision_rulesets, name="api-revision-rulesets"),
    *route("rulesets", rulesets.list_rulesets, rulesets.register_ruleset, name="api-rulesets"),
    *route(RULESET, rulesets.get_ruleset, name="api-ruleset"),
    *route(f"{RULESET}/rules", rulesets.list_ruleset_rules, name="api-ruleset-rules"),
    *route(f"{RULESET}/care", rulesets.take_care, name="api-ruleset-care"),
    *route(f"{RULESET}/versions", rulesets.list_versions, rulesets.upload_version, name="api-ruleset-versions"),
    *route(f"{RULESET}/versions/<number:number>", rulesets.get_version, name="api-ruleset-version"),
    *route(f"{RULESET}/versions/<number:number>/enforce", rulesets.put_in_force, name="api-ruleset-enforce"),
    *route(f"{RULESET}/attachments", rulesets.list_attachments, rulesets.attach_ruleset, name="api-attachments"),
    *route("attachments/<id:attachment>", rulesets.get_attachment, name="api-attachment"),
    *route("attachments/<id:attachment>/detach", rulesets.detach_ruleset, name="api-attachment-detach"),
    *route("rules", checks.list_rules, name="api-rules"),
    *route("rules/<slug:rule>", checks.get_rule, name="api-rule"),
]
