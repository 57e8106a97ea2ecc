"""Who may change services and contracts: their own team. Everybody may look."""

from portal.kit.policies import policy
from services.models import Attachment, Care, Consumer, Contract, Revision, Ruleset, Service, Waiver
from teams.people.models import Division, Person, Team
from teams.people.policies import head_or_why, member_or_why


@policy("service.register")
def service_register(person: Person, team: Team) -> str | None:
    """A member registers for their own team."""
    if team.retired_at is not None:
        return f"{team.name} no longer exists. Choose a team that does."
    return member_or_why(person, team)


@policy("service.change")
def service_change(person: Person, service: Service) -> str | None:
    return member_or_why(person, service.team)


@policy("service.hand-over")
def service_hand_over(person: Person, service: Service) -> str | None:
    """The owner's lead while the owner stands, and whoever leads above it."""
    if service.team.retired_at is None and service.team.lead_id == person.pk:
        return None
    return head_or_why(person, service.team.division)


@policy("contract.register")
def contract_register(person: Person, service: Service) -> str | None:
    if service.lifecycle == Service.Lifecycle.RETIRED:
        return f"{service.slug} is retired. Register the contract with the service that lives."
    return member_or_why(person, service.team)


@policy("contract.change")
def contract_change(person: Person, contract: Contract) -> str | None:
    return member_or_why(person, contract.service.team)


@policy("revision.upload")
def revision_upload(person: Person, contract: Contract) -> str | None:
    return contract_register(person, contract.service)


@policy("revision.check")
def revision_check(person: Person, revision: Revision) -> str | None:
    return member_or_why(person, revision.contract.service.team)


@policy("revision.propose")
def revision_propose(person: Person, revision: Revision) -> str | None:
    return member_or_why(person, revision.contract.service.team)


@policy("revision.publish")
def revision_publish(person: Person, revision: Revision) -> str | None:
    """Any member; once it is proposed, the lead, who answers for what is done with the advice."""
    team = revision.contract.service.team
    if revision.state == Revision.State.PROPOSED and not person.is_steward and person.pk != team.lead_id:
        return f"It is proposed: {team.lead.name}, who leads {team.name}, may publish it at any time."
    return member_or_why(person, team)


@policy("revision.deprecate")
def revision_deprecate(person: Person, revision: Revision) -> str | None:
    return member_or_why(person, revision.contract.service.team)


@policy("revision.retire")
def revision_retire(person: Person, revision: Revision) -> str | None:
    return member_or_why(person, revision.contract.service.team)


@policy("finding.waive")
def finding_waive(person: Person, contract: Contract) -> str | None:
    """The team grants itself the waiver: with reason, data and an end, in public."""
    return member_or_why(person, contract.service.team)


@policy("waiver.withdraw")
def waiver_withdraw(person: Person, waiver: Waiver) -> str | None:
    return member_or_why(person, waiver.contract.service.team)


@policy("consumer.declare")
def consumer_declare(person: Person, service: Service) -> str | None:
    """Declared by the team that uses, for its own service."""
    return member_or_why(person, service.team)


@policy("consumer.end")
def consumer_end(person: Person, consumer: Consumer) -> str | None:
    return member_or_why(person, consumer.service.team)


@policy("ruleset.register")
def ruleset_register(person: Person, ruleset: Ruleset | None) -> str | None:
    """Stewards, for a ruleset may come to hold for everybody."""
    return None if person.is_steward else "Only stewards register rulesets and put them in force. Send them yours."


@policy("ruleset.change")
def ruleset_change(person: Person, ruleset: Ruleset) -> str | None:
    return ruleset_register(person, ruleset)


@policy("ruleset.attach")
def ruleset_attach(person: Person, division: Division | None) -> str | None:
    """Whoever heads the division or one above it; for the whole company a steward."""
    return head_or_why(person, division)


@policy("ruleset.attach-somewhere")
def ruleset_attach_somewhere(person: Person, ruleset: Ruleset) -> str | None:
    """Whoever heads any division, and stewards."""
    if person.is_steward or Division.objects.filter(head=person).exists():
        return None
    return "Whoever heads a division attaches it there, and a steward for the whole company. Ask one of them."


@policy("ruleset.detach")
def ruleset_detach(person: Person, attachment: Attachment) -> str | None:
    return head_or_why(person, attachment.division)


@policy("rule.care")
def rule_care(person: Person, care: Care) -> str | None:
    """Its owner hands it on or looks at it again; stewards repair."""
    if person.is_steward or care.person_id == person.pk:
        return None
    if care.team is not None:
        return member_or_why(person, care.team)
    return f"Only {care.owner}, who owns these rules, or a steward may do this."
